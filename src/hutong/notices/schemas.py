"""Notices as JSON."""

from pydantic import Field

from hutong.kernel.paging import Page
from hutong.kernel.schemas import At, In, Line, Out, ShownId
from hutong.notices import kinds
from hutong.notices.models import Message, Notice


class NoticeOut(Out):
    """A notice in the reader's language."""

    id: ShownId
    kind: str
    title: str
    body: str
    link: str = Field(description="a path on this site, or empty")
    at: At
    read: bool

    @classmethod
    def of(cls, notice: Notice) -> "NoticeOut":
        """A notice as it is shown."""
        title, body = kinds.words(notice.kind, notice.data)
        return cls(
            id=notice.id,
            kind=notice.kind,
            title=title,
            body=body,
            link=notice.link,
            at=notice.made_at,
            read=notice.read_at is not None,
        )


class NoticesOut(Page[NoticeOut]):
    """A page of notices, and how many are unread in all."""

    unread: int


class ReadIn(In):
    """Which notices were read."""

    ids: list[ShownId] | None = Field(None, max_length=100, description="empty: all of them")


class UnreadOut(Out):
    """How many notices are unread."""

    unread: int


class ChoicesIn(In):
    """What comes by mail."""

    mail: list[Line] = Field(max_length=100, description="topics that shall come by mail; all others do not")


class Choice(Out):
    """A topic and whether it comes by mail."""

    topic: str
    label: str
    mail: bool


class ChoicesOut(Out):
    """All topics."""

    items: list[Choice]

    @classmethod
    def of(cls, muted: set[str]) -> "ChoicesOut":
        """The topics, of which some are switched off."""
        return cls(
            items=[Choice(topic=topic, label=label, mail=topic not in muted) for topic, label in kinds.topics().items()]
        )


class MessageOut(Out):
    """A message in the development outbox."""

    kind: str
    to: str
    subject: str
    text: str
    state: str
    at: At

    @classmethod
    def of(cls, message: Message) -> "MessageOut":
        """A message as it is shown; a mobile number stands as its owner types it."""
        shown = cls.model_validate(message)
        return shown.model_copy(update={"to": shown.to.removeprefix("+86")})


class OutboxOut(Out):
    """The newest messages."""

    items: list[MessageOut]
