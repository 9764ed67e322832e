"""What follows from what a host says of a home: where it is searched, its price bounds, its words."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert

from hutong.kernel.db import session
from hutong.kernel.errors import invalid
from hutong.kernel.state import settings
from hutong.kernel.text import column
from hutong.regions import queries as regions
from hutong.stays.models import KINDS, Home, HomeWords, facilities_of
from hutong.stays.queries.places import UNKNOWN
from hutong.stays.queries.quotes import Rates, Special, bounds


def place_values(district: str, lat: float | None, lng: float | None) -> dict[str, Any]:
    """The columns of a place; raises Invalid for what is no district."""
    path = _path(district)
    known = lat is not None and lng is not None
    return {
        "district_code": district,
        "city_code": path[-2] if len(path) > 1 else district,
        "province_code": path[0],
        "lat": round(lat * 1_000_000) if known and lat is not None else None,
        "lng": round(lng * 1_000_000) if known and lng is not None else None,
        "map_lat": round(lat * 1000) if known and lat is not None else None,
        "map_lng": round(lng * 1000) if known and lng is not None else None,
    }


PRICES = (
    "price", "weekend_price", "cleaning_fee", "deposit", "weekly_discount", "monthly_discount", "extra_guest_fee",
    "included_guests", "capacity",
)  # fmt: skip


def prices(home: Home) -> dict[str, Any]:
    """What of a home decides its prices."""
    return {name: getattr(home, name) for name in PRICES}


def price_values(values: Mapping[str, Any], special: Iterable[Special] = ()) -> dict[str, int]:
    """The columns that bound what a stay can cost, with nights that are not as usual."""
    found = bounds(Rates(currency=settings().currency, **{name: values[name] for name in PRICES}), special)
    return {"night_price": found.night, "long_price": found.long, "top_price": found.top}


def index(home: Home) -> None:
    """Write anew under which words a home is found; not its address, which is nobody's business yet."""
    area = regions.names([home.district_code])[home.district_code]
    offers = [name for facility in facilities_of(home.offers) for name in (facility.zh, facility.en)]
    kind = KINDS[home.kind]
    words = column(home.title, home.description, area.zh, area.en, kind.zh, kind.en, *offers)
    session().execute(delete(HomeWords).where(HomeWords.rowid == home.id))
    session().execute(insert(HomeWords).values(rowid=home.id, words=words))


def _path(code: str) -> list[str]:
    """The codes from the province down to a district; raises Invalid."""
    if regions.below(code) != [code]:
        raise invalid("district", UNKNOWN)
    path: list[str] = []
    following: str | None = code
    while following is not None and len(path) < 5:
        found = regions.region(following)
        if found is None:
            break
        path.insert(0, found.code)
        following = found.parent_code
    return path
