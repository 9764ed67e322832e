"""Money for a booking: starting a payment, and what to do when it has come."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from hutong.accounts import queries as accounts
from hutong.booking.actions.claiming import Taken, claim, keep
from hutong.booking.actions.exchanging import exchangeable, give_up_old
from hutong.booking.actions.freeing import release
from hutong.booking.actions.moving import SYSTEM, load, move, tell_of
from hutong.booking.actions.rewarding import give_all_back, retake_promotions
from hutong.booking.events import BookingCancelled, BookingPaid, BookingRefunded
from hutong.booking.models import (
    ACCEPTED,
    CANCELLED,
    EXPIRED,
    GRACE_MS,
    HELD,
    LIVE,
    PAID,
    PAY_MS,
    REFUNDED,
    Booking,
    Line,
    subject_of,
)
from hutong.kernel import clock, ids
from hutong.kernel.contribute import Point
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound, Problem
from hutong.payments import actions as payments
from hutong.payments.gateways import NOBODY, Payer
from hutong.payments.models import Payment

AGAIN: Point[Callable[[Booking], None]] = Point("booking_again")  # money is late: take what else there was, or raise


class NotPayable(Conflict):
    """It does not wait for payment: not accepted yet, too late, or paid."""

    code = "not_payable"
    detail = _l("This booking does not wait for payment.")


class SellerAway(NotPayable):
    """The site's staff keep the seller from trading."""

    code = "seller_suspended"
    detail = _l("Whoever offers this cannot trade here at the moment, so nothing can be paid.")


def pay(booking_id: int, customer_id: int, provider: str | None = None, payer: Payer = NOBODY) -> Payment:
    """Start a payment of a booking; it lives as long as the hold, a quarter of an hour at most.

    The hold gets a little grace with it. Raises NotFound for others' bookings, NotPayable, SellerAway, Invalid for
    the provider.
    """
    booking = load(booking_id)
    if booking.customer_id != customer_id:
        raise NotFound
    now = clock.now()
    ends = booking.expires_at or 0
    if booking.state not in (HELD, ACCEPTED) or ends <= now:
        raise NotPayable
    if not accounts.may_sell(booking.seller_id):
        raise SellerAway
    _give_grace(booking, ends + GRACE_MS)
    until = min(now + PAY_MS, ends)
    title = booking.title_zh
    subject = subject_of(booking_id)
    link = f"/bookings/{ids.show(booking_id)}"
    return payments.start(subject, customer_id, booking.to_pay, booking.currency, provider, title, until, link, payer)


def _give_grace(booking: Booking, lapses_at: int) -> None:
    if booking.lapses_at == lapses_at:
        return
    mine = update(Booking).where(Booking.id == booking.id, Booking.state == booking.state)
    if rows_changed(mine.values(lapses_at=lapses_at)) != 1:
        raise NotPayable
    keep(booking.id, lapses_at)


def settle(booking_id: int, payment_id: int, amount: int, currency: str) -> None:
    """Money has come: the booking is paid and its slots kept; where it cannot be, all of the money goes back."""
    booking = load(booking_id)
    if (amount, currency) != (booking.to_pay, booking.currency):
        _give_back(payment_id, "amount")
    elif booking.state in (HELD, ACCEPTED):
        if not exchangeable(booking):
            _call_off(booking, payment_id)
            return
        move(booking, PAID, SYSTEM, payment_id=payment_id)
        keep(booking_id, None)
        tell_of(BookingPaid, booking)
        give_up_old(booking)
    elif booking.state == EXPIRED:
        _settle_late(booking, payment_id)
    elif booking.payment_id != payment_id:
        _give_back(payment_id, booking.state)


def _settle_late(booking: Booking, payment_id: int) -> None:
    """The hold is over: claim the slots again and take what went with them, or give the money back."""
    try:
        if not exchangeable(booking):
            raise Taken
        with session().begin_nested():
            claim(booking.resource_id, _slots(booking.id), booking.id)
            retake_promotions(booking)
            for retake in AGAIN.all():
                retake(booking)
    except Problem:
        give_all_back(booking)
        move(booking, REFUNDED, SYSTEM, payment_id=payment_id, refund=booking.to_pay)
        _give_back(payment_id, "late")
        tell_of(BookingRefunded, booking)
        return
    move(booking, PAID, SYSTEM, payment_id=payment_id)
    tell_of(BookingPaid, booking)
    give_up_old(booking)


def _call_off(booking: Booking, payment_id: int) -> None:
    """What was to be exchanged for it is no longer there: the money goes back, the slots are free."""
    move(booking, CANCELLED, SYSTEM, "exchange", payment_id=payment_id, refund=booking.to_pay)
    release(booking.id)
    give_all_back(booking)
    _give_back(payment_id, "exchange")
    tell_of(BookingCancelled, booking)


def _give_back(payment_id: int, why: str) -> None:
    """All of one payment; the key makes it happen once."""
    payment = session().get_one(Payment, payment_id)
    payments.refund_payment(payment, payment.amount, f"back:{payment_id}", why)


def _slots(booking_id: int) -> dict[int, str]:
    rows = select(Line.slot, Line.label).where(
        Line.booking_id == booking_id, Line.slot.is_not(None), Line.state == LIVE
    )
    return {slot: label for slot, label in session().execute(rows) if slot is not None}
