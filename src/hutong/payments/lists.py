"""What staff see of payments: payments, refunds, and messages that were refused."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, union_all

from hutong.accounts import queries as accounts
from hutong.accounts.models import Permission
from hutong.accounts.queries import PersonCard
from hutong.kernel import clock, desk, ids
from hutong.kernel.db import session
from hutong.kernel.desk import Act, Asked, Column, Figures, Filter, Period, Rows, StaffList, Waiting
from hutong.kernel.money import Money
from hutong.kernel.plots import Plot, Series
from hutong.payments.gateways import GATEWAYS
from hutong.payments.models import (
    CLOSED,
    DONE,
    FAILED,
    LAPSED,
    OPEN,
    PAID,
    PENDING,
    PREPARING,
    WAITING,
    Callback,
    Payment,
    Refund,
)

STATES = {
    PREPARING: _l("Being prepared"),
    OPEN: _l("To be paid"),
    PENDING: _l("To be confirmed"),
    PAID: _l("Paid"),
    FAILED: _l("Failed"),
    LAPSED: _l("Expired"),
    CLOSED: _l("Given up"),
}
REFUNDS = {WAITING: _l("Under way"), DONE: _l("Done"), FAILED: _l("Failed")}
TONES = {PAID: "free", DONE: "free", FAILED: "bad", OPEN: "waiting", PENDING: "waiting", WAITING: "waiting"}


@dataclass(frozen=True)
class PaymentRow:
    """A payment and who pays."""

    payment: Payment
    payer: PersonCard | None


@dataclass(frozen=True)
class RefundRow:
    """Money going back, and what it was paid for."""

    refund: Refund
    payment: Payment


def found_payments(asked: Asked) -> Rows[PaymentRow]:
    """Payments, newest first, by id, payer or the provider's number: two statements."""
    query = select(Payment)
    if asked["state"]:
        query = query.where(Payment.state == asked["state"])
    if asked["provider"]:
        query = query.where(Payment.provider == asked["provider"])
    since, until = asked.since("from"), asked.until("to")
    if since is not None:
        query = query.where(Payment.made_at >= since, Payment.id >= ids.first_at(since - clock.DAY))
    if until is not None:
        query = query.where(Payment.made_at < until, Payment.id <= ids.first_at(until + clock.DAY))
    if asked.words:
        ways = [Payment.reference == asked.words]
        with suppress(ValueError):
            one = ids.read(asked.words)
            ways += [Payment.id == one, Payment.payer_id == one, Payment.subject == f"booking:{one}"]
        parts = [select(Payment.id).where(way) for way in ways]
        query = query.where(Payment.id.in_(parts[0].union_all(*parts[1:]) if parts[1:] else parts[0]))

    def show(rows: Sequence[Payment]) -> list[PaymentRow]:
        payers = accounts.people(row.payer_id for row in rows)
        return [PaymentRow(row, payers.get(row.payer_id)) for row in rows]

    return desk.keyset(query, asked, {"newest": [(Payment.id, True)], "oldest": [(Payment.id, False)]}, show)


def found_refunds(asked: Asked) -> Rows[RefundRow]:
    """Refunds, newest first: two statements."""
    query = select(Refund)
    if asked["state"]:
        query = query.where(Refund.state == asked["state"])

    def show(rows: Sequence[Refund]) -> list[RefundRow]:
        wanted = {row.payment_id for row in rows}
        paid = {one.id: one for one in session().scalars(select(Payment).where(Payment.id.in_(wanted)))}
        return [RefundRow(row, paid[row.payment_id]) for row in rows]

    return desk.keyset(query, asked, {"newest": [(Refund.id, True)]}, show)


def found_callbacks(asked: Asked) -> Rows[Callback]:
    """Messages that came as a provider's, newest first: those that were refused, unless all are asked for."""
    query = select(Callback)
    if asked["verdict"] == "good":
        query = query.where(Callback.verdict == "good")
    else:  # two ranges of the index: few among very many
        refused = (select(Callback.id).where(part) for part in (Callback.verdict < "good", Callback.verdict > "good"))
        query = query.where(Callback.id.in_(union_all(*refused)))
    return desk.keyset(query, asked, {"newest": [(Callback.id, True)]})


def _providers() -> list[tuple[str, str]]:
    return [(gateway.name, str(gateway.label)) for gateway in GATEWAYS.all()]


def _count_failed() -> int:
    return session().scalar(select(func.count()).where(Refund.state == FAILED)) or 0


def _takings(period: Period) -> Plot:
    taken = desk.per_day(period, Payment.paid_at, Payment.state == PAID, value=Payment.amount)
    back = desk.per_day(period, Refund.done_at, Refund.state == DONE, value=Refund.amount)
    series = [Series(_("Paid"), taken, "money"), Series(_("Paid back"), back, "money")]
    return Plot(_("Takings"), desk.day_labels(period), series, _("Day"))


PAYMENTS = StaffList[PaymentRow](
    "payments",
    _l("Payments"),
    "credit-card",
    group="money",
    needs=Permission.READ_LEDGER,
    rows=found_payments,
    search=_l("Id of a payment, booking or payer, or the provider's number"),
    key=lambda row: ids.show(row.payment.id),
    columns=(
        Column(_l("What for"), lambda row: row.payment.title, note=lambda row: ids.show(row.payment.id)),
        Column(_l("Payer"), lambda row: row.payer.name if row.payer else ""),
        Column(_l("Amount"), lambda row: Money(row.payment.amount, row.payment.currency), "money"),
        Column(
            _l("Paid back"),
            lambda row: Money(row.payment.refunded, row.payment.currency) if row.payment.refunded else None,
            "money",
        ),
        Column(_l("Provider"), lambda row: row.payment.provider, note=lambda row: row.payment.reference),
        Column(
            _l("State"),
            lambda row: STATES[row.payment.state],
            "tag",
            tone=lambda row: TONES.get(row.payment.state, "over"),
        ),
        Column(_l("Started"), lambda row: row.payment.made_at, "moment"),
        Column(_l("Paid at"), lambda row: row.payment.paid_at, "moment"),
    ),
    filters=(
        Filter("state", _l("State"), tuple(STATES.items())),
        Filter("provider", _l("Provider"), _providers),
        Filter("from", _l("Begun from"), kind="day"),
        Filter("to", _l("to"), kind="day"),
    ),
    sorts=(("newest", _l("Newest first")), ("oldest", _l("Oldest first"))),
    order=10,
)
REFUND_LIST = StaffList[RefundRow](
    "refunds",
    _l("Refunds"),
    "arrow-counterclockwise",
    group="money",
    needs=Permission.READ_LEDGER,
    rows=found_refunds,
    key=lambda row: ids.show(row.refund.id),
    columns=(
        Column(_l("What for"), lambda row: row.payment.title, note=lambda row: row.refund.reason),
        Column(_l("Amount"), lambda row: Money(row.refund.amount, row.payment.currency), "money"),
        Column(_l("Provider"), lambda row: row.payment.provider, note=lambda row: ids.show(row.refund.id)),
        Column(_l("State"), lambda row: REFUNDS[row.refund.state], "tag", tone=lambda row: TONES[row.refund.state]),
        Column(_l("Asked"), lambda row: row.refund.made_at, "moment"),
        Column(_l("Finished"), lambda row: row.refund.done_at, "moment"),
    ),
    filters=(Filter("state", _l("State"), tuple(REFUNDS.items())),),
    acts=(
        Act(
            _l("Try again"),
            "/api/v1/refunds/{id}/tries",
            needs=Permission.REFUND,
            offered=lambda row: row.refund.state == FAILED,
        ),
    ),
    order=20,
)
CALLBACKS = StaffList[Callback](
    "callbacks",
    _l("Refused messages"),
    "exclamation-triangle",
    group="money",
    needs=Permission.READ_LEDGER,
    rows=found_callbacks,
    about=_l("Messages that came as a payment provider's and were not believed. Kept for 90 days."),
    columns=(
        Column(_l("Why"), lambda row: row.verdict, "code"),
        Column(_l("Provider"), lambda row: row.provider),
        Column(_l("From"), lambda row: row.address, "code"),
        Column(_l("Payment"), lambda row: row.payment_id, "id"),
        Column(_l("Beginning"), lambda row: row.raw[:120].decode(errors="replace")),
        Column(_l("At"), lambda row: row.at, "moment"),
    ),
    filters=(Filter("verdict", _l("Verdict"), (("refused", _l("Refused")), ("good", _l("Believed")))),),
    empty=_l("Every message was believed."),
    order=60,
)
FAILED_REFUNDS = Waiting(
    _l("Refunds that failed"), "arrow-counterclockwise", "/staff/refunds?state=failed", Permission.REFUND, _count_failed
)
TAKINGS = Figures(Permission.READ_LEDGER, _takings, order=30)
