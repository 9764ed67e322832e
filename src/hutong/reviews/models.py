"""Reviews and what they come to, votes on them, favourites, reports and the cases they make."""

from sqlalchemy import JSON, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Base, Big, Code, Id, Instant, Ref, table_args

WINDOW_MS = 14 * clock.DAY  # after the end of a booking: how long it can be reviewed, and a lone review stays hidden
MOST_PICTURES = 6
MOST_TEXT = 2_000
GUEST, HOST = "guest", "host"  # the sides of a booking

OPEN, APPEALED, HIDDEN, DISMISSED, RESTORED = "open", "appealed", "hidden", "dismissed", "restored"
STATES = (OPEN, APPEALED, HIDDEN, DISMISSED, RESTORED)
WAITING = (OPEN, APPEALED)
HIDE, DISMISS, RESTORE = "hide", "dismiss", "restore"
# What a moderator may do with a case, and what it comes to. New reports open a case that was dismissed or restored.
DECISIONS: dict[tuple[str, str], str] = {
    (OPEN, HIDE): HIDDEN,
    (OPEN, DISMISS): DISMISSED,
    (HIDDEN, RESTORE): RESTORED,
    (APPEALED, RESTORE): RESTORED,
    (APPEALED, HIDE): HIDDEN,
}


class Review(Base):
    """What one side of a booking says about the other, once.

    `side` is who is reviewed, as `subject`. Until `visible_at` only its author reads it; `published_at` is when that
    was told. `uncounted_at` is set while the subject's score does not reckon with it yet.
    """

    __tablename__ = "reviews"
    __table_args__ = table_args(
        Index("reviews_once", "booking_id", "side", unique=True),
        Index("reviews_subject", "subject", "visible_at", "id"),
        Index("reviews_due", "published_at", "visible_at"),
        Index("reviews_uncounted", "uncounted_at"),
        Index("reviews_author", "author_id", "id"),
    )

    id: Mapped[Id]
    subject: Mapped[str] = mapped_column(String(80))
    booking_id: Mapped[Ref] = mapped_column(ForeignKey("bookings.id"))
    side: Mapped[str] = mapped_column(String(8))
    author_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    reviewed_id: Mapped[Ref]  # the person who may answer
    overall: Mapped[int] = mapped_column(SmallInteger)
    scores: Mapped[dict[str, int]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    pictures: Mapped[list[int]] = mapped_column(JSON)
    made_at: Mapped[Instant]
    visible_at: Mapped[Instant]
    published_at: Mapped[Instant | None]
    uncounted_at: Mapped[Instant | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[Instant | None]
    hidden_at: Mapped[Instant | None]
    hidden_reason: Mapped[str] = mapped_column(String(500), default="")

    @property
    def visible(self) -> bool:
        """Whether everybody may read it."""
        return self.visible_at <= clock.now() and self.hidden_at is None


class HelpfulVote(Base):
    """Somebody found a review helpful."""

    __tablename__ = "helpful_votes"

    review_id: Mapped[int] = mapped_column(Big, ForeignKey("reviews.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(Big, ForeignKey("people.id"), primary_key=True, autoincrement=False)


class ReviewScore(Base):
    """What the reviews of a subject come to, recomputed by a job; `aspects` holds code → [sum, count]."""

    __tablename__ = "review_scores"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    aspects: Mapped[dict[str, list[int]]] = mapped_column(JSON)
    counted_at: Mapped[Instant]


class Favourite(Base):
    """A subject that a person wants to find again; `id` gives the order of keeping."""

    __tablename__ = "favourites"
    __table_args__ = table_args(Index("favourites_order", "person_id", "id"))

    person_id: Mapped[int] = mapped_column(Big, ForeignKey("people.id"), primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    id: Mapped[Ref]
    made_at: Mapped[Instant]


class ReportCase(Base):
    """All that is reported about one subject: one row, so that the queue has one item.

    `title` is what the subject was called when it was last reported: once hidden, its slice may not say.
    """

    __tablename__ = "report_cases"
    __table_args__ = table_args(
        Index("report_cases_state", "state", "id"), Index("report_cases_owner", "owner_id", "id")
    )

    id: Mapped[Id]
    subject: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    owner_id: Mapped[Ref | None]
    state: Mapped[str] = mapped_column(String(12), default=OPEN)
    count: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[Instant]
    last_at: Mapped[Instant]
    decided_by: Mapped[Ref | None]
    decided_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    appeal: Mapped[str] = mapped_column(Text, default="")
    appealed_at: Mapped[Instant | None]
    appeal_decided_by: Mapped[Ref | None]
    appeal_decided_at: Mapped[Instant | None]
    appeal_reason: Mapped[str] = mapped_column(String(500), default="")

    @property
    def may_appeal(self) -> bool:
        """Whether its owner can still ask for another look."""
        return self.state == HIDDEN and self.appealed_at is None


class Report(Base):
    """What one person reported about a subject, once."""

    __tablename__ = "reports"
    __table_args__ = table_args(Index("reports_newest", "case_id", "at"))

    case_id: Mapped[int] = mapped_column(Big, ForeignKey("report_cases.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(Big, ForeignKey("people.id"), primary_key=True, autoincrement=False)
    reason: Mapped[Code]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[Instant]
    told_at: Mapped[Instant | None]  # when this person heard what became of it


def review_subject(review_id: int) -> str:
    """The name of a review as a subject and in the audit log."""
    return f"review:{review_id}"


def case_subject(case_id: int) -> str:
    """The name of a case in the audit log."""
    return f"report:{case_id}"
