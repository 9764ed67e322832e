"""Tickets: the paid seats of bookings, each with its code, and whether it was let in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hutong.booking.models import COMPLETED, LIVE, PAID, Booking, Line
from hutong.cinema import signing
from hutong.cinema.models import KIND, Screening
from hutong.cinema.models.tickets import COMBO, SEAT, CheckIn, Pickup
from hutong.cinema.queries import shows
from hutong.cinema.queries.shows import Showing
from hutong.cinema.signing import Facts
from hutong.kernel import clock, ids, paging
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound

VALID, USED, GONE, OVER = "valid", "used", "refunded", "over"


@dataclass(frozen=True)
class Ticket:
    """One paid seat of a show."""

    line: Line
    booking: Booking
    pickup: str
    entered_at: int | None
    shown: Showing

    @property
    def id(self) -> int:
        """A ticket is the line of its booking."""
        return self.line.id

    @property
    def seat(self) -> str:
        """As people read it."""
        return self.line.label

    @property
    def alive(self) -> bool:
        """Whether it lets somebody in, or did."""
        return self.booking.state in (PAID, COMPLETED) and self.line.state == LIVE

    @property
    def state(self) -> str:
        """Valid, used, refunded or over."""
        if not self.alive:
            return GONE
        if self.entered_at is not None:
            return USED
        return OVER if clock.now() >= self.shown.screening.ends_at else VALID

    @property
    def code(self) -> str:
        """What stands in its QR picture."""
        show = self.shown.screening
        return signing.sign(Facts(self.id, show.id, self.line.slot or 0, show.starts_at))

    @property
    def refundable(self) -> bool:
        """Whether it still can be given back for money."""
        return self.state == VALID and clock.now() < self.shown.refund_until


def own(ticket_id: int, person_id: int) -> Ticket:
    """A ticket of this person; raises NotFound."""
    found = _read(_tickets().where(Line.id == ticket_id, Booking.customer_id == person_id))
    if not found:
        raise NotFound
    return found[0]


def ticket(ticket_id: int) -> Ticket | None:
    """A ticket, whoever's, if there is one."""
    found = _read(_tickets().where(Line.id == ticket_id))
    return found[0] if found else None


def of_lines(line_ids: Sequence[int]) -> list[Ticket]:
    """Tickets by their ids, in this order."""
    found = {ticket.id: ticket for ticket in _read(_tickets().where(Line.id.in_(sorted(line_ids))))}
    return [found[line_id] for line_id in line_ids]


def of_booking(booking_id: int) -> list[Ticket]:
    """The tickets of a booking, in order."""
    return _read(_tickets().where(Booking.id == booking_id).order_by(Line.position))


def of_bookings(booking_ids: Collection[int]) -> list[Ticket]:
    """The tickets of several bookings, in order; two statements."""
    if not booking_ids:
        return []
    return _read(_tickets().where(Booking.id.in_(sorted(booking_ids))).order_by(Booking.id, Line.position))


def by_pickup(cinema_id: int, code: str) -> list[Ticket]:
    """The tickets of the booking with this pick-up code at a cinema."""
    return _read(_tickets().where(Pickup.cinema_id == cinema_id, Pickup.code == code).order_by(Line.position))


def of_shows(screening_ids: Collection[int]) -> list[Ticket]:
    """All tickets of some shows."""
    resources = select(Screening.resource_id).where(Screening.id.in_(sorted(screening_ids)))
    return _read(_tickets().where(Booking.resource_id.in_(resources)).order_by(Booking.id, Line.position))


def listed(person_id: int, limit: int, cursor: str | None = None) -> Sequence[Ticket]:
    """One more than the wanted number of a person's tickets, the latest first."""
    last = paging.decode(cursor, int) if cursor else None
    mine = _tickets().where(Booking.customer_id == person_id)
    return _read(paging.ordered(mine, [(Line.id, True)], last).limit(limit + 1))


def combos_of(booking_ids: Collection[int]) -> dict[int, list[Line]]:
    """The living combos of bookings."""
    found: dict[int, list[Line]] = {booking_id: [] for booking_id in booking_ids}
    rows = select(Line).where(Line.booking_id.in_(sorted(booking_ids)), Line.kind == COMBO, Line.state == LIVE)
    for line in session().scalars(rows.order_by(Line.booking_id, Line.position)):
        found[line.booking_id].append(line)
    return found


def _tickets() -> Any:
    """Seats of bookings that were paid at some time."""
    return (
        select(Line, Booking, Pickup.code, CheckIn.at)
        .join(Booking, Booking.id == Line.booking_id)
        .join(Pickup, Pickup.booking_id == Booking.id)
        .outerjoin(CheckIn, CheckIn.ticket_id == Line.id)
        .where(Booking.kind == KIND, Line.kind == SEAT)
    )


def _read(found: Any) -> list[Ticket]:
    rows = session().execute(found).all()
    known = shows.showings({ids.read(row[1].facts["screening_id"]) for row in rows})
    return [
        Ticket(line, booking, code, entered_at, known[ids.read(booking.facts["screening_id"])])
        for line, booking, code, entered_at in rows
    ]
