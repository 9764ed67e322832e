"""Work of its own time."""

from sqlalchemy import delete, or_

from hutong.accounts.models import Activation, Session, Token
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.jobs import job

KEPT = 60 * clock.DAY


@job("accounts.forget_activations", every=clock.DAY)
def forget_activations() -> None:
    """Remove activation links that were sent a week ago or earlier."""
    session().execute(delete(Activation).where(Activation.made_at < clock.now() - 7 * clock.DAY))


@job("accounts.forget_sessions", every=clock.DAY)
def forget_sessions() -> None:
    """Remove sessions and tokens that nobody can use any more."""
    old = clock.now() - KEPT
    session().execute(delete(Session).where(or_(Session.ended_at < old, Session.seen_at < old)))
    session().execute(delete(Token).where(or_(Token.ended_at < old, Token.expires_at < old)))
