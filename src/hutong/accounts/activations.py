"""Activation links: a random word and its signature, so that what was altered is known without asking the tables."""

import secrets
from urllib.parse import quote

from itsdangerous import BadSignature, Signer

from hutong.accounts.models import Activation, Person
from hutong.accounts.principal import digest
from hutong.kernel import clock
from hutong.kernel.state import settings

LIVES = clock.DAY


def new_token() -> str:
    """A fresh token for a link."""
    return _signer().sign(secrets.token_urlsafe(18)).decode()


def digest_of(token: str) -> str | None:
    """What the table keeps of a token; None where it was not signed here."""
    try:
        return digest(_signer().unsign(token.encode()).decode())
    except (BadSignature, UnicodeError):
        return None


def link(token: str) -> str:
    """The page that the mail leads to."""
    return f"/activate?token={quote(token)}"


def state_of(row: Activation | None, person: Person | None) -> str:
    """What a link is good for: "open", "used", "late" or "altered"."""
    if row is None or person is None:
        return "altered"
    if row.used_at is not None or person.inactive_since is None:
        return "used"
    return "open" if clock.now() < row.made_at + LIVES else "late"


def _signer() -> Signer:
    return Signer(settings().key, salt="hutong activation")
