"""Where homes are: the region searched for, a box of the map, the neighbourhood of a point."""

from dataclasses import dataclass
from math import cos, isfinite, isqrt, radians
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from hutong.kernel.errors import invalid
from hutong.regions import queries as regions
from hutong.regions.models import CITY, PROVINCE
from hutong.stays.models import Home

UNKNOWN = _l("This district is not known.")
_COLUMNS: dict[int, Any] = {PROVINCE: Home.province_code, CITY: Home.city_code}
_levels: dict[str, int] = {}  # of a few thousand regions at most; a region never changes its level
STEP_METRES = 111.2  # a thousandth of a degree of latitude
FAR = 50_000
_FINE = 10_000


def in_region(code: str) -> ColumnElement[bool]:
    """The condition that a home lies in a region of any level; raises Invalid."""
    level = _levels.get(code)
    if level is None:
        found = regions.region(code)
        if found is None:
            raise invalid("region", UNKNOWN)
        level = _levels[code] = found.level
    column: Any = _COLUMNS.get(level, Home.district_code)
    return column == code  # type: ignore[no-any-return]


def in_box(text: str) -> ColumnElement[bool]:
    """The condition that a home lies in a box "south,west,north,east"; raises Invalid."""
    numbers = _numbers(text, 4)
    if numbers is None or numbers[0] > numbers[2] or numbers[1] > numbers[3]:
        raise invalid("box", _l("A box is south,west,north,east in degrees."))
    south, west, north, east = (round(number * 1000) for number in numbers)
    return and_(Home.map_lat.between(south, north), Home.map_lng.between(west, east))


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

    @property
    def square(self) -> ColumnElement[Any]:
        """The squared distance of a home, in whole numbers: the same order in every database."""
        north, east = Home.map_lat - self.lat, Home.map_lng - self.lng
        return north * north * _FINE + east * east * self._shrink

    def within(self, metres: int) -> ColumnElement[bool]:
        """The condition that a home lies in a box around the point that holds the circle of this radius."""
        north = int(metres / STEP_METRES) + 1
        east = int(north / max(0.01, cos(radians(self.lat / 1000)))) + 1
        return and_(
            Home.map_lat.between(self.lat - north, self.lat + north),
            Home.map_lng.between(self.lng - east, self.lng + east),
        )

    @property
    def _shrink(self) -> int:
        """How much shorter a degree of longitude is here, squared."""
        return round(_FINE * cos(radians(self.lat / 1000)) ** 2)


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
