"""Views and taps gather in the kv and are written in batches, so that a popular photo is no hot row.

A view counts once per visitor and hour: the first writes an entry into the list of its minute, the others find their
mark. A job writes every closed minute into the tables, together with the mark up to where it came, in one transaction:
a worker that is killed between loses nothing and counts nothing twice. Entries live a day. What can be lost is what the
kv itself loses: with Redis, what came since it last wrote its own file; with the table, nothing.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from flask import request

from hutong.kernel import clock
from hutong.kernel.state import settings, state
from hutong.kernel.web import viewer

KEPT = clock.DAY
ONCE_IN = clock.HOUR
VIEW, TAP = "v", "t"


@dataclass(frozen=True)
class Entry:
    """One view or tap; `person_id` is 0 for somebody who is not signed in."""

    kind: str
    photo_id: int
    person_id: int
    at: int


def saw(photo_id: int, owner_id: int) -> None:
    """Count a view by whoever asks, once an hour; the owner's own do not count."""
    _note(VIEW, photo_id, owner_id)


def tapped(photo_id: int, owner_id: int) -> None:
    """Count that whoever asks follows the photo's tail, once an hour."""
    _note(TAP, photo_id, owner_id)


def gathered(minute: int) -> Iterator[Entry]:
    """What was noted in a minute."""
    kv = state().kv
    count, _ends = kv.incr(_list(minute), KEPT, 0)
    for number in range(1, count + 1):
        value = kv.get(f"{_list(minute)}:{number}")
        if value is not None:
            kind, photo_id, person_id, at = value.decode().split(":")
            yield Entry(kind, int(photo_id), int(person_id), int(at))


def _note(kind: str, photo_id: int, owner_id: int) -> None:
    person = viewer()
    if person is not None and person.id == owner_id:
        return
    now, kv = clock.now(), state().kv
    if not kv.add(f"photo:{kind}:{photo_id}:{now // ONCE_IN}:{_visitor()}", b"1", ONCE_IN):
        return
    minute = now // clock.MINUTE
    number, _ends = kv.incr(_list(minute), KEPT)
    kv.set(f"{_list(minute)}:{number}", f"{kind}:{photo_id}:{person.id if person else 0}:{now}".encode(), KEPT)


def _list(minute: int) -> str:
    return f"photo:noted:{minute}"


def _visitor() -> str:
    """Whoever asks, without keeping from where: a keyed hash of this hour."""
    person = viewer()
    if person is not None:
        return f"p{person.id}"
    said = f"{settings().key}:{clock.now() // clock.DAY}:{request.remote_addr}:{request.user_agent.string[:200]}"
    return hashlib.sha256(said.encode()).hexdigest()[:20]
