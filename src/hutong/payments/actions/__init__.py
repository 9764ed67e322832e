"""What changes payments and the ledger; the names that other slices use."""

from hutong.payments.actions.debts import NoDebt, settle_debt
from hutong.payments.actions.invoices import ask_invoice, issue_invoice, refuse_invoice
from hutong.payments.actions.ledger import Unbalanced, close_books, post
from hutong.payments.actions.paying import (
    NotFailed,
    RefundTooLarge,
    close,
    declare,
    end,
    opened,
    refund,
    refund_ended,
    refund_payment,
    retry_refund,
    settle,
    start,
)
from hutong.payments.actions.payouts import (
    NothingDue,
    OtherAmount,
    end_account,
    failed,
    reveal,
    sent,
    set_account,
    settle_seller,
    waive,
)
from hutong.payments.actions.transfers import TransferKnown, note_transfer

__all__ = [
    "NoDebt",
    "NotFailed",
    "NothingDue",
    "OtherAmount",
    "RefundTooLarge",
    "TransferKnown",
    "Unbalanced",
    "ask_invoice",
    "close",
    "close_books",
    "declare",
    "end",
    "end_account",
    "failed",
    "issue_invoice",
    "note_transfer",
    "opened",
    "post",
    "refund",
    "refund_ended",
    "refund_payment",
    "refuse_invoice",
    "retry_refund",
    "reveal",
    "sent",
    "set_account",
    "settle",
    "settle_debt",
    "settle_seller",
    "start",
    "waive",
]  # fmt: skip
