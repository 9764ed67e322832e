"""What happens to bookings by themselves: they lapse, are completed, give deposits back, and news is told."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import Select, select

from hutong.booking import actions, parties, words
from hutong.booking.events import (
    BookingAccepted,
    BookingCancelled,
    BookingExpired,
    BookingMade,
    BookingNews,
    BookingPaid,
    BookingRefunded,
    BookingRejected,
    LinesCancelled,
)
from hutong.booking.models import COMPLETED, DEPOSIT_MS, NOBODY, PAID, REQUESTED, Booking
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.kernel.jobs import job
from hutong.kernel.state import state
from hutong.notices import actions as notices
from hutong.payments.events import PaymentSettled

BATCH = 200
TOLD: dict[type[BookingNews], str] = {
    BookingMade: "made",
    BookingAccepted: "accepted",
    BookingRejected: "rejected",
    BookingPaid: "paid",
    BookingExpired: "expired",
    BookingCancelled: "cancelled",
    BookingRefunded: "refunded",
    LinesCancelled: "partly",
}


@job("booking.sweep", outside=True, every=30 * clock.SECOND)
def sweep() -> None:
    """End what was not answered or paid in time, each booking in a transaction of its own."""
    lapsed = select(Booking.id).where(Booking.lapses_at <= clock.now()).order_by(Booking.lapses_at)
    _each(lapsed, actions.expire)


@job("booking.complete", outside=True, every=5 * clock.MINUTE)
def complete() -> None:
    """Complete what has taken place, and give deposits back some days later."""
    now = clock.now()
    _each(select(Booking.id).where(Booking.state == PAID, Booking.ends_at <= now), actions.complete)
    owed = select(Booking.id).where(Booking.state == COMPLETED, Booking.deposit > 0, Booking.deposit_back_at.is_(None))
    owed = owed.where(Booking.ends_at <= now - DEPOSIT_MS, Booking.deposit_case_id.is_(None))
    _each(owed, actions.return_deposit)


def _each(found: Select[int], change: Callable[[int], object]) -> None:
    with state().database.reading() as reader:
        wanted = list(reader.scalars(found.limit(BATCH)))
    for booking_id in wanted:
        state().database.run(partial(change, booking_id))


def settle(event: PaymentSettled) -> None:
    """Money has come: when it is for a booking, it becomes paid."""
    kind, _, number = event.subject.partition(":")
    if kind == "booking":
        actions.settle(int(number), event.payment_id, event.amount, event.currency)


def tell_soon(event: BookingNews) -> None:
    """Let guest and host be told of what happened; a sale does not wait for that, and a hold is no news yet."""
    if isinstance(event, BookingMade) and event.state != REQUESTED:
        return
    inform.later(booking_id=event.booking_id, what=TOLD[type(event)])


@job("booking.inform")
def inform(booking_id: int, what: str) -> None:
    """Tell those whom it concerns what happened to a booking, unless it is no longer news."""
    booking = session().get(Booking, booking_id)
    if booking is None:
        return
    if what == "made" and booking.state != REQUESTED:
        return  # the answer was faster
    data = words.data_of(booking)
    for role, kind in words.TOLD[what]:
        if role == "host" and booking.kind in words.UNTOLD.all():
            continue
        for person in [booking.customer_id] if role == "guest" else parties.hosts(booking):
            if person != NOBODY:
                notices.tell(person, kind, data, f"/bookings/{ids.show(booking_id)}")
