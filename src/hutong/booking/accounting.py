"""What bookings do to the ledger; payments and refunds post themselves (`payments.posting`).

Each posting asks the ledger what it holds for the booking, so that retries, late money and partial refunds come out
right in any order; its key makes it happen once.
"""

from flask import Flask

from hutong.booking import queries, rates
from hutong.booking.events import (
    BookingCancelled,
    BookingCompleted,
    BookingNews,
    BookingPaid,
    BookingRefunded,
    BookingRejected,
    CaseRefunded,
    CreditMoved,
    DepositReturned,
    DepositTaken,
    PaidBack,
)
from hutong.booking.models import CANCELLED, COMPLETED, LIVE, PAID, Booking, Line, subject_of
from hutong.booking.models.cases import PLATFORM
from hutong.kernel.db import session
from hutong.kernel.events import listen
from hutong.payments.actions.ledger import post
from hutong.payments.actions.payouts import HELD_BACK
from hutong.payments.chart import COMMISSION, DEPOSITS, GOODWILL, HELD, PAYABLE, PROMOTIONS, TILL, Side, seller, till
from hutong.payments.queries import ledger


def install(app: Flask) -> None:
    """Hear what happens to bookings, and say what of a seller's money is in dispute."""
    HELD_BACK.add(app, queries.held_back)
    listen(app, BookingPaid, paid)
    for ended in (BookingCompleted, BookingCancelled, BookingRejected, BookingRefunded):
        listen(app, ended, over)
    listen(app, DepositReturned, deposit_returned)
    listen(app, DepositTaken, deposit_taken)
    listen(app, CreditMoved, credit_moved)
    listen(app, PaidBack, paid_back)
    listen(app, CaseRefunded, case_refunded)


def paid(event: BookingPaid) -> None:
    """The deposit is nobody's income: it is kept apart from the price."""
    booking = _booking(event)
    deposit = (
        Side(HELD, booking.deposit, "deposit", subject_of(booking.id)),
        Side(DEPOSITS, -booking.deposit, "deposit", subject_of(booking.id)),
    )
    post(f"deposit:{booking.id}", "deposit", booking.id, booking.currency, deposit)
    if booking.method:
        _at_the_counter(booking, booking.to_pay, f"counter:{booking.id}", booking.method)


def paid_back(event: PaidBack) -> None:
    """What the seller gave back at its counter is no longer in its till."""
    _at_the_counter(_booking(event), -event.amount, f"paid_back:{event.key}", event.method)


def _at_the_counter(booking: Booking, amount: int, key: str, method: str) -> None:
    """What was taken in the seller's own till is held like any other money until it has taken place."""
    subject = subject_of(booking.id)
    sides = (
        Side(TILL, amount, "counter", subject, till(booking.seller_id, method)),
        Side(HELD, -amount, "counter", subject),
    )
    post(key, "counter", booking.id, booking.currency, sides)


def over(event: BookingNews) -> None:
    """It has taken place or was called off: what is still held of the price is earned."""
    booking = _booking(event)
    if not isinstance(event, BookingCompleted):
        _free_deposit(booking, ledger.of_subject(subject_of(booking.id), DEPOSITS)[DEPOSITS])
    earn(booking)


def earn(booking: Booking) -> None:
    """What is held for a booking, and what the platform adds to it, becomes the seller's and the platform's."""
    subject = subject_of(booking.id)
    held = -ledger.of_subject(subject, HELD)[HELD]
    subsidy = _subsidy(booking)
    gross = held + subsidy
    share = rates.share(gross, booking.commission)
    whose = seller(booking.seller_id)
    sides = (
        Side(HELD, held, "sale", subject),
        Side(PROMOTIONS, subsidy, "promotion", subject),
        Side(PAYABLE, -gross, "sale", subject, whose),
        Side(PAYABLE, share, "commission", subject, whose),
        Side(COMMISSION, -share, "commission", subject),
    )
    post(f"earned:{booking.id}", "earned", booking.id, booking.currency, sides)
    if booking.method:
        _keep(booking)


def _keep(booking: Booking) -> None:
    """What the seller has in its own till already is not owed to it as well."""
    subject = subject_of(booking.id)
    kept = ledger.of_subject(subject, TILL)[TILL]
    sides = (
        Side(PAYABLE, kept, "kept", subject, seller(booking.seller_id)),
        Side(TILL, -kept, "kept", subject, till(booking.seller_id, booking.method)),
    )
    post(f"kept:{booking.id}", "kept", booking.id, booking.currency, sides)


def deposit_returned(event: DepositReturned) -> None:
    """What goes back is held for the guest again, and the refund takes it from there."""
    _free_deposit(_booking(event), -event.amount)


def deposit_taken(event: DepositTaken) -> None:
    """What was claimed rightly is the seller's, without commission: it is no income but damage made good."""
    booking = _booking(event)
    subject = subject_of(booking.id)
    sides = (
        Side(DEPOSITS, event.amount, "deposit", subject),
        Side(PAYABLE, -event.amount, "deposit", subject, seller(booking.seller_id)),
    )
    post(f"deposit_taken:{booking.id}", "deposit_taken", booking.id, booking.currency, sides)


def credit_moved(event: CreditMoved) -> None:
    """What was held for the lines that were given up is held for the booking that they were exchanged for, or back."""
    booking = _booking(event)
    sides = (
        Side(HELD, event.amount, "exchange", subject_of(event.origin_id)),
        Side(HELD, -event.amount, "exchange", subject_of(booking.id)),
    )
    post(f"moved:{booking.id}:{event.key}", "exchange", booking.id, booking.currency, sides)


def case_refunded(event: CaseRefunded) -> None:
    """What was decided for the guest: of what is held still, or from what was earned, or at the platform's cost."""
    booking = _booking(event)
    subject, whose = subject_of(booking.id), seller(booking.seller_id)
    if event.borne_by == PLATFORM:
        costs = [Side(GOODWILL, event.amount, "dispute", subject)]
    elif ledger.posted(f"earned:{booking.id}"):
        share = rates.share(event.amount, booking.commission)
        costs = [
            Side(PAYABLE, event.amount, "dispute", subject, whose),
            Side(PAYABLE, -share, "commission", subject, whose),
            Side(COMMISSION, share, "commission", subject),
        ]
    else:
        return  # it is held: the refund takes it from there
    held = Side(HELD, -event.amount, "dispute", subject)
    post(f"case:{event.case_id}", "case", event.case_id, booking.currency, [*costs, held])


def _free_deposit(booking: Booking, kept: int) -> None:
    subject = subject_of(booking.id)
    sides = (Side(DEPOSITS, -kept, "deposit", subject), Side(HELD, kept, "deposit", subject))
    post(f"deposit_back:{booking.id}", "deposit_back", booking.id, booking.currency, sides)


def _subsidy(booking: Booking) -> int:
    """What the platform bears of coupon and points, for what the seller keeps of each line."""
    if not booking.subsidy or booking.state not in (PAID, COMPLETED, CANCELLED):
        return 0
    return sum(_borne(line) for line in queries.lines_of([booking.id])[booking.id])


def _borne(line: Line) -> int:
    if line.state == LIVE:
        return line.subsidy
    return line.subsidy * (line.net - line.refund) // line.net if line.net > 0 else 0


def _booking(event: BookingNews) -> Booking:
    return session().get_one(Booking, event.booking_id)
