"""Posting movements, and closing the books."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select, tuple_
from sqlalchemy.exc import IntegrityError

from hutong.kernel import clock, ids
from hutong.kernel.db import Retry, session
from hutong.payments import chart
from hutong.payments.chart import Side
from hutong.payments.models.ledger import Account, Closing, ClosingPart, Entry, Movement

MOST = 2**62
_CURRENCY = re.compile("[A-Z]{3}")


class Unbalanced(ValueError):
    """Sides that do not come to nothing, or are no amounts at all: nothing was posted."""


def post(key: str, kind: str, about: int, currency: str, sides: Iterable[Side]) -> bool:
    """Write a movement into the ledger, once; False where its key is known or all of its sides are nothing.

    Raises Unbalanced where the sides do not sum to zero or one of them is no whole amount.
    """
    given = [side for side in sides if side.amount != 0]
    _check(key, currency, given)
    if not given or session().scalar(select(Movement.id).where(Movement.key == key)) is not None:
        return False
    now = clock.now()
    accounts = _accounts(given, currency)
    made = Movement(id=ids.new_id(), key=key, kind=kind, about=about, at=now)
    session().add(made)
    session().add_all(
        Entry(
            movement_id=made.id,
            account_id=accounts[side.kind, side.party],
            what=side.what,
            amount=side.amount,
            subject=side.subject,
            at=now,
        )
        for side in given
    )
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # the same movement, or the first one of an account, at the same time
    return True


def close_books(until: int) -> int:
    """Note what every account came to before an instant, where something happened since the last time; how many."""
    last = select(Closing.account_id, func.max(Closing.at).label("at")).group_by(Closing.account_id).subquery()
    since = select(Entry.account_id, Entry.what, func.sum(Entry.amount))
    since = since.outerjoin(last, last.c.account_id == Entry.account_id)
    fresh = since.where(Entry.at < until, Entry.at >= func.coalesce(last.c.at, 0))
    rows = session().execute(fresh.group_by(Entry.account_id, Entry.what)).all()
    before = select(Closing.account_id, Closing.balance)
    before = before.join(last, (last.c.account_id == Closing.account_id) & (last.c.at == Closing.at))
    known: dict[int, int] = dict(session().execute(before).all())
    parts: dict[int, dict[str, int]] = {}
    for account_id, what, amount in rows:
        parts.setdefault(account_id, {})[what] = int(amount)
    for account_id, moved in sorted(parts.items()):
        balance = known.get(account_id, 0) + sum(moved.values())
        session().add(Closing(account_id=account_id, at=until, balance=balance))
        for what, amount in sorted(moved.items()):
            session().add(ClosingPart(account_id=account_id, at=until, what=what, amount=amount))
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # two closers at once
    return len(parts)


def _check(key: str, currency: str, sides: Sequence[Side]) -> None:
    if not _CURRENCY.fullmatch(currency):
        raise Unbalanced(f"{key}: {currency!r} is no currency")
    for side in sides:
        if type(side.amount) is not int or abs(side.amount) >= MOST:
            raise Unbalanced(f"{key}: {side.amount!r} is no amount")
        if side.kind not in chart.KINDS or bool(side.party) != (side.kind in chart.OF_A_PARTY):
            raise Unbalanced(f"{key}: there is no account {side.kind} of {side.party!r}")
    if sum(side.amount for side in sides):
        raise Unbalanced(f"{key}: {sum(side.amount for side in sides)} {currency} are left over")


def _accounts(sides: Sequence[Side], currency: str) -> dict[tuple[str, str], int]:
    """The accounts of these sides; those that are missing are opened."""
    wanted = sorted({(side.kind, side.party) for side in sides})
    named = tuple_(Account.kind, Account.party).in_(wanted)
    rows = session().execute(select(Account.kind, Account.party, Account.id).where(named, Account.currency == currency))
    found = {(kind, party): account_id for kind, party, account_id in rows}
    for kind, party in wanted:
        if (kind, party) not in found:
            opened = Account(id=ids.new_id(), kind=kind, party=party, currency=currency)
            session().add(opened)
            found[kind, party] = opened.id
    return found
