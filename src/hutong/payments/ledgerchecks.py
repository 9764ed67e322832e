"""What `hutong audit` proves about the ledger: it balances, its closings are right, and it knows all money there is."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, union_all

from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.payments.chart import CLEARING, HELD, PAYOUTS, REFUNDS
from hutong.payments.models import DONE, PAID, Account, Closing, ClosingPart, Entry, Movement, Payment, Payout, Refund
from hutong.payments.models.payouts import FAILED, SENT


def faults() -> Iterator[str]:
    """Each movement, account, closing, payment or refund at fault."""
    yield from _balanced()
    yield from _closed()
    yield from _parts()
    yield from _posted()
    yield from _payouts()


def _balanced() -> Iterator[str]:
    parts = select(Entry.movement_id, Account.currency, func.sum(Entry.amount).label("left"))
    parts = parts.join(Account, Account.id == Entry.account_id).group_by(Entry.movement_id, Account.currency)
    for movement_id, currency, left in session().execute(parts.having(func.sum(Entry.amount) != 0)):
        yield f"ledger: movement {ids.show(movement_id)} does not balance: {left} {currency} are left over"
    several = select(Entry.movement_id).join(Account, Account.id == Entry.account_id).group_by(Entry.movement_id)
    for movement_id in session().scalars(several.having(func.count(Account.currency.distinct()) > 1)):
        yield f"ledger: movement {ids.show(movement_id)} is in more than one currency"
    empty = select(Movement.id).where(~exists().where(Entry.movement_id == Movement.id))
    for movement_id in session().scalars(empty):
        yield f"ledger: movement {ids.show(movement_id)} has no entries"
    stray = select(Entry.id).outerjoin(Movement, Movement.id == Entry.movement_id)
    stray = stray.outerjoin(Account, Account.id == Entry.account_id)
    for entry_id in session().scalars(stray.where(or_(Movement.id.is_(None), Account.id.is_(None)))):
        yield f"ledger: entry {ids.show(entry_id)} has no movement or no account"
    moved = select(Entry.id).join(Movement, Movement.id == Entry.movement_id).where(Movement.at != Entry.at)
    for entry_id in session().scalars(moved):
        yield f"ledger: entry {ids.show(entry_id)} stands at another time than its movement"


def _closed() -> Iterator[str]:
    """Each closing is the one before it and what was posted in between."""
    steps = select(
        Closing.account_id,
        Closing.at,
        Closing.balance,
        func.coalesce(_before(Closing.at), 0).label("since"),
        func.coalesce(_before(Closing.balance), 0).label("before"),
    ).subquery()
    between = and_(Entry.account_id == steps.c.account_id, Entry.at >= steps.c.since, Entry.at < steps.c.at)
    moved = select(func.coalesce(func.sum(Entry.amount), 0)).where(between).scalar_subquery()
    wrong = select(steps.c.account_id, steps.c.at, steps.c.balance, steps.c.before + moved)
    for account_id, at, balance, right in session().execute(wrong.where(steps.c.balance != steps.c.before + moved)):
        yield f"ledger: account {ids.show(account_id)} was closed at {at} with {balance}, its entries sum to {right}"


def _parts() -> Iterator[str]:
    """The parts of each closing are what was posted since the one before it, by what it was."""
    since = func.coalesce(_before(Closing.at), 0).label("since")
    steps = select(Closing.account_id, Closing.at, since).subquery()
    between = and_(Entry.account_id == steps.c.account_id, Entry.at >= steps.c.since, Entry.at < steps.c.at)
    moved = select(steps.c.account_id, steps.c.at, Entry.what, Entry.amount).join(Entry, between)
    noted = select(ClosingPart.account_id, ClosingPart.at, ClosingPart.what, -ClosingPart.amount)
    both = union_all(moved, noted).subquery()
    key = (both.c.account_id, both.c.at, both.c.what)
    left = func.sum(both.c.amount)
    for account_id, at, what, amount in session().execute(select(*key, left).group_by(*key).having(left != 0)):
        yield f"ledger: account {ids.show(account_id)}, closed at {at}: {amount} of {what} are not in its parts"


def _before(column: Any) -> ColumnElement[int]:
    """What stands in the closing before."""
    return func.lag(column).over(partition_by=Closing.account_id, order_by=Closing.at)


def _posted() -> Iterator[str]:
    """Every payment and refund stands in the ledger with its amount, and nothing else does."""
    questions: list[tuple[str, Any, str, str, ColumnElement[bool]]] = [
        ("payment", Payment, "payment", CLEARING, and_(Payment.state == PAID, Payment.amount > 0)),
        ("refund", Refund, "refund", HELD, Refund.amount > 0),
        ("refund", Refund, "refunded", REFUNDS, and_(Refund.state == DONE, Refund.amount > 0)),
    ]
    for name, table, kind, account, counts in questions:
        sums = select(Movement.about, func.sum(case((Account.kind == account, Entry.amount), else_=0)).label("amount"))
        sums = sums.join(Entry, Entry.movement_id == Movement.id).join(Account, Account.id == Entry.account_id)
        known = sums.where(Movement.kind == kind).group_by(Movement.about).subquery()
        right = select(table.id, table.amount, func.coalesce(known.c.amount, 0))
        right = right.outerjoin(known, known.c.about == table.id)
        there = func.coalesce(known.c.amount, 0)
        for about, amount, posted in session().execute(
            right.where(or_(and_(counts, there != table.amount), and_(~counts, there != 0)))
        ):
            yield f"{name} {ids.show(about)} is of {amount}, the ledger has {posted} as {kind}"
        homeless = select(Movement.about).where(Movement.kind == kind, ~exists().where(table.id == Movement.about))
        for about in session().scalars(homeless):
            yield f"ledger: a {kind} is posted for {name} {ids.show(about)}, which does not exist"


def _payouts() -> Iterator[str]:
    """What is on its way to sellers is what payouts say that were neither sent nor came back."""
    kinds = ("payout", "payout_sent", "payout_failed")
    sums = select(Movement.about, func.sum(case((Account.kind == PAYOUTS, -Entry.amount), else_=0)).label("amount"))
    sums = sums.join(Entry, Entry.movement_id == Movement.id).join(Account, Account.id == Entry.account_id)
    known = sums.where(Movement.kind.in_(kinds)).group_by(Movement.about).subquery()
    right = case((Payout.state.in_((SENT, FAILED)), 0), else_=Payout.amount)
    there = func.coalesce(known.c.amount, -1)
    rows = select(Payout.id, right, there).outerjoin(known, known.c.about == Payout.id).where(right != there)
    for payout_id, amount, posted in session().execute(rows):
        yield f"payout {ids.show(payout_id)}: {amount} should be on its way, the ledger has {posted}"
