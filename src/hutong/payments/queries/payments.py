"""Questions about payments."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.payments.models import WAITING, Payment, Refund


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


def live() -> int:
    """How many payments were begun and have not ended."""
    return session().scalar(select(func.count()).where(Payment.live_key.is_not(None))) or 0


def refunds_waiting() -> int:
    """How many refunds their providers have not settled."""
    return session().scalar(select(func.count()).where(Refund.state == WAITING)) or 0


class Terms(NamedTuple):
    """Through whom a payment goes, and of how much."""

    provider: str
    amount: int
    currency: str


_TERMS = select(Payment.provider, Payment.amount, Payment.currency).where(Payment.id == bindparam("payment_id"))


def terms_of(number: str) -> Terms | None:
    """What a provider's word about this number is held against: every callback asks, and asks for no more."""
    try:
        found = session().connection().execute(_TERMS, {"payment_id": ids.read(number)}).first()
    except ValueError:
        return None
    return Terms(*found) if found else None


def by_number(number: str) -> Payment | None:
    """The payment that a provider knows by this number."""
    try:
        return payment(ids.read(number))
    except ValueError:
        return None
