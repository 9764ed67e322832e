"""Photos, their tags, words and looks, and the picks of a day."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Base, Big, Id, Instant, Ref, table_args
from hutong.kernel.text import WordsTable

SUBJECT = "photo"  # the kind of subject that is kept and reported
KEPT_IN_TRASH = 30 * clock.DAY
MOST_CAPTION = 2_000
MOST_TAGS = 20
LONGEST_TAG = 40
PICKS_A_DAY = 3


class Visibility(StrEnum):
    """Who may see a photo."""

    PUBLIC = "public"
    FOLLOWERS = "followers"
    LINK = "link"  # whoever has its address; it stands in no list
    PRIVATE = "private"


class PhotoState(StrEnum):
    """Whether a photo is shown at all."""

    LIVE = "live"
    WAITING = "waiting"  # for a moderator, where the operator wants to see photos first
    HIDDEN = "hidden"  # by a moderator
    TRASHED = "trashed"  # for 30 days, then removed


def guarded(visibility: str, state: str) -> bool:
    """Whether the picture of such a photo has no address that anybody could open."""
    return state != PhotoState.LIVE or visibility not in (Visibility.PUBLIC, Visibility.LINK)


class Photo(Base):
    """A photo that somebody shares.

    `listed` is 1 while everybody finds it (live and public): every stream but a follower's reads it from its index.
    `heat` is an instant moved by what people made of the photo (see heat.py), so that it never has to be aged.
    `uncounted_at` is set while `likes`, `comments` and `heat` do not reckon with the news yet.
    """

    __tablename__ = "photos"
    __table_args__ = table_args(
        Index("photos_newest", "listed", "shown_at", "id"),
        Index("photos_hot", "listed", "heat", "id"),
        Index("photos_person", "owner_id", "state", "shown_at", "id"),
        Index("photos_same", "owner_id", "digest"),
        Index("photos_state", "state", "id"),
        Index("photos_trashed", "trashed_at"),
        Index("photos_uncounted", "uncounted_at"),
        Index("photos_source", "source_key", unique=True),
    )

    id: Mapped[Id]
    owner_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    picture_id: Mapped[Ref] = mapped_column(ForeignKey("pictures.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))  # of what is in the picture, by which copies are recognised
    caption: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    alt: Mapped[str] = mapped_column(String(300), default="")
    visibility: Mapped[str] = mapped_column(String(12), default=Visibility.PUBLIC)
    state: Mapped[str] = mapped_column(String(12), default=PhotoState.LIVE)
    was: Mapped[str] = mapped_column(String(12), default="")  # before it went to the trash
    listed: Mapped[int] = mapped_column(SmallInteger, default=0)
    comments_open: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[Instant]
    shown_at: Mapped[Instant]  # when it was published: its place in the streams
    edited_at: Mapped[Instant | None]
    trashed_at: Mapped[Instant | None]
    trashed_by: Mapped[Ref | None]
    reason: Mapped[str] = mapped_column(String(500), default="")  # why it was taken away by somebody else
    look: Mapped[Ref | None]  # 64 bits of how it looks
    heat: Mapped[Instant] = mapped_column(default=0)
    views: Mapped[int] = mapped_column(default=0)
    likes: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0)
    talkers: Mapped[int] = mapped_column(default=0)  # how many others have commented
    likes_told: Mapped[int] = mapped_column(default=0)  # of how many likes the owner has heard
    uncounted_at: Mapped[Instant | None]
    source_url: Mapped[str] = mapped_column(String(1000), default="")
    source_key: Mapped[str | None] = mapped_column(String(64))  # one source is imported once
    author: Mapped[str] = mapped_column(String(100), default="")
    licence: Mapped[str] = mapped_column(String(100), default="")

    @property
    def public(self) -> bool:
        """Whether everybody finds it."""
        return self.listed == 1

    @property
    def guarded(self) -> bool:
        """Whether its picture is shown only to those who may see it."""
        return guarded(self.visibility, self.state)

    @property
    def title(self) -> str:
        """What it is called in notices."""
        return (self.caption.split("\n")[0] or self.place or self.alt)[:80]

    @property
    def gone(self) -> bool:
        """Whether it lies in the trash."""
        return self.state == PhotoState.TRASHED


COLUMNS: Any = Photo.__table__.c  # the same without the ORM, for statements that are built often


class Tag(Base):
    """A word under which photos are gathered; `count` is of listed photos, reckoned by a job."""

    __tablename__ = "tags"
    __table_args__ = table_args(Index("tags_count", "count", "id"))

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_TAG))
    count: Mapped[int] = mapped_column(default=0)


class PhotoTag(Base):
    """A photo carries a tag; `listed` and `shown_at` are the photo's, for the tag's stream."""

    __tablename__ = "photo_tags"
    __table_args__ = table_args(Index("photo_tags_stream", "tag_id", "listed", "shown_at", "photo_id"))

    photo_id: Mapped[int] = mapped_column(
        Big, ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    tag_id: Mapped[int] = mapped_column(Big, ForeignKey("tags.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    listed: Mapped[int] = mapped_column(SmallInteger, default=0)
    shown_at: Mapped[Instant]


class PhotoBand(Base):
    """A quarter of a photo's look: photos that look alike share one, so that they are found without a scan."""

    __tablename__ = "photo_bands"
    __table_args__ = table_args(Index("photo_bands_photo", "photo_id"))

    code: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # which quarter, and its 16 bits
    photo_id: Mapped[int] = mapped_column(
        Big, ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class PhotoWords(WordsTable, Base):
    """The words under which a listed photo is found; what is not listed has no row."""

    __tablename__ = "photo_words"


class Pick(Base):
    """A photo pinned on top for one day of the site; a day has three places."""

    __tablename__ = "picks"
    __table_args__ = table_args(Index("picks_once", "day", "photo_id", unique=True))

    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # day number at the site
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    photo_id: Mapped[Ref] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"))
    picked_by: Mapped[Ref]


def photo_subject(photo_id: int) -> str:
    """The name of a photo as a subject and in the audit log."""
    return f"{SUBJECT}:{photo_id}"
