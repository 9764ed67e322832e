"""What belongs to seats that were paid for: pick-up codes, check-ins, shifts at the counter, combos and cards.

A ticket is no row of its own: it is the paid line of a booking with a seat, so that it can never say something else.
"""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column, query_expression

from hutong.kernel import i18n
from hutong.kernel.db import Amount, Base, Big, Id, Instant, Name, Ref, table_args

SEAT, COMBO = "seat", "combo"  # kinds of lines of a booking
CARD = "cinema_card"  # the kind of bookings, and of the resources, of a cinema's cards


class Pickup(Base):
    """The code by which a booking's tickets are fetched or let in when there is no picture to scan."""

    __tablename__ = "cinema_pickups"
    __table_args__ = table_args(Index("cinema_pickups_code", "cinema_id", "code", unique=True))

    booking_id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    cinema_id: Mapped[Ref]
    code: Mapped[str] = mapped_column(String(12))


class CheckIn(Base):
    """A ticket was let in: a row that can exist once. `ticket_id` is the line of the booking."""

    __tablename__ = "cinema_check_ins"
    __table_args__ = table_args(Index("cinema_check_ins_screening", "screening_id", "ticket_id"))

    ticket_id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    screening_id: Mapped[Ref]
    cinema_id: Mapped[Ref]
    at: Mapped[Instant]  # when the usher saw it
    merged_at: Mapped[Instant | None]  # when a scanner that had been offline told of it
    by_id: Mapped[Ref]
    device: Mapped[str] = mapped_column(String(40), default="")


class Shift(Base):
    """Somebody's time at a cinema's counter. `open_no` is 1 while it is open: being unique, there is one at a time."""

    __tablename__ = "cinema_shifts"
    __table_args__ = table_args(
        Index("cinema_shifts_open", "cinema_id", "person_id", "open_no", unique=True),
        Index("cinema_shifts_cinema", "cinema_id", "id"),
    )

    id: Mapped[Id]
    cinema_id: Mapped[Ref] = mapped_column(ForeignKey("cinemas.id"))
    person_id: Mapped[Ref]
    opened_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]
    open_no: Mapped[int | None] = mapped_column(SmallInteger)
    float_amount: Mapped[Amount] = mapped_column(default=0)  # the change that was in the drawer
    counted: Mapped[Amount | None]  # the cash that was in it at the end
    note: Mapped[str] = mapped_column(String(500), default="")


class CounterMove(Base):
    """Money taken or handed back at the counter, in somebody's shift; complimentary tickets are moves of nothing."""

    __tablename__ = "cinema_counter_moves"
    __table_args__ = table_args(
        Index("cinema_counter_moves_shift", "shift_id", "id"),
        Index("cinema_counter_moves_key", "key", unique=True),
    )

    id: Mapped[Id]
    shift_id: Mapped[Ref | None] = mapped_column(ForeignKey("cinema_shifts.id"))  # none: nobody was at the counter
    booking_id: Mapped[Ref]
    key: Mapped[str] = mapped_column(String(120))  # of the movement in the ledger
    method: Mapped[str] = mapped_column(String(8))
    amount: Mapped[Amount]  # less than nothing: handed back
    seats: Mapped[int] = mapped_column(SmallInteger, default=0)
    at: Mapped[Instant]


class Combo(Base):
    """Something to eat or drink that a cinema sells with its tickets. Without `stock` there is always some.

    `lapsed` is what holds that are over, and that nobody has swept yet, took of it: only where it was asked for.
    """

    __tablename__ = "cinema_combos"
    __table_args__ = table_args(
        Index("cinema_combos_cinema", "cinema_id", "id"),
        Index("cinema_combos_picture", "picture_id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    cinema_id: Mapped[Ref] = mapped_column(ForeignKey("cinemas.id"))
    title_zh: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    price: Mapped[Amount]
    picture_id: Mapped[Ref | None]
    stock: Mapped[int | None]
    listed: Mapped[bool] = mapped_column(default=True)
    lapsed: Mapped[int | None] = query_expression()

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.title_zh if i18n.language() == "zh" else self.title_en or self.title_zh

    @property
    def left(self) -> int | None:
        """How many can be had now; None: always some."""
        return None if self.stock is None else self.stock + (self.lapsed or 0)


class SoldCombo(Base):
    """A combo in a booking, by the line that names its price; `taken` while it is out of the cinema's stock.

    One that waits for payment in exchange for another booking's is not taken: those are, until the exchange is paid.
    """

    __tablename__ = "cinema_sold_combos"
    __table_args__ = table_args(Index("cinema_sold_combos_booking", "booking_id", "taken"))

    line_id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    booking_id: Mapped[Ref]
    combo_id: Mapped[Ref] = mapped_column(ForeignKey("cinema_combos.id"))
    taken: Mapped[bool] = mapped_column(default=True)


class CardState(StrEnum):
    """Whether a level of a cinema's card can be bought."""

    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


class CardLevel(Base):
    """A level of a cinema's card: what it costs, how long it lasts, and how much less its holder pays for a seat."""

    __tablename__ = "cinema_card_levels"
    __table_args__ = table_args(Index("cinema_card_levels_cinema", "cinema_id", "price"))

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    cinema_id: Mapped[Ref] = mapped_column(ForeignKey("cinemas.id"))
    resource_id: Mapped[Ref]  # its slots are the numbers of cards
    state: Mapped[str] = mapped_column(String(12), default=CardState.OFFERED)
    title_zh: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    price: Mapped[Amount]
    months: Mapped[int] = mapped_column(SmallInteger)
    percent: Mapped[int] = mapped_column(SmallInteger)  # off the price of a seat

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.title_zh if i18n.language() == "zh" else self.title_en or self.title_zh


class Card(Base):
    """A person's card of a cinema, once it was paid."""

    __tablename__ = "cinema_cards"
    __table_args__ = table_args(
        Index("cinema_cards_person", "person_id", "cinema_id", "until"),
        Index("cinema_cards_number", "cinema_id", "number", unique=True),
    )

    id: Mapped[Id]
    booking_id: Mapped[Ref]
    person_id: Mapped[Ref]
    cinema_id: Mapped[Ref] = mapped_column(ForeignKey("cinemas.id"))
    level_id: Mapped[Ref] = mapped_column(ForeignKey("cinema_card_levels.id"))
    number: Mapped[int]
    percent: Mapped[int] = mapped_column(SmallInteger)
    starts_at: Mapped[Instant]
    until: Mapped[Instant]
