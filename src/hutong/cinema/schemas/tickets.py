"""Tickets and the door, in and out of the API."""

from typing import Any, Literal

from pydantic import Field

from hutong.cinema.signing import LONGEST
from hutong.kernel.schemas import At, In, Line, Out, ShownId, Text, Whole


class TicketOut(Out):
    """A ticket: one paid seat. `code` is the text of its QR picture, while it lets somebody in."""

    id: ShownId
    state: Literal["valid", "used", "refunded", "over"]
    booking: ShownId
    screening: ShownId
    film: str
    cinema: str
    hall: str
    seat: str
    starts_at: At
    ends_at: At
    pickup_code: str
    code: str | None
    entered_at: At | None
    price: int
    currency: str
    refundable: bool
    refund_until: At

    @classmethod
    def of(cls, ticket: Any) -> "TicketOut":  # a Ticket of queries, which stand above schemas
        """As its holder sees it."""
        shown = ticket.shown
        return cls(
            id=ticket.id,
            state=ticket.state,
            booking=ticket.booking.id,
            screening=shown.screening.id,
            film=shown.film.title,
            cinema=shown.cinema.name,
            hall=shown.hall.name,
            seat=ticket.seat,
            starts_at=shown.screening.starts_at,
            ends_at=shown.screening.ends_at,
            pickup_code=ticket.pickup,
            code=ticket.code if ticket.alive else None,
            entered_at=ticket.entered_at,
            price=ticket.line.net,
            currency=ticket.booking.currency,
            refundable=ticket.refundable,
            refund_until=shown.refund_until,
        )


class RefundIn(In):
    """Why a ticket is called off; its holder reads it."""

    reason: Text = Field(min_length=1, max_length=500)


class CheckInIn(In):
    """What was scanned, or a pick-up code, and where: at a cinema's entrance, or at a hall's."""

    cinema: ShownId
    ticket: Line = Field(min_length=1, max_length=LONGEST)
    hall: ShownId | None = None
    device: Line = Field("", max_length=40)


class EnteredOut(Out):
    """Somebody may go in."""

    seats: list[str]
    film: str
    hall: str
    starts_at: At
    combos: list[str]
    at: At


class ScanIn(In):
    """What a scanner that was offline saw, and when (milliseconds since 1970)."""

    ticket: Line = Field(min_length=1, max_length=LONGEST)
    at: Whole = Field(ge=0, le=2**53)


class ScansIn(In):
    """What a scanner saw while it was offline."""

    cinema: ShownId
    device: Line = Field("", max_length=40)
    scans: list[ScanIn] = Field(max_length=2000)


class DoubleOut(Out):
    """A ticket that was let in twice: at `first_at`, and here again at `again_at`."""

    seat: str
    film: str
    first_at: At
    again_at: At
    detail: str


class RefusedOut(Out):
    """A scan that should not have been let in, and why."""

    ticket: str
    code: str
    detail: str


class ScansOut(Out):
    """What became of them."""

    entered: int
    doubles: list[DoubleOut]
    refused: list[RefusedOut]


class SnapshotOut(Out):
    """All that a scanner needs of a day to work offline. Nobody's name is in it.

    `key` is the public key (JWK, P-256) that checks the codes; `shows` by id; `tickets` by id: show, seat, combos,
    since when it is in (milliseconds) and whether it was given back; `pickups`: code → ids of tickets.
    """

    cinema: ShownId
    made_at: At
    day: str
    key: dict[str, Any]
    shows: dict[str, dict[str, Any]]
    tickets: dict[str, dict[str, Any]]
    pickups: dict[str, list[str]]


class SnapshotQuery(In):
    """Which day; none: today."""

    day: str = Field("", max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")
