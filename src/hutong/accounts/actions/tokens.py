"""Tokens for programs."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select, update

from hutong.accounts import principal
from hutong.accounts.models import Token
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound

MOST = 50


class TokensFull(Conflict):
    """No more tokens."""

    code = "tokens_full"
    detail = _l("You have 50 tokens already. End one first.")


def make_token(person_id: int, name: str, scopes: Iterable[str], days: int | None) -> tuple[Token, str]:
    """A new token and its text, which is kept nowhere; raises TokensFull."""
    now = clock.now()
    living = select(func.count()).where(
        Token.person_id == person_id,
        Token.ended_at.is_(None),
        or_(Token.expires_at.is_(None), Token.expires_at > now),
    )
    if (session().scalar(living) or 0) >= MOST:
        raise TokensFull
    text = principal.new_token()
    made = Token(
        id=ids.new_id(),
        digest=principal.digest(text),
        person_id=person_id,
        name=name,
        scopes=sorted(set(scopes)),
        made_at=now,
        expires_at=now + days * clock.DAY if days else None,
    )
    session().add(made)
    audit.record(
        "token.made", f"token:{ids.show(made.id)}", after={"scopes": made.scopes, "expires_at": made.expires_at}
    )
    return made, text


def end_token(person_id: int, token_id: int) -> None:
    """End one of a person's tokens; raises NotFound."""
    mine = update(Token).where(Token.id == token_id, Token.person_id == person_id, Token.ended_at.is_(None))
    if rows_changed(mine.values(ended_at=clock.now())) != 1:
        raise NotFound
    audit.record("token.ended", f"token:{ids.show(token_id)}")


def end_tokens(person_id: int) -> int:
    """End all of a person's tokens; how many."""
    mine = update(Token).where(Token.person_id == person_id, Token.ended_at.is_(None))
    return rows_changed(mine.values(ended_at=clock.now()))
