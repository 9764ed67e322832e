"""Payments in and out of the API."""

from datetime import date
from typing import Annotated, Any, Literal

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field

from hutong.kernel import money
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import At, In, Line, MoneyIn, Out, ShownId, Text, Whole
from hutong.payments import periods
from hutong.payments.models import Payment, PayoutAccount
from hutong.payments.periods import Period
from hutong.payments.queries.ledger import Balance
from hutong.payments.statements import Row


class PaymentIn(In):
    """How somebody wants to pay; without a provider, the site's first."""

    provider: Line | None = Field(None, max_length=32)


class DeclarationIn(In):
    """The payer's word."""

    paid: bool


class PaymentOut(Out):
    """A payment: `action` says where the payer goes, once the provider is ready."""

    id: ShownId
    state: str
    amount: int
    currency: str
    provider: str
    title: str
    action: dict[str, Any] | None
    expires_at: At
    refunded: int

    @classmethod
    def of(cls, payment: Payment) -> "PaymentOut":
        """From the row."""
        return cls.model_validate(payment)


def _period(name: str) -> str:
    try:
        periods.read(name)
    except ValueError:
        raise ValueError(_l("A week such as 2026-W47 or a month such as 2026-11 is needed.")) from None
    return name


def said(text: str) -> str:
    """A text that says something; raises ValueError with a sentence."""
    if not text.strip():
        raise ValueError(_l("Please fill this in."))
    return text


PeriodName = Annotated[Line, AfterValidator(_period)]
Said = Annotated[Text, AfterValidator(said)]


class SellerQuery(In):
    """Whose money: a firm of yours; yours where nothing is said."""

    seller: ShownId | None = None


class PayoutsQuery(PageQuery):
    """Whose payouts."""

    seller: ShownId | None = None


class _Asked(In):
    seller: ShownId | None = None
    period: PeriodName | None = Field(None, description="2026-W47 or 2026-11; this month where nothing is said")

    @property
    def of(self) -> Period:
        """The period."""
        return periods.read(self.period) if self.period else periods.this_month()


class EntriesQuery(_Asked, PageQuery):
    """Which entries."""


class StatementQuery(_Asked):
    """Which statement, as what file."""

    format: Literal["csv", "xlsx", "pdf"] = "csv"


class PayoutAccountIn(In):
    """Where a seller is paid to."""

    seller: ShownId | None = None
    kind: Literal["bank", "alipay"]
    holder: Annotated[Line, AfterValidator(said)] = Field(max_length=60)
    number: Line = Field(max_length=120)
    bank: Line = Field("", max_length=80)


class PayoutAccountOut(Out):
    """Where a seller is paid to; `shown` is what may be seen of the number."""

    kind: str
    bank: str
    shown: str
    made_at: At

    @classmethod
    def of(cls, account: PayoutAccount | None) -> "PayoutAccountOut | None":
        """From the row, where there is one."""
        return None if account is None else cls.model_validate(account)


class EarningsOut(Out):
    """What a seller is owed now, and what is paid and has not taken place yet (after commission)."""

    seller: ShownId
    currency: str
    owed: int
    ahead: int
    next_payout_on: date
    account: PayoutAccountOut | None


class WaiverIn(In):
    """What one gives up: all that one is owed, as one has read it."""

    amount: Whole = Field(gt=0)


class EntryOut(Out):
    """An entry of a statement: more than zero is the seller's."""

    id: ShownId
    at: At
    what: str
    label: str
    title: str
    link: str
    amount: int
    balance: int
    currency: str

    @classmethod
    def of(cls, row: Row, currency: str) -> "EntryOut":
        """From the row of a statement."""
        return cls(
            id=row.entry.id,
            at=row.entry.at,
            what=row.entry.what,
            label=row.label,
            title=row.named.title,
            link=row.named.link,
            amount=row.amount,
            balance=row.balance,
            currency=currency,
        )


class PayoutOut(Out):
    """What a seller was paid for a period, or will be."""

    id: ShownId
    period: str
    amount: int
    currency: str
    state: str
    made_at: At
    done_at: At | None
    reference: str


class FullAccountOut(Out):
    """Where a payout goes."""

    id: ShownId
    amount: int
    currency: str
    kind: str
    bank: str
    holder: str
    number: str


class DoneIn(In):
    """That a payout was sent; `reason` is the bank's reference."""

    reason: Line = Field("", max_length=120)


class FailureIn(In):
    """Why a payout failed; the seller reads it."""

    reason: Annotated[Line, AfterValidator(said)] = Field(max_length=120)


class SettlementIn(In):
    """Which week to settle; the last one where nothing is said."""

    period: PeriodName | None = None

    @property
    def of(self) -> Period:
        """The period."""
        return periods.read(self.period) if self.period else periods.last_week()


class SettlementOut(Out):
    """What is being settled."""

    period: str


class TransferIn(In):
    """A transfer of a provider to the platform's bank."""

    provider: Line = Field(max_length=32)
    amount: Annotated[Whole, Field(ge=1, le=money.MOST, json_schema_extra={"x-money": True})]
    fee: MoneyIn = 0
    reference: Annotated[Line, AfterValidator(said)] = Field(max_length=60)


class DebtIn(In):
    """That a seller's debt, or part of it, was paid to the platform's bank (`repaid`), or is let go (`forgiven`)."""

    seller: ShownId
    amount: Annotated[Whole, Field(ge=1, le=money.MOST, json_schema_extra={"x-money": True})]
    how: Literal["repaid", "forgiven"]
    reference: Annotated[Line, AfterValidator(said)] = Field(
        max_length=120, description="the bank's reference, or why it is let go"
    )


class BalanceOut(Out):
    """What a kind of account comes to."""

    kind: str
    currency: str
    debit: int
    credit: int

    @classmethod
    def of(cls, line: Balance) -> "BalanceOut":
        """From the sum."""
        return cls(kind=line.kind, currency=line.currency, debit=max(line.amount, 0), credit=max(-line.amount, 0))


class BalancesOut(Out):
    """The trial balance."""

    items: list[BalanceOut]


class RefundOut(Out):
    """Money going back."""

    id: ShownId
    payment_id: ShownId
    amount: int
    reason: str
    state: str
    made_at: At
    done_at: At | None
