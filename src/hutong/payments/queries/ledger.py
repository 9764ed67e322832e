"""Questions to the ledger: what an account comes to, what a statement says."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, bindparam, func, inspect, or_, select, union_all

from hutong.kernel.db import session
from hutong.kernel.prepared import Prepared
from hutong.payments import chart
from hutong.payments.models.ledger import Account, Closing, ClosingPart, Entry, Movement


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


_E, _C = inspect(Entry).local_table.c, inspect(Closing).local_table.c
_P = inspect(ClosingPart).local_table.c
EVER = 2**62  # later than anything, more than there is
ACCOUNT, BEGIN, END, LAST_AT, LAST_ID, FIRST, LAST, MOST = (
    bindparam(name, type_=BigInteger())
    for name in ("account_id", "begin", "end", "last_at", "last_id", "first", "last", "most")
)


def _closed(column: Any) -> Any:
    """What stands in the last closing of the account, up to the end that is asked for."""
    before = select(column).where(_C.account_id == ACCOUNT, _C.at <= END)
    return func.coalesce(before.order_by(_C.at.desc()).limit(1).scalar_subquery(), 0)


def _moved(*conditions: Any) -> Any:
    """What was posted to the account, where these hold; the index on entries holds all that it reads."""
    posted = select(func.sum(_E.amount)).where(_E.account_id == ACCOUNT, *conditions)
    return func.coalesce(posted.scalar_subquery(), 0)


def _edges() -> Select[Any]:
    """The first and the last closing within a period."""
    return select(func.min(_C.at), func.max(_C.at)).where(_C.account_id == ACCOUNT, _C.at.between(BEGIN, END))


def _sums() -> Select[Any]:
    """By what it was: the parts of the closings in between, and the entries before the first and after the last."""
    early = select(_E.what, _E.amount).where(_E.account_id == ACCOUNT, _E.at >= BEGIN, _E.at < FIRST)
    late = select(_E.what, _E.amount).where(_E.account_id == ACCOUNT, _E.at >= LAST, _E.at < END)
    closed = select(_P.what, _P.amount).where(_P.account_id == ACCOUNT, _P.at > FIRST, _P.at <= LAST)
    every = union_all(early, closed, late).subquery()
    return select(every.c.what, func.sum(every.c.amount)).group_by(every.c.what).order_by(every.c.what)


def _entries(*further: Any) -> Select[Any]:
    rows = select(_E.id, _E.at, _E.what, _E.amount, _E.subject)
    rows = rows.where(_E.account_id == ACCOUNT, _E.at >= BEGIN, _E.at < END, *further)
    return rows.order_by(_E.at, _E.id).limit(MOST)


_AFTER = (_E.at >= LAST_AT, or_(_E.at > LAST_AT, _E.id > LAST_ID))
_UP_TO = (_E.at <= LAST_AT, or_(_E.at < LAST_AT, _E.id <= LAST_ID))
# What every look at a statement asks is made once.
_BALANCE = Prepared(lambda: select(_closed(_C.balance) + _moved(_E.at >= _closed(_C.at), _E.at < END)))
_BALANCE_AFTER = Prepared(lambda: select(_closed(_C.balance) + _moved(_E.at >= _closed(_C.at), *_UP_TO)))
_EDGES, _SUMS = Prepared(_edges), Prepared(_sums)
_ENTRIES, _FOLLOWING = Prepared(_entries), Prepared(lambda: _entries(*_AFTER))
_ACCOUNT = select(Account).where(
    Account.kind == bindparam("kind"), Account.party == bindparam("party"), Account.currency == bindparam("currency")
)


def account(kind: str, party: str = "", currency: str = "CNY") -> Account | None:
    """An account, where anything was ever posted to it."""
    return session().scalar(_ACCOUNT, {"kind": kind, "party": party, "currency": currency})


def balance(account_id: int, until: int | None = None) -> int:
    """What an account comes to, or came to before an instant: the last closing and what was posted since."""
    return int(_BALANCE.rows({"account_id": account_id, "end": EVER if until is None else until})[0][0])


def balance_after(account_id: int, last: tuple[int, int]) -> int:
    """What an account came to after an entry (at, id)."""
    asked = {"account_id": account_id, "end": last[0], "last_at": last[0], "last_id": last[1]}
    return int(_BALANCE_AFTER.rows(asked)[0][0])


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
    asked = {"account_id": account_id, "begin": begin, "end": end, "most": EVER if limit is None else limit}
    if last is None:
        return [Posted(*row) for row in _ENTRIES.rows(asked)]
    return [Posted(*row) for row in _FOLLOWING.rows({**asked, "last_at": last[0], "last_id": last[1]})]


def sums(account_id: int, begin: int, end: int) -> dict[str, int]:
    """What was posted to an account in a period, by what it was."""
    asked = {"account_id": account_id, "begin": begin, "end": end}
    first, last = _EDGES.rows(asked)[0]
    edges = {"first": end, "last": end} if first is None else {"first": first, "last": last}
    return {what: int(amount) for what, amount in _SUMS.rows({**asked, **edges})}


def accounts_of(kind: str, parties: Collection[str] | None = None) -> Sequence[Account]:
    """The accounts of a kind, all or those of some parties."""
    rows = select(Account).where(Account.kind == kind)
    if parties is not None:
        rows = rows.where(Account.party.in_(sorted(parties)))
    return session().scalars(rows.order_by(Account.id)).all()
