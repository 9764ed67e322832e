"""A seller's statement for a period: what it began with, every entry, what it came to; as a sheet and as a PDF."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.kernel import clock, ids, money
from hutong.kernel.contribute import Point
from hutong.kernel.db import session
from hutong.kernel.pages import show_day, show_moment, show_money
from hutong.kernel.sheets import Cell
from hutong.kernel.state import settings
from hutong.payments import chart
from hutong.payments.models import Account
from hutong.payments.models.payouts import Payout, payout_subject
from hutong.payments.periods import Period
from hutong.payments.queries import ledger
from hutong.payments.queries.ledger import Posted

MOST_ON_PAPER = 500  # entries in a PDF; a sheet has them all
PIECE = 500
WORDS: dict[str, Any] = {
    "sale": _l("Sale"),
    "commission": _l("Commission"),
    "deposit": _l("Deposit, claimed rightly"),
    "kept": _l("Taken at the counter"),
    "dispute": _l("Refund by decision"),
    "payout": _l("Payout"),
    "waived": _l("Given up"),
    "repaid": _l("Debt paid"),
    "forgiven": _l("Debt let go"),
    "payout_failed": _l("Payout that came back"),
}


@dataclass(frozen=True)
class Named:
    """What an entry is about, for people."""

    title: str
    link: str = ""


@dataclass(frozen=True)
class Coming:
    """What a seller will earn, and when."""

    at: int
    named: Named
    amount: int  # after commission


@dataclass(frozen=True)
class Ahead:
    """What is paid and has not taken place yet: all of it, and the first of it."""

    amount: int
    count: int
    first: Sequence[Coming]


NAMES: Point[Callable[[Collection[str]], dict[str, Named]]] = Point("ledger_names")
AHEAD: Point[Callable[[int, str], Ahead]] = Point("earnings_ahead")


@dataclass(frozen=True)
class Statement:
    """The figures of a period, as the seller reads them: more than zero is the seller's."""

    period: Period
    currency: str
    opening: int
    closing: int
    sums: dict[str, int]
    account_id: int | None


@dataclass(frozen=True)
class Row:
    """An entry as the seller reads it: what it was, and what the account came to after it."""

    entry: Posted
    label: str
    named: Named
    amount: int
    balance: int


def statement(seller_id: int, period: Period, currency: str) -> Statement:
    """The statement of a seller for a period."""
    account = account_of(seller_id, currency)
    if account is None:
        return Statement(period, currency, 0, 0, {}, None)
    opening = -ledger.balance(account.id, period.begin)
    parts = {what: -amount for what, amount in ledger.sums(account.id, period.begin, period.end).items()}
    return Statement(period, currency, opening, opening + sum(parts.values()), parts, account.id)


def account_of(seller_id: int, currency: str) -> Account | None:
    """The account of what a seller is owed."""
    return ledger.account(chart.PAYABLE, chart.seller(seller_id), currency)


def owed(seller_id: int, currency: str) -> int:
    """What a seller has earned and not been paid yet; less than nothing where refunds were more."""
    account = account_of(seller_id, currency)
    return -ledger.balance(account.id) if account else 0


def owed_on(found: Statement) -> int:
    """What the seller of a statement has earned and not been paid yet, now."""
    return -ledger.balance(found.account_id) if found.account_id is not None else 0


def rows(entries: Sequence[Posted], before: int) -> list[Row]:
    """Entries with their names and running balance, beginning with what the account came to before them."""
    names = named({entry.subject for entry in entries})
    labels = {what: str(WORDS.get(what, what)) for what in {entry.what for entry in entries}}
    listed = []
    for entry in entries:
        before -= entry.amount
        listed.append(Row(entry, labels[entry.what], names.get(entry.subject, Named("")), -entry.amount, before))
    return listed


def page(found: Statement, limit: int, last: tuple[int, int] | None) -> tuple[list[Row], bool]:
    """A page of a statement, and whether there is more."""
    if found.account_id is None:
        return [], False
    entries = ledger.entries(found.account_id, found.period.begin, found.period.end, limit + 1, last)
    before = -ledger.balance_after(found.account_id, last) if last else found.opening
    return rows(entries[:limit], before), len(entries) > limit


def every(found: Statement) -> Iterator[Row]:
    """All of a statement, read in pieces."""
    last, before, more = None, found.opening, found.account_id is not None
    while more and found.account_id is not None:
        entries = ledger.entries(found.account_id, found.period.begin, found.period.end, PIECE, last)
        for row in rows(entries, before):
            yield row
            before = row.balance
        more = len(entries) == PIECE
        last = (entries[-1].at, entries[-1].id) if entries else None


def named(subjects: Collection[str]) -> dict[str, Named]:
    """What entries are about, asked of the slices above."""
    found: dict[str, Named] = {}
    for answer in NAMES.all():
        found |= answer(subjects)
    return found


def payout_names(subjects: Collection[str]) -> dict[str, Named]:
    """Payouts as entries name them."""
    numbers = [int(number) for kind, _, number in (one.partition(":") for one in subjects) if kind == "payout"]
    if not numbers:
        return {}
    periods = select(Payout.id, Payout.period).where(Payout.id.in_(numbers))
    return {payout_subject(payout_id): Named(period) for payout_id, period in session().execute(periods)}


def head() -> list[str]:
    """The first row of a sheet."""
    return [_("Time"), _("What"), _("For"), _("Number"), _("Amount"), _("Balance"), _("Currency")]


def cells(found: Statement) -> Iterator[list[Cell]]:
    """The rows of a sheet; the amounts sum to what the ledger moved in the period."""
    zone = settings().timezone
    for row in every(found):
        when = clock.local(row.entry.at, zone).strftime("%Y-%m-%d %H:%M:%S")
        number = row.entry.subject.partition(":")[2]
        shown = ids.show(int(number)) if number.isdigit() else row.entry.subject
        amounts = [money.number(row.amount, found.currency), money.number(row.balance, found.currency)]
        yield [when, row.label, row.named.title, shown, *amounts, found.currency]


def paper(found: Statement, name: str, shown: str) -> bytes:
    """The statement as a PDF."""
    from hutong.kernel import pdf  # noqa: PLC0415 - 15 MB that are rarely needed

    title = _("Statement %(period)s", period=found.period.name)
    first, last = (show_day(day, "yyyy-MM-dd") for day in (found.period.first, found.period.last))
    story = [
        pdf.paragraph(settings().site_name, "small"),
        pdf.paragraph(title, "title"),
        pdf.paragraph(_("%(name)s, %(first)s to %(last)s", name=name, first=first, last=last)),
        pdf.gap(),
    ]
    figures = [
        (_("Balance at the beginning"), found.opening),
        *((str(WORDS.get(what, what)), amount) for what, amount in found.sums.items()),
        (_("Balance at the end"), found.closing),
    ]
    lines: list[list[Any]] = [
        [label, pdf.paragraph(show_money(amount, found.currency), "figure")] for label, amount in figures
    ]
    story += [pdf.table(lines, [320, 150], head=False), pdf.gap(), pdf.paragraph(_("Entries"), "head")]
    listed, more = page(found, MOST_ON_PAPER, None)
    entries: list[list[Any]] = [[_("Time"), _("What"), _("For"), _("Amount"), _("Balance")]]
    for row in listed:
        amounts = [pdf.paragraph(show_money(value, found.currency), "figure") for value in (row.amount, row.balance)]
        entries.append([show_moment(row.entry.at, "MM-dd HH:mm"), row.label, row.named.title, *amounts])
    story.append(pdf.table(entries, [70, 90, 160, 80, 80]))
    if more:
        story.append(pdf.paragraph(_("There are more entries than fit here: the sheet has all of them."), "small"))
    if shown:
        story += [pdf.gap(), pdf.paragraph(_("Paid to %(account)s.", account=shown), "small")]
    return pdf.document(title, story)
