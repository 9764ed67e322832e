"""Cases: what guest and seller disagree about, what each side says, and how it was settled."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock, ids
from hutong.kernel.db import Amount, Base, Code, Id, Instant, Ref, table_args

DISPUTE, CLAIM = "dispute", "deposit"  # what a case is about: what was paid, or the host's claim on a deposit
OPEN, REVIEW = "open", "review"  # the other side is heard; staff decide
AGREED, DECIDED, WITHDRAWN = "agreed", "decided", "withdrawn"
UNSETTLED = (OPEN, REVIEW)
SELLER, PLATFORM = "seller", "platform"  # who bears a refund

ANSWER_MS = 72 * clock.HOUR  # how long the other side is heard before staff decide
DISPUTE_MS = 30 * clock.DAY  # after the end
MOST_PICTURES = 6


class Case(Base):
    """One disagreement about one booking. `live_key` is the booking while it is unsettled: one at a time.

    The offer on the table is what was wanted first, then what a side or staff proposed last; both sides agree to
    the offer of this number, or staff decide. `refund` and `taken` (of the deposit) are what came of it.
    """

    __tablename__ = "booking_cases"
    __table_args__ = table_args(
        Index("booking_cases_booking", "booking_id", "id"),
        Index("booking_cases_state", "state", "id"),
        Index("booking_cases_seller", "seller_id", "state"),
    )

    id: Mapped[Id]
    booking_id: Mapped[Ref] = mapped_column(ForeignKey("bookings.id"))
    live_key: Mapped[Ref | None] = mapped_column(unique=True)
    seller_id: Mapped[Ref]
    kind: Mapped[Code]
    opened_by: Mapped[Code]  # guest, host, staff
    opener_id: Mapped[Ref]
    state: Mapped[Code]
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    answer_by: Mapped[Instant]
    offer: Mapped[int] = mapped_column(default=1)
    offer_refund: Mapped[Amount]
    offer_taken: Mapped[Amount]
    offer_borne_by: Mapped[Code] = mapped_column(default=SELLER)
    offer_lines: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))  # of which lines, where it says
    guest_agrees: Mapped[bool] = mapped_column(default=False)
    host_agrees: Mapped[bool] = mapped_column(default=False)
    refund: Mapped[Amount] = mapped_column(default=0)
    taken: Mapped[Amount] = mapped_column(default=0)
    borne_by: Mapped[Code] = mapped_column(default=SELLER)
    settled_at: Mapped[Instant | None]
    settled_by: Mapped[Ref | None]

    @property
    def offer_by_line(self) -> dict[int, int]:
        """What the offer on the table gives back of each line; nothing where it only names a sum."""
        return {ids.read(line): amount for line, amount in (self.offer_lines or {}).items()}


class CaseStatement(Base):
    """One step of a case: what somebody said, offered, agreed to or decided, and the pictures that show it."""

    __tablename__ = "booking_case_statements"
    __table_args__ = table_args(
        Index("booking_case_statements_case", "case_id", "id"),
        Index("booking_case_statements_person", "person_id", "id"),
    )

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(ForeignKey("booking_cases.id"))
    at: Mapped[Instant] = mapped_column(default=clock.now)
    role: Mapped[Code]
    person_id: Mapped[Ref]
    step: Mapped[Code]  # opened, said, offered, agreed, refused, decided, withdrawn
    text: Mapped[str] = mapped_column(String(2000), default="")
    pictures: Mapped[list[int]] = mapped_column(JSON, default=list)
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # refund, taken, borne_by


def case_subject(case_id: int) -> str:
    """The name by which the audit log knows a case."""
    return f"case:{case_id}"
