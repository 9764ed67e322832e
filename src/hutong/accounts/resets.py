"""Links that set a new password: signed, good for an hour, and void once the password is another one."""

import hashlib
import hmac
from urllib.parse import quote

from itsdangerous import BadSignature, Signer

from hutong.accounts.models import Person
from hutong.kernel import clock, ids
from hutong.kernel.state import settings

LIVES = clock.HOUR


def link(person: Person) -> str:
    """The page that the mail leads to."""
    text = f"{ids.show(person.id)}.{clock.now() + LIVES}.{_print(person.id, person.password_hash)}"
    return f"/reset/new?token={quote(_signer().sign(text).decode())}"


def holder(token: str) -> int | None:
    """Whose password a link may set, as far as the link says; None where it was altered or is too old."""
    try:
        shown, until, _seen = _signer().unsign(token.encode()).decode().split(".")
        person_id = ids.read(shown)
    except (BadSignature, ValueError):
        return None
    return person_id if clock.now() < int(until) else None


def fits(token: str, person: Person) -> bool:
    """Whether the person still has the password of the day the link was made."""
    return holder(token) == person.id and hmac.compare_digest(
        token.split(".")[2].encode(), _print(person.id, person.password_hash).encode()
    )


def _print(person_id: int, password_hash: str) -> str:
    text = f"reset {person_id} {password_hash}".encode()
    return hmac.new(settings().key.encode(), text, hashlib.sha256).hexdigest()[:32]


def _signer() -> Signer:
    return Signer(settings().key, salt="hutong reset")
