"""What payments and refunds do to the ledger, whatever they are for: each by one movement, told once or ten times."""

from hutong.kernel.db import session
from hutong.payments.actions.ledger import post
from hutong.payments.chart import CLEARING, HELD, REFUNDS, Side
from hutong.payments.events import PaymentSettled, RefundAsked, RefundSettled
from hutong.payments.models import DONE, Payment


def payment_settled(event: PaymentSettled) -> None:
    """The provider has money of a customer: it is held for what it was paid for."""
    sides = (
        Side(CLEARING, event.amount, "payment", event.subject, _provider(event.payment_id)),
        Side(HELD, -event.amount, "payment", event.subject),
    )
    post(f"payment:{event.payment_id}", "payment", event.payment_id, event.currency, sides)


def refund_asked(event: RefundAsked) -> None:
    """Some of it is to go back: it is owed to the customer until the provider has sent it."""
    sides = (
        Side(HELD, event.amount, "refund", event.subject),
        Side(REFUNDS, -event.amount, "refund", event.subject),
    )
    post(f"refund:{event.refund_id}", "refund", event.refund_id, event.currency, sides)


def refund_settled(event: RefundSettled) -> None:
    """The provider has sent it; what it refused to send is still owed."""
    if event.state != DONE:
        return
    sides = (
        Side(REFUNDS, event.amount, "refund", event.subject),
        Side(CLEARING, -event.amount, "refund", event.subject, _provider(event.payment_id)),
    )
    post(f"refunded:{event.refund_id}", "refunded", event.refund_id, event.currency, sides)


def _provider(payment_id: int) -> str:
    return session().get_one(Payment, payment_id).provider or "none"
