"""The schedule: rights, overlaps, repeats, clocks, stopping and cancelling."""

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from hutong.booking.models import Booking
from hutong.kernel import clock, ids, jobs
from tests.cinema import world
from tests.cinema.test_halls import book
from tests.client import Client
from tests.counting import assert_same_count

NOON = clock.instant(datetime.fromisoformat("2026-04-20T12:00+08:00"))


class Plan:
    """A hall, a film with a right for May, and the manager who plans."""

    def __init__(self, app: Flask, venue: world.Cinema, manager: Client) -> None:
        self.app, self.venue, self.manager = app, venue, manager
        self.hall, self.film_id = world.hall(app, venue), world.film(app, formats=["2D", "IMAX"])
        self.right_id = world.right(app, venue, self.film_id, date(2026, 5, 1), date(2026, 5, 31))

    def show(self, day: str = "2026-05-02", time: str = "19:00", **more: Any) -> Any:
        body = {"film_id": ids.show(self.film_id), "hall_id": ids.show(self.hall.id), "day": day, "time": time}
        return self.manager.post("/screenings", {**body, "price": 4500, "price_2": 6000, **more})

    def listed(self, **query: Any) -> list[tuple[str, str]]:
        found = self.manager.get("/screenings", cinema=ids.show(self.venue.id), limit=100, **query)
        return [(one["day"], one["time"]) for one in found.get_json()["items"]]


@pytest.fixture
def plan(app: Flask, venue: world.Cinema, manager: Client) -> Any:
    """A plan to be made on 20 April 2026."""
    with clock.frozen(NOON):
        yield Plan(app, venue, manager)


def test_only_inside_a_right(plan: Plan, app: Flask) -> None:
    """C2: a film without rights is refused; with rights for 1–31 May so are 30 April and 1 June."""
    other = world.film(app, title_zh="无权")
    refused = plan.show(film_id=ids.show(other)).get_json()
    assert refused["errors"] == [
        {"field": "film_id", "message": "You hold no right to show this film. Ask for one first."}
    ]
    for day in ("2026-04-30", "2026-06-01"):
        assert [one["field"] for one in plan.show(day).get_json()["errors"]] == ["film_id"]
    for day in ("2026-05-01", "2026-05-31"):
        assert plan.show(day, "23:50").status_code == 201
    assert plan.listed() == [("2026-05-01", "23:50"), ("2026-05-31", "23:50")]


def test_a_hall_is_used_once_at_a_time(plan: Plan, app: Flask, venue: world.Cinema) -> None:
    """C2, C-04: 120 minutes and 15 of cleaning from 19:00 leave the hall free at 21:15, no earlier."""
    first = plan.show().get_json()["items"][0]
    assert (first["prices"], first["language"], first["format"]) == ({"1": 4500, "2": 6000}, "zh", "2D")
    refused = plan.show(time="20:30")
    problem = refused.get_json()
    assert (refused.status_code, problem["code"], problem["earliest"]) == (
        409,
        "hall_taken",
        "2026-05-02T13:15:00.000Z",
    )
    assert problem["detail"].endswith("Earliest: 21:15")
    assert problem["screenings"] == [first["id"]]
    assert plan.show(time="16:50").get_json()["detail"].endswith("Earliest: 21:15")
    assert plan.show(time="16:45").status_code == 201
    assert plan.show(time="21:15").status_code == 201
    other = world.hall(app, venue, name="2")
    assert plan.show(hall_id=ids.show(other.id)).status_code == 201


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": "2026-04-20", "time": "11:00"}, "time"),
        ({"time": "19:02"}, "time"),
        ({"time": "25:00"}, "time"),
        ({"day": "2026-02-30"}, "day"),
        ({"price": -1}, "price"),
        ({"price_2": -1}, "price_2"),
        ({"price": 1_000_001}, "price"),
        ({"language": "en"}, "language"),
        ({"format": "3D"}, "format"),
        ({"format": "IMAX"}, "format"),
        ({"repeat_until": "2026-05-01"}, "repeat_until"),
        ({"repeat_until": "2026-06-05"}, "repeat_until"),
        ({"repeat_until": "2026-06-01"}, "film_id"),
        ({"weekdays": [7]}, "weekdays"),
        ({"sales_minutes": 241}, "sales_minutes"),
    ],
)
def test_shows_that_are_refused(plan: Plan, changes: dict[str, Any], field: str) -> None:
    """C-05: past, odd and impossible times, negative prices; a repeat with one bad day makes none."""
    refused = plan.show(**changes)
    assert refused.status_code == 422
    assert [error["field"].partition(".")[0] for error in refused.get_json()["errors"]] == [field]
    assert plan.listed() == []


def test_repeats_and_copies(plan: Plan, venue: world.Cinema) -> None:
    """C-05: the same show on the week's days that are asked for; a day's plan made again."""
    made = plan.show("2026-05-04", "14:00", repeat_until="2026-05-10", weekdays=[2, 5])
    assert [one["day"] for one in made.get_json()["items"]] == ["2026-05-04", "2026-05-06", "2026-05-09"]
    copies = f"/cinemas/{ids.show(venue.id)}/plan-copies"
    copied = plan.manager.post(copies, {"from_day": "2026-05-04", "to_day": "2026-05-07", "until": "2026-05-08"})
    assert [(one["day"], one["time"]) for one in copied.get_json()["items"]] == [
        ("2026-05-07", "14:00"),
        ("2026-05-08", "14:00"),
    ]
    again = plan.manager.post(copies, {"from_day": "2026-05-04", "to_day": "2026-05-05", "until": "2026-05-08"})
    assert (again.status_code, len(plan.listed())) == (409, 5)
    assert plan.manager.post(copies, {"from_day": "2026-05-01", "to_day": "2026-05-02"}).status_code == 422
    assert plan.manager.post(copies, {"from_day": "2026-05-04", "to_day": "2026-05-03"}).status_code == 422


def test_midnight_and_clock_changes(app: Flask, manager: Client, plan: Plan) -> None:
    """C-05: a show across midnight keeps the hall; a time that the clocks skip is refused, lengths stay true."""
    assert plan.show("2026-05-02", "23:30").status_code == 201
    assert plan.show("2026-05-03", "01:40").get_json()["detail"].endswith("Earliest: 01:45")
    assert plan.listed(date="2026-05-02") == [("2026-05-02", "23:30")]
    with clock.frozen(clock.instant(datetime.fromisoformat("2026-03-20T12:00+01:00"))):
        berlin = world.cinema(app, plan.venue.organisation_id, timezone="Europe/Berlin")
        hall = world.hall(app, berlin)
        world.right(app, berlin, plan.film_id, date(2026, 3, 1), date(2026, 11, 30))
        there = {"hall_id": ids.show(hall.id)}
        skipped = plan.show("2026-03-29", "02:30", **there)
        assert [error["field"] for error in skipped.get_json()["errors"]] == ["time"]
        late = plan.show("2026-03-29", "01:30", **there).get_json()["items"][0]
        assert (late["starts_at"], late["ends_at"]) == ("2026-03-29T00:30:00.000Z", "2026-03-29T02:30:00.000Z")
        assert plan.show("2026-03-29", "04:40", **there).get_json()["detail"].endswith("Earliest: 04:45")


def test_changing_a_show(plan: Plan, app: Flask) -> None:
    """C-05, X-03: a show without bookings moves; with them only prices and the end of the sale change."""
    made = plan.show().get_json()["items"][0]
    path = f"/screenings/{made['id']}"
    assert plan.manager.patch(path, {"time": "20:00"}).status_code == 412
    moved = plan.manager.patch(path, {"time": "20:00"}, If_Match='"1"').get_json()
    assert (moved["time"], moved["sales_end_at"], moved["version"]) == ("20:00", "2026-05-02T12:00:00.000Z", 2)
    assert plan.show(time="22:10").status_code == 409
    assert plan.show(time="17:45").status_code == 201
    assert plan.manager.patch(path, {"time": "19:45"}, If_Match="*").get_json()["code"] == "hall_taken"
    with app.app_context(), app.extensions["hutong"].database.reading():
        show = world.session().get_one(world.Screening, ids.read(made["id"]))
    book(app, show, 1)
    assert plan.manager.patch(path, {"time": "20:30"}, If_Match="*").get_json()["code"] == "show_booked"
    priced = plan.manager.patch(path, {"price_2": 7000, "sales_minutes": 30}, If_Match="*").get_json()
    assert (priced["prices"], priced["sales_end_at"]) == ({"1": 4500, "2": 7000}, "2026-05-02T11:30:00.000Z")
    assert plan.manager.delete(path).status_code == 409


def test_stopping_and_cancelling(plan: Plan, app: Flask) -> None:
    """C-05, C11: a stopped sale; a cancelled show needs a reason, frees the hall, and calls its bookings off."""
    made = plan.show().get_json()["items"][0]
    path = f"/screenings/{made['id']}/state"
    stopped = plan.manager.put(path, {"state": "stopped"}).get_json()
    assert (stopped["state"], stopped["selling"]) == ("stopped", False)
    assert plan.manager.put(path, {"state": "on_sale"}).get_json()["selling"] is True
    with app.app_context(), app.extensions["hutong"].database.reading():
        show = world.session().get_one(world.Screening, ids.read(made["id"]))
    number = ids.read(book(app, show, 1, 2))
    assert plan.manager.put(path, {"state": "cancelled"}).get_json()["errors"][0]["field"] == "reason"
    gone = plan.manager.put(path, {"state": "cancelled", "reason": "放映机坏了"}).get_json()
    assert (gone["state"], gone["reason"]) == ("cancelled", "放映机坏了")
    assert plan.manager.put(path, {"state": "on_sale"}).status_code == 409
    with app.app_context():
        jobs.run_all()
        with app.extensions["hutong"].database.reading():
            held = world.session().get_one(Booking, number)
            assert (held.state, held.reason) == ("cancelled", "放映机坏了")
    book(app, show, 1)  # the seats are free (that a cancelled show sells nothing is said above them)
    assert plan.show().status_code == 201
    assert plan.listed() == [("2026-05-02", "19:00")]


def test_lists_take_as_many_statements(plan: Plan, app: Flask) -> None:
    """C-05: one more show is not one more statement."""
    days = iter(range(2, 20))
    plan.show()
    assert_same_count(
        lambda: plan.manager.get("/screenings", film=ids.show(plan.film_id)),
        lambda: plan.show(f"2026-05-{next(days):02}", "10:00"),
    )


def test_a_suspended_cinema_shows_and_schedules_nothing(plan: Plan, admin: Client, venue: world.Cinema) -> None:
    """C-02: its shows leave the lists, and nothing more is scheduled."""
    plan.show()
    admin.put(f"/cinemas/{ids.show(venue.id)}/decision", {"state": "suspended", "reason": "x"})
    assert plan.listed() == []
    assert plan.show(time="10:00").status_code == 409
