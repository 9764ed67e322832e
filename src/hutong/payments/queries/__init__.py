"""Questions about money; the names that others use."""

from hutong.payments.queries.invoices import invoice, invoice_of, invoices
from hutong.payments.queries.payments import by_number, live, of, own, payment, refunds, refunds_waiting, terms_of
from hutong.payments.queries.payouts import firms_of, name_of, payout_account, payouts, seller_for, sellers_owed

__all__ = [
    "by_number",
    "firms_of",
    "invoice",
    "invoice_of",
    "invoices",
    "live",
    "name_of",
    "of",
    "own",
    "payment",
    "payout_account",
    "payouts",
    "refunds",
    "refunds_waiting",
    "seller_for",
    "sellers_owed",
    "terms_of",
]
