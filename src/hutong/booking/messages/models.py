"""What the two sides of a booking write to each other, and how far each has read."""

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.contribute import Point
from hutong.kernel.db import Base, Big, Id, Instant, Ref, table_args

TALKED: Point[str] = Point("booking_talked")  # kinds of bookings whose sides write to each other
LONGEST = 2_000
MOST_PICTURES = 6


class BookingMessage(Base):
    """One message; its author belongs to one of the sides."""

    __tablename__ = "booking_messages"
    __table_args__ = table_args(
        Index("booking_messages_booking", "booking_id", "id"),
        Index("booking_messages_author", "author_id", "id"),
    )

    id: Mapped[Id]
    booking_id: Mapped[Ref] = mapped_column(ForeignKey("bookings.id"))
    author_id: Mapped[Ref]
    by_host: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    picture_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    made_at: Mapped[Instant]


class Talk(Base):
    """All messages of a booking in short: the last one, how far each side has read, and how soon the host answered."""

    __tablename__ = "booking_talks"
    __table_args__ = table_args(
        Index("booking_talks_customer", "customer_id", "last_id"),
        Index("booking_talks_seller", "seller_id", "last_id"),
    )

    booking_id: Mapped[int] = mapped_column(Big, ForeignKey("bookings.id"), primary_key=True, autoincrement=False)
    customer_id: Mapped[Ref]
    seller_id: Mapped[Ref]
    last_id: Mapped[Ref]
    guest_read: Mapped[Ref] = mapped_column(default=0)
    host_read: Mapped[Ref] = mapped_column(default=0)
    asked_at: Mapped[Instant | None]  # when the guest first wrote
    answered_at: Mapped[Instant | None]  # when the host first wrote after that
