"""What `hutong audit` proves about money: refunds are within what was paid, verified news was applied."""

from collections.abc import Iterator

from sqlalchemy import exists, func, or_, select

from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.payments import ledgerchecks
from hutong.payments.models import FAILED, PAID, Callback, Payment, Refund

APPLIED_WITHIN = 10 * clock.MINUTE


def faults() -> Iterator[str]:
    """Each payment, refund or callback at fault."""
    yield from _refunds()
    yield from _callbacks()
    yield from ledgerchecks.faults()


def _refunds() -> Iterator[str]:
    parts = select(Refund.payment_id, func.sum(Refund.amount).label("amount")).group_by(Refund.payment_id).subquery()
    given = func.coalesce(parts.c.amount, 0)
    rows = select(Payment.id, Payment.amount, Payment.refunded, given, Payment.state)
    rows = rows.outerjoin(parts, parts.c.payment_id == Payment.id)
    wrong = or_(
        Payment.refunded != given, Payment.refunded > Payment.amount, (Payment.refunded > 0) & (Payment.state != PAID)
    )
    for payment_id, amount, refunded, refunds, state in session().execute(rows.where(wrong)):
        yield (
            f"payment {ids.show(payment_id)} ({state}): {amount} was paid, {refunded} is marked as refunded, "
            f"its refunds sum to {refunds}"
        )
    homeless = select(Refund.id, Refund.amount).where(~exists().where(Payment.id == Refund.payment_id))
    for refund_id, amount in session().execute(homeless):
        yield f"refund {ids.show(refund_id)} of {amount} is of a payment that does not exist"
    failed = select(Refund.id, Refund.amount).where(Refund.state == FAILED)
    for refund_id, amount in session().execute(failed):
        yield f"refund {ids.show(refund_id)} of {amount} was refused by the provider"


def _callbacks() -> Iterator[str]:
    late = clock.now() - APPLIED_WITHIN
    rows = select(Callback.id).where(Callback.verdict == "good", Callback.at < late, Callback.applied_at.is_(None))
    for callback_id in session().scalars(rows):
        yield f"callback {ids.show(callback_id)} was verified and never applied"
