"""Logging a browser in by scanning its QR code: who waits, who has answered; all of it in the kv, for two minutes.

The QR code holds a token; the waiting browser's cookie holds the token and a secret of its own. Whoever sees the code
can answer it (signed in, by a button), but only the browser that showed it is let in.
"""

import hmac
import json
import secrets
from dataclasses import asdict, dataclass

from flask import session as cookie
from flask_babel import lazy_gettext as _l

from hutong.accounts.principal import digest
from hutong.kernel import clock
from hutong.kernel.errors import Conflict, NotFound
from hutong.kernel.state import settings, state

LIVES = 2 * clock.MINUTE
NAME = "scan"
WAITING, APPROVED, REFUSED, GONE = "waiting", "approved", "refused", "gone"


class ScanGone(NotFound):
    """No such code, not this browser's, used already, or older than two minutes."""

    code = "scan_gone"
    detail = _l("This QR code is no longer good. Show a new one.")


class ScanAnswered(Conflict):
    """The code was answered already."""

    code = "scan_answered"
    detail = _l("This QR code was answered already.")


class ScanWaiting(Conflict):
    """Nobody has confirmed yet."""

    code = "scan_waiting"
    detail = _l("Nobody has confirmed yet. Scan the code with your phone and confirm there.")


class ScanRefused(Conflict):
    """Whoever scanned it refused."""

    code = "scan_refused"
    detail = _l("This log-in was refused on the phone.")


@dataclass(frozen=True)
class Scan:
    """A browser that waits."""

    secret: str  # its digest
    device: str
    address: str
    at: int

    @property
    def seconds_left(self) -> int:
        """How long the code is still good."""
        return max(0, -(-(self.at + LIVES - clock.now()) // 1000))


@dataclass(frozen=True)
class Answer:
    """As whom a browser may come in, and whether the phone that said so had taken both steps."""

    person_id: int
    proven: bool


def show(device: str, address: str) -> str:
    """Let this browser wait, in place of any code before: the token of its QR code."""
    forget()
    token, secret = secrets.token_urlsafe(18), secrets.token_urlsafe(24)
    scan = Scan(digest(secret), device, address, clock.now())
    state().kv.set(_key(token), json.dumps(asdict(scan)).encode(), LIVES)
    cookie[NAME] = f"{token}.{secret}"
    return token


def found(token: str) -> Scan:
    """The browser that waits with this token; raises ScanGone."""
    kept = state().kv.get(_key(token)) if token.isascii() else None
    if kept is None:
        raise ScanGone
    return Scan(**json.loads(kept))


def mine() -> tuple[str, Scan] | None:
    """The token with which this browser waits."""
    held = cookie.get(NAME)
    token, _, secret = held.partition(".") if isinstance(held, str) else ("", "", "")
    try:
        scan = found(token)
    except ScanGone:
        return None
    return (token, scan) if hmac.compare_digest(scan.secret, digest(secret)) else None


def link(token: str) -> str:
    """What the QR code says."""
    return f"{settings().url}/scan/{token}"


def answer(token: str, given: Answer | None) -> None:
    """Let the waiting browser in as somebody, or refuse (None), once; raises ScanGone or ScanAnswered."""
    found(token)
    said = json.dumps(asdict(given)).encode() if given else b"-"
    if not state().kv.add(_answer(token), said, LIVES):
        raise ScanAnswered


def state_of(token: str) -> str:
    """How it stands with a token."""
    said = state().kv.get(_answer(token))
    return WAITING if said is None else REFUSED if said == b"-" else APPROVED


def claim() -> Answer:
    """As whom this browser may come in, once; raises ScanGone, ScanWaiting or ScanRefused."""
    here = mine()
    if here is None:
        raise ScanGone
    token, _scan = here
    how = state_of(token)
    if how == WAITING:
        raise ScanWaiting
    said = state().kv.getdel(_answer(token))
    state().kv.delete(_key(token))
    if how == REFUSED:
        raise ScanRefused
    if said is None:
        raise ScanGone  # two claims at once
    return Answer(**json.loads(said))


def forget() -> None:
    """This browser waits no longer."""
    here = mine()
    if here is not None:
        state().kv.delete(_key(here[0]))
    cookie.pop(NAME, None)


def _key(token: str) -> str:
    return f"scan:{digest(token)}"


def _answer(token: str) -> str:
    return f"scan-answer:{digest(token)}"
