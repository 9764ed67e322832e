"""Halls: the editor's API, versions, and seats that are sold."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hutong.booking import actions as booking
from hutong.booking.actions import Order, OrderLine
from hutong.booking.models import Claim
from hutong.cinema.models import LOST, Screening
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from tests.accounts.world import person
from tests.cinema import world
from tests.client import Client

PLAN = world.PLAN.strip()
HALL = {"name": "1 号厅", "plan": PLAN, "zones": ["普通", "黄金"], "formats": ["2D", "3D"]}


def book(app: Flask, show: Screening, *numbers: int) -> str:
    """Hold seats of a show for somebody; the booking's id as it is shown."""
    customer_id = person(app, f"137{ids.new_id() % 10**8:08}")
    lines = [
        OrderLine(title_zh=f"{n}", title_en=f"{n}", kind="seat", price=4500, slot=n, label=f"s{n}") for n in numbers
    ]
    order = Order(
        kind="cinema",
        customer_id=customer_id,
        seller_id=show.organisation_id,
        resource_id=show.resource_id,
        lines=lines,
        currency="CNY",
        policy={"*": [(show.starts_at, 100)]},
        state="held",
        starts_at=show.starts_at,
        ends_at=show.ends_at,
        title_zh="雨巷",
        title_en="Rain Lane",
    )
    return ids.show(world.run(app, lambda: booking.reserve(order)).id)


def test_a_hall_is_drawn_and_redrawn(venue: world.Cinema, manager: Client) -> None:
    """C-03, C3: a map of 6 × 10 in versions; the seats that stay keep their numbers."""
    made = manager.post(f"/cinemas/{ids.show(venue.id)}/halls", HALL)
    assert made.status_code == 201
    hall = made.get_json()
    kinds = [seat["kind"] for seat in hall["seats"]]
    assert (hall["capacity"], len(kinds), kinds.count("couple"), kinds.count("wheelchair"), kinds.count("broken")) == (
        57,
        58,
        8,
        2,
        1,
    )
    assert hall["plan"] == PLAN
    path = f"/halls/{hall['id']}"
    wider = PLAN.replace("A SSSSS_SSSSS 11111_11111", "A SSSSS_SSSSSS 11111_111111")
    changed = manager.patch(path, {"plan": wider}, If_Match=made.headers["ETag"]).get_json()
    assert (changed["version"], changed["map_no"], changed["capacity"]) == (2, 2, 58)
    numbers = {seat["label"]: seat["number"] for seat in changed["seats"]}
    assert {seat["label"]: seat["number"] for seat in hall["seats"]}.items() <= numbers.items()
    assert numbers["A11"] == 59
    same = manager.patch(path, {"plan": wider, "name": "大厅"}, If_Match="*").get_json()
    assert (same["version"], same["map_no"], same["name"]) == (3, 2, "大厅")
    assert manager.patch(path, {"name": "x"}, If_Match='"2"').status_code == 412
    assert manager.delete(path).status_code == 204


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"plan": "-"}, "plan"),
        ({"plan": "A XX"}, "plan"),
        ({"plan": "\n".join(f"{chr(65 + n // 26)}{chr(65 + n % 26)} {'S' * 60}" for n in range(60))}, "plan"),
        ({"plan": "\n".join(f"{chr(65 + n // 26)}{chr(65 + n % 26)} {'S' * 100}" for n in range(100))}, "plan"),
        ({"plan": "x" * 10_001}, "plan"),
        ({"zones": list("1234567")}, "zones"),
        ({"zones": ["a", "a"]}, "zones"),
        ({"formats": []}, "formats"),
        ({"name": ""}, "name"),
        ({"name": "1"}, "name"),
    ],
)
def test_halls_that_are_refused(
    app: Flask, venue: world.Cinema, manager: Client, changes: dict[str, Any], field: str
) -> None:
    """C-03: halls of 0, 3,600 or 10,000 seats, seven zones, names twice; nothing is left behind."""
    world.hall(app, venue, name="1")
    refused = manager.post(f"/cinemas/{ids.show(venue.id)}/halls", {**HALL, **changes})
    assert refused.status_code == 422
    assert [error["field"] for error in refused.get_json()["errors"]] == [field]
    assert len(manager.get(f"/cinemas/{ids.show(venue.id)}/halls").get_json()["items"]) == 1


def test_six_zones_have_six_prices(app: Flask, venue: world.Cinema, manager: Client, guest: Client) -> None:
    """C-03, C-05: each of up to six zones has a price of its own, at the map, in the legend and in what is sold."""
    names = ["一", "二", "三", "四", "五", "六"]
    plan = "\n".join(f"{chr(64 + zone)} SSSS {str(zone) * 4}" for zone in range(1, 7))
    body = {"name": "六区厅", "plan": plan, "zones": names, "formats": ["2D"]}
    hall = manager.post(f"/cinemas/{ids.show(venue.id)}/halls", body).get_json()
    film_id = world.film(app)
    world.right(app, venue, film_id)
    prices = {"price": 1000, **{f"price_{zone}": zone * 1000 for zone in range(2, 7)}}
    day = clock.today(venue.timezone) + timedelta(days=1)
    when = {"film_id": ids.show(film_id), "hall_id": hall["id"], "day": str(day), "time": "19:00"}
    (show,) = manager.post("/screenings", {**when, **prices}).get_json()["items"]
    assert show["prices"] == {str(zone): zone * 1000 for zone in range(1, 7)}
    seats = [f"{letter}1" for letter in "ABCDEF"]
    held = guest.post(f"/screenings/{show['id']}/bookings", {"seats": seats}).get_json()
    assert (held["total"], [line["price"] for line in held["lines"]]) == (21000, [n * 1000 for n in range(1, 7)])
    page = guest.page(f"/screenings/{show['id']}").text
    assert all(f"{name} ¥{zone}0" in page for zone, name in enumerate(names, 1))


def test_a_sold_seat_stays(app: Flask, venue: world.Cinema, manager: Client) -> None:
    """C3: removing or breaking a seat that is sold for a coming show is refused and names the booking."""
    hall, film_id = world.hall(app, venue), world.film(app)
    show = world.screening(app, venue, hall, film_id)
    number = book(app, show, 3, 4)
    path = f"/halls/{ids.show(hall.id)}"
    without_a3 = PLAN.replace("A SSSSS_", "A SSXSS_")
    refused = manager.patch(path, {"plan": without_a3}, If_Match="*")
    assert (refused.status_code, refused.get_json()["code"], refused.get_json()["bookings"]) == (
        409,
        "seats_sold",
        [number],
    )
    assert f"A3 ({number})" in refused.get_json()["detail"]
    assert manager.get(path).get_json()["map_no"] == 1
    with clock.moved(20 * clock.MINUTE):  # the hold is over
        assert manager.patch(path, {"plan": without_a3}, If_Match="*").status_code == 200


def test_sold_shows_keep_their_map(app: Flask, venue: world.Cinema, manager: Client) -> None:
    """C-03: a show with bookings keeps its map, one without takes the new one; nobody can buy a seat that went."""
    hall, film_id = world.hall(app, venue), world.film(app)
    right_id = world.right(app, venue, film_id)
    sold, free = (world.screening(app, venue, hall, film_id, right_id, days=day) for day in (1, 2))
    book(app, sold, 1)
    plan = PLAN.replace("A SSSSS_", "A SSXSS_")
    changed = manager.patch(f"/halls/{ids.show(hall.id)}", {"plan": plan}, If_Match="*")
    assert changed.status_code == 200

    def rows() -> tuple[list[bool], list[tuple[int, int]]]:
        shows = [session().get_one(Screening, one.id) for one in (sold, free)]
        lost = session().execute(select(Claim.resource_id, Claim.slot).where(Claim.kind == LOST))
        return [one.map_id == hall.map_id for one in shows], sorted((row[0], row[1]) for row in lost)

    with app.app_context(), app.extensions["hutong"].database.reading():
        assert rows() == ([True, False], sorted([(sold.resource_id, 3), (free.resource_id, 3)]))
    with pytest.raises(booking.Taken):
        book(app, sold, 3)
    assert manager.patch(f"/halls/{ids.show(hall.id)}", {"plan": PLAN}, If_Match="*").status_code == 200
    book(app, sold, 3)
