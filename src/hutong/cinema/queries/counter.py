"""Questions of the counter: whose shift it is, and what a shift comes to, beside what the ledger says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hutong.booking.models import CARD, CASH, FREE
from hutong.cinema.models.tickets import CounterMove, Shift
from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.payments.chart import TILL
from hutong.payments.models.ledger import Account, Entry, Movement


@dataclass(frozen=True)
class Sum:
    """What one way of paying came to."""

    method: str
    sales: int
    seats: int
    taken: int
    back: int
    ledger: int

    @property
    def amount(self) -> int:
        """What is left of it."""
        return self.taken - self.back


@dataclass(frozen=True)
class Report:
    """A shift and its sums; `expected` is the cash that should be in the drawer."""

    shift: Shift
    sums: list[Sum]

    @property
    def expected(self) -> int:
        """The change at the beginning and the cash since."""
        return self.shift.float_amount + sum(one.amount for one in self.sums if one.method == CASH)

    @property
    def difference(self) -> int | None:
        """What was counted over it or under it."""
        return None if self.shift.counted is None else self.shift.counted - self.expected

    @property
    def agrees(self) -> bool:
        """Whether the ledger says the same."""
        return all(one.ledger == one.amount for one in self.sums)


def open_shift(cinema_id: int, person_id: int) -> Shift | None:
    """The shift that somebody has open at a cinema."""
    mine = select(Shift).where(Shift.cinema_id == cinema_id, Shift.person_id == person_id, Shift.open_no == 1)
    return session().scalars(mine).first()


def shift(shift_id: int) -> Shift:
    """One shift; raises NotFound."""
    found = session().get(Shift, shift_id)
    if found is None:
        raise NotFound
    return found


def shifts(cinema_id: int, limit: int, before: int | None = None) -> Sequence[Shift]:
    """The shifts of a cinema, the latest first."""
    found = select(Shift).where(Shift.cinema_id == cinema_id)
    if before is not None:
        found = found.where(Shift.id < before)
    return session().scalars(found.order_by(Shift.id.desc()).limit(limit)).all()


def report(found: Shift) -> Report:
    """What a shift comes to, by way of paying, and the same by the ledger's movements of the same keys."""
    posted = (
        select(CounterMove.method, func.sum(Entry.amount))
        .join(Movement, Movement.key == CounterMove.key)
        .join(Entry, Entry.movement_id == Movement.id)
        .join(Account, Account.id == Entry.account_id)
        .where(CounterMove.shift_id == found.id, Account.kind == TILL)
        .group_by(CounterMove.method)
    )
    ledger = {method: int(amount) for method, amount in session().execute(posted)}
    moves = session().scalars(select(CounterMove).where(CounterMove.shift_id == found.id)).all()
    sums = []
    for method in (CASH, CARD, FREE):
        mine = [move for move in moves if move.method == method]
        sums.append(
            Sum(
                method=method,
                sales=sum(move.seats > 0 for move in mine),
                seats=sum(move.seats for move in mine),
                taken=sum(move.amount for move in mine if move.amount > 0),
                back=-sum(move.amount for move in mine if move.amount < 0),
                ledger=ledger.get(method, 0),
            )
        )
    return Report(found, sums)


def faults() -> Iterator[str]:
    """What `hutong audit` proves of the counter: every move is in the ledger with the same amount."""
    posted = (
        select(Movement.key, func.sum(Entry.amount).label("amount"))
        .join(Entry, Entry.movement_id == Movement.id)
        .join(Account, Account.id == Entry.account_id)
        .where(Account.kind == TILL)
        .group_by(Movement.key)
        .subquery()
    )
    rows = select(CounterMove.booking_id, CounterMove.amount, posted.c.amount).outerjoin(
        posted, posted.c.key == CounterMove.key
    )
    wrong = rows.where(func.coalesce(posted.c.amount, 0) != CounterMove.amount)
    for booking_id, amount, said in session().execute(wrong):
        yield f"the counter took {amount} for booking {ids.show(booking_id)}, the ledger says {said or 0}"
