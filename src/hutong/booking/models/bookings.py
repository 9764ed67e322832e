"""Resources, claims on their slots, and bookings: a slot of a resource is a row that can exist once."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hutong.kernel import clock
from hutong.kernel.db import Amount, Base, Big, Code, Id, Instant, Ref, table_args

REQUEST_MS = 24 * clock.HOUR  # how long a host may think
ACCEPTED_MS = 24 * clock.HOUR  # how long accepted nights wait for payment
HOLD_MS = 15 * clock.MINUTE  # how long seats and instant stays wait for payment
PAY_MS = 15 * clock.MINUTE  # how long one attempt to pay lives
GRACE_MS = 60 * clock.SECOND  # what a hold with an open payment gets on top
DEPOSIT_MS = 48 * clock.HOUR  # after the end, the deposit goes back
MOST_UNPAID = 3  # holds and requests one person may have unpaid

REQUESTED, ACCEPTED, HELD, PAID, COMPLETED = "requested", "accepted", "held", "paid", "completed"
REJECTED, EXPIRED, CANCELLED, REFUNDED = "rejected", "expired", "cancelled", "refunded"
UNPAID = (REQUESTED, ACCEPTED, HELD)
LIVING = (*UNPAID, PAID, COMPLETED)  # these have claims, the others have none
TRANSITIONS: dict[str, frozenset[str]] = {
    REQUESTED: frozenset({ACCEPTED, REJECTED, EXPIRED, CANCELLED}),
    ACCEPTED: frozenset({PAID, REJECTED, EXPIRED, CANCELLED}),
    HELD: frozenset({PAID, EXPIRED, CANCELLED}),
    PAID: frozenset({COMPLETED, REJECTED, CANCELLED}),
    EXPIRED: frozenset({PAID, REFUNDED}),  # money that came late: the slots are claimed again, or it goes back
    COMPLETED: frozenset(),
    REJECTED: frozenset(),
    CANCELLED: frozenset(),
    REFUNDED: frozenset(),
}

BOOKING = "booking"  # the kind of claims that bookings hold
DEPOSIT = "deposit"  # the kind of line that is paid and given back, and no part of the total
NIGHT = "night"  # the kind of line that is only called off together with all others: a stay has no holes
LIVE, GONE = "live", "cancelled"  # the states of a line
CASH, CARD, FREE = "cash", "card", "free"  # how a sale at the counter was paid; online ones name nothing
METHODS = (CASH, CARD, FREE)
NOBODY = 0  # the customer of a sale at the counter whom nobody knows


class Resource(Base):
    """Something whose slots are sold or taken: a home, a screening, a hall's time."""

    __tablename__ = "resources"

    id: Mapped[Id]
    kind: Mapped[Code]


class Claim(Base):
    """One slot of one resource, taken. `slot` is the day number of a night, or a seat's number in its hall.

    `kind` says what `holder_id` names: "booking", or something of a slice above, which then checks its own claims.
    There is no foreign key: every sale of a show would lock the same parent row. `hutong audit` looks instead.
    """

    __tablename__ = "claims"
    __table_args__ = table_args(
        Index("claims_holder", "holder_id"),
        Index("claims_expiry", "expires_at"),
        sqlite_with_rowid=False,  # the key is the row: a look at a home's nights reads one tree
    )

    resource_id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    slot: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16), default=BOOKING)
    holder_id: Mapped[Ref]
    expires_at: Mapped[Instant | None]


class Booking(Base):
    """Who takes which slots of whom, for how much, and how far it has come.

    `expires_at` is what people are told; `lapses_at` (with grace while a payment is open) is when it may be expired,
    and null unless it may. `unpaid_no` numbers a person's unpaid bookings: being unique, it limits them.
    `total` is what its lines cost after `discount`, which is their shares' sum; of that the platform bears `subsidy`
    (the seller gets it all the same), and `points` of the customer's took `points_off` away. A sale at the counter has
    a `method` and no payment. `credit` is what lines of an earlier booking brought with them, see docs/decisions/0020;
    `moved` is what lines of this one took along to a later one. `nth` counts a customer's bookings of a resource where
    their slots are limited: being unique, it lets nobody be counted twice at once.
    """

    __tablename__ = "bookings"
    __table_args__ = table_args(
        Index("bookings_customer", "customer_id", "id"),
        Index("bookings_seller", "seller_id", "id"),
        Index("bookings_resource", "resource_id", "starts_at"),
        Index("bookings_lapse", "lapses_at"),
        Index("bookings_picture", "picture_id"),
        Index("bookings_end", "state", "ends_at"),
        Index("bookings_payment", "payment_id"),
        Index("bookings_unpaid", "customer_id", "unpaid_no", unique=True),
        Index("bookings_nth", "resource_id", "customer_id", "nth", unique=True),
    )

    id: Mapped[Id]
    kind: Mapped[Code]
    state: Mapped[Code]
    customer_id: Mapped[Ref]
    seller_id: Mapped[Ref]
    resource_id: Mapped[Ref]
    total: Mapped[Amount]
    deposit: Mapped[Amount]
    currency: Mapped[str] = mapped_column(String(3))
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    picture_id: Mapped[Ref | None]
    link: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500), default="")
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    made_at: Mapped[Instant]
    expires_at: Mapped[Instant | None]
    lapses_at: Mapped[Instant | None]
    unpaid_no: Mapped[int | None]
    nth: Mapped[int | None]
    payment_id: Mapped[Ref | None]  # the payment that made it paid
    method: Mapped[Code] = mapped_column(default="")  # "cash", "card", "free" at the counter; "": a payment provider
    discount: Mapped[Amount] = mapped_column(default=0)
    subsidy: Mapped[Amount] = mapped_column(default=0)
    coupon: Mapped[Code] = mapped_column(default="")  # the code of the coupon that was used
    points: Mapped[int] = mapped_column(Integer, default=0)
    points_off: Mapped[Amount] = mapped_column(default=0)
    credit: Mapped[Amount] = mapped_column(default=0)
    moved: Mapped[Amount] = mapped_column(default=0)
    origin_id: Mapped[Ref | None]  # the booking whose lines were exchanged for this one
    given_up: Mapped[dict[str, int] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # those lines, and what each brings
    commission: Mapped[int] = mapped_column(Integer, default=0)  # the site's share, in hundredths of a per cent
    refund: Mapped[Amount] = mapped_column(default=0)  # what of it goes back, or went
    deposit_back_at: Mapped[Instant | None]
    deposit_case_id: Mapped[Ref | None]  # the case that keeps the deposit from going back by itself
    lines: Mapped[list["Line"]] = relationship(order_by="Line.position", lazy="raise", viewonly=True)
    history: Mapped[list["Transition"]] = relationship(order_by="Transition.id", lazy="raise", viewonly=True)

    @property
    def due(self) -> int:
        """What it costs: the total and the deposit."""
        return self.total + self.deposit

    @property
    def to_pay(self) -> int:
        """What is paid for it in money: what it costs, but for what an exchanged booking brought."""
        return self.due - self.credit

    @property
    def left(self) -> int:
        """What of it can still go back."""
        return self.due - self.refund - self.moved


class Line(Base):
    """One line of a booking's price; with a slot, that slot is claimed for as long as the line lives.

    `discount` is its share of coupon and points, of which the platform bears `subsidy`; `refund` is what came back.
    """

    __tablename__ = "booking_lines"
    __table_args__ = table_args(Index("booking_lines_booking", "booking_id", "position"))

    id: Mapped[Id]
    booking_id: Mapped[Ref] = mapped_column(ForeignKey("bookings.id"))
    position: Mapped[int]
    kind: Mapped[Code]
    slot: Mapped[int | None] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(String(60))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    price: Mapped[Amount]
    picture_id: Mapped[Ref | None]
    discount: Mapped[Amount] = mapped_column(default=0)
    subsidy: Mapped[Amount] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default=LIVE)
    refund: Mapped[Amount] = mapped_column(default=0)

    @property
    def net(self) -> int:
        """What was paid for it."""
        return self.price - self.discount


class Transition(Base):
    """One step of a booking: when, by whom ("guest", "host", "system"), from where to where, and why.

    That its customer made it is no row of its own, which every sale would write: the booking itself says it.
    """

    __tablename__ = "booking_transitions"
    __table_args__ = table_args(Index("booking_transitions_booking", "booking_id", "id"))

    id: Mapped[Id]
    booking_id: Mapped[Ref] = mapped_column(ForeignKey("bookings.id"))
    at: Mapped[Instant]
    role: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[Ref | None]
    before: Mapped[Code]
    after: Mapped[Code]
    reason: Mapped[str] = mapped_column(String(500), default="")


def beginning(booking: Booking, state: str, role: str = "guest", person_id: int | None = None) -> Transition:
    """The first step of a booking, into this state; by its customer unless it is said by whom."""
    who = {"role": role, "person_id": booking.customer_id if role == "guest" else person_id}
    step = {"id": booking.id, "booking_id": booking.id, "at": booking.made_at, "before": "", "after": state}
    return Transition(**step, **who, reason="")


def subject_of(booking_id: int) -> str:
    """The name by which payments and the audit log know a booking."""
    return f"booking:{booking_id}"
