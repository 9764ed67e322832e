"""Making a booking: the price is given, the slots are claimed, the first to insert has them."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from hutong.booking import rates
from hutong.booking.actions.claiming import claim
from hutong.booking.actions.moving import Who, begin, expire, tell_of
from hutong.booking.actions.rewarding import take_promotions
from hutong.booking.events import BookingMade, BookingPaid
from hutong.booking.models import (
    FREE,
    HELD,
    HOLD_MS,
    LIVE,
    LIVING,
    METHODS,
    MOST_UNPAID,
    NOBODY,
    PAID,
    REQUEST_MS,
    REQUESTED,
    UNPAID,
    Booking,
    Line,
)
from hutong.booking.models.bookings import beginning
from hutong.booking.orders import Order
from hutong.booking.prices import Priced, priced
from hutong.booking.standing import Standing, standing
from hutong.kernel import clock, ids
from hutong.kernel.db import Retry, known, write
from hutong.kernel.errors import Conflict

Agree = Callable[[Priced], None]


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


class TooManySlots(Conflict):
    """One person has so many slots of one resource at most; `most` says how many."""

    code = "too_many_slots"
    detail = _l("That is more than one person can have here.")


def same_total(seen: int | None, total: int, quote: object = None) -> None:
    """Refuse when the total a person saw is not the one of now; raises PriceChanged with the new quote."""
    if seen is not None and seen != total:
        raise PriceChanged(total=total, quote=quote)


def reserve(order: Order, agreed: Agree | None = None) -> Booking:
    """Make a booking and claim its slots; `agreed` hears what it costs before anything is written, and may refuse.

    Raises Taken, TooManyUnpaid, TooManySlots, OwnBooking, or what is wrong with coupon or points: then nothing is.
    """
    if order.customer_id == NOBODY or order.state not in (REQUESTED, HELD):
        raise ValueError(f"an order cannot begin as {order.state} for {order.customer_id}")
    met = standing(order)
    price = priced(order, purse=met.purse)
    if agreed is not None:
        agreed(price)
    return place(order, Who("guest", order.customer_id), {"unpaid_no": free_number(met)}, price, met)


def sell(order: Order, method: str, by: int) -> Booking:
    """Sell at the counter: a paid booking at once, without a payment provider, entered by this person of the seller's.

    `method` is "cash", "card" or "free" (then all of the price is let off, at the seller's cost); the customer may be
    nobody (0). Its refunds are handed back at the counter (event PaidBack). Raises Taken, TooManySlots, OwnBooking and
    what is wrong with coupon or points.
    """
    if method not in METHODS:
        raise ValueError(f"nobody pays by {method} at a counter")
    values = {"state": PAID, "method": method, "expires_at": None, "lapses_at": None}
    met = standing(order)
    booking = place(order, Who("host", by), values, priced(order, method == FREE, met.purse), met)
    tell_of(BookingPaid, booking)
    return booking


def place(order: Order, who: Who, values: dict[str, Any], price: Priced, met: Standing, instead: int = 0) -> Booking:
    """Write a booking with its claims and lines; `values` are further columns of its row.

    `met` is what was there in this transaction, `instead` how many slots of the same resource the customer gives up.
    """
    if order.customer_id == order.seller_id:
        raise OwnBooking
    if order.total < 0 or order.deposit < 0:
        raise ValueError(f"an order cannot cost {order.total} + {order.deposit}")
    if len(order.slots) != sum(line.slot is not None for line in order.lines) or not order.slots:
        raise ValueError("an order needs slots, each once")
    if order.most_slots is not None and order.customer_id != NOBODY:
        values = {**values, "nth": _nth(order, met, instead)}
    columns = _columns(order, price, values)
    booking = Booking(**columns)
    claim(order.resource_id, order.slots, booking.id, expires_at=booking.lapses_at, seen=met.held)
    try:
        write(Booking, [columns])
    except IntegrityError:
        raise Retry from None  # another booking of the same person was made this very moment
    lines = _lines(booking.id, price)
    write(Line, lines)
    take_promotions(price, booking.id, met.purse.lots)
    begin(booking, who)
    known(booking)
    # Whoever shows it now need not read them again.
    set_committed_value(booking, "lines", [Line(**line) for line in lines])
    set_committed_value(booking, "history", [beginning(booking, booking.state, *who)])
    tell_of(BookingMade, booking)
    return booking


def free_number(met: Standing) -> int:
    """The number of a person's next unpaid booking; ends those whose time is over; raises TooManyUnpaid."""
    now = clock.now()
    used = {row.number for row in met.unpaid}
    if len(used) >= MOST_UNPAID:
        used = {row.number for row in met.unpaid if (row.until or 0) > now or not expire(row.id)}
    free = [number for number in range(1, MOST_UNPAID + 1) if number not in used]
    if not free:
        raise TooManyUnpaid
    return free[0]


def _nth(order: Order, met: Standing, instead: int) -> int:
    """The number of a person's next booking of a resource; raises TooManySlots.

    Two orders at once read the same number, and only one of them can be written: the other looks again.
    """
    now = clock.now()
    alive = [row for row in met.here if row.state in LIVING and not (row.state in UNPAID and (row.until or 0) <= now)]
    if sum(row.slots for row in alive) - instead + len(order.slots) > (order.most_slots or 0):
        raise TooManySlots(most=order.most_slots)
    return max((row.number for row in met.here), default=0) + 1


def _columns(order: Order, price: Priced, values: dict[str, Any]) -> dict[str, Any]:
    now = clock.now()
    expires_at = now + (order.hold_ms or (HOLD_MS if order.state == HELD else REQUEST_MS))
    columns = {
        "id": ids.new_id(),
        "kind": order.kind,
        "state": order.state,
        "customer_id": order.customer_id,
        "seller_id": order.seller_id,
        "resource_id": order.resource_id,
        "total": price.total,
        "deposit": price.deposit,
        "currency": order.currency,
        "policy": {kind: [list(step) for step in steps] for kind, steps in order.policy.items()},
        "facts": dict(order.facts),
        "title_zh": order.title_zh,
        "title_en": order.title_en,
        "picture_id": order.picture_id,
        "link": order.link,
        "starts_at": order.starts_at,
        "ends_at": order.ends_at,
        "made_at": now,
        "expires_at": expires_at,
        "lapses_at": expires_at,
        "unpaid_no": None,
        "nth": None,
        "payment_id": None,
        "method": "",
        "discount": price.discount,
        "subsidy": price.subsidy,
        "coupon": price.coupon,
        "points": price.points,
        "points_off": price.points_off,
        "credit": 0,
        "moved": 0,
        "origin_id": None,
        "given_up": None,
        "commission": rates.rate_of(order.kind, values.get("method", "")),
        "refund": 0,
        "reason": "",
        "deposit_back_at": None,
    }
    return {**columns, **values}


def _lines(booking_id: int, price: Priced) -> list[dict[str, Any]]:
    return [
        {
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
            "discount": discount,
            "subsidy": subsidy,
            "state": LIVE,
            "refund": 0,
        }
        for place, (line, discount, subsidy) in enumerate(
            zip(price.order.lines, price.shares, price.subsidies, strict=True)
        )
    ]
