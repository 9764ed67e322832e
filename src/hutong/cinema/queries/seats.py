"""The seats of a show as they are now: one statement, and nothing is made anew where nothing changed.

Every buyer's page asks every few seconds. So the statement's text is made once, and the process keeps what it made of
the last rows of a show: where the same rows come again, the answer is the same but for whether the sale has ended.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, select

from hutong.booking.models import BOOKING, Booking, Claim
from hutong.booking.queries import alive
from hutong.cinema.models import LOST, Screening, ScreeningState, Seat, SeatMap
from hutong.cinema.queries import maps
from hutong.cinema.seating import BROKEN, FREE, HELD, MINE, SOLD, Place
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.kernel.prepared import Prepared

MOST_KEPT = 256
MOST_LAST = 128  # each is as large as its answer
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
    head: bytes

    @cached_property
    def unsold(self) -> Mapping[str, Place]:
        """The seats by their labels with their prices, as if nobody had taken any."""
        prices = self.show.prices
        return {seat.label: Place(seat, prices.get(seat.zone, 0)) for seat in self.map.seats}


@dataclass(frozen=True)
class Live:
    """The seats of a show and who has them."""

    frame: Frame
    states: tuple[str, ...]  # in the order of the map's seats

    @property
    def tag(self) -> str:
        """A checksum of the unexpired claims, the show's version and whether it sells."""
        return f"{self.frame.show.version}.{int(self.frame.show.selling)}.{self._digest}"

    @cached_property
    def places(self) -> list[Place]:
        """The seats with prices and states."""
        prices = self.frame.show.prices
        return [
            Place(seat, prices.get(seat.zone, 0), state)
            for seat, state in zip(self.frame.map.seats, self.states, strict=True)
        ]

    def beside(self, chosen: Iterable[Place]) -> list[Place]:
        """The seats in the rows of some seats."""
        rows, prices = {place.seat.y for place in chosen}, self.frame.show.prices
        return [
            Place(seat, prices.get(seat.zone, 0), state)
            for seat, state in zip(self.frame.map.seats, self.states, strict=True)
            if seat.y in rows
        ]

    def json(self) -> bytes:
        """The answer of the API: put together from what was prepared."""
        selling = b"true" if self.frame.show.selling else b"false"
        return b"".join((self.frame.head, b',"selling":', selling, b',"seats":[', self._seats, b"]}"))

    @cached_property
    def _digest(self) -> str:
        letters = b"".join([LETTERS[state] for state in self.states])
        return hashlib.blake2b(letters, digest_size=9).hexdigest()

    @cached_property
    def _seats(self) -> bytes:
        parts = [f'{part}"{state}"}}' for part, state in zip(self.frame.fragments, self.states, strict=True)]
        return ",".join(parts).encode()


_kept: dict[int, Frame] = {}
_last: dict[int, tuple[list[Any], Live]] = {}  # of each show the last rows, and what was made of them


def _claims() -> Any:
    """A show's version and its claims: a row where there are none, no row where there is no show."""
    found = select(Screening.version, Claim.slot, Claim.kind, Claim.expires_at)
    claimed = and_(Claim.resource_id == Screening.resource_id, alive(bindparam("now")))
    return found.outerjoin(Claim, claimed).where(Screening.id == bindparam("screening_id"))


def _claims_and_mine() -> Any:
    own = and_(Booking.id == Claim.holder_id, Claim.kind == BOOKING, Booking.customer_id == bindparam("reader_id"))
    return _claims().outerjoin(Booking, own).add_columns(Booking.customer_id.label("mine"))


_ANYBODY, _READER = Prepared(_claims), Prepared(_claims_and_mine)
_VERSION = Prepared(lambda: select(Screening.version).where(Screening.id == bindparam("screening_id")))


def live(screening_id: int, reader_id: int | None = None) -> Live:
    """The seats of a show as this reader sees them; raises NotFound."""
    asked = {"screening_id": screening_id, "now": clock.now()}
    found = _READER.rows({**asked, "reader_id": reader_id}) if reader_id else _ANYBODY.rows(asked)
    rows = list(map(tuple, found))
    if not rows:
        raise NotFound
    last = _last.get(screening_id)
    if last is not None and last[0] == rows:
        return last[1]
    frame = _frame(screening_id, rows[0][0])
    made = Live(frame, _states(frame, rows))
    if len(_last) >= MOST_LAST:
        _last.clear()
    _last[screening_id] = rows, made
    return made


def unsold(show: Screening) -> Mapping[str, Place]:
    """The seats of a show by their labels, as if nobody had taken any: no statement where the process knows it."""
    return _frame(show.id, show.version).unsold


def version(screening_id: int) -> int | None:
    """Which version of a show is there now, if it is."""
    rows = _VERSION.rows({"screening_id": screening_id})
    return int(rows[0][0]) if rows else None


def free_count(states: Sequence[str]) -> int:
    """How many are free."""
    return states.count(FREE)


def _states(frame: Frame, rows: Sequence[Any]) -> tuple[str, ...]:
    taken = {row[1]: _state(*row[2:]) for row in rows if row[1] is not None}
    return tuple([taken.get(seat.number, FREE) if seat.sellable else BROKEN for seat in frame.map.seats])


def _state(kind: str, expires_at: int | None, mine: int | None = None) -> str:
    if kind == LOST:
        return BROKEN
    if mine is not None:
        return MINE
    return SOLD if expires_at is None else HELD


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
    return Frame(show, seats, fragments, _json(head)[:-1].encode())


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
