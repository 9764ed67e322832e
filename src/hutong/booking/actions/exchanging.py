"""Changing to another slot: a new booking is credited with what the old lines give back (docs/decisions/0020).

The old slots are set free in the transaction in which the new ones are paid, never before.
"""

from collections.abc import Collection, Sequence

from flask_babel import lazy_gettext as _l

from hutong.booking import policies
from hutong.booking.actions.cancelling import drop, lines_of, tell_of_lines
from hutong.booking.actions.moving import SYSTEM, Who, load, move, tell_of
from hutong.booking.actions.refunding import give_back
from hutong.booking.actions.reserving import free_number, place
from hutong.booking.actions.rewarding import give_lines_back
from hutong.booking.events import BookingCancelled, BookingPaid, CreditMoved
from hutong.booking.models import CANCELLED, FREE, HELD, LIVE, METHODS, NOBODY, PAID, Booking, Line
from hutong.booking.orders import Order
from hutong.booking.policies import LineRefund
from hutong.booking.prices import priced
from hutong.booking.standing import standing
from hutong.kernel import clock
from hutong.kernel.db import Retry
from hutong.kernel.errors import Conflict, Problem


class NotExchangeable(Conflict):
    """These lines cannot be exchanged for that: of another seller, person or currency, or given up before."""

    code = "not_exchangeable"
    detail = _l("This can no longer be changed.")


def exchange(
    booking_id: int, line_ids: Collection[int], order: Order, who: Who, method: str = "", whole: bool = False
) -> Booking:
    """Change lines of a paid booking for another order of the same customer and seller; the new booking.

    It is credited with what the old lines give back by their policy now (`whole`: all of it). Where that is enough, or
    at the counter (`method` "cash" or "card": the difference is taken there), it is paid at once, the old lines end and
    what is left over goes back. Else it is held with the difference to pay, and the old lines end when that has come;
    not in time, and they stay as they were. Raises what `reserve` and `cancel_lines` raise, and NotExchangeable.
    """
    old = load(booking_id)
    parts = worth_of(old, line_ids, whole)
    same = (order.customer_id, order.seller_id, order.currency) == (old.customer_id, old.seller_id, old.currency)
    if not same or order.deposit or old.deposit or method == FREE or (method and method not in METHODS):
        raise NotExchangeable
    met = standing(order)
    price = priced(order, purse=met.purse)
    worth, due = policies.sum_of(parts, old), price.due
    values = {
        "credit": min(worth, due),
        "origin_id": old.id,
        "given_up": {str(part.line.id): part.amount for part in parts},
    }
    at_once = bool(method) or worth >= due
    if at_once:
        values |= {"state": PAID, "method": method, "expires_at": None, "lapses_at": None}
    elif order.customer_id == NOBODY:
        raise NotExchangeable
    else:
        values |= {"state": HELD, "unpaid_no": free_number(met)}
    gone = sum(part.line.slot is not None for part in parts) if order.resource_id == old.resource_id else 0
    booking = place(order, who, values, price, met, instead=gone)
    if at_once:
        tell_of(BookingPaid, booking)
        give_up_old(booking, who)
    return booking


def worth_of(old: Booking, line_ids: Collection[int], whole: bool = False) -> list[LineRefund]:
    """What lines of a paid booking would bring into an exchange now; raises what `cancel_lines` raises."""
    lines = lines_of(old.id)
    if old.state != PAID:
        raise Conflict
    chosen = policies.chosen(old, lines, line_ids)
    for keeper in policies.KEPT.all():
        keeper(old, chosen)
    return policies.refund_of(old, chosen, clock.now(), whole)


def exchangeable(booking: Booking) -> bool:
    """Whether the lines that a booking is exchanged for can still be given up; a plain booking always can."""
    if booking.given_up is None or booking.origin_id is None:
        return True
    old = load(booking.origin_id)
    lines = _given_up(booking)
    try:
        for keeper in policies.KEPT.all():
            keeper(old, lines)
    except Problem:
        return False
    return old.state == PAID and all(line.state == LIVE for line in lines)


def give_up_old(booking: Booking, who: Who = SYSTEM) -> None:
    """End the lines that a booking, now paid, was exchanged for; what they are worth beyond it goes back."""
    if booking.given_up is None or booking.origin_id is None:
        return
    old, worth = load(booking.origin_id), booking.given_up
    parts = [_part(line, worth[str(line.id)]) for line in _given_up(booking)]
    back = max(0, min(sum(worth.values()), old.left) - booking.credit)
    gone = old.refund
    try:
        drop(old, parts, refund=back, moved=booking.credit)
    except Conflict:
        raise Retry from None  # they were alive a moment ago: look again
    booking.given_up = None
    tell_of(CreditMoved, booking, origin_id=old.id, amount=booking.credit, key=f"exchange:{booking.id}")
    give_back(old, back, f"exchange:{booking.id}", "exchange", before=gone)
    lines = lines_of(old.id)
    rest = policies.rest(lines, ())
    give_lines_back(old, lines, parts, last=not rest)
    if rest:
        tell_of_lines(old, parts, back + booking.credit, who, "exchange")
    else:
        move(old, CANCELLED, who, "exchange", reason="")
        tell_of(BookingCancelled, old)


def _part(line: Line, worth: int) -> LineRefund:
    return LineRefund(line, worth * policies.ALL // line.net if line.net > 0 else policies.ALL, worth)


def _given_up(booking: Booking) -> Sequence[Line]:
    worth = booking.given_up or {}
    return [line for line in lines_of(booking.origin_id or 0) if str(line.id) in worth]
