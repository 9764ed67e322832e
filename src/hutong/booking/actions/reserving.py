"""Making a booking: the price is given, the slots are claimed, the first to insert has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from hutong.booking.actions.claiming import claim
from hutong.booking.actions.moving import Who, expire, note, tell_of
from hutong.booking.events import BookingMade
from hutong.booking.models import (
    DEPOSIT,
    HELD,
    HOLD_MS,
    MOST_UNPAID,
    REQUEST_MS,
    REQUESTED,
    Booking,
    Line,
)
from hutong.kernel import clock, ids
from hutong.kernel.db import Retry, session
from hutong.kernel.errors import Conflict


class TooManyUnpaid(Conflict):
    """Nobody holds more than a few bookings without paying."""

    code = "too_many_holds"
    detail = _l("You have three bookings that are not paid yet. Pay or cancel one of them first.")


class OwnBooking(Conflict):
    """Nobody books from themselves."""

    code = "own"
    detail = _l("This is yours: you cannot book it yourself.")


class PriceChanged(Conflict):
    """The price is no longer the one that was seen; `quote` is the new one."""

    code = "price_changed"
    detail = _l("The price has changed. Please look at it again.")


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """One line of the price, as it will be shown for ever; with a slot, that slot is claimed."""

    title_zh: str
    title_en: str
    kind: str  # "night", "seat", "fee", "discount", "deposit", …
    price: int
    slot: int | None = None
    label: str = ""  # the slot as people read it: an ISO date, a seat
    picture_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a storefront wants booked. Its slots are those of its lines.

    `policy` says for each kind of line ("*": all others) what is given back: [(before this instant, per cent), …] in
    the order of time; after the last instant nothing. The deposit always goes back whole.
    """

    kind: str
    customer_id: int
    seller_id: int
    resource_id: int
    lines: Sequence[OrderLine]
    currency: str
    policy: Mapping[str, Sequence[tuple[int, int]]]
    state: str  # "requested" or "held"
    starts_at: int
    ends_at: int
    title_zh: str
    title_en: str
    link: str = ""
    picture_id: int | None = None
    hold_ms: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)  # check_in, check_out, nights, guests: JSON values

    @property
    def slots(self) -> dict[int, str]:
        """The slots to claim and their labels."""
        return {line.slot: line.label for line in self.lines if line.slot is not None}

    @property
    def total(self) -> int:
        """The price without the deposit."""
        return sum(line.price for line in self.lines if line.kind != DEPOSIT)

    @property
    def deposit(self) -> int:
        """What is paid on top and given back."""
        return sum(line.price for line in self.lines if line.kind == DEPOSIT)


def same_total(seen: int | None, total: int, quote: object = None) -> None:
    """Refuse when the total a person saw is not the one of now; raises PriceChanged with the new quote."""
    if seen is not None and seen != total:
        raise PriceChanged(total=total, quote=quote)


def reserve(order: Order) -> Booking:
    """Make a booking and claim its slots; raises Taken, TooManyUnpaid or OwnBooking, and then nothing is taken."""
    if order.customer_id == order.seller_id:
        raise OwnBooking
    if order.state not in (REQUESTED, HELD) or order.total < 0 or order.deposit < 0:
        raise ValueError(f"an order cannot begin as {order.state} with {order.total} + {order.deposit}")
    if len(order.slots) != sum(line.slot is not None for line in order.lines) or not order.slots:
        raise ValueError("an order needs slots, each once")
    number = _free_number(order.customer_id)
    booking = _booking(order, number)
    claim(order.resource_id, order.slots, booking.id, expires_at=booking.lapses_at)
    session().add(booking)
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # another booking of the same person was made this very moment
    lines = [Line(**_line(booking.id, place, line)) for place, line in enumerate(order.lines)]
    session().add_all(lines)
    step = note(booking.id, "", booking.state, Who("guest", order.customer_id))
    set_committed_value(booking, "lines", lines)  # whoever shows it now need not read them again
    set_committed_value(booking, "history", [step])
    tell_of(BookingMade, booking)
    return booking


def _free_number(customer_id: int) -> int:
    """The number of a person's next unpaid booking; ends those whose time is over; raises TooManyUnpaid."""
    unpaid = select(Booking.id, Booking.unpaid_no, Booking.lapses_at)
    unpaid = unpaid.where(Booking.customer_id == customer_id, Booking.unpaid_no.is_not(None))
    found = session().execute(unpaid).all()
    now = clock.now()
    used = {row.unpaid_no for row in found}
    if len(used) >= MOST_UNPAID:
        used = {row.unpaid_no for row in found if row.lapses_at > now or not expire(row.id)}
    free = [number for number in range(1, MOST_UNPAID + 1) if number not in used]
    if not free:
        raise TooManyUnpaid
    return free[0]


def _booking(order: Order, number: int) -> Booking:
    now = clock.now()
    expires_at = now + (order.hold_ms or (HOLD_MS if order.state == HELD else REQUEST_MS))
    return Booking(
        id=ids.new_id(),
        kind=order.kind,
        state=order.state,
        customer_id=order.customer_id,
        seller_id=order.seller_id,
        resource_id=order.resource_id,
        total=order.total,
        deposit=order.deposit,
        currency=order.currency,
        policy={kind: [list(step) for step in steps] for kind, steps in order.policy.items()},
        facts=dict(order.facts),
        title_zh=order.title_zh,
        title_en=order.title_en,
        picture_id=order.picture_id,
        link=order.link,
        starts_at=order.starts_at,
        ends_at=order.ends_at,
        made_at=now,
        expires_at=expires_at,
        lapses_at=expires_at,
        unpaid_no=number,
        payment_id=None,
        refund=0,
        reason="",
    )


def _line(booking_id: int, place: int, line: OrderLine) -> dict[str, Any]:
    return {
        "id": ids.new_id(),
        "booking_id": booking_id,
        "position": place,
        "kind": line.kind,
        "slot": line.slot,
        "label": line.label,
        "title_zh": line.title_zh,
        "title_en": line.title_en,
        "price": line.price,
        "picture_id": line.picture_id,
    }
