"""A home as it stands in a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from hutong.kernel.db import session
from hutong.media.models import Picture
from hutong.media.queries import PictureCard
from hutong.regions.queries import RegionName
from hutong.stays.models import COLUMNS, Home, HomeState
from hutong.stays.queries import places

HOME = COLUMNS


@dataclass(frozen=True)
class Card:
    """What a list shows of a home; `price` is the lowest of a night, `total` the whole stay where dates were asked."""

    id: int
    host_id: int
    state: str
    title: str
    area: RegionName | str
    cover: PictureCard | None
    price: int
    total: int | None
    nights: int | None
    currency: str
    rating: float | None
    rating_count: int
    kind: str
    instant: bool
    rooms: int
    beds: int
    capacity: int
    min_nights: int
    lat: float | None
    lng: float | None

    @property
    def draft(self) -> bool:
        """Whether nobody has seen it yet."""
        return self.state == HomeState.DRAFT


_COVER: Any = Picture.__table__.c
_COLUMNS: tuple[Any, ...] = (
    HOME.id, HOME.host_id, HOME.state, HOME.title, HOME.district_code, HOME.kind, HOME.instant,
    HOME.rooms, HOME.beds, HOME.capacity, HOME.min_nights, HOME.map_lat, HOME.map_lng,
    HOME.currency, HOME.calendar_sick, HOME.night_price, HOME.rating_sum, HOME.rating_count,
    _COVER.id.label("picture_id"), _COVER.digest, _COVER.width, _COVER.height, _COVER.alt,
)  # fmt: skip
_HOMES, _PICTURES = Home.__table__, Picture.__table__
_ROWS = select(*_COLUMNS).select_from(_HOMES.outerjoin(_PICTURES, _COVER.id == HOME.cover_id))


def rows_of(*more: Any) -> Select[Any]:
    """The statement that reads what cards need, and more columns; covers come with it."""
    return _ROWS.add_columns(*more)


def page_of(few: Select[Any], down: bool, *more: Any) -> Select[Any]:
    """The statement that reads what cards need of the few ids and sort keys that another gives, in their order.

    Only what is on the page is read whole, and `more` columns: sorting what is not would carry all of it along.
    """
    found = few.subquery("found")
    tables = found.join(_HOMES, HOME.id == found.c.id).outerjoin(_PICTURES, _COVER.id == HOME.cover_id)
    rows = select(*_COLUMNS, *more, found.c.sort_key).select_from(tables)
    order = (found.c.sort_key, found.c.id)
    return rows.order_by(*(column.desc() for column in order) if down else order)


def made(rows: Sequence[Any], nights: int | None = None) -> list[Card]:
    """The cards of rows, which have a total where a number of nights is given.

    One more statement, for the names of their districts.
    """
    areas = places.names(row.district_code for row in rows)
    return [_card(row, areas.get(row.district_code, row.district_code), nights) for row in rows]


def of(ids: Iterable[int]) -> dict[int, Card]:
    """The cards of published homes by their ids, for other lists (favourites, trips)."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = session().execute(rows_of().where(HOME.id.in_(wanted), HOME.state == HomeState.PUBLISHED)).all()
    return {card.id: card for card in made(rows)}


def kept(ids: Iterable[int]) -> list[Card]:
    """The cards of homes that were not removed, whoever may see them."""
    wanted = HOME.id.in_(sorted(ids)), HOME.state != HomeState.REMOVED
    return made(session().execute(rows_of().where(*wanted)).all())


def _card(row: Any, area: RegionName | str, nights: int | None) -> Card:
    seen = None
    if row.picture_id is not None:
        seen = PictureCard(row.picture_id, row.digest, row.width, row.height, row.alt)
    return Card(
        id=row.id,
        host_id=row.host_id,
        state=row.state,
        title=row.title,
        area=area,
        cover=seen,
        price=row.night_price,
        total=row.total if nights else None,
        nights=nights,
        currency=row.currency,
        rating=round(row.rating_sum / row.rating_count, 2) if row.rating_count else None,
        rating_count=row.rating_count,
        kind=row.kind,
        instant=bool(row.instant and not row.calendar_sick),
        rooms=row.rooms,
        beds=row.beds,
        capacity=row.capacity,
        min_nights=row.min_nights,
        lat=None if row.map_lat is None else row.map_lat / 1000,
        lng=None if row.map_lng is None else row.map_lng / 1000,
    )
