"""The tail of a photo: where it leads to, and what came of it."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Base, Big, Instant, Ref, table_args

CREDITED = 7 * clock.DAY  # how long after a tap a paid booking is put down to it


class Tail(Base):
    """A photo leads to a subject ("home:42") or to an outside address that the operator allows."""

    __tablename__ = "photo_tails"

    photo_id: Mapped[int] = mapped_column(
        Big, ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    subject: Mapped[str] = mapped_column(String(80), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    label: Mapped[str] = mapped_column(String(80), default="")
    taps: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[Instant]


class TailVisit(Base):
    """Somebody signed in followed a tail to a subject; kept for as long as a booking is put down to it."""

    __tablename__ = "photo_tail_visits"
    __table_args__ = table_args(Index("photo_tail_visits_at", "at"))

    person_id: Mapped[int] = mapped_column(Big, ForeignKey("people.id"), primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    photo_id: Mapped[Ref] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"))  # the last one that led there
    at: Mapped[Instant]


class TailSale(Base):
    """A paid booking that is put down to a photo's tail, once."""

    __tablename__ = "photo_tail_sales"
    __table_args__ = table_args(Index("photo_tail_sales_photo", "photo_id"))

    booking_id: Mapped[int] = mapped_column(Big, ForeignKey("bookings.id"), primary_key=True, autoincrement=False)
    photo_id: Mapped[Ref] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"))
    at: Mapped[Instant]
