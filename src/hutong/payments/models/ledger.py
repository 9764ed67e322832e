"""The ledger: double entry, only ever added to. A balance is a sum; closings keep sums short."""

from typing import Any, NoReturn

from sqlalchemy import Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Amount, Base, Big, Code, Id, Instant, Ref, table_args


class Account(Base):
    """An account of the chart (`chart.py`), of a party where it is one's own: a provider, a seller."""

    __tablename__ = "ledger_accounts"
    __table_args__ = table_args(Index("ledger_accounts_name", "kind", "party", "currency", unique=True))

    id: Mapped[Id]
    kind: Mapped[Code]
    party: Mapped[str] = mapped_column(String(40), default="")
    currency: Mapped[str] = mapped_column(String(3))
    made_at: Mapped[Instant] = mapped_column(default=clock.now)


class Movement(Base):
    """One thing that happened to money; the key makes it happen once. Its entries sum to nothing.

    `kind` and `about` say what it was posted for: a payment, a refund, a booking, a case, a payout.
    """

    __tablename__ = "ledger_movements"
    __table_args__ = table_args(Index("ledger_movements_about", "about", "kind"))

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[Code]
    about: Mapped[Ref]
    at: Mapped[Instant]


class Entry(Base):
    """One side of a movement: more than zero is a debit, less a credit. `subject` is whose money it is about.

    There are no foreign keys: every sale would lock the same parent row of an account. `hutong audit` looks instead.
    """

    __tablename__ = "ledger_entries"
    __table_args__ = table_args(
        Index("ledger_entries_account", "account_id", "at", "id", "what", "amount"),  # all that a statement sums
        Index("ledger_entries_subject", "subject", "account_id"),
        Index("ledger_entries_movement", "movement_id"),
    )

    id: Mapped[Id]
    movement_id: Mapped[Ref]
    account_id: Mapped[Ref]
    what: Mapped[Code]  # how a statement calls it
    amount: Mapped[Amount]
    subject: Mapped[str] = mapped_column(String(80))
    at: Mapped[Instant]


class Closing(Base):
    """What an account came to before an instant, so that nobody sums it from the beginning again."""

    __tablename__ = "ledger_closings"

    account_id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    balance: Mapped[Amount]


class ClosingPart(Base):
    """What moved an account from the closing before to this one, by what it was: the parts of a statement.

    They sum to the difference of the two balances; a statement of a month adds up its days, not its entries.
    """

    __tablename__ = "ledger_closing_parts"

    account_id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    what: Mapped[Code] = mapped_column(primary_key=True)
    amount: Mapped[Amount]


class Written(Exception):
    """What is written in the ledger stays: a mistake is put right by another movement."""


def _refuse(_mapper: Any, _connection: Any, row: Any) -> NoReturn:
    number = getattr(row, "id", None) or f"of {row.account_id} at {row.at}"
    raise Written(f"{type(row).__name__} {number} is in the ledger: it cannot be changed or removed")


for _table in (Account, Movement, Entry, Closing, ClosingPart):
    event.listen(_table, "before_update", _refuse)
    event.listen(_table, "before_delete", _refuse)
