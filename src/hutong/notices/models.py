"""Notices to people, and the messages that leave the house."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Base, Id, Instant, Ref, table_args

WAITING, SENT, KEPT, FAILED = "waiting", "sent", "kept", "failed"
SMS, MAIL, CAPTCHA = "sms", "mail", "captcha"


class Notice(Base):
    """News for one person; the words are found when it is read, in the reader's language."""

    __tablename__ = "notices"
    __table_args__ = table_args(
        Index("notices_person", "person_id", "id"), Index("notices_unread", "person_id", "read_at")
    )

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    link: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[Instant]
    read_at: Mapped[Instant | None]


class Message(Base):
    """An SMS or mail on its way out (in development also captchas); where nothing sends it, it is kept."""

    __tablename__ = "messages"
    __table_args__ = table_args(
        Index("messages_at", "at", "id"), Index("messages_state", "state", "at"), Index("messages_to", "recipient")
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(8))
    to: Mapped[str] = mapped_column("recipient", String(254))
    subject: Mapped[str] = mapped_column(String(250), default="")
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # an SMS's template and its values
    state: Mapped[str] = mapped_column(String(8))
    at: Mapped[Instant]
    sent_at: Mapped[Instant | None]


class Mute(Base):
    """A way by which a person does not want to hear about a topic."""

    __tablename__ = "notice_mutes"

    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
    way: Mapped[str] = mapped_column(String(8), primary_key=True)
