"""Payments, refunds, and every message a provider sent, as it came."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.dialects.mysql import MEDIUMBLOB
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Amount, Base, Code, Id, Instant, Ref, table_args

PREPARING, OPEN, PENDING, PAID = "preparing", "open", "pending", "paid"
FAILED, LAPSED, CLOSED = "failed", "expired", "closed"
LIVE = (PREPARING, OPEN, PENDING)
WAITING, DONE = "waiting", "done"

GRACE_MS = 60 * clock.SECOND  # what a payment that is under way at its end gets on top


class Payment(Base):
    """One attempt to pay for a subject. `live_key` is the subject while it may be paid: one attempt at a time.

    `pending` is the payer's word; only the provider's makes it `paid`, whatever state it is in by then.
    """

    __tablename__ = "payments"
    __table_args__ = table_args(
        Index("payments_subject", "subject", "id"),
        Index("payments_ask", "ask_at"),
        Index("payments_payer", "payer_id", "id"),
        Index("payments_paid", "paid_at"),
        Index("payments_reference", "reference"),
    )

    id: Mapped[Id]
    subject: Mapped[str] = mapped_column(String(80))
    live_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    payer_id: Mapped[Ref]
    title: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(200), default="")  # the page of the subject
    amount: Mapped[Amount]
    currency: Mapped[str] = mapped_column(String(3))
    refunded: Mapped[Amount] = mapped_column(default=0)
    provider: Mapped[Code]
    payer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # gateways.Payer, for the provider
    state: Mapped[Code]
    action: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # where the payer goes: {"kind": …, "url": …}
    reference: Mapped[str] = mapped_column(String(64), default="")  # the provider's number
    made_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    declared_at: Mapped[Instant | None]
    paid_at: Mapped[Instant | None]
    ask_at: Mapped[Instant | None]  # when the provider is asked next, if it has said nothing
    asked: Mapped[int] = mapped_column(default=0)


class Refund(Base):
    """Money going back; the key makes it happen once."""

    __tablename__ = "refunds"
    __table_args__ = table_args(
        Index("refunds_payment", "payment_id", "id"),
        Index("refunds_state", "state", "id"),
        Index("refunds_done", "done_at"),
    )

    id: Mapped[Id]
    payment_id: Mapped[Ref] = mapped_column(ForeignKey("payments.id"))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    amount: Mapped[Amount]
    reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[Code]  # waiting, done, failed
    made_at: Mapped[Instant]
    done_at: Mapped[Instant | None]


class Callback(Base):
    """A message that came as a provider's, with what we made of it: "good" or why it was refused."""

    __tablename__ = "payment_callbacks"
    __table_args__ = table_args(
        Index("payment_callbacks_payment", "payment_id", "id"),
        Index("payment_callbacks_verdict", "verdict", "at"),
    )

    id: Mapped[Id]
    at: Mapped[Instant]
    provider: Mapped[Code]
    address: Mapped[str] = mapped_column(String(45))
    headers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # those that its signature is made of
    raw: Mapped[bytes] = mapped_column(LargeBinary().with_variant(MEDIUMBLOB, "mysql", "mariadb"))
    verdict: Mapped[Code]
    said: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    payment_id: Mapped[Ref | None]
    applied_at: Mapped[Instant | None]


def refund_subject(refund_id: int) -> str:
    """The name by which the audit log knows a refund."""
    return f"refund:{refund_id}"


def payment_subject(payment_id: int) -> str:
    """The name by which the audit log knows a payment."""
    return f"payment:{payment_id}"
