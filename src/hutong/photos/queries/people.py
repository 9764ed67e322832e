"""People as photos know them: whom they follow, and what they have gathered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from hutong.accounts.models import Person
from hutong.kernel import paging
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.media.models import Picture
from hutong.media.queries import PictureCard
from hutong.photos.models import COLUMNS as PHOTO
from hutong.photos.models import Collection, CollectionItem, Follow, PhotoMute, PhotoState, Visibility
from hutong.photos.queries import cards, seeing
from hutong.photos.queries.cards import Card, Owner

_FACES: Any = Picture.__table__.alias("faces")
_P: Any = Person.__table__.c
_F: Any = Follow.__table__.c


@dataclass(frozen=True)
class Profile:
    """A person as their page shows them to a reader."""

    owner: Owner
    bio: str
    photos: int
    followers: int
    following: int
    followed: bool  # by the reader
    muted: bool  # by the reader
    mine: bool


@dataclass(frozen=True)
class People:
    """A page of people."""

    people: list[Owner]
    next: str | None


@dataclass(frozen=True)
class Gathered:
    """A collection with some of its photos."""

    collection: Collection
    owner: Owner
    count: int
    cover: Card | None


def profile(person_id: int, reader_id: int | None) -> Profile:
    """A person's profile; raises NotFound, also between people one of whom blocked the other."""
    rows = session().execute(_faces(_P.bio).where(_P.id == person_id)).all()
    if not rows or (reader_id is not None and reader_id != person_id and seeing.apart(reader_id, person_id)):
        raise NotFound
    counts = select(
        select(func.count()).where(_F.followed_id == person_id).scalar_subquery(),
        select(func.count()).where(_F.follower_id == person_id).scalar_subquery(),
        select(func.count())
        .where(PHOTO.owner_id == person_id, PHOTO.state == PhotoState.LIVE, PHOTO.visibility == Visibility.PUBLIC)
        .scalar_subquery(),
    )
    followers, following, photos = session().execute(counts).one()
    stands = reader_id is not None and reader_id != person_id
    return Profile(
        owner=_owner(rows[0]),
        bio=rows[0].bio,
        photos=photos,
        followers=followers,
        following=following,
        followed=stands and seeing.follows(reader_id or 0, person_id),
        muted=stands and session().get(PhotoMute, (reader_id, person_id)) is not None,
        mine=reader_id == person_id,
    )


def followers(person_id: int, limit: int, cursor: str | None = None) -> People:
    """Who follows a person, the latest first; one statement."""
    return _people(_F.follower_id, _F.followed_id == person_id, limit, cursor)


def following(person_id: int, limit: int, cursor: str | None = None) -> People:
    """Whom a person follows, the latest first; one statement."""
    return _people(_F.followed_id, _F.follower_id == person_id, limit, cursor)


def collections(owner_id: int, reader_id: int | None) -> list[Gathered]:
    """The collections of a person that a reader may see, with a cover each; three statements."""
    mine = select(Collection).where(Collection.owner_id == owner_id)
    if reader_id != owner_id:
        mine = mine.where(Collection.public.is_(True))
    return gathered(session().scalars(mine.order_by(Collection.id.desc()).limit(200)).all(), reader_id)


def gathered(found: Sequence[Collection], reader_id: int | None) -> list[Gathered]:
    """Collections with what their cards show."""
    item: Any = CollectionItem.__table__.c
    counted = (
        select(item.collection_id, func.count(), func.max(item.id))
        .select_from(CollectionItem.__table__.join(cards._PHOTOS, PHOTO.id == item.photo_id))
        .where(item.collection_id.in_([one.id for one in found]), seeing.listed_for(reader_id))
        .group_by(item.collection_id)
    )
    counts = {number: (count, last) for number, count, last in session().execute(counted)} if found else {}
    last = select(item.collection_id, item.photo_id).where(item.id.in_([last for _count, last in counts.values()]))
    covers: dict[int, int] = dict(session().execute(last).all()) if counts else {}
    shown = cards.of(covers.values(), reader_id)
    people = owners({one.owner_id for one in found})
    return [
        Gathered(
            one,
            people[one.owner_id],
            counts.get(one.id, (0, 0))[0],
            shown.get(covers[one.id]) if one.id in covers else None,
        )
        for one in found
    ]


def owners(numbers: set[int]) -> dict[int, Owner]:
    """People by their ids; one statement."""
    if not numbers:
        return {}
    return {row.id: _owner(row) for row in session().execute(_faces().where(_P.id.in_(sorted(numbers))))}


def _people(shown: Any, only: Any, limit: int, cursor: str | None) -> People:
    values = paging.decode(cursor, int) if cursor else None
    rows = _faces(_F.id.label("place")).join(Follow.__table__, shown == _P.id).where(only)
    found = session().execute(paging.ordered(rows, [(_F.id, True)], values).limit(limit + 1)).all()
    following = paging.encode(found[limit - 1].place) if len(found) > limit else None
    return People([_owner(row) for row in found[:limit]], following)


def _faces(*more: Any) -> Any:
    both = Person.__table__.outerjoin(_FACES, _FACES.c.id == _P.avatar_id)
    return select(_P.id, _P.nickname, _FACES.c.digest, _FACES.c.width, _FACES.c.height, *more).select_from(both)


def _owner(row: Any) -> Owner:
    face = PictureCard(0, row.digest, row.width, row.height) if row.digest is not None else None
    return Owner(row.id, row.nickname, face)
