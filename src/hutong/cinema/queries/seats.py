"""The seats of a show as they are now: one statement, and nothing is made anew where nothing changed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import and_, literal, select

from hutong.booking.models import BOOKING, Booking, Claim
from hutong.booking.queries import alive
from hutong.cinema.models import LOST, Screening, ScreeningState, Seat, SeatMap
from hutong.cinema.queries import maps
from hutong.cinema.seating import BROKEN, FREE, HELD, MINE, SOLD, Place
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound

MOST_KEPT = 512
LETTERS = {FREE: b"f", HELD: b"h", SOLD: b"s", MINE: b"m", BROKEN: b"b"}


class Show(NamedTuple):
    """The row of a show as a plain value, named like its columns."""

    version: int
    state: str
    sales_end_at: int
    prices: dict[str, int]
    currency: str
    map_id: int

    @property
    def selling(self) -> bool:
        """Whether seats can be had, as far as the show itself says."""
        return self.state == ScreeningState.ON_SALE and clock.now() < self.sales_end_at


@dataclass(frozen=True)
class Frame:
    """What of a show stays the same until somebody edits it, kept in the process: its version tells."""

    show: Show
    map: SeatMap
    fragments: tuple[str, ...]  # of JSON, one a seat: all but the state
    head: str


@dataclass(frozen=True)
class Live:
    """The seats of a show and who has them."""

    frame: Frame
    states: tuple[str, ...]  # in the order of the map's seats

    @property
    def tag(self) -> str:
        """A checksum of the unexpired claims, the show's version and whether it sells."""
        letters = b"".join([LETTERS[state] for state in self.states])
        version = f"{self.frame.show.version}.{int(self.frame.show.selling)}."
        return version + hashlib.blake2b(letters, digest_size=9).hexdigest()

    @cached_property
    def places(self) -> list[Place]:
        """The seats with prices and states."""
        prices = self.frame.show.prices
        return [
            Place(seat, prices.get(seat.zone, 0), state)
            for seat, state in zip(self.frame.map.seats, self.states, strict=True)
        ]

    def json(self) -> bytes:
        """The answer of the API: put together from what was prepared."""
        seats = ",".join([f'{part}"{state}"}}' for part, state in zip(self.frame.fragments, self.states, strict=True)])
        selling = "true" if self.frame.show.selling else "false"
        return f'{self.frame.head},"selling":{selling},"seats":[{seats}]}}'.encode()


_kept: dict[int, Frame] = {}


def live(screening_id: int, reader_id: int | None = None) -> Live:
    """The seats of a show as this reader sees them; raises NotFound."""
    mine = Booking.customer_id if reader_id else literal(None)
    found = select(Screening.version, Claim.slot, Claim.kind, Claim.expires_at, mine.label("mine"))
    found = found.outerjoin(Claim, and_(Claim.resource_id == Screening.resource_id, alive()))
    if reader_id:
        own = and_(Booking.id == Claim.holder_id, Claim.kind == BOOKING, Booking.customer_id == reader_id)
        found = found.outerjoin(Booking, own)
    rows = session().execute(found.where(Screening.id == screening_id)).all()
    if not rows:
        raise NotFound
    frame = _frame(screening_id, rows[0].version)
    return Live(frame, _states(frame, rows))


def free_count(states: Sequence[str]) -> int:
    """How many are free."""
    return states.count(FREE)


def _states(frame: Frame, rows: Sequence[Any]) -> tuple[str, ...]:
    taken = {row.slot: _state(row) for row in rows if row.slot is not None}
    return tuple([taken.get(seat.number, FREE) if seat.sellable else BROKEN for seat in frame.map.seats])


def _state(row: Any) -> str:
    if row.kind == LOST:
        return BROKEN
    if row.mine is not None:
        return MINE
    return SOLD if row.expires_at is None else HELD


def _frame(screening_id: int, version: int) -> Frame:
    kept = _kept.get(screening_id)
    if kept is not None and kept.show.version == version:
        return kept
    columns = [getattr(Screening, name) for name in Show._fields]
    show = Show(*session().execute(select(*columns).where(Screening.id == screening_id)).one())
    frame = _made(show, maps.seat_map_of(show.map_id))
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[screening_id] = frame
    return frame


def _made(show: Show, seats: SeatMap) -> Frame:
    head = {
        "currency": show.currency,
        "sales_end_at": clock.iso(show.sales_end_at),
        "zones": [{"code": code, "name": name, "price": show.prices.get(code, 0)} for code, name in seats.zones],
    }
    mates = {seat.number: seat.label for seat in seats.seats}
    fragments = tuple(
        _fragment(seat, show.prices.get(seat.zone, 0), mates.get(seat.mate or -1)) for seat in seats.seats
    )
    return Frame(show, seats, fragments, _json(head)[:-1])


def _fragment(seat: Seat, price: int, mate: str | None) -> str:
    """A seat as JSON up to its state."""
    facts = {
        "label": seat.label,
        "row": seat.row,
        "place": seat.place,
        "x": seat.x,
        "y": seat.y,
        "kind": str(seat.kind),
        "zone": seat.zone,
        "price": price,
        "aisle": seat.aisle,
        "mate": mate,
    }
    return _json(facts)[:-1] + ',"state":'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
