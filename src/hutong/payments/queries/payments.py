"""Questions about payments."""

from collections.abc import Collection

from sqlalchemy import select

from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.payments.models import Payment, Refund


def of(subject: str) -> list[Payment]:
    """The payments for a subject, newest first."""
    return list(session().scalars(select(Payment).where(Payment.subject == subject).order_by(Payment.id.desc())))


def payment(payment_id: int) -> Payment | None:
    """A payment."""
    return session().get(Payment, payment_id)


def refunds(payment_ids: Collection[int]) -> list[Refund]:
    """The refunds of these payments, oldest first."""
    rows = select(Refund).where(Refund.payment_id.in_(sorted(payment_ids))).order_by(Refund.id)
    return list(session().scalars(rows))


def own(payment_id: int, payer_id: int) -> Payment:
    """A payment of this payer; raises NotFound."""
    found = payment(payment_id)
    if found is None or found.payer_id != payer_id:
        raise NotFound
    return found


def by_number(number: str) -> Payment | None:
    """The payment that a provider knows by this number."""
    try:
        return payment(ids.read(number))
    except ValueError:
        return None
