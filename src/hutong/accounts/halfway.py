"""Browsers that have proven a password (or another site's word) and still owe the second factor."""

import json
import secrets
from dataclasses import dataclass

from flask import session as cookie

from hutong.accounts import principal
from hutong.kernel import clock, limits
from hutong.kernel.errors import Unauthenticated
from hutong.kernel.limits import Limit
from hutong.kernel.state import state

LIVES = 5 * clock.MINUTE
WRONG_TRIES = 5
A_PERSON = Limit("second-factor", 15, 15 * clock.MINUTE)
NAME = "half"


@dataclass(frozen=True)
class Half:
    """Who is half in."""

    person_id: int
    remember: bool
    key: str


def stop(person_id: int, remember: bool) -> None:
    """Keep this browser at the door, with a ticket that only it holds."""
    ticket = secrets.token_urlsafe(24)
    cookie[NAME] = ticket
    state().kv.set(_key(ticket), json.dumps([person_id, remember]).encode(), LIVES)


def waiting() -> Half | None:
    """Who stands at this browser's door."""
    ticket = cookie.get(NAME)
    kept = state().kv.get(_key(ticket)) if isinstance(ticket, str) else None
    if kept is None:
        return None
    person_id, remember = json.loads(kept)
    return Half(person_id, remember, _key(str(ticket)))


def try_once() -> Half:
    """Count a try; raises Unauthenticated where nobody stands here (any more), and TooMany."""
    half = waiting()
    if half is None:
        raise Unauthenticated
    limits.spend(A_PERSON, half.person_id)
    tries, _ends = state().kv.incr(f"{half.key}:tries", LIVES)
    if tries > WRONG_TRIES:
        state().kv.delete(half.key)
        raise Unauthenticated
    return half


def passed(half: Half) -> None:
    """The ticket has done its work (what makes a code good for one use is the table)."""
    state().kv.delete(half.key)
    limits.forget(A_PERSON, half.person_id)


def _key(ticket: str) -> str:
    return f"half:{principal.digest(ticket)}"
