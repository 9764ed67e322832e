"""One photo with what its page shows, and the lists that are no streams."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from hutong.kernel import paging
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.kernel.text import fold
from hutong.photos import heat
from hutong.photos.heat import Heat
from hutong.photos.models import COLUMNS as PHOTO
from hutong.photos.models import Like, Photo, PhotoState, PhotoTag, Tag
from hutong.photos.models.photo import KEPT_IN_TRASH
from hutong.photos.queries import cards, leads, seeing
from hutong.photos.queries.cards import Card
from hutong.photos.queries.leads import TailCard


@dataclass(frozen=True)
class Detail:
    """A photo with all that its page shows."""

    photo: Photo
    card: Card
    likes: int
    tags: list[str]
    tail: TailCard | None
    heat: Heat
    mine: bool

    @property
    def purged_at(self) -> int | None:
        """When it is removed for good."""
        return self.photo.trashed_at + KEPT_IN_TRASH if self.photo.trashed_at is not None else None


@dataclass(frozen=True)
class Some:
    """A page of photos that is no stream of others'."""

    cards: list[Card]
    next: str | None


def detail(photo_id: int, reader_id: int | None, moderates: bool = False) -> Detail:
    """A photo as a reader may see it; raises NotFound."""
    return around(seeing.seen(photo_id, reader_id, moderates), reader_id)


def around(photo: Photo, reader_id: int | None) -> Detail:
    """A photo that was found already, with the rest of its page."""
    card = cards.of([photo.id], reader_id).get(photo.id)
    if card is None:
        raise NotFound
    return Detail(
        photo=photo,
        card=card,
        likes=session().scalar(select(func.count()).where(Like.photo_id == photo.id)) or 0,
        tags=tags_of(photo.id),
        tail=leads.card(photo) if card.tailed else None,
        heat=heat.explained(photo.views, photo.likes, photo.talkers),
        mine=photo.owner_id == reader_id,
    )


def tags_of(photo_id: int) -> list[str]:
    """The tags of a photo, in their order."""
    mine = select(Tag.name).join(PhotoTag, PhotoTag.tag_id == Tag.id).where(PhotoTag.photo_id == photo_id)
    return list(session().scalars(mine.order_by(PhotoTag.position)))


def likes(photo_id: int, reader_id: int) -> tuple[bool, int]:
    """Whether a reader likes a photo, and how many do."""
    count = session().scalar(select(func.count()).where(Like.photo_id == photo_id)) or 0
    return session().get(Like, (photo_id, reader_id)) is not None, count


def tags(said: str, limit: int = 20) -> list[Tag]:
    """The most used tags that begin with what was typed."""
    wanted = select(Tag).where(Tag.count > 0)
    if said:
        start = fold(said)[:80]
        wanted = wanted.where(Tag.key >= start, Tag.key < f"{start}\uffff")
    return list(session().scalars(wanted.order_by(Tag.count.desc(), Tag.id).limit(limit)))


def trash(owner_id: int, limit: int, cursor: str | None = None) -> Some:
    """What lies in a person's trash, the latest first."""
    few = select(PHOTO.id.label("id"), PHOTO.trashed_at.label("sort_key"), PHOTO.id.label("sort_tie"))
    return _some(
        few.where(PHOTO.owner_id == owner_id, PHOTO.state == PhotoState.TRASHED), PHOTO.trashed_at, limit, cursor
    )


def unseen(owner_id: int, limit: int = 50) -> list[Card]:
    """Photos of a person that wait for a moderator or were hidden by one."""
    few = select(PHOTO.id.label("id"), PHOTO.shown_at.label("sort_key"), PHOTO.id.label("sort_tie"))
    few = few.where(PHOTO.owner_id == owner_id, PHOTO.state.in_((PhotoState.WAITING, PhotoState.HIDDEN)))
    return cards.read(cards.page_of(few.order_by(PHOTO.shown_at.desc(), PHOTO.id.desc()).limit(limit), owner_id))


def waiting(limit: int, cursor: str | None = None, state: str = PhotoState.WAITING) -> Some:
    """Photos in a state, the oldest last: what moderators look at."""
    few = select(PHOTO.id.label("id"), PHOTO.id.label("sort_key"), PHOTO.id.label("sort_tie"))
    few = few.where(PHOTO.state == state, or_(PHOTO.visibility == "public", PHOTO.state == PhotoState.WAITING))
    return _some(few, PHOTO.id, limit, cursor)


def waiting_count() -> int:
    """How many photos wait for a moderator."""
    return session().scalar(select(func.count()).where(Photo.state == PhotoState.WAITING)) or 0


def _some(few: "object", key: "object", limit: int, cursor: str | None) -> Some:
    values = paging.decode(cursor, int, int) if cursor else None
    ordered = paging.ordered(few, [(key, True), (PHOTO.id, True)], values)  # type: ignore[arg-type]
    rows = cards.read(cards.page_of(ordered.limit(limit + 1), None))
    following = paging.encode(rows[limit - 1].key, rows[limit - 1].tie) if len(rows) > limit else None
    return Some(rows[:limit], following)
