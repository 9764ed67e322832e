"""Calendars of other sites, and where they disagree with our bookings."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Base, Big, Code, Id, Instant, Ref, table_args

PERIOD = 15 * clock.MINUTE  # how often a calendar is read
OPEN, KEPT, CANCELLED, GONE = "open", "kept", "cancelled", "gone"


class Feed(Base):
    """A calendar that takes nights of a home; `problem` is a code (gateways.calendars), empty while it is well."""

    __tablename__ = "home_feeds"
    __table_args__ = table_args(Index("home_feeds_home", "home_id", "id"), Index("home_feeds_due", "due_at"))

    id: Mapped[Id]
    home_id: Mapped[int] = mapped_column(Big, ForeignKey("homes.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    url: Mapped[str] = mapped_column(String(1000))
    made_at: Mapped[Instant]
    due_at: Mapped[Instant]
    checked_at: Mapped[Instant | None]
    ok_at: Mapped[Instant | None]  # the last time it could be read
    problem: Mapped[str] = mapped_column(String(20), default="")
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    etag: Mapped[str] = mapped_column(String(200), default="")
    changed: Mapped[str] = mapped_column(String(200), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")

    @property
    def well(self) -> bool:
        """Whether it could be read the last time."""
        return self.ok_at is not None and not self.failures


class Conflict(Base):
    """Nights that both a calendar and a booking of ours say are theirs: the host decides."""

    __tablename__ = "home_conflicts"
    __table_args__ = table_args(
        Index("home_conflicts_same", "feed_id", "booking_id", "first", "until", unique=True),
        Index("home_conflicts_home", "home_id", "state"),
    )

    id: Mapped[Id]
    home_id: Mapped[int] = mapped_column(Big, ForeignKey("homes.id", ondelete="CASCADE"))
    feed_id: Mapped[Ref]
    feed_name: Mapped[str] = mapped_column(String(60))
    booking_id: Mapped[Ref]
    first: Mapped[int]
    until: Mapped[int]
    state: Mapped[Code] = mapped_column(default=OPEN)
    opened_at: Mapped[Instant]
    decided_at: Mapped[Instant | None]
