"""The nights of homes that are not as usual: of a season, or with a price of their own."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.stays.models import Home, HomeNight, Season
from hutong.stays.queries.quotes import Rates, Special, rates

NIGHT: Any = HomeNight.__table__.c
_COLUMNS = (NIGHT.price, NIGHT.weekend_price, NIGHT.own, NIGHT.season, NIGHT.min_nights, NIGHT.max_nights)


def specials_of(home_ids: Collection[int], first: int, last: int) -> dict[int, dict[date, Special]]:
    """The unusual nights of homes between two nights, both included: one statement, none without homes."""
    found: dict[int, dict[date, Special]] = defaultdict(dict)
    if home_ids:
        rows = select(NIGHT.home_id, NIGHT.day, *_COLUMNS)
        rows = rows.where(NIGHT.home_id.in_(sorted(home_ids)), NIGHT.day.between(first, last))
        for home_id, day, *values in session().execute(rows):
            found[home_id][clock.day_of(day)] = Special(*values)
    return found


def specials(home: Home, first: int, last: int) -> Mapping[date, Special]:
    """Those of one home; no statement where it has none."""
    return specials_of([home.id], first, last)[home.id] if home.varied else {}


def rates_for(home: Home, first: int, last: int) -> Rates:
    """The rates of a home for the nights between two, both included."""
    return rates(home, specials(home, first, last))


def all_specials(home_id: int) -> list[Special]:
    """Every unusual night of a home."""
    rows = session().execute(select(*_COLUMNS).where(NIGHT.home_id == home_id))
    return [Special(*row) for row in rows]


def own_prices(home_id: int) -> list[tuple[date, int]]:
    """The single dates of a home with prices of their own, in order."""
    rows = select(NIGHT.day, NIGHT.price).where(NIGHT.home_id == home_id, NIGHT.own.is_(True)).order_by(NIGHT.day)
    return [(clock.day_of(day), price) for day, price in session().execute(rows)]


def seasons(home_id: int) -> list[Season]:
    """The seasons of a home, in order."""
    return list(session().scalars(select(Season).where(Season.home_id == home_id).order_by(Season.first)))
