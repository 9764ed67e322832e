"""What changes payments and the ledger; the names that other slices use."""

from hutong.payments.actions.ledger import Unbalanced, close_books, post
from hutong.payments.actions.paying import (
    RefundTooLarge,
    close,
    declare,
    end,
    opened,
    refund,
    refund_ended,
    refund_payment,
    settle,
    start,
)

__all__ = [
    "RefundTooLarge",
    "Unbalanced",
    "close",
    "close_books",
    "declare",
    "end",
    "opened",
    "post",
    "refund",
    "refund_ended",
    "refund_payment",
    "settle",
    "start",
]
