"""What goes in and out about messages."""

import re

from pydantic import Field

from hutong.booking.messages.models import LONGEST, MOST_PICTURES
from hutong.booking.messages.queries import Said, Thread
from hutong.booking.schemas import named
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import At, In, Out, ShownId, Text
from hutong.media import queries as media

_REACH = re.compile(r"(?:\+?\d{1,3}[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}|\+\d[\d -]{7,}\d|[\w.+-]+@[\w-]+\.[\w.-]+")
HIDDEN = "•••"


class MessageIn(In):
    """A message: a text, pictures, or both."""

    text: Text = Field("", max_length=LONGEST)
    picture_ids: list[ShownId] = Field(default_factory=list, max_length=MOST_PICTURES)


class ReadIn(In):
    """Up to which message one has read."""

    until: ShownId


class MessagesQuery(PageQuery):
    """Which messages: the latest, those `after` one (for asking again and again), or those `before` one."""

    after: ShownId | None = None
    before: ShownId | None = None


class AttachedOut(Out):
    """A picture of a message."""

    id: ShownId
    url: str
    srcset: str
    width: int
    height: int
    alt: str


class MessageOut(Out):
    """A message; `mine` says on whose side it was written. Ways to reach each other show once it is confirmed."""

    id: ShownId
    author: str
    mine: bool
    text: str
    pictures: list[AttachedOut]
    made_at: At

    @classmethod
    def of(cls, said: Said, confirmed: bool) -> "MessageOut":
        """As its reader may see it."""
        return cls(
            id=said.message.id,
            author=said.author.name if said.author else "",
            mine=said.mine,
            text=said.message.text if confirmed else discreet(said.message.text),
            pictures=[
                AttachedOut(
                    id=one.id,
                    url=media.url(one, 640),
                    srcset=media.srcset(one),
                    width=one.width,
                    height=one.height,
                    alt=one.alt,
                )
                for one in said.pictures
            ],
            made_at=said.message.made_at,
        )


class MessagesOut(Out):
    """Messages, oldest first; `read` is the last one that the other side has read."""

    items: list[MessageOut]
    read: ShownId | None
    earlier: ShownId | None = Field(description="ask `before` this for earlier ones; null when there are none")


class ThreadOut(Out):
    """A booking in the inbox."""

    booking_id: ShownId
    title: str
    other: str
    as_host: bool
    unread: bool
    last: str
    at: At

    @classmethod
    def of(cls, thread: Thread, confirmed: bool) -> "ThreadOut":
        """As its reader may see it."""
        return cls(
            booking_id=thread.booking.id,
            title=named(thread.booking),
            other=thread.other.name if thread.other else "",
            as_host=thread.as_host,
            unread=thread.unread,
            last=(thread.last.text if confirmed else discreet(thread.last.text))[:200],
            at=thread.last.made_at,
        )


def discreet(text: str) -> str:
    """A text without mobile numbers and mail addresses: those are shown once a booking is confirmed."""
    return _REACH.sub(HIDDEN, text)
