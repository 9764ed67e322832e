"""A home as it stands in a list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, select

from hutong.kernel.db import session
from hutong.kernel.prepared import Prepared
from hutong.media.models import Picture
from hutong.media.queries import PictureCard
from hutong.regions.queries import RegionName
from hutong.stays.models import COLUMNS, Home, HomeState
from hutong.stays.queries import places
from hutong.stays.queries.dates import Stay
from hutong.stays.queries.quotes import Quote, Special, quote, rates
from hutong.stays.queries.specials import specials_of

HOME = COLUMNS
NOWHERE = -1  # the id of no home


@dataclass(frozen=True)
class Card:
    """What a list shows of a home; `price` is the lowest of a night, `quote` is there when dates were asked for."""

    id: int
    host_id: int
    state: str
    title: str
    area: RegionName | str
    cover: PictureCard | None
    price: int
    currency: str
    quote: Quote | None
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
    key: int = 0  # of the order in which it was found

    @property
    def total(self) -> int | None:
        """The price of the stay, where dates were asked for."""
        return self.quote.total if self.quote else None

    @property
    def nights(self) -> int | None:
        """How many nights that is."""
        return len(self.quote.nights) if self.quote else None

    @property
    def draft(self) -> bool:
        """Whether nobody has seen it yet."""
        return self.state == HomeState.DRAFT


_COVER: Any = Picture.__table__.c
_COLUMNS: tuple[Any, ...] = (
    HOME.id, HOME.host_id, HOME.state, HOME.title, HOME.district_code, HOME.kind, HOME.instant,
    HOME.rooms, HOME.beds, HOME.capacity, HOME.min_nights, HOME.map_lat, HOME.map_lng,
    HOME.currency, HOME.price, HOME.weekend_price, HOME.cleaning_fee, HOME.deposit,
    HOME.weekly_discount, HOME.monthly_discount, HOME.extra_guest_fee, HOME.included_guests, HOME.varied,
    HOME.calendar_sick, HOME.night_price, HOME.rating_sum, HOME.rating_count,
    _COVER.id.label("picture_id"), _COVER.digest, _COVER.width, _COVER.height, _COVER.alt,
)  # fmt: skip
_HOMES, _PICTURES = Home.__table__, Picture.__table__
_ROWS = select(*_COLUMNS).select_from(_HOMES.outerjoin(_PICTURES, _COVER.id == HOME.cover_id))


def rows_of(*more: Any) -> Select[Any]:
    """The statement that reads what cards need, and more columns; covers come with it."""
    return _ROWS.add_columns(*more)


def page_of(few: Select[Any], down: bool) -> Select[Any]:
    """The statement that reads what cards need of the few ids and sort keys that another gives, in their order.

    Only what is on the page is read whole: sorting what is not would carry all of it along.
    """
    found = few.subquery("found")
    tables = found.join(_HOMES, HOME.id == found.c.id).outerjoin(_PICTURES, _COVER.id == HOME.cover_id)
    rows = select(*_COLUMNS, found.c.sort_key).select_from(tables)
    order = (found.c.sort_key, found.c.id)
    return rows.order_by(*(column.desc() for column in order) if down else order)


@dataclass(frozen=True)
class _Keyed:
    """A row with the key of its order, where that was known before."""

    row: Any
    sort_key: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def rows_in(keys: Sequence[tuple[int, int]], most: int) -> list[Any]:
    """What cards need of these few ids, in their order, under their sort keys; one statement, or none."""
    if not keys:
        return []
    numbers = [home_id for home_id, _key in keys] + [NOWHERE] * (most - len(keys))
    found = {row.id: row for row in _few(most).rows({f"id{at}": number for at, number in enumerate(numbers)})}
    return [_Keyed(found[home_id], key) for home_id, key in keys if home_id in found]


@lru_cache(16)
def _few(most: int) -> Prepared:
    wanted = [bindparam(f"id{at}", type_=BigInteger()) for at in range(most)]
    return Prepared(lambda: rows_of().where(HOME.id.in_(wanted)))


def made(rows: Sequence[Any], stay: Stay | None = None, guests: int = 1) -> list[Card]:
    """The cards of rows, with one more statement for the names of their districts, and one for unusual nights."""
    areas = places.names(row.district_code for row in rows)
    varied = [row.id for row in rows if row.varied] if stay else []
    unusual = specials_of(varied, stay.first, stay.last) if stay else {}
    return [
        _card(row, areas.get(row.district_code, row.district_code), stay, guests, unusual.get(row.id)) for row in rows
    ]


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


def _card(
    row: Any, area: RegionName | str, stay: Stay | None, guests: int, unusual: Mapping[date, Special] | None
) -> Card:
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
        currency=row.currency,
        quote=quote(rates(row, unusual), stay.check_in, stay.check_out, guests) if stay else None,
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
        key=int(getattr(row, "sort_key", 0)),
    )
