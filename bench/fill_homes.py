"""Fills a database with homes and with claims on the nights of one city's, for measurements.

Rows are put in as plain tuples, in the order of their keys: a million homes take minutes, not hours.
"""

import argparse
import os
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table

from hutong.app import create_app
from hutong.booking.models import Claim, Resource
from hutong.kernel import clock, ids
from hutong.kernel.db import Base, Database
from hutong.kernel.settings import Settings
from hutong.kernel.text import column
from hutong.media.models import Picture
from hutong.regions.models import CITY, Region
from hutong.stays.models import FACILITIES, Home, HomePicture, HomeWords
from hutong.stays.queries.quotes import Rates, bounds

BATCH = 5_000
CALENDARS = 400  # different ones; homes draw theirs from these
SAYINGS = 2_000  # different texts
WORDS = ("courtyard", "loft", "lake", "garden", "studio", "hutong", "小院", "石榴", "湖边", "露台", "四合院", "安静")
VOCABULARY = (*WORDS, *(f"word{number}" for number in range(2_000)))
HOST = 1
BEIJING = "110100"
Saying = tuple[str, str, str]  # title, description, and the words of their index


def fill(
    database: Database, homes: int, city: str = BEIJING, claims_days: int = 365, share: float = 0.5, seed: int = 1
) -> tuple[int, int]:
    """Add so many published homes in the districts of a city, this share of their coming nights taken; rows made.

    Keys rise, as those that the application makes; the same seed gives the same prices, places and nights. Without a
    city they lie in all others than Beijing, and nobody has booked any.
    """
    dice, claims = random.Random(seed), 0
    places = _places(database, city)
    sayings = [_saying(dice) for _ in range(min(SAYINGS, homes))]
    calendars = [_nights(dice, claims_days, share) for _ in range(CALENDARS if city else 0)]
    for start in range(0, homes, BATCH):
        made = [_home(dice, *dice.choice(places), dice.choice(sayings)) for _ in range(min(BATCH, homes - start))]
        with database.writer.begin() as connection:
            _put(connection, Resource, [{"id": row["resource_id"], "kind": "home"} for row in made])
            _put(connection, Picture, [_picture(row) for row in made])
            words = [{"rowid": row["id"], "words": row.pop("words")} for row in made]
            _put(connection, Home, made)
            _put(connection, HomePicture, [_cover(row) for row in made])
            _put(connection, HomeWords, words)
            if calendars:
                claims += _claim(connection, ((row["resource_id"], dice.choice(calendars)) for row in made))
    return homes, claims


def _places(database: Database, city: str) -> list[tuple[str, str]]:
    """The (city, district) pairs to choose from; a city without districts stands for itself."""
    regions: Any = Region.__table__
    with database.reader.connect() as connection:
        rows = connection.execute(regions.select()).all()
    cities = {row.code for row in rows if row.level == CITY and row.code != BEIJING} if not city else {city}
    found = [(row.parent_code, row.code) for row in rows if row.parent_code in cities]
    return found or [(code, code) for code in sorted(cities)]


def _put(connection: Connection, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that have the same columns."""
    if rows:
        names = [*rows[0], *(name for name in _defaults(model) if name not in rows[0])]
        plain = [_defaults(model)[name] for name in names[len(rows[0]) :]]
        connection.exec_driver_sql(_insert(connection, model, names), [(*row.values(), *plain) for row in rows])


def _defaults(model: type[Base]) -> dict[str, Any]:
    """What columns hold that are not said: the model's own values."""
    table: Table = model.__table__  # type: ignore[assignment]
    plain = ((each.name, each.default) for each in table.columns if each.default is not None)
    return {name: default.arg for name, default in plain if default.is_scalar}  # type: ignore[attr-defined]


def _insert(connection: Connection, model: type[Base], names: Iterable[str]) -> str:
    table: Table = model.__table__  # type: ignore[assignment]
    places = ", ".join("?" if connection.dialect.name == "sqlite" else "%s" for _ in names)
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})"


def _claim(connection: Connection, calendars: Iterable[tuple[int, Sequence[tuple[int, int]]]]) -> int:
    """Take the nights of homes, in the order of the key; how many."""
    statement = _insert(connection, Claim, ("resource_id", "slot", "kind", "holder_id", "expires_at"))
    rows: Iterator[tuple[Any, ...]] = (
        (resource_id, slot, "booking", resource_id + guest, None)
        for resource_id, nights in calendars
        for slot, guest in nights
    )
    count = 0
    while part := list(islice(rows, 50_000)):
        connection.exec_driver_sql(statement, part)
        count += len(part)
    return count


def _saying(dice: random.Random) -> Saying:
    title, description = " ".join(dice.sample(WORDS, 3)), " ".join(dice.choices(VOCABULARY, k=30))
    return title, description, column(title, description)


def _home(dice: random.Random, city: str, district: str, saying: Saying) -> dict[str, Any]:
    price = int(dice.lognormvariate(10.4, 0.5))
    rates = Rates(
        currency="CNY",
        price=price,
        weekend_price=dice.choice((None, price * 12 // 10, price * 13 // 10)),
        cleaning_fee=dice.choice((0, 3_000, 6_000, 8_000)),
        weekly_discount=dice.choice((0, 5, 10)),
        monthly_discount=dice.choice((0, 15, 25)),
    )
    limits = bounds(rates)
    far = int(city) - int(BEIJING)  # other cities lie elsewhere, and no two in one place
    lat, lng = dice.gauss(39.91 - far % 8_300 / 500, 0.08), dice.gauss(116.40 - far // 10_000 / 2, 0.1)
    now, home_id = clock.now(), ids.new_id()
    return {
        "id": home_id, "host_id": HOST, "resource_id": ids.new_id(), "state": "published", "version": 1,
        "created_at": now, "published_at": now - dice.randrange(365 * clock.DAY), "cover_id": ids.new_id(),
        "title": saying[0], "description": saying[1], "words": saying[2],
        "offers": sum(1 << bit for bit in dice.sample(range(len(FACILITIES)), 8)),
        "house_rules": "", "kind": dice.choice(("whole", "whole", "room")), "address": "1 Lane",
        "rooms": dice.randint(1, 4), "beds": dice.randint(1, 5), "bathrooms": 1, "size": dice.randint(20, 150),
        "capacity": dice.randint(1, 8), "province_code": city[:2] + "0000", "city_code": city,
        "district_code": district, "lat": round(lat * 1e6), "lng": round(lng * 1e6),
        "map_lat": round(lat * 1e3), "map_lng": round(lng * 1e3), "currency": "CNY", "price": price,
        "weekend_price": rates.weekend_price, "cleaning_fee": rates.cleaning_fee, "deposit": 0,
        "weekly_discount": rates.weekly_discount, "monthly_discount": rates.monthly_discount,
        "night_price": limits.night, "long_price": limits.long, "top_price": limits.top,
        "min_nights": dice.choice((1, 1, 1, 2)), "max_nights": 90, "check_in_time": "15:00",
        "check_out_time": "11:00", "instant": dice.random() < 0.5, "policy": "moderate",
        "popularity": int(dice.paretovariate(1)) % 1000, "score": dice.randint(300, 500),
        "calendar_secret": f"bench-{home_id}",
    }  # fmt: skip


def _picture(home: dict[str, Any]) -> dict[str, Any]:
    shape = {"digest": f"{home['id']:064x}", "kind": "jpeg", "width": 1600, "height": 1200, "size": 1, "alt": ""}
    return {"id": home["cover_id"], "owner_id": HOST, "made_at": home["created_at"], **shape}


def _cover(home: dict[str, Any]) -> dict[str, Any]:
    return {"home_id": home["id"], "position": 0, "picture_id": home["cover_id"]}


def _nights(dice: random.Random, days: int, share: float) -> list[tuple[int, int]]:
    """Stays of two to five nights with gaps between them, so that about this share is taken: (night, which guest)."""
    day = clock.day_number(clock.today("Asia/Shanghai"))
    end, guest, found = day + days, 0, []
    while share > 0 and day < end:
        day += round(dice.expovariate(1 / (3.5 * (1 - share) / share))) if share < 1 else 0
        nights, guest = dice.randint(2, 5), guest + 1
        found += [(slot, guest) for slot in range(day, min(day + nights, end))]
        day += nights
    return found


def main() -> None:
    """Fill the database that the settings name."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("homes", type=int)
    parser.add_argument("--city", default=BEIJING)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--share", type=float, default=0.5)
    given = parser.parse_args()
    os.environ.setdefault("HUTONG_ENV", "development")
    app = create_app(Settings())
    began = time.perf_counter()
    with app.app_context():
        homes, claims = fill(app.extensions["hutong"].database, given.homes, given.city, given.days, given.share)
    print(f"{homes} homes, {claims} claims in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
