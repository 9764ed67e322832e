"""The tables of money: payments and refunds, the ledger, payouts, invoices; the names that others use."""

from hutong.payments.models.invoices import Invoice
from hutong.payments.models.ledger import Account, Closing, ClosingPart, Entry, Movement
from hutong.payments.models.payments import (
    CLOSED,
    DONE,
    FAILED,
    GRACE_MS,
    LAPSED,
    LIVE,
    OPEN,
    PAID,
    PENDING,
    PREPARING,
    WAITING,
    Callback,
    Payment,
    Refund,
    payment_subject,
    refund_subject,
)
from hutong.payments.models.payouts import Payout, PayoutAccount

__all__ = [
    "CLOSED",
    "DONE",
    "FAILED",
    "GRACE_MS",
    "LAPSED",
    "LIVE",
    "OPEN",
    "PAID",
    "PENDING",
    "PREPARING",
    "WAITING",
    "Account",
    "Callback",
    "Closing",
    "ClosingPart",
    "Entry",
    "Invoice",
    "Movement",
    "Payment",
    "Payout",
    "PayoutAccount",
    "Refund",
    "payment_subject",
    "refund_subject",
]
