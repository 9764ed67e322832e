"""A photo as it stands in a list: with its picture, whose it is, and whether the reader likes it, in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Select, exists, false, select

from hutong.accounts.models import Person
from hutong.kernel.db import session
from hutong.media.models import Picture
from hutong.media.queries import PictureCard
from hutong.photos.models import COLUMNS as PHOTO
from hutong.photos.models import Like, Photo, Tail, guarded

PICTURE: Any = Picture.__table__.c
PERSON: Any = Person.__table__.c
_FACES = Picture.__table__.alias("faces")
_PHOTOS: Any = Photo.__table__
_TABLES = (
    _PHOTOS.join(Picture.__table__, PICTURE.id == PHOTO.picture_id)
    .join(Person.__table__, PERSON.id == PHOTO.owner_id)
    .outerjoin(_FACES, _FACES.c.id == PERSON.avatar_id)
)
_TAIL: Any = Tail.__table__.c
_COLUMNS: tuple[Any, ...] = (
    PHOTO.id, PHOTO.owner_id, PHOTO.caption, PHOTO.place, PHOTO.alt, PHOTO.visibility, PHOTO.state, PHOTO.shown_at,
    PHOTO.heat, PHOTO.views, PHOTO.likes, PHOTO.comments, PHOTO.trashed_at, PHOTO.trashed_by, PHOTO.reason,
    PICTURE.id.label("picture_id"), PICTURE.digest, PICTURE.width, PICTURE.height,
    PERSON.nickname, _FACES.c.digest.label("face_digest"), _FACES.c.width.label("face_width"),
    _FACES.c.height.label("face_height"),
    exists().where(_TAIL.photo_id == PHOTO.id).label("tailed"),
)  # fmt: skip


@dataclass(frozen=True)
class Owner:
    """Whose a photo is, or who says something."""

    id: int
    name: str
    face: PictureCard | None


@dataclass(frozen=True)
class Card:
    """What a list shows of a photo."""

    id: int
    owner: Owner
    caption: str
    place: str
    visibility: str
    state: str
    shown_at: int
    picture: PictureCard
    views: int
    likes: int
    comments: int
    liked: bool
    tailed: bool
    heat: int
    trashed_at: int | None
    trashed_by: int | None
    reason: str
    key: int = 0  # of the order in which it was found
    tie: int = 0

    @property
    def guarded(self) -> bool:
        """Whether its picture is shown only to those who may see it."""
        return guarded(self.visibility, self.state)

    @property
    def title(self) -> str:
        """What it is called where there is one line."""
        return self.caption.split("\n")[0] or self.place or self.picture.alt


def read(statement: Select[Any], given: dict[str, Any] | None = None) -> list[Card]:
    """The cards that a statement of `page_of` finds."""
    return [made(row, row.sort_key, row.sort_tie) for row in session().execute(statement, given or {})]


def page_of(few: Select[Any] | CompoundSelect[Any], reader_id: Any, down: bool = True) -> Select[Any]:
    """The statement for the cards of the few (id, sort_key, sort_tie) that another gives, in their order.

    The reader may be a parameter of the statement.
    """
    found = few.subquery("found")
    rows = select(*_COLUMNS, _liked(reader_id), found.c.sort_key, found.c.sort_tie).select_from(
        _TABLES.join(found, found.c.id == PHOTO.id)
    )
    order = (found.c.sort_key, found.c.sort_tie)
    return rows.order_by(*(column.desc() for column in order) if down else order)


def of(ids: Iterable[int], reader_id: int | None = None) -> dict[int, Card]:
    """The cards of photos by their ids, whoever may see them; one statement."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = select(*_COLUMNS, _liked(reader_id)).select_from(_TABLES).where(PHOTO.id.in_(wanted))
    return {row.id: made(row) for row in session().execute(rows)}


def made(row: Any, key: int = 0, tie: int = 0) -> Card:
    """The card of a row."""
    face = None
    if row.face_digest is not None:
        face = PictureCard(0, row.face_digest, row.face_width, row.face_height)
    return Card(
        id=row.id,
        owner=Owner(row.owner_id, row.nickname, face),
        caption=row.caption,
        place=row.place,
        visibility=row.visibility,
        state=row.state,
        shown_at=row.shown_at,
        picture=PictureCard(row.picture_id, row.digest, row.width, row.height, row.alt),
        views=row.views,
        likes=row.likes,
        comments=row.comments,
        liked=bool(row.liked),
        tailed=bool(row.tailed),
        heat=row.heat,
        trashed_at=row.trashed_at,
        trashed_by=row.trashed_by,
        reason=row.reason,
        key=key,
        tie=tie,
    )


def _liked(reader_id: Any) -> Any:
    if reader_id is None:
        return false().label("liked")
    like: Any = Like.__table__.c
    return exists().where(like.photo_id == PHOTO.id, like.person_id == reader_id).label("liked")
