"""Somebody takes their data along or wants to leave: their payments and what they earned."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select, update

from hutong.accounts.events import AccountClosed
from hutong.accounts.leaving import EXPORTS, UNSETTLED, Archive, Unsettled
from hutong.accounts.scopes import SETTLING
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.events import listen
from hutong.kernel.pages import show_money
from hutong.payments.chart import PAYABLE, seller
from hutong.payments.models import Account, Invoice, Payment, Payout, PayoutAccount
from hutong.payments.models.payouts import DUE
from hutong.payments.queries import ledger

PAGE = "/earnings"
OF_A_PAYMENT = ("id", "title", "amount", "currency", "refunded", "provider", "state", "made_at", "paid_at")
OF_AN_INVOICE = (
    "id",
    "what",
    "amount",
    "currency",
    "kind",
    "title",
    "tax_number",
    "email",
    "state",
    "number",
    "made_at",
)
OF_AN_ACCOUNT = ("kind", "bank", "shown", "made_at", "ended_at")


def install(app: Flask) -> None:
    """Contribute to archives and to what keeps somebody here, and forget where they were paid."""
    EXPORTS.add(app, export)
    UNSETTLED.add(app, unsettled)
    SETTLING.add(app, "payments.earnings", "payments_api.waive_earnings")
    listen(app, AccountClosed, forget)


def export(person_id: int, archive: Archive) -> None:
    """What a person has paid, was paid, and asked invoices for."""
    _put(archive, "payments", OF_A_PAYMENT, Payment, Payment.payer_id == person_id)
    _put(archive, "accounts", OF_AN_ACCOUNT, PayoutAccount, PayoutAccount.seller_id == person_id)
    _put(archive, "invoices", OF_AN_INVOICE, Invoice, Invoice.customer_id == person_id)
    archive.rows("payments/payouts.json", select(Payout).where(Payout.seller_id == person_id).order_by(Payout.id))


def unsettled(person_id: int) -> Iterator[Unsettled]:
    """Money that is owed to them or by them, or on its way."""
    mine = select(Account).where(Account.kind == PAYABLE, Account.party == seller(person_id)).order_by(Account.id)
    for account in session().scalars(mine):
        amount = -ledger.balance(account.id)
        if amount > 0:
            said = _(
                "%(amount)s is owed to you. Wait until it is paid out, or give it up.",
                amount=show_money(amount, account.currency),
            )
            yield Unsettled(said, PAGE)
        elif amount < 0:
            owes = _(
                "You owe %(amount)s: refunds were more than your sales. It is taken from what you sell next; to settle "
                "it otherwise, write to us.",
                amount=show_money(-amount, account.currency),
            )
            yield Unsettled(owes, PAGE)
    due = select(Payout).where(Payout.seller_id == person_id, Payout.state == DUE).order_by(Payout.id)
    for payout in session().scalars(due):
        shown = show_money(payout.amount, payout.currency)
        yield Unsettled(_("A payout of %(amount)s is on its way to you.", amount=shown), PAGE)


def forget(news: AccountClosed) -> None:
    """Whoever has left is paid nowhere: the numbers of their accounts go, the books keep the rest."""
    mine = update(PayoutAccount).where(PayoutAccount.seller_id == news.person_id)
    ended = func.coalesce(PayoutAccount.ended_at, clock.now())
    session().execute(mine.values(live_key=None, sealed=b"", ended_at=ended))


def _put(archive: Archive, name: str, columns: Sequence[str], table: Any, mine: ColumnElement[bool]) -> None:
    wanted = select(*(getattr(table, column) for column in columns)).where(mine).order_by(table.id)
    archive.data(f"payments/{name}.json", [dict(row._mapping) for row in session().execute(wanted)])
