"""Where homes are: the region searched for, a box of the map, the neighbourhood of a point."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, isfinite, isqrt, radians
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import BigInteger, ColumnElement, and_, bindparam

from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import invalid
from hutong.kernel.state import settings, state
from hutong.regions import queries as regions
from hutong.regions.models import CITY, PROVINCE
from hutong.regions.queries import RegionName
from hutong.stays.models import COLUMNS

HOME = COLUMNS
_PLACE = HOME.map_lat, HOME.map_lng
UNKNOWN = _l("This district is not known.")
_COLUMNS = {PROVINCE: "province_code", CITY: "city_code"}
SOUTH, WEST, NORTH, EAST, LAT, LNG, SHRINK = (
    bindparam(name, type_=BigInteger()) for name in ("south", "west", "north", "east", "lat", "lng", "shrink")
)
_levels: dict[str, int] = {}  # of a few thousand regions at most; a region never changes its level
_names: dict[tuple[int, str], tuple[int, RegionName]] = {}  # by the state of an app and the code; with the instant
KEPT = 5 * clock.MINUTE
STEP_METRES = 111.2  # a thousandth of a degree of latitude
FAR = 50_000
_FINE = 10_000


def column_of(code: str) -> str:
    """The column in which homes name a region of its level; raises Invalid."""
    level = _levels.get(code)
    if level is None:
        found = regions.region(code)
        if found is None:
            raise invalid("region", UNKNOWN)
        level = _levels[code] = found.level
    return _COLUMNS.get(level, "district_code")


def names(codes: Iterable[str]) -> dict[str, RegionName]:
    """The whole names of districts: one statement, or none for those it asked not long ago.

    That is in this session, or within a minute where people use the site.
    """
    wanted = set(codes)
    if settings().development:
        asked: dict[str, RegionName] = session().info.setdefault("district_names", {})
        asked.update(regions.names(wanted - set(asked)))
        return {code: asked[code] for code in wanted if code in asked}
    app, now = id(state()), clock.now()
    fresh = {code for code in wanted if _names.get((app, code), (0, None))[0] > now - KEPT}
    for code, name in regions.names(wanted - fresh).items():
        _names[app, code] = (now, name)
    return {code: _names[app, code][1] for code in wanted if (app, code) in _names}


def in_box() -> ColumnElement[bool]:
    """The condition that a home lies in a box."""
    return and_(HOME.map_lat.between(SOUTH, NORTH), HOME.map_lng.between(WEST, EAST))


def box_of(text: str) -> dict[str, int]:
    """The box "south,west,north,east" as values for that; raises Invalid."""
    numbers = _numbers(text, 4)
    if numbers is None or numbers[0] > numbers[2] or numbers[1] > numbers[3]:
        raise invalid("box", _l("A box is south,west,north,east in degrees."))
    return dict(zip(("south", "west", "north", "east"), (round(number * 1000) for number in numbers), strict=True))


def square() -> Any:
    """The squared distance of a home from a point, in whole numbers: the same order in every database."""
    north, east = HOME.map_lat - LAT, HOME.map_lng - LNG
    return north * north * _FINE + east * east * SHRINK


def around() -> ColumnElement[bool]:
    """The condition that a home lies in the box that holds a circle around the point."""
    reach = bindparam("reach_lat", type_=BigInteger()), bindparam("reach_lng", type_=BigInteger())
    return and_(*(each.between(at - far, at + far) for each, at, far in zip(_PLACE, (LAT, LNG), reach, strict=True)))


@dataclass(frozen=True)
class Near:
    """A point that homes are sorted around, in thousandths of a degree."""

    lat: int
    lng: int

    @classmethod
    def read(cls, text: str) -> "Near":
        """The point of "lat,lng"; raises Invalid."""
        numbers = _numbers(text, 2)
        if numbers is None:
            raise invalid("near", _l("A point is lat,lng in degrees."))
        return cls(*(round(number * 1000) for number in numbers))

    def within(self, metres: int) -> dict[str, int]:
        """The values of the conditions, for a circle of this radius."""
        narrow = cos(radians(self.lat / 1000))  # how much shorter a degree of longitude is here
        north = int(metres / STEP_METRES) + 1
        east = int(north / max(0.01, narrow)) + 1
        shrink = round(_FINE * narrow**2)
        return {"lat": self.lat, "lng": self.lng, "shrink": shrink, "reach_lat": north, "reach_lng": east}


def metres(square: int) -> int:
    """The distance of a squared one."""
    return round(isqrt(square) * STEP_METRES / isqrt(_FINE))


def squared(distance: int) -> int:
    """The squared distance of so many metres, rounded down."""
    return int((distance / STEP_METRES) ** 2 * _FINE)


def _numbers(text: str, count: int) -> list[float] | None:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        return None
    fits = len(numbers) == count and all(isfinite(number) and abs(number) <= 180 for number in numbers)
    return numbers if fits and all(abs(number) <= 90 for number in numbers[::2]) else None
