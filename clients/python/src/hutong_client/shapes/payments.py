"""Shapes of payments. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from hutong_client.wire import Upload


class BalanceOut(TypedDict):
    """What a kind of account comes to."""

    kind: str
    currency: str
    debit: int
    credit: int


class BalancesOut(TypedDict):
    """The trial balance."""

    items: list[BalanceOut]


class DebtIn(TypedDict):
    """That a seller's debt, or part of it, was paid to the platform's bank (`repaid`), or is let go (`forgiven`)."""

    seller: str
    amount: int
    how: Literal["repaid", "forgiven"]
    reference: str


class DeclarationIn(TypedDict):
    """The payer's word."""

    paid: bool


class DoneIn(TypedDict):
    """That a payout was sent; `reason` is the bank's reference."""

    reason: NotRequired[str]


class EarningsOut(TypedDict):
    """What a seller is owed now, and what is paid and has not taken place yet (after commission)."""

    seller: str
    currency: str
    owed: int
    ahead: int
    next_payout_on: str
    account: PayoutAccountOut | None


class EntryOut(TypedDict):
    """An entry of a statement: more than zero is the seller's."""

    id: str
    at: str
    what: str
    label: str
    title: str
    link: str
    amount: int
    balance: int
    currency: str


class FailureIn(TypedDict):
    """Why a payout failed; the seller reads it."""

    reason: str


class FullAccountOut(TypedDict):
    """Where a payout goes."""

    id: str
    amount: int
    currency: str
    kind: str
    bank: str
    holder: str
    number: str


class InvoiceIssueIn(TypedDict):
    """The number under which it was issued, and its PDF."""

    number: str
    paper: NotRequired[Upload | None]


class InvoiceRefusalIn(TypedDict):
    """Why it cannot be issued."""

    reason: str


class PayoutAccountIn(TypedDict):
    """Where a seller is paid to."""

    seller: NotRequired[str | None]
    kind: Literal["bank", "alipay"]
    holder: str
    number: str
    bank: NotRequired[str]


class PayoutAccountOut(TypedDict):
    """Where a seller is paid to; `shown` is what may be seen of the number."""

    kind: str
    bank: str
    shown: str
    made_at: str


class PayoutOut(TypedDict):
    """What a seller was paid for a period, or will be."""

    id: str
    period: str
    amount: int
    currency: str
    state: str
    made_at: str
    done_at: str | None
    reference: str


class RefundOut(TypedDict):
    """Money going back."""

    id: str
    payment_id: str
    amount: int
    reason: str
    state: str
    made_at: str
    done_at: str | None


class SettlementIn(TypedDict):
    """Which week to settle; the last one where nothing is said."""

    period: NotRequired[str | None]


class SettlementOut(TypedDict):
    """What is being settled."""

    period: str


class TransferIn(TypedDict):
    """A transfer of a provider to the platform's bank."""

    provider: str
    amount: int
    fee: NotRequired[int]
    reference: str


class WaiverIn(TypedDict):
    """What one gives up: all that one is owed, as one has read it."""

    amount: int
