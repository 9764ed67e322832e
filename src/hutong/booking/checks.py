"""What `hutong audit` proves about bookings: each has exactly its claims, its lines and its money."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from hutong.booking.models import (
    BOOKING,
    CANCELLED,
    COMPLETED,
    DEPOSIT,
    LIVE,
    LIVING,
    PAID,
    REFUNDED,
    REJECTED,
    UNPAID,
    Booking,
    Claim,
    Line,
    Resource,
)
from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.payments.models import PAID as PAYMENT_PAID
from hutong.payments.models import Payment

Check = tuple[str, Any]  # a sentence, and the rows that fill it


def faults() -> Iterator[str]:
    """Each booking, claim or payment at fault."""
    for sentence, found in (*_slots(), *_money()):
        for row in session().execute(found):
            yield sentence.format(*(ids.show(value) if number == 0 else value for number, value in enumerate(row)))


def _slots() -> list[Check]:
    own = and_(Claim.kind == BOOKING, Claim.holder_id == Booking.id, Claim.resource_id == Booking.resource_id)
    lines = select(Booking.id, Line.label, Booking.state).join(Line, Line.booking_id == Booking.id)
    unclaimed = lines.where(
        Booking.state.in_(LIVING),
        Line.slot.is_not(None),
        Line.state == LIVE,
        ~exists().where(own, Claim.slot == Line.slot),
    )
    claims = select(Claim.holder_id, Claim.slot).where(Claim.kind == BOOKING)
    named = exists().where(Line.booking_id == Claim.holder_id, Line.slot == Claim.slot, Booking.id == Line.booking_id)
    named = named.where(Line.state == LIVE)
    stray = claims.where(~named.where(Booking.state.in_(LIVING), Booking.resource_id == Claim.resource_id))
    held = claims.join(Booking, Booking.id == Claim.holder_id)
    lasting = held.where(Booking.state.in_((PAID, COMPLETED)), Claim.expires_at.is_not(None))
    endless = held.where(Booking.state.in_(UNPAID), Claim.expires_at.is_(None))
    homeless = select(Claim.resource_id, Claim.slot).where(~exists().where(Resource.id == Claim.resource_id))
    return [
        ("booking {0} ({2}) does not hold its slot {1}", unclaimed),
        ("slot {1} is claimed for booking {0}, which has no right to it", stray),
        ("slot {1} of booking {0} is paid and would still expire", lasting),
        ("slot {1} of booking {0} is not paid and would never expire", endless),
        ("slot {1} is claimed of resource {0}, which does not exist", homeless),
    ]


def _money() -> list[Check]:
    parts = select(
        Line.booking_id,
        func.sum(case((Line.kind == DEPOSIT, 0), else_=Line.price - Line.discount)).label("total"),
        func.sum(case((Line.kind == DEPOSIT, Line.price), else_=0)).label("deposit"),
        func.sum(Line.discount).label("discount"),
        func.sum(Line.subsidy).label("subsidy"),
    )
    sums = parts.group_by(Line.booking_id).subquery()
    summed = select(Booking.id, Booking.total, sums.c.total).join(sums, sums.c.booking_id == Booking.id)
    unequal = summed.where(or_(Booking.total != sums.c.total, Booking.deposit != sums.c.deposit))
    shared = select(Booking.id, Booking.discount, sums.c.discount).join(sums, sums.c.booking_id == Booking.id)
    unshared = shared.where(or_(Booking.discount != sums.c.discount, Booking.subsidy != sums.c.subsidy))
    over = select(Line.booking_id, Line.position, Line.price, Line.discount).where(
        or_(Line.discount < 0, Line.subsidy < 0, Line.subsidy > Line.discount, Line.refund < 0)
        | and_(Line.price >= 0, Line.discount + Line.refund > Line.price)
    )
    due = Booking.total + Booking.deposit
    to_pay = due - Booking.credit
    beyond = select(Booking.id, due, Booking.refund, Booking.moved).where(
        or_(Booking.refund < 0, Booking.moved < 0, Booking.refund + Booking.moved > due)
    )
    with_money = select(Booking.id, to_pay, Payment.amount, Payment.state, Payment.refunded, Booking.refund)
    with_money = with_money.outerjoin(Payment, Payment.id == Booking.payment_id)
    unpaid = with_money.where(
        Booking.state.in_((PAID, COMPLETED, REFUNDED)),
        Booking.method == "",
        or_(Payment.id.is_(None), Payment.state != PAYMENT_PAID, Payment.amount != to_pay),
        or_(Payment.id.is_not(None), Booking.origin_id.is_(None), to_pay != 0),
    )
    gone = select(Booking.id).where(Booking.payment_id.is_not(None), ~exists().where(Payment.id == Booking.payment_id))
    settled = (PAID, COMPLETED, REFUNDED, REJECTED, CANCELLED)
    own = case((Booking.refund > to_pay, to_pay), else_=Booking.refund)  # the rest went back by the one before it
    not_given = with_money.where(Booking.state.in_(settled), Payment.refunded != own)
    later = aliased(Booking)
    beside = later.refund - (later.total + later.deposit - later.credit)
    still = later.credit - case((beside > 0, beside), else_=0)
    taken = select(func.coalesce(func.sum(still), 0)).where(later.origin_id == Booking.id, later.given_up.is_(None))
    strayed = select(Booking.id, Booking.moved, taken.scalar_subquery()).where(
        Booking.moved != taken.scalar_subquery(), or_(Booking.moved != 0, exists().where(later.origin_id == Booking.id))
    )
    other = aliased(Booking)
    idle = select(Payment.id, Payment.subject, Payment.amount - Payment.refunded).where(
        Payment.state == PAYMENT_PAID,
        Payment.subject.startswith(f"{BOOKING}:"),
        Payment.refunded < Payment.amount,
        ~exists().where(other.payment_id == Payment.id),
    )
    return [
        ("booking {0}: its total is {1}, its lines sum to {2}", unequal),
        ("booking {0}: {1} are taken off its price, {2} off its lines", unshared),
        ("booking {0}: line {1} costs {2}, and {3} are taken off; more goes than there is", over),
        ("booking {0}: {1} are due, {2} go back and {3} went on", beyond),
        ("booking {0}: {1} went on to later ones, which had {2}", strayed),
        ("booking {0} counts as paid: {1} are due, its payment is {2} ({3})", unpaid),
        ("booking {0}: its payment does not exist", gone),
        ("booking {0}: {5} are to go back, {4} went", not_given),
        ("payment {0} for {1}: {2} were taken and pay for nothing", idle),
    ]
