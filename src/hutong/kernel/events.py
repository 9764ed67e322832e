"""News from a lower floor: told inside the transaction, heard by the floors above."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from flask import Flask, current_app

from hutong.kernel.contribute import Point
from hutong.kernel.db import after_commit

E = TypeVar("E")


def listen(app: Flask, kind: type[E], listener: Callable[[E], None]) -> None:
    """Call a listener, in the order of installing, with every event of this kind."""
    _listeners(app).setdefault(kind, []).append(listener)


TOLD: Point[Callable[[object], None]] = Point("told")  # called with every event once its transaction is committed


def tell(event: object) -> None:
    """Tell an event to all who listen, now and inside the running transaction."""
    for listener in _listeners(current_app).get(type(event), []):
        listener(event)
    for counter in TOLD.all():
        after_commit(partial(counter, event))


def _listeners(app: Flask) -> dict[type, list[Callable[[Any], None]]]:
    found: dict[type, list[Callable[[Any], None]]] = app.extensions.setdefault("hutong_events", {})
    return found
