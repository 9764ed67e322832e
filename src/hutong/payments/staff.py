"""What the platform's accountant sees: payouts, and all accounts."""

from collections.abc import Sequence

from flask import render_template
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from hutong.accounts.models import Permission
from hutong.accounts.queries import organisations, people
from hutong.kernel import desk, ids
from hutong.kernel.db import session
from hutong.kernel.desk import Act, Asked, Column, Filter, Link, Rows, StaffList, Waiting
from hutong.kernel.money import Money
from hutong.kernel.state import settings
from hutong.kernel.web import Pages
from hutong.payments import chart, periods
from hutong.payments.gateways import GATEWAYS
from hutong.payments.models.invoices import Invoice
from hutong.payments.models.payouts import DUE, FAILED, SENT, Payout, PayoutAccount
from hutong.payments.queries import ledger
from hutong.payments.queries.debts import debts

ACCOUNTANT = Permission.READ_LEDGER
CASHIER = Permission.READ_LEDGER | Permission.REFUND
STATES = {DUE: _l("to be sent"), SENT: _l("sent"), FAILED: _l("came back")}
TONES = {DUE: "waiting", SENT: "free", FAILED: "bad"}
NAMES = {
    chart.CLEARING: _l("At payment providers"),
    chart.TILL: _l("Taken at sellers' counters"),
    chart.BANK: _l("On the platform's bank account"),
    chart.HELD: _l("Customers' money held"),
    chart.DEPOSITS: _l("Customers' deposits held"),
    chart.REFUNDS: _l("Refunds on their way"),
    chart.PAYABLE: _l("Owed to sellers"),
    chart.PAYOUTS: _l("Payouts on their way"),
    chart.COMMISSION: _l("Commission"),
    chart.WAIVED: _l("Given up by sellers"),
    chart.PROMOTIONS: _l("Coupons and points borne by the platform"),
    chart.GOODWILL: _l("Refunds borne by the platform"),
    chart.FEES: _l("Providers' fees"),
}
INVOICE_STATES = {"asked": _l("asked for"), "issued": _l("issued"), "refused": _l("refused")}
INVOICE_TONES = {"asked": "waiting", "issued": "free", "refused": "bad"}
staff = Pages("payments")
staff.name = "payments_staff"


class Row:
    """A payout with whom it goes to and where."""

    def __init__(self, payout: Payout, name: str, account: PayoutAccount | None) -> None:
        self.payout, self.name = payout, name
        self.id = payout.id
        self.where = f"{account.bank} {account.shown}".strip() if account else ""


def payouts(asked: Asked) -> Rows[Row]:
    """Payouts, newest first."""
    query = select(Payout)
    if asked["state"]:
        query = query.where(Payout.state == asked["state"])
    if asked["period"]:
        query = query.where(Payout.period == asked["period"])
    return desk.keyset(query, asked, {"newest": [(Payout.id, True)]}, _rows)


def _rows(found: Sequence[Payout]) -> list[Row]:
    sellers = {payout.seller_id for payout in found}
    wanted = select(PayoutAccount).where(PayoutAccount.id.in_({payout.account_id for payout in found}))
    accounts = {account.id: account for account in session().scalars(wanted)} if found else {}
    names = _names(sellers)
    return [Row(payout, names[payout.seller_id], accounts.get(payout.account_id)) for payout in found]


def _names(sellers: set[int]) -> dict[int, str]:
    firms, persons = organisations.named(sellers), people(sellers)
    return {one: firms.get(one) or (persons[one].name if one in persons else ids.show(one)) for one in sellers}


PAYOUTS = StaffList[Row](
    "payouts",
    _l("Payouts"),
    "wallet2",
    group="money",
    needs=ACCOUNTANT,
    rows=payouts,
    columns=(
        Column(_l("Seller"), lambda row: row.name),
        Column(_l("Week"), lambda row: row.payout.period),
        Column(_l("Amount"), lambda row: Money(row.payout.amount, row.payout.currency), "money"),
        Column(_l("Paid to"), lambda row: row.where),
        Column(_l("State"), lambda row: STATES[row.payout.state], "tag", tone=lambda row: TONES[row.payout.state]),
        Column(_l("Made"), lambda row: row.payout.made_at, "moment"),
        Column(_l("Reference"), lambda row: row.payout.reference),
    ),
    filters=(
        Filter("state", _l("State"), tuple(STATES.items())),
        Filter("period", _l("Week"), kind="text"),
    ),
    acts=(
        Act(
            _l("Mark as sent"),
            "/api/v1/payouts/{id}/sending",
            "PUT",
            needs=CASHIER,
            reason=True,
            kind="act",
            offered=lambda row: row.payout.state == DUE,
        ),
        Act(
            _l("Mark as failed"),
            "/api/v1/payouts/{id}/failure",
            "PUT",
            needs=CASHIER,
            reason=True,
            kind="danger",
            offered=lambda row: row.payout.state == DUE,
        ),
    ),
    about=_l("What sellers are paid, week by week. Mark a payout once your bank has sent it, with its reference."),
)


def invoices(asked: Asked) -> Rows[Invoice]:
    """Invoices that were asked for, newest first."""
    query = select(Invoice)
    if asked["state"]:
        query = query.where(Invoice.state == asked["state"])
    return desk.keyset(query, asked, {"newest": [(Invoice.id, True)]})


INVOICES = StaffList[Invoice](
    "invoices",
    _l("Invoices"),
    "file-earmark-text",
    group="money",
    needs=ACCOUNTANT,
    rows=invoices,
    href=lambda row: f"/invoices?seller={ids.show(row.seller_id)}",
    columns=(
        Column(_l("Invoice title"), lambda row: row.title, note=lambda row: row.tax_number),
        Column(_l("For"), lambda row: row.what),
        Column(_l("Amount"), lambda row: Money(row.amount, row.currency), "money"),
        Column(_l("State"), lambda row: INVOICE_STATES[row.state], "tag", tone=lambda row: INVOICE_TONES[row.state]),
        Column(_l("Number"), lambda row: row.number),
        Column(_l("Asked"), lambda row: row.made_at, "moment"),
    ),
    filters=(Filter("state", _l("State"), tuple(INVOICE_STATES.items())),),
)
LEDGER = Link("money", _l("Ledger"), "/staff/ledger", "receipt", ACCOUNTANT)


def due() -> int:
    """How many payouts wait to be sent."""
    return session().scalar(select(func.count()).where(Payout.state == DUE)) or 0


WAITING = Waiting(_l("Payouts to be sent"), "wallet2", "/staff/payouts?state=due", ACCOUNTANT, due)


@staff.page("/staff/ledger", needs=ACCOUNTANT)
def books() -> str:
    """What every kind of account comes to, sellers in debt, a settlement by hand, what providers sent to the bank."""
    owing = debts()
    return render_template(
        "payments/staff/ledger.html",
        lines=ledger.balances(),
        names=NAMES,
        gateways=GATEWAYS.all(),
        debts=owing,
        sellers=_names({debt.seller_id for debt in owing}),
        last_week=periods.last_week(),
        currency=settings().currency,
        may_move=desk.may(CASHIER),
    )
