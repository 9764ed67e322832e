"""Fills a database with homes of one city and claims on their nights, for measurements."""

import argparse
import os
import random
import time
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

from hutong.app import create_app
from hutong.booking.models import Claim, Resource
from hutong.kernel import clock, ids
from hutong.kernel.db import Base, Database
from hutong.kernel.settings import Settings
from hutong.kernel.text import column
from hutong.media.models import Picture
from hutong.regions.models import Region
from hutong.stays.models import FACILITIES, Home, HomePicture, HomeWords
from hutong.stays.queries.quotes import Rates, bounds

BATCH = 2_000
WORDS = ("courtyard", "loft", "lake", "garden", "studio", "hutong", "小院", "石榴", "湖边", "露台", "四合院", "安静")
VOCABULARY = (*WORDS, *(f"word{number}" for number in range(2_000)))
HOST = 1


def fill(
    database: Database, homes: int, city: str = "110100", claims_days: int = 365, share: float = 0.5, seed: int = 1
) -> tuple[int, int]:
    """Add so many published homes in the districts of a city, this share of their coming nights taken; rows made.

    Keys are random, as the application makes them; the same seed gives the same prices, places and nights.
    """
    dice = random.Random(seed)
    claims = 0
    with database.reader.connect() as connection:
        regions = _table(Region)
        rows = connection.execute(regions.select().where(regions.c.parent_code == city)).all()
        districts = [row.code for row in rows] or [city]
    for start in range(0, homes, BATCH):
        count = min(BATCH, homes - start)
        made = [_home(dice, city, districts) for _ in range(count)]
        with database.writer.begin() as connection:
            _put(connection, Resource, [{"id": row["resource_id"], "kind": "home"} for row in made])
            _put(connection, Picture, [_picture(row) for row in made])
            _put(connection, Home, made)
            _put(connection, HomePicture, [_cover(row) for row in made])
            _put(connection, HomeWords, [_words(row) for row in made])
            nights = [night for row in made for night in _claims(dice, row, claims_days, share)]
            for at in range(0, len(nights), 20_000):
                _put(connection, Claim, nights[at : at + 20_000])
        claims += len(nights)
    return homes, claims


def _table(model: type[Base]) -> Any:
    return model.__table__


def _put(connection: Connection, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    table: Table = _table(model)
    if rows:
        connection.execute(insert(table), list(rows))


def _home(dice: random.Random, city: str, districts: Sequence[str]) -> dict[str, Any]:
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
    lat, lng = dice.gauss(39.91, 0.08), dice.gauss(116.40, 0.1)
    now = clock.now()
    return {
        "id": ids.new_id(), "host_id": HOST, "resource_id": ids.new_id(), "state": "published", "version": 1,
        "created_at": now, "published_at": now - dice.randrange(365 * clock.DAY), "cover_id": ids.new_id(),
        "title": " ".join(dice.sample(WORDS, 3)), "description": " ".join(dice.choices(VOCABULARY, k=30)),
        "offers": sum(1 << bit for bit in dice.sample(range(len(FACILITIES)), 8)),
        "house_rules": "", "kind": dice.choice(("whole", "whole", "room")), "address": "1 Lane",
        "rooms": dice.randint(1, 4), "beds": dice.randint(1, 5), "bathrooms": 1, "size": dice.randint(20, 150),
        "capacity": dice.randint(1, 8), "province_code": city[:2] + "0000", "city_code": city,
        "district_code": dice.choice(districts), "lat": round(lat * 1e6), "lng": round(lng * 1e6),
        "map_lat": round(lat * 1e3), "map_lng": round(lng * 1e3), "currency": "CNY", "price": price,
        "weekend_price": rates.weekend_price, "cleaning_fee": rates.cleaning_fee, "deposit": 0,
        "weekly_discount": rates.weekly_discount, "monthly_discount": rates.monthly_discount,
        "night_price": limits.night, "long_price": limits.long, "top_price": limits.top,
        "min_nights": dice.choice((1, 1, 1, 2)), "max_nights": 90, "check_in_time": "15:00",
        "check_out_time": "11:00", "instant": dice.random() < 0.5, "policy": "moderate",
        "popularity": int(dice.paretovariate(1)) % 1000, "rating_sum": 0, "rating_count": 0,
        "score": dice.randint(300, 500),
    }  # fmt: skip


def _picture(home: dict[str, Any]) -> dict[str, Any]:
    shape = {"digest": f"{home['id']:064x}", "kind": "jpeg", "width": 1600, "height": 1200, "size": 1, "alt": ""}
    return {"id": home["cover_id"], "owner_id": HOST, "made_at": home["created_at"], **shape}


def _cover(home: dict[str, Any]) -> dict[str, Any]:
    return {"home_id": home["id"], "position": 0, "picture_id": home["cover_id"]}


def _words(home: dict[str, Any]) -> dict[str, Any]:
    return {"rowid": home["id"], "words": column(home["title"], home["description"])}


def _claims(dice: random.Random, home: dict[str, Any], days: int, share: float) -> Iterator[dict[str, Any]]:
    """Stays of two to five nights with gaps between them, so that about this share of the nights is taken."""
    day, end = clock.day_number(clock.today("Asia/Shanghai")), 0
    end = day + days
    while share > 0:
        day += round(dice.expovariate(1 / (3.5 * (1 - share) / share))) if share < 1 else 0
        holder, nights = ids.new_id(), dice.randint(2, 5)
        for slot in range(day, min(day + nights, end)):
            yield {
                "resource_id": home["resource_id"], "slot": slot, "kind": "booking", "holder_id": holder,
                "expires_at": None,
            }  # fmt: skip
        day += nights
        if day >= end:
            return


def main() -> None:
    """Fill the database that the settings name."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("homes", type=int)
    parser.add_argument("--city", default="110100")
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
