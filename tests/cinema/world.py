"""Films, cinemas, halls and shows for tests, made directly by rows."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask

from hutong.accounts.models import PRESETS, Grant, Organisation, Role
from hutong.booking.actions import claim, new_resource
from hutong.cinema import layouts
from hutong.cinema.models import (
    HALL,
    SCREENING,
    STEP,
    Cinema,
    Film,
    Hall,
    HallVersion,
    Right,
    Screening,
)
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from tests.accounts.world import person
from tests.stays.world import regions

ZONE = "Asia/Shanghai"
PLAN = """
A SSSSS_SSSSS 11111_11111
B SSSSS_SSSSS 11111_11111
C SSSSS_SSSSS 22222_22222
D SSSSS_SSSSS 22222_22222
E WPSSS_SSXPW 11111_11111
F CCCC._.CCCC 22221_12222
"""


def run(app: Flask, make: Any) -> Any:
    """Run something in a transaction of its own."""
    with app.app_context():
        return app.extensions["hutong"].database.run(make)


def film(app: Flask, **changes: Any) -> int:
    """A film of 120 minutes, out since a week."""
    values: dict[str, Any] = {
        "id": ids.new_id(),
        "made_at": clock.now(),
        "title_zh": "雨巷",
        "title_en": "Rain Lane",
        "minutes": 120,
        "genres": ["drama"],
        "languages": ["zh"],
        "formats": ["2D"],
        "released_on": clock.today(ZONE) - timedelta(days=7),
        "actors": [{"name": "沈若", "role": "阿宁"}],
        **changes,
    }
    run(app, lambda: session().add(Film(**values)))
    return int(values["id"])


def organisation(app: Flask, state: str = "approved") -> int:
    """An organisation of the kind that runs cinemas, with an owner who has no role in it."""
    owner_id = person(app, f"138{ids.new_id() % 10**8:08}")
    made = Organisation(id=ids.new_id(), kind="cinema", name="Corner Pictures", state=state, owner_id=owner_id)
    run(app, lambda: session().add(made))
    return made.id


def cinema(app: Flask, organisation_id: int | None = None, **changes: Any) -> Cinema:
    """An open cinema in Dongcheng, with an approved organisation of its own."""
    regions(app)
    organisation_id = organisation_id or organisation(app)
    values: dict[str, Any] = {
        "id": ids.new_id(),
        "organisation_id": organisation_id,
        "version": 1,
        "state": "open",
        "made_at": clock.now(),
        "name_zh": "街角电影院",
        "name_en": "Corner Cinema",
        "facilities": [],
        "province_code": "110000",
        "city_code": "110100",
        "district_code": "110101",
        "address": "18 Lantern Lane",
        "lat": 39_916_321,
        "lng": 116_412_745,
        "timezone": ZONE,
        "currency": "CNY",
        "gap_rule": "lenient",
        "refund_minutes": 60,
        "cleaning_minutes": 15,
        "sales_minutes": 0,
        "services": {},
        **changes,
    }
    made = Cinema(**values)
    run(app, lambda: session().add(made))
    return made


def staff(app: Flask, person_id: int, house: Cinema, role: str = "cinema_manager") -> None:
    """Give a person a role at a cinema."""

    def make() -> None:
        if session().get(Role, role) is None:
            session().add(Role(code=role, permissions=int(PRESETS[role])))
            session().flush()
        session().add(Grant(person_id=person_id, role_code=role, organisation_id=house.organisation_id, permissions=0))

    run(app, make)


def hall(
    app: Flask, house: Cinema, plan: str = PLAN, name: str = "1", zones: tuple[str, ...] = ("Near", "Best")
) -> Hall:
    """A hall of 6 × 10: an aisle after 5, couple seats in row F, two wheelchair places, one broken seat (E8)."""

    def make() -> Hall:
        layout, numbers = layouts.read(plan.strip(), ("Near", "Best"), None, 0)
        hall_id, map_id = ids.new_id(), ids.new_id()
        capacity = sum(seat[4] != "broken" for seat in layout["seats"])
        made = Hall(
            id=hall_id,
            cinema_id=house.id,
            resource_id=new_resource(HALL),
            version=1,
            name=name,
            formats=["2D", "3D"],
            closed=False,
            capacity=capacity,
            map_id=map_id,
            numbers=numbers,
            made_at=clock.now(),
        )
        session().add(made)
        session().flush()
        version = HallVersion(id=map_id, hall_id=hall_id, no=1, capacity=capacity, layout=layout, made_at=clock.now())
        session().add(version)
        return made

    return run(app, make)  # type: ignore[no-any-return]


def right(app: Flask, house: Cinema, film_id: int, first: date | None = None, last: date | None = None) -> int:
    """A paid right from a month ago to in two months, unless said otherwise."""
    today = clock.today(ZONE)
    made = Right(
        id=ids.new_id(),
        version=1,
        cinema_id=house.id,
        organisation_id=house.organisation_id,
        film_id=film_id,
        first_on=first or today - timedelta(days=30),
        last_on=last or today + timedelta(days=60),
        nth=ids.new_id() % 2**30,
        price=100_000,
        currency="CNY",
        state="paid",
        asked_by=1,
        asked_at=clock.now(),
    )
    run(app, lambda: session().add(made))
    return made.id


def screening(
    app: Flask,
    house: Cinema,
    room: Hall,
    film_id: int,
    right_id: int | None = None,
    days: int = 1,
    time: str = "19:00",
    prices: dict[str, int] | None = None,
    **changes: Any,
) -> Screening:
    """A show of 120 minutes so many days from today, its hall's time claimed."""
    right_id = right_id or right(app, house, film_id)
    day = clock.today(house.timezone) + timedelta(days=days)
    starts_at = clock.instant(datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=clock.zone(house.timezone)))
    ends_at = starts_at + 120 * clock.MINUTE
    free_at = ends_at + house.cleaning_minutes * clock.MINUTE

    def make() -> Screening:
        values: dict[str, Any] = {
            "id": ids.new_id(),
            "version": 1,
            "state": "on_sale",
            "cinema_id": house.id,
            "organisation_id": house.organisation_id,
            "film_id": film_id,
            "right_id": right_id,
            "hall_id": room.id,
            "map_id": room.map_id,
            "resource_id": new_resource(SCREENING),
            "day": day,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "free_at": free_at,
            "sales_end_at": starts_at,
            "language": "zh",
            "format": "2D",
            "prices": prices or {"1": 4500, "2": 6000},
            "currency": "CNY",
            "reason": "",
            "made_at": clock.now(),
            **changes,
        }
        made = Screening(**values)
        session().add(made)
        session().flush()
        steps = dict.fromkeys(range(starts_at // STEP, -(-free_at // STEP)), time)
        claim(room.resource_id, steps, made.id, kind=SCREENING)
        return made

    return run(app, make)  # type: ignore[no-any-return]
