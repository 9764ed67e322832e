"""Which sellers owe the platform money."""

from typing import NamedTuple

from sqlalchemy import func, select

from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.payments.chart import PAYABLE
from hutong.payments.models.ledger import Account, Closing, Entry


class Debt(NamedTuple):
    """What a seller owes."""

    seller_id: int
    currency: str
    amount: int


def debts() -> list[Debt]:
    """Every seller in debt, the largest first; two statements, over what was posted since the last closing."""
    mine = select(Account.party, Account.currency).where(Account.kind == PAYABLE)
    closed = select(Closing.account_id, func.max(Closing.at).label("at")).group_by(Closing.account_id).subquery()
    known = mine.add_columns(Closing.balance).join(Closing, Closing.account_id == Account.id)
    known = known.join(closed, (closed.c.account_id == Closing.account_id) & (closed.c.at == Closing.at))
    fresh = mine.add_columns(func.sum(Entry.amount)).join(Entry, Entry.account_id == Account.id)
    fresh = fresh.outerjoin(closed, closed.c.account_id == Account.id).where(Entry.at >= func.coalesce(closed.c.at, 0))
    sums: dict[tuple[str, str], int] = {}
    for question in (known, fresh.group_by(Account.party, Account.currency)):
        for party, currency, amount in session().execute(question):
            sums[party, currency] = sums.get((party, currency), 0) + int(amount)
    found = [Debt(ids.read(party), currency, amount) for (party, currency), amount in sums.items() if amount > 0]
    return sorted(found, key=lambda debt: (debt.currency, -debt.amount, debt.seller_id))
