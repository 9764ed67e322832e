"""Homes for tests, made directly by rows."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, update

from hutong.booking.actions import new_resource
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.media.models import Picture
from hutong.regions.models import CITY, DISTRICT, PROVINCE, Region
from hutong.stays import actions
from hutong.stays.actions.describing import index
from hutong.stays.models import Feed, Home, HomePicture, bits
from hutong.stays.queries.quotes import bounds, rates
from hutong.stays.schemas import NightsIn, SeasonIn
from tests.client import Client
from tests.payments.world import call_back, run_jobs

REGIONS = (
    ("110000", None, PROVINCE, "北京市", "Beijing"),
    ("110100", "110000", CITY, "北京市", "Beijing"),
    ("110101", "110100", DISTRICT, "东城区", "Dongcheng District"),
    ("110105", "110100", DISTRICT, "朝阳区", "Chaoyang District"),
    ("330000", None, PROVINCE, "浙江省", "Zhejiang"),
    ("330100", "330000", CITY, "杭州市", "Hangzhou"),
    ("330106", "330100", DISTRICT, "西湖区", "Xihu District"),
)


def regions(app: Flask) -> None:
    """Beijing and Hangzhou, where they are not yet."""

    def make() -> None:
        if session().get(Region, REGIONS[0][0]) is None:
            for code, parent, level, name, name_en in REGIONS:
                letter = name_en[0]
                session().add(
                    Region(code=code, parent_code=parent, level=level, name=name, name_en=name_en, letter=letter)
                )

    with app.app_context():
        app.extensions["hutong"].database.run(make)


def picture(app: Flask, owner_id: int) -> int:
    """A picture of somebody (a row; its file is nowhere)."""
    made = Picture(id=ids.new_id(), owner_id=owner_id, digest="0" * 64, kind="jpeg", width=1600, height=1200, size=9)
    made.made_at = clock.now()
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: session().add(made))
    return made.id


def home(app: Flask, host_id: int, **changes: Any) -> int:
    """A published home for up to four in Dongcheng, ¥300 a night; `facilities` is a list of codes."""
    regions(app)
    cover_id = picture(app, host_id)

    def make() -> int:
        given = dict(changes)
        offers = bits(given.pop("facilities", []))
        code = given.get("district_code", "110101")
        values: dict[str, Any] = {
            "id": ids.new_id(),
            "host_id": host_id,
            "resource_id": new_resource("home"),
            "state": "published",
            "version": 1,
            "created_at": clock.now(),
            "published_at": clock.now(),
            "title": "Courtyard by the drum tower",
            "description": "",
            "kind": "whole",
            "capacity": 4,
            "cover_id": cover_id,
            "offers": offers,
            "province_code": code[:2] + "0000",
            "city_code": code[:4] + "00",
            "district_code": code,
            "address": "18 Lantern Lane",
            "lat": 39_916_321,
            "lng": 116_412_745,
            "currency": "CNY",
            "price": 30_000,
            "weekend_price": None,
            "cleaning_fee": 0,
            "deposit": 0,
            "weekly_discount": 0,
            "monthly_discount": 0,
            "extra_guest_fee": 0,
            "included_guests": 1,
            **given,
        }
        made = Home(**{"map_lat": round(values["lat"] / 1000), "map_lng": round(values["lng"] / 1000), **values})
        limits = bounds(rates(made))
        made.night_price, made.long_price, made.top_price = limits.night, limits.long, limits.top
        session().add(made)
        session().flush()
        session().add(HomePicture(home_id=made.id, position=0, picture_id=cover_id))
        session().flush()
        index(made)
        return made.id

    with app.app_context():
        return int(app.extensions["hutong"].database.run(make))


def resource_of(app: Flask, home_id: int) -> int:
    """The resource whose slots are the nights of a home."""
    with app.app_context(), app.extensions["hutong"].database.reading():
        return int(session().scalars(select(Home.resource_id).where(Home.id == home_id)).one())


def path(home_id: int) -> str:
    """Of a home in the API."""
    return f"/homes/{ids.show(home_id)}"


def season(app: Flask, home_id: int, first: str, until: str, price: int, dice: Any) -> None:
    """A season, and a single date in it, as a host would set them."""
    body = SeasonIn.model_validate(
        {"from": first, "to": until, "price": price, "weekend_price": dice.choice((None, price * 2)),
         "min_nights": dice.choice((None, 2, 5)), "max_nights": dice.choice((None, 6))}
    )  # fmt: skip
    single = NightsIn.model_validate({"from": first, "to": until, "action": "price", "price": price // 2})

    def make() -> None:
        host_id = session().get_one(Home, home_id).host_id
        actions.add_season(home_id, host_id, body)
        if dice.random() < 0.5:
            single.until = single.first + timedelta(days=1)
            actions.set_nights(home_id, host_id, single)

    with app.test_request_context(headers={"If-Match": "*"}):
        app.extensions["hutong"].database.run(make)


def turn(feed_id: int, url: str) -> None:
    """A calendar moves to another address, in the running transaction."""
    session().execute(update(Feed).where(Feed.id == feed_id).values(url=url))


def feeds(home_id: int, url: str, many: int) -> None:
    """Many calendars of a home, due now, in the running transaction."""
    now = clock.now()
    rows = [{"home_id": home_id, "name": str(at), "url": url, "made_at": now, "due_at": now} for at in range(many)]
    session().execute(insert(Feed), rows)


def pay(app: Flask, guest: Client, booking_id: str) -> None:
    """A guest pays, and the provider's word comes."""
    shown = str(guest.post(f"/bookings/{booking_id}/payments").get_json()["id"])
    run_jobs(app)
    assert call_back(app, shown).text == "success"
    run_jobs(app)
