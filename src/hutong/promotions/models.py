"""Coupons with who holds and who used them; points in lots, with every change of them."""

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Amount, Base, Big, Code, Id, Instant, Ref, table_args

FIXED, PERCENT = "fixed", "percent"
OPEN, STOPPED = "open", "stopped"
PLATFORM, SELLER = "platform", "seller"  # who bears what a coupon takes off
TAKEN, GIVEN = "taken", "given"  # how a coupon came to somebody

EARNED, SPENT, RETURNED, EXPIRED, GRANTED = "earned", "spent", "returned", "expired", "granted"
RECLAIMED = "reclaimed"  # what was earned with money that went back
POINTS_LIVE_MS = 365 * clock.DAY
RETURNED_LIVE_MS = 30 * clock.DAY  # points that come back live so long at least


class Coupon(Base):
    """What takes something off a price, for whom, when and how often.

    `seller_id` 0 and an empty `kind` mean all of them. `used` is counted only where there is a `stock`: without
    one, the coupon is no row that every buyer waits for.
    """

    __tablename__ = "coupons"
    __table_args__ = table_args(
        Index("coupons_seller", "seller_id", "id"), Index("coupons_public", "listed", "state", "ends_at")
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(32), unique=True)  # upper case
    title: Mapped[str] = mapped_column(String(80))
    how: Mapped[Code]
    value: Mapped[Amount]  # minor units, or per cent
    cap: Mapped[Amount | None]  # the most that a percentage takes off
    minimum: Mapped[Amount] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3))
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    kind: Mapped[Code] = mapped_column(default="")  # "stay", "screening": the kind of bookings
    seller_id: Mapped[Ref] = mapped_column(default=0)
    borne_by: Mapped[Code] = mapped_column(default=PLATFORM)
    per_person: Mapped[int] = mapped_column(Integer, default=1)
    stock: Mapped[int | None] = mapped_column(Integer)
    used: Mapped[int] = mapped_column(Integer, default=0)
    holders_only: Mapped[bool] = mapped_column(default=False)  # only for those to whom it was handed out
    listed: Mapped[bool] = mapped_column(default=False)  # on the page of coupons for everybody
    state: Mapped[Code] = mapped_column(default=OPEN)
    made_by: Mapped[Ref]
    made_at: Mapped[Instant] = mapped_column(default=clock.now)


class Holding(Base):
    """A coupon in somebody's wallet."""

    __tablename__ = "coupon_holdings"
    __table_args__ = table_args(Index("coupon_holdings_person", "person_id", "at"))

    coupon_id: Mapped[int] = mapped_column(Big, ForeignKey("coupons.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(Big, primary_key=True, autoincrement=False)
    how: Mapped[Code]
    at: Mapped[Instant] = mapped_column(default=clock.now)


class CouponUse(Base):
    """One use of a coupon, for a subject such as a booking. (coupon, person, number) exists once; given back, it has
    no number any more."""

    __tablename__ = "coupon_uses"
    __table_args__ = table_args(
        Index("coupon_uses_once", "coupon_id", "person_id", "number", unique=True),
        Index("coupon_uses_subject", "subject"),
        Index("coupon_uses_person", "person_id", "id"),
    )

    id: Mapped[Id]
    coupon_id: Mapped[Ref] = mapped_column(ForeignKey("coupons.id"))
    person_id: Mapped[Ref]
    number: Mapped[int | None] = mapped_column(Integer)
    subject: Mapped[str] = mapped_column(String(80))
    amount: Mapped[Amount]  # what it took off
    at: Mapped[Instant]
    given_back_at: Mapped[Instant | None]


class PointLot(Base):
    """Points that came together and expire together; `left` never falls below nothing."""

    __tablename__ = "point_lots"
    __table_args__ = table_args(
        Index("point_lots_person", "person_id", "expires_at"), Index("point_lots_expiry", "expires_at")
    )

    id: Mapped[Id]
    person_id: Mapped[Ref]
    left: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[Instant]


class PointEntry(Base):
    """One change of a lot, only ever added: what a lot has left is their sum. The key makes each happen once."""

    __tablename__ = "point_entries"
    __table_args__ = table_args(
        Index("point_entries_lot", "lot_id"),
        Index("point_entries_subject", "subject"),
        Index("point_entries_person", "person_id", "id"),
    )

    id: Mapped[Id]
    person_id: Mapped[Ref]
    lot_id: Mapped[Ref] = mapped_column(ForeignKey("point_lots.id"))
    kind: Mapped[Code]
    amount: Mapped[int] = mapped_column(Integer)
    subject: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    at: Mapped[Instant]


def coupon_subject(coupon_id: int) -> str:
    """The name by which the audit log knows a coupon."""
    return f"coupon:{coupon_id}"
