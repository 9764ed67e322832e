"""Cinemas: one with all around it, and lists by region, distance and staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from hutong.cinema.models import FACILITIES, Cinema, CinemaState, Named, known
from hutong.cinema.schemas.cinemas import CinemaQuery
from hutong.kernel import paging
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound, invalid
from hutong.kernel.text import fold
from hutong.media.models import Picture
from hutong.media.queries import PictureCard
from hutong.regions import queries as regions
from hutong.regions.models import CITY, PROVINCE, Region
from hutong.regions.queries import RegionName

EARTH = 6_371_000
FAR = 50_000
MOST_NEAR = 500  # cinemas looked at around a point
DEGREE = 111_200  # metres of a degree of latitude


@dataclass(frozen=True)
class CinemaRow:
    """A cinema as it stands in a list."""

    cinema: Cinema
    area: RegionName | str
    picture: PictureCard | None
    distance: int | None = None

    @property
    def facilities(self) -> list[Named]:
        """What it offers."""
        return known(FACILITIES, self.cinema.facilities)


@dataclass(frozen=True)
class Cinemas:
    """A page of cinemas."""

    rows: list[CinemaRow]
    next: str | None


@dataclass(frozen=True)
class CityOfCinemas:
    """A city, for the picker from A to Z."""

    code: str
    name: str
    letter: str
    count: int


def cinema(cinema_id: int) -> Cinema:
    """An open cinema; raises NotFound."""
    found = session().get(Cinema, cinema_id)
    if found is None or not found.open:
        raise NotFound
    return found


def around_cinema(found: Cinema) -> CinemaRow:
    """A cinema with its picture and the name of its area."""
    return cinema_rows([found])[0]


def cinema_rows(found: Sequence[Cinema], point: tuple[float, float] | None = None) -> list[CinemaRow]:
    """Cinemas with their pictures and areas, in two statements."""
    areas = regions.names({one.district_code for one in found})
    wanted = {one.picture_id for one in found if one.picture_id}
    shots = {one.id: PictureCard.of(one) for one in session().scalars(select(Picture).where(Picture.id.in_(wanted)))}
    return [
        CinemaRow(
            one,
            areas.get(one.district_code, one.district_code),
            shots.get(one.picture_id or 0),
            _metres(point, one) if point else None,
        )
        for one in found
    ]


def find_cinemas(query: CinemaQuery, organisations: Iterable[int] | None = ()) -> Cinemas:
    """Open cinemas as asked for; with `mine`, those of these organisations (None: all) whatever their state."""
    wanted: list[Any] = [Cinema.state == CinemaState.OPEN]
    if query.mine:
        wanted = [Cinema.state != CinemaState.CLOSED]
        if organisations is not None:
            wanted.append(Cinema.organisation_id.in_(sorted(organisations)))
    if query.region:
        wanted.append(_in_region(query.region))
    if query.q:
        words = f"%{fold(query.q).replace('%', '').replace('_', '')}%"
        wanted.append(or_(func.lower(Cinema.name_zh).like(words), func.lower(Cinema.name_en).like(words)))
    if query.near:
        return _near(query, wanted)
    if query.cursor is not None:
        wanted.append(Cinema.id > paging.decode(query.cursor, int)[0])
    rows = session().scalars(select(Cinema).where(*wanted).order_by(Cinema.id).limit(query.limit + 1)).all()
    following = paging.encode(rows[query.limit - 1].id) if len(rows) > query.limit else None
    return Cinemas(cinema_rows(rows[: query.limit]), following)


def cities_with_cinemas() -> list[CityOfCinemas]:
    """The cities in which cinemas are open, by their letter."""
    counted = select(Cinema.city_code, func.count().label("number")).where(Cinema.state == CinemaState.OPEN)
    numbers = counted.group_by(Cinema.city_code).subquery()
    rows = select(Region, numbers.c.number).join(numbers, numbers.c.city_code == Region.code)
    found = session().execute(rows.order_by(Region.letter, Region.code)).all()
    return [CityOfCinemas(city.code, city.shown, city.letter, number) for city, number in found]


def of_ids(ids: Iterable[int]) -> dict[int, Cinema]:
    """Cinemas by their ids, whatever their state."""
    wanted = set(ids)
    return {one.id: one for one in session().scalars(select(Cinema).where(Cinema.id.in_(wanted)))} if wanted else {}


def point_of(text: str) -> tuple[float, float]:
    """The point of "lat,lng"; raises Invalid."""
    try:
        lat, lng = (float(part) for part in text.split(","))
    except ValueError:
        lat = lng = float("nan")
    if not (isfinite(lat) and isfinite(lng) and abs(lat) <= 90 and abs(lng) <= 180):
        raise invalid("near", _l("A point is lat,lng in degrees."))
    return lat, lng


def _near(query: CinemaQuery, wanted: list[Any]) -> Cinemas:
    """The nearest first: all within a box are measured, for a region of people has few cinemas."""
    lat, lng = point_of(query.near or "")
    north = FAR / DEGREE
    east = north / max(0.01, cos(radians(lat)))
    box = [
        Cinema.lat.between(round((lat - north) * 1_000_000), round((lat + north) * 1_000_000)),
        Cinema.lng.between(round((lng - east) * 1_000_000), round((lng + east) * 1_000_000)),
    ]
    found = session().scalars(select(Cinema).where(*wanted, *box).limit(MOST_NEAR)).all()
    measured = sorted((_metres((lat, lng), one) or 0, one.id, one) for one in found)
    start = paging.decode(query.cursor, int)[0] if query.cursor else 0
    if start < 0:
        raise invalid("cursor", _l("This page link is damaged."))
    near = [one for metres, _, one in measured if metres <= FAR]
    following = paging.encode(start + query.limit) if len(near) > start + query.limit else None
    return Cinemas(cinema_rows(near[start : start + query.limit], (lat, lng)), following)


def _metres(point: tuple[float, float], one: Cinema) -> int | None:
    if one.lat is None or one.lng is None:
        return None
    a, b = (radians(value) for value in point)
    c, d = radians(one.lat / 1_000_000), radians(one.lng / 1_000_000)
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return round(2 * EARTH * asin(sqrt(half)))


def _in_region(code: str) -> Any:
    found = regions.region(code)
    if found is None:
        raise invalid("region", _l("This region is not known."))
    return {PROVINCE: Cinema.province_code, CITY: Cinema.city_code}.get(found.level, Cinema.district_code) == code
