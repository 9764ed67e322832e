"""The tables of money: payments and refunds, the ledger, payouts, invoices; the names that others use."""

from hutong.payments.models.ledger import Account, Closing, Entry, Movement
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
    "Entry",
    "Movement",
    "Payment",
    "Refund",
    "payment_subject",
    "refund_subject",
]
