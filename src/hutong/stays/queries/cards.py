"""A home as it stands in a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from hutong.kernel.db import session
from hutong.media.models import Picture
from hutong.media.queries import PictureCard
from hutong.regions import queries as regions
from hutong.regions.queries import RegionName
from hutong.stays.models import Home, HomeState
from hutong.stays.queries.dates import Stay
from hutong.stays.queries.quotes import Quote, quote, rates


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


def rows_of(*more: Any) -> Select[Any]:
    """The statement that reads what cards need, and more columns; covers come with it."""
    columns: tuple[Any, ...] = (
        Home.id, Home.host_id, Home.state, Home.title, Home.district_code, Home.kind, Home.instant,
        Home.rooms, Home.beds, Home.capacity, Home.min_nights, Home.map_lat, Home.map_lng,
        Home.currency, Home.price, Home.weekend_price, Home.cleaning_fee, Home.deposit,
        Home.weekly_discount, Home.monthly_discount, Home.night_price, Home.rating_sum, Home.rating_count,
        Picture.id.label("picture_id"), Picture.digest, Picture.width, Picture.height, Picture.alt,
        *more,
    )  # fmt: skip
    return select(*columns).outerjoin(Picture, Picture.id == Home.cover_id)


def made(rows: Sequence[Any], stay: Stay | None = None, guests: int = 1) -> list[Card]:
    """The cards of rows, with one more statement for the names of their districts."""
    areas = regions.names(row.district_code for row in rows)
    return [_card(row, areas.get(row.district_code, row.district_code), stay, guests) for row in rows]


def of(ids: Iterable[int]) -> dict[int, Card]:
    """The cards of published homes by their ids, for other lists (favourites, trips)."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = session().execute(rows_of().where(Home.id.in_(wanted), Home.state == HomeState.PUBLISHED)).all()
    return {card.id: card for card in made(rows)}


def _card(row: Any, area: RegionName | str, stay: Stay | None, guests: int) -> Card:
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
        quote=quote(rates(row), stay.check_in, stay.check_out, guests) if stay else None,
        rating=round(row.rating_sum / row.rating_count, 2) if row.rating_count else None,
        rating_count=row.rating_count,
        kind=row.kind,
        instant=bool(row.instant),
        rooms=row.rooms,
        beds=row.beds,
        capacity=row.capacity,
        min_nights=row.min_nights,
        lat=None if row.map_lat is None else row.map_lat / 1000,
        lng=None if row.map_lng is None else row.map_lng / 1000,
        key=int(getattr(row, "sort_key", 0)),
    )
