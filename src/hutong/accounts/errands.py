"""Log-ins by way of another site: what a browser was sent away with, and what it has brought back; in the kv.

Both are bound to the browser by its cookie, so that nobody can be sent back with somebody else's errand.
"""

import hmac
import json
import secrets
from dataclasses import asdict
from urllib.parse import urlencode

from flask import session as cookie
from flask_babel import lazy_gettext as _l

from hutong.accounts.gateways import Errand, Outsider, Unbelievable
from hutong.accounts.principal import digest
from hutong.kernel import clock
from hutong.kernel.errors import BadRequest
from hutong.kernel.state import settings, state

AWAY = 10 * clock.MINUTE
BACK = 10 * clock.MINUTE
SENT, PROVEN = "errand", "outsider"  # names in the cookie


class NothingProven(BadRequest):
    """This browser has not come back from another site, or too long ago."""

    code = "nothing_proven"
    detail = _l("This took too long. Please begin the log-in again.")


def begin(provider: str, following: str | None) -> Errand:
    """Send this browser away, in place of any errand before."""
    errand = Errand(
        provider,
        secrets.token_urlsafe(24),
        secrets.token_urlsafe(24),
        secrets.token_urlsafe(48),
        f"{settings().url}/login/with/{provider}/back",
    )
    cookie[SENT] = errand.state
    kept = json.dumps([asdict(errand), following or ""]).encode()
    state().kv.set(_key(SENT, errand.state), kept, AWAY)
    return errand


def come_back(provider: str, given: str) -> tuple[Errand, str]:
    """The errand with which this browser comes back, once, and where it wanted to go; raises Unbelievable."""
    held = cookie.pop(SENT, None)
    if not isinstance(held, str) or not hmac.compare_digest(held.encode(), given.encode(errors="replace")):
        raise Unbelievable("a state that is not this browser's")
    kept = state().kv.getdel(_key(SENT, held))
    if kept is None:
        raise Unbelievable("a state that was used or is too old")
    fields, following = json.loads(kept)
    errand = Errand(**fields)
    if errand.provider != provider:
        raise Unbelievable("a state of another provider")
    return errand, following


def keep(outsider: Outsider, following: str) -> str:
    """Keep whom this browser has proven to be: the page that asks what to do with it."""
    ticket = secrets.token_urlsafe(24)
    cookie[PROVEN] = ticket
    state().kv.set(_key(PROVEN, ticket), json.dumps(asdict(outsider)).encode(), BACK)
    return f"/login/with?{urlencode({'next': following})}" if following else "/login/with"


def proven() -> Outsider | None:
    """Whom this browser has proven to be elsewhere."""
    ticket = cookie.get(PROVEN)
    kept = state().kv.get(_key(PROVEN, ticket)) if isinstance(ticket, str) else None
    return Outsider(**json.loads(kept)) if kept else None


def use() -> Outsider:
    """The same, where something is made of it; raises NothingProven."""
    found = proven()
    if found is None:
        raise NothingProven
    return found


def forget() -> None:
    """What was proven has been used."""
    ticket = cookie.pop(PROVEN, None)
    if isinstance(ticket, str):
        state().kv.delete(_key(PROVEN, ticket))


def _key(kind: str, secret: str) -> str:
    return f"{kind}:{digest(secret)}"
