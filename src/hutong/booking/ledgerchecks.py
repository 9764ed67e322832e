"""What `hutong audit` proves about bookings and the ledger: what is held, kept and earned is what they say."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, literal, or_, select

from hutong.booking.models import (
    BOOKING,
    CANCELLED,
    COMPLETED,
    DEPOSIT_MS,
    PAID,
    REFUNDED,
    REJECTED,
    Booking,
)
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.payments.chart import COMMISSION, DEPOSITS, GOODWILL, HELD, PAYABLE, PROMOTIONS
from hutong.payments.models import Account, Entry, Movement, Payment

OVER = (COMPLETED, REJECTED, CANCELLED, REFUNDED)
LATE = clock.DAY


def faults() -> Iterator[str]:
    """Each booking, deposit or payment at fault."""
    yield from _kept()
    yield from _homeless()
    late = select(Booking.id, Booking.deposit).where(
        Booking.state == COMPLETED,
        Booking.deposit > 0,
        Booking.deposit_back_at.is_(None),
        Booking.deposit_case_id.is_(None),
        Booking.ends_at < clock.now() - DEPOSIT_MS - LATE,
    )
    for booking_id, deposit in session().execute(late):
        yield f"booking {ids.show(booking_id)}: its deposit of {deposit} was not returned"


def _kept() -> Iterator[str]:
    """Money in the ledger for every booking: held while it is to come, earned when it is over, no more and no less."""
    sums = select(Entry.subject, _of(HELD).label("held"), _of(DEPOSITS).label("deposits"))
    sums = sums.add_columns(_of(PAYABLE, COMMISSION, PROMOTIONS).label("earned"), _of(GOODWILL).label("goodwill"))
    sums = sums.join(Account, Account.id == Entry.account_id).join(Movement, Movement.id == Entry.movement_id)
    sums = sums.where(Movement.kind != "kept")  # what sellers keep in their tills was earned all the same
    known = sums.where(Entry.subject.startswith(f"{BOOKING}:")).group_by(Entry.subject).subquery()
    named = literal(f"{BOOKING}:") + cast(Booking.id, String)
    given = func.coalesce(known.c.goodwill, 0)  # what the platform gave back instead of the seller
    held = func.coalesce(known.c.held, 0) + case((Booking.state == PAID, given), else_=0)
    earned = func.coalesce(known.c.earned, 0) + case((Booking.state == PAID, 0), else_=given)
    deposits = func.coalesce(known.c.deposits, 0)
    left = Booking.total + Booking.deposit - Booking.refund - Booking.moved
    waiting = and_(
        or_(Booking.state == PAID, and_(Booking.state == COMPLETED, Booking.deposit_back_at.is_(None))),
        Booking.deposit > 0,
    )
    kept = case((waiting, Booking.deposit), else_=0)
    there = case((Booking.state == PAID, left - kept), else_=0)
    exchanged = and_(Booking.origin_id.is_not(None), Booking.given_up.is_(None))
    paid = or_(Booking.payment_id.is_not(None), Booking.method != "", exchanged)
    never = and_(Booking.given_up.is_not(None), Booking.credit > 0)  # what it was to bring never came
    gained = case((and_(Booking.state.in_(OVER), paid), left - kept - case((never, Booking.credit), else_=0)), else_=0)
    rows = select(Booking.id, Booking.state, held, there, deposits, kept, earned, gained)
    rows = rows.outerjoin(known, known.c.subject == named)
    wrong = or_(held != there, deposits != kept, earned != gained)
    for booking_id, state, *figures in session().execute(rows.where(wrong)):
        has = "held {} of {}, deposit {} of {}, earned {} of {}".format(*figures)
        yield f"booking {ids.show(booking_id)} ({state}): the ledger has {has}"


def _of(*kinds: str) -> ColumnElement[int]:
    """What was credited to accounts of these kinds."""
    return func.sum(case((Account.kind.in_(kinds), -Entry.amount), else_=0))


def _homeless() -> Iterator[str]:
    named = literal(f"{BOOKING}:") + cast(Booking.id, String)
    rows = select(Payment.id, Payment.subject).where(
        Payment.subject.startswith(f"{BOOKING}:"), ~exists().where(named == Payment.subject)
    )
    for payment_id, subject in session().execute(rows):
        yield f"payment {ids.show(payment_id)} is for {subject}, which does not exist"
