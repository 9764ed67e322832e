"""Questions to the ledger: what an account comes to, what a statement says."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from hutong.kernel.db import session
from hutong.payments import chart
from hutong.payments.models.ledger import Account, Closing, Entry, Movement


@dataclass(frozen=True)
class Balance:
    """What an account comes to: more than zero is a debit."""

    kind: str
    party: str
    currency: str
    amount: int


class Posted(NamedTuple):
    """An entry as a plain value: a statement may have a hundred thousand."""

    id: int
    at: int
    what: str
    amount: int
    subject: str


def account(kind: str, party: str = "", currency: str = "CNY") -> Account | None:
    """An account, where anything was ever posted to it."""
    named = select(Account).where(Account.kind == kind, Account.party == party, Account.currency == currency)
    return session().scalar(named)


def balance(account_id: int, until: int | None = None) -> int:
    """What an account comes to, or came to before an instant: the last closing and what was posted since."""
    last = select(Closing.at, Closing.balance).where(Closing.account_id == account_id)
    last = last if until is None else last.where(Closing.at <= until)
    closed = session().execute(last.order_by(Closing.at.desc()).limit(1)).first()
    since = select(func.sum(Entry.amount)).where(Entry.account_id == account_id)
    since = since.where(Entry.at >= closed.at) if closed else since
    since = since if until is None else since.where(Entry.at < until)
    return (closed.balance if closed else 0) + int(session().scalar(since) or 0)


def balances() -> list[Balance]:
    """What every account comes to, parties' together in one line each kind and currency (the trial balance)."""
    closed = select(Closing.account_id, func.max(Closing.at).label("at")).group_by(Closing.account_id).subquery()
    known = select(Account.kind, Account.currency, func.sum(Closing.balance)).join(
        Closing, Closing.account_id == Account.id
    )
    known = known.join(closed, (closed.c.account_id == Closing.account_id) & (closed.c.at == Closing.at))
    fresh = select(Account.kind, Account.currency, func.sum(Entry.amount)).join(Entry, Entry.account_id == Account.id)
    fresh = fresh.outerjoin(closed, closed.c.account_id == Account.id).where(Entry.at >= func.coalesce(closed.c.at, 0))
    sums: dict[tuple[str, str], int] = {}
    for question in (known, fresh):
        for kind, currency, amount in session().execute(question.group_by(Account.kind, Account.currency)):
            sums[kind, currency] = sums.get((kind, currency), 0) + int(amount)
    order = {kind: place for place, kind in enumerate(chart.KINDS)}
    listed = sorted(sums.items(), key=lambda item: (item[0][1], order.get(item[0][0], 99)))
    return [Balance(kind, "", currency, amount) for (kind, currency), amount in listed]


def of_subject(subject: str, *kinds: str) -> dict[str, int]:
    """What the accounts of these kinds hold of one subject (a booking); kinds without entries are 0."""
    sums = select(Account.kind, func.sum(Entry.amount)).join(Account, Account.id == Entry.account_id)
    sums = sums.where(Entry.subject == subject, Account.kind.in_(kinds)).group_by(Account.kind)
    found = {kind: int(amount) for kind, amount in session().execute(sums)}
    return {kind: found.get(kind, 0) for kind in kinds}


def posted(key: str) -> bool:
    """Whether a movement was posted."""
    return session().scalar(select(Movement.id).where(Movement.key == key)) is not None


def entries(
    account_id: int, begin: int, end: int, limit: int | None = None, last: tuple[int, int] | None = None
) -> list[Posted]:
    """What was posted to an account from one instant to another, oldest first, beginning after a given (at, id)."""
    rows = select(Entry.id, Entry.at, Entry.what, Entry.amount, Entry.subject)
    rows = rows.where(Entry.account_id == account_id, Entry.at >= begin, Entry.at < end)
    if last is not None:
        rows = rows.where((Entry.at > last[0]) | ((Entry.at == last[0]) & (Entry.id > last[1])), Entry.at >= last[0])
    rows = rows.order_by(Entry.at, Entry.id)
    return [Posted(*row) for row in session().execute(rows if limit is None else rows.limit(limit))]


def moved(account_id: int, begin: int, last: tuple[int, int]) -> int:
    """What was posted to an account from an instant to an entry (at, id), that one included."""
    upto = (Entry.at < last[0]) | ((Entry.at == last[0]) & (Entry.id <= last[1]))
    amount = select(func.sum(Entry.amount)).where(Entry.account_id == account_id, Entry.at >= begin, upto)
    return int(session().scalar(amount.where(Entry.at <= last[0])) or 0)


def sums(account_id: int, begin: int, end: int) -> dict[str, int]:
    """What was posted to an account in a period, by what it was."""
    rows = select(Entry.what, func.sum(Entry.amount)).where(
        Entry.account_id == account_id, Entry.at >= begin, Entry.at < end
    )
    return {what: int(amount) for what, amount in session().execute(rows.group_by(Entry.what).order_by(Entry.what))}


def accounts_of(kind: str, parties: Collection[str] | None = None) -> Sequence[Account]:
    """The accounts of a kind, all or those of some parties."""
    rows = select(Account).where(Account.kind == kind)
    if parties is not None:
        rows = rows.where(Account.party.in_(sorted(parties)))
    return session().scalars(rows.order_by(Account.id)).all()
