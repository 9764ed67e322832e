"""Maintenance: the operator closes the site for a while; visitors read when to come back, no job begins."""

import time
from typing import NamedTuple

from flask import current_app
from flask_babel import lazy_gettext as _l

from hutong.kernel import clock
from hutong.kernel.errors import Unavailable
from hutong.kernel.state import state

KEY = "maintenance"
LOOK_EVERY = 2.0  # seconds: a process hears of it so late at most, and asks so rarely
SHORTEST_WAIT = 30  # seconds
OPEN = ("kernel.healthz", "kernel.readyz")


class Closed(Unavailable):
    """The operator has closed the site; `Retry-After` says for how long."""

    code = "maintenance"
    detail = _l("We are working on the house and will be back soon. Nothing of yours is lost.")


class _Look(NamedTuple):
    at: float
    until: int | None


def close(minutes: int) -> None:
    """Close the site; visitors are told so many minutes."""
    state().kv.set(KEY, str(clock.now() + minutes * clock.MINUTE).encode())
    current_app.extensions.pop("hutong_maintenance", None)


def open_again() -> None:
    """End it."""
    state().kv.delete(KEY)
    current_app.extensions.pop("hutong_maintenance", None)


def closed_until() -> int | None:
    """The instant at which the site will be back, as it was told; None while it is open."""
    last: _Look | None = current_app.extensions.get("hutong_maintenance")
    if last is None or time.monotonic() - last.at >= LOOK_EVERY:
        try:
            kept = state().kv.get(KEY)
        except Exception:  # without its kv a site is ill, not closed: whoever needs it will say so
            kept = None
        last = _Look(time.monotonic(), int(kept) if kept else None)
        current_app.extensions["hutong_maintenance"] = last
    return last.until


def refuse(endpoint: str | None) -> None:
    """Raise Closed unless the site is open, or what is asked for must answer all the same."""
    until = None if endpoint in OPEN else closed_until()
    if until is not None:
        wait = max(SHORTEST_WAIT, (until - clock.now()) // 1000)
        raise Closed(headers={"Retry-After": str(wait)})
