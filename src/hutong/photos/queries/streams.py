"""The streams: pages in a fixed order by keyset, so that nothing is skipped or repeated while others post.

Each stream walks an index; page 1,000 costs what page 1 costs. One statement a page, whoever reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal
from urllib.parse import quote

from flask_babel import lazy_gettext as _l
from sqlalchemy import Integer, Select, and_, bindparam, false, or_, select

from hutong.kernel import ids, paging, text
from hutong.kernel.db import Big, session
from hutong.kernel.errors import Invalid, NotFound, invalid
from hutong.photos.models import COLUMNS as PHOTO
from hutong.photos.models import (
    Collection,
    CollectionItem,
    Photo,
    PhotoState,
    PhotoTag,
    PhotoWords,
    Tag,
    Visibility,
)
from hutong.photos.queries import cards, seeing
from hutong.photos.queries.cards import Card
from hutong.photos.queries.seeing import FOLLOW

Kind = Literal["newest", "hot", "following", "person", "tag", "search", "collection"]
_TAGGED: Any = PhotoTag.__table__.c
_ITEM: Any = CollectionItem.__table__.c
_WORDS: Any = PhotoWords.__table__.c
_NUMBER, _READER = bindparam("number", type_=Big), bindparam("reader", type_=Big)
_PLACE = (bindparam("key", type_=Big), bindparam("tie", type_=Big))
_SPREAD = (Visibility.PUBLIC, Visibility.FOLLOWERS)


@dataclass(frozen=True)
class Stream:
    """One stream; `number` is a person's, tag's or collection's id, `words` what is searched or the tag's key."""

    kind: Kind
    number: int = 0
    words: str = ""

    @property
    def name(self) -> str:
        """How an address says it."""
        if self.kind in ("person", "collection"):
            return f"{self.kind}:{ids.show(self.number)}"
        return f"{self.kind}:{self.words}" if self.words else self.kind

    @property
    def href(self) -> str:
        """The page of the stream."""
        return {
            "newest": "/photos",
            "hot": "/photos?stream=hot",
            "following": "/photos?stream=following",
            "person": f"/people/{ids.show(self.number)}/photos",
            "collection": f"/collections/{ids.show(self.number)}",
            "tag": f"/photos/tags/{quote(self.words, safe='')}",
            "search": f"/photos/search?q={quote(self.words, safe='')}",
        }[self.kind]


@dataclass(frozen=True)
class Found:
    """A page of a stream."""

    stream: Stream
    cards: list[Card]
    next: str | None


@dataclass(frozen=True)
class Neighbours:
    """The photos before and after one in a stream."""

    before: int | None
    after: int | None


def read(name: str) -> Stream:
    """The stream that an address names; the newest where it names none."""
    kind, _, rest = name.partition(":")
    if kind in ("person", "collection"):
        try:
            return Stream(kind, ids.read(rest))  # type: ignore[arg-type]
        except ValueError:
            return Stream("newest")
    if kind == "tag" and rest:
        return tagged(rest) or Stream("newest")
    if kind == "search" and rest:
        return Stream("search", words=rest[:100])
    return Stream(kind) if kind in ("hot", "following") else Stream("newest")  # type: ignore[arg-type]


def tagged(name: str) -> Stream | None:
    """The stream of a tag, if there is one."""
    tag = session().scalar(select(Tag).where(Tag.key == text.fold(name)[:80]))
    return Stream("tag", tag.id, tag.name) if tag else None


def page(stream: Stream, reader_id: int | None, limit: int, cursor: str | None = None) -> Found:
    """A page of a stream as a reader sees it; raises Invalid for a damaged cursor."""
    values = paging.decode(cursor, int, int) if cursor else None
    own = reader_id == stream.number
    if stream.kind == "search":  # what is asked depends on the words
        statement = _page(stream, own, reader_id is not None, values is not None)
    else:
        statement = _statement(stream.kind, own, reader_id is not None, values is not None)
    given = {"number": stream.number, "reader": reader_id, "most": limit + 1}
    given |= {"key": values[0], "tie": values[1]} if values is not None else {}
    rows = cards.read(statement, given)
    shown = rows[:limit]
    following = paging.encode(shown[-1].key, shown[-1].tie) if len(rows) > limit else None
    return Found(stream, shown, following)


@cache
def _statement(kind: Kind, own: bool, known: bool, further: bool) -> Select[Any]:
    """A page of a stream of :number for :reader, after (:key, :tie), :most photos: made once, asked often."""
    return _page(Stream(kind, _NUMBER), own, known, further)  # type: ignore[arg-type]


def _next_of(stream: Stream, own: bool, known: bool, down: bool) -> Select[Any]:
    if stream.kind == "search":  # what is asked depends on the words
        return _next(stream, own, known, down)
    return _next_statement(stream.kind, own, known, down)


@cache
def _next_statement(kind: Kind, own: bool, known: bool, down: bool) -> Select[Any]:
    """The one after or before (:key, :tie) in a stream of :number for :reader: made once, asked often."""
    return _next(Stream(kind, _NUMBER), own, known, down)  # type: ignore[arg-type]


def _next(stream: Stream, own: bool, known: bool, down: bool) -> Select[Any]:
    few = _few(stream, _READER if known else None, own).where(_beyond(stream, down))
    return _ordered(few, stream, down).limit(1)


def _beyond(stream: Stream, down: bool) -> Any:
    """What comes after (:key, :tie)."""
    return paging.after([(key, down) for key in _keys(stream)], _PLACE)


def _page(stream: Stream, own: bool, known: bool, further: bool) -> Select[Any]:
    reader = _READER if known else None
    few = _few(stream, reader, own)
    if further:
        few = few.where(_beyond(stream, True))
    return cards.page_of(_ordered(few, stream, True).limit(bindparam("most", type_=Integer)), reader)


def first_of(stream: Stream, limit: int) -> Select[Any]:
    """The first ids of a stream with what they are ordered by, as part of another statement."""
    return _ordered(_few(stream, None, False), stream, True).limit(limit)


def neighbours(stream: Stream, photo: Photo, reader_id: int | None) -> Neighbours:
    """What stands before and after a photo in a stream; nothing where it is not in it."""
    try:
        if stream.kind == "collection":
            collection(stream.number, reader_id)
        at = _place(stream, photo)
    except (NotFound, Invalid):
        return Neighbours(None, None)
    own, known = reader_id == stream.number, reader_id is not None
    given = {"number": stream.number, "reader": reader_id, "key": at[0], "tie": at[1]}
    found = (session().execute(_next_of(stream, own, known, down), given).scalar() for down in (False, True))
    return Neighbours(*found)


def _place(stream: Stream, photo: Photo) -> Sequence[int]:
    if stream.kind == "hot":
        return photo.heat, photo.id
    if stream.kind == "search":
        return photo.id, photo.id
    if stream.kind == "collection":
        item = session().get(CollectionItem, (stream.number, photo.id))
        if item is None:
            raise NotFound
        return item.id, item.id
    return photo.shown_at, photo.id


def _keys(stream: Stream) -> tuple[Any, Any]:
    if stream.kind == "hot":
        return PHOTO.heat, PHOTO.id
    if stream.kind == "search":
        return _WORDS.rowid, _WORDS.rowid
    if stream.kind == "collection":
        return _ITEM.id, _ITEM.id
    if stream.kind == "tag":
        return _TAGGED.shown_at, _TAGGED.photo_id
    return PHOTO.shown_at, PHOTO.id


def _ordered(few: Select[Any], stream: Stream, down: bool) -> Select[Any]:
    keys = dict.fromkeys(_keys(stream))
    return few.order_by(*(key.desc() if down else key.asc() for key in keys))


def _few(stream: Stream, reader_id: Any, own: bool) -> Select[Any]:
    """The ids of a stream with what they are ordered by."""
    key, tie = _keys(stream)
    chosen = (PHOTO.id.label("id"), key.label("sort_key"), tie.label("sort_tie"))
    few = _from(stream, select(*chosen), reader_id, own)
    if reader_id is not None and stream.kind not in ("person", "collection"):
        for unwanted in seeing.left_out(reader_id):
            few = few.where(PHOTO.owner_id.not_in(unwanted))
    return few


def _from(stream: Stream, few: Select[Any], reader_id: Any, own: bool) -> Select[Any]:
    if stream.kind == "person":
        few = few.where(PHOTO.owner_id == stream.number, PHOTO.state == PhotoState.LIVE)
        return few if own else few.where(_of_another(stream, reader_id))
    if stream.kind == "following":
        mine = select(FOLLOW.followed_id).where(FOLLOW.follower_id == (0 if reader_id is None else reader_id))
        return few.where(PHOTO.owner_id.in_(mine), PHOTO.state == PhotoState.LIVE, PHOTO.visibility.in_(_SPREAD))
    if stream.kind == "tag":
        both = PhotoTag.__table__.join(Photo.__table__, PHOTO.id == _TAGGED.photo_id)
        return few.select_from(both).where(_TAGGED.tag_id == stream.number, _TAGGED.listed == 1)
    if stream.kind == "collection":
        both = CollectionItem.__table__.join(Photo.__table__, PHOTO.id == _ITEM.photo_id)
        return few.select_from(both).where(_ITEM.collection_id == stream.number, seeing.listed_for(reader_id))
    if stream.kind == "search":
        both = PhotoWords.__table__.join(Photo.__table__, PHOTO.id == _WORDS.rowid)
        said = text.matches(_WORDS.words, stream.words) if text.asked(stream.words) else false()
        return few.select_from(both).where(said, PHOTO.listed == 1)
    return few.where(PHOTO.listed == 1)


def _of_another(stream: Stream, reader_id: Any) -> Any:
    if reader_id is None:
        return PHOTO.visibility == Visibility.PUBLIC
    follows = select(FOLLOW.followed_id).where(FOLLOW.follower_id == reader_id, FOLLOW.followed_id == stream.number)
    return or_(
        PHOTO.visibility == Visibility.PUBLIC,
        and_(PHOTO.visibility == Visibility.FOLLOWERS, follows.exists()),
    )


def of_request(kind: str, reader_id: int | None, tag: str = "", words: str = "") -> Stream:
    """The stream that a list is asked for; raises Invalid or NotFound."""
    if tag:
        found = tagged(tag)
        if found is None:
            raise NotFound
        return found
    if words:
        return Stream("search", words=words)
    if kind == "following" and reader_id is None:
        raise invalid("stream", _l("Log in to see the photos of those you follow."))
    return Stream(kind)  # type: ignore[arg-type]


def collection(collection_id: int, reader_id: int | None) -> Collection:
    """A collection that a reader may see; raises NotFound."""
    found = session().get(Collection, collection_id)
    if found is None or not (found.public or found.owner_id == reader_id):
        raise NotFound
    if reader_id is not None and seeing.apart(reader_id, found.owner_id):
        raise NotFound
    return found
