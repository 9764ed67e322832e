"""Seasons, single dates, further guests; and the rules that go with them."""

import random
from datetime import date, timedelta

import pytest

from hutong.booking.models import Booking
from hutong.kernel import clock, ids, jobs
from hutong.kernel.db import session
from hutong.stays.jobs import find_past_prices
from hutong.stays.models import Home
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.stays import world

pytestmark = pytest.mark.usefixtures("monday")
FRIDAY = date(2026, 11, 27)
SEASON = {
    "from": "2026-12-01",
    "to": "2026-12-11",
    "price": 50_000,
    "weekend_price": 60_000,
    "name": "Fair",
    "min_nights": 3,
}


def day(number):
    return (FRIDAY + timedelta(days=number)).isoformat()


@pytest.fixture
def host_id(app):
    return person(app, "13800001002", verified=True)


@pytest.fixture
def host(app, host_id):
    return signed_in(app, host_id)


@pytest.fixture
def guest(app):
    return signed_in(app, person(app, "13800001001"))


def version(client, path):
    return client.get(path).get_json()["version"]


def test_each_night_says_what_it_costs_and_why(app, host, host_id, guest):
    """S-02: base, weekend, season and its weekend, a single date, further guests: one total everywhere."""
    home = world.home(app, host_id, weekend_price=40_000, cleaning_fee=8_000, extra_guest_fee=1_000, included_guests=2)
    path = world.path(home)
    added = host.post(f"{path}/seasons", SEASON, If_Match=str(version(host, path)))
    assert added.status_code == 201, added.json
    single = {"from": "2026-12-03", "to": "2026-12-04", "action": "price", "price": 99_900}
    assert host.put(f"{path}/nights", single, If_Match=str(added.json["version"])).json["dates"] == [
        {"date": "2026-12-03", "price": 99_900}
    ]
    stay = {"check_in": "2026-11-30", "check_out": "2026-12-06", "guests": 3}
    quote = guest.get(f"{path}/quote", **stay).json
    assert [(night["price"], night["why"], night["season"]) for night in quote["nights"]] == [
        (30_000, "base", ""),
        (50_000, "season", "Fair"),
        (50_000, "season", "Fair"),
        (99_900, "special", ""),
        (60_000, "season", "Fair"),
        (60_000, "season", "Fair"),
    ]
    assert (quote["extra"], quote["extra_guests"], quote["total"]) == (6_000, 1, 363_900)
    card = guest.get("/homes", **stay, sort="price", max_price=363_900, min_price=363_900).json["items"]
    assert [one["total"] for one in card] == [quote["total"]]
    for page in (f"/homes/{path[7:]}", f"/homes/{path[7:]}/checkout"):
        text = guest.page(page, **stay).text
        assert [part in text for part in ("¥3,639", "Fair", "1 further guest")] == [True] * 3
    booked = guest.post(f"{path}/bookings", {**stay, "total": quote["total"]})
    assert (booked.status_code, booked.json["total"]) == (201, 363_900)
    assert faults(app) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": "2026-12-01"}, "to"),
        ({"from": "2025-12-01", "to": "2025-12-05"}, "to"),
        ({"to": "2031-12-05"}, "to"),
        ({"from": "2026-12-10", "to": "2026-12-12"}, "from"),
        ({"from": "2026-11-01", "to": "2027-01-01"}, "from"),
        ({"price": 0}, "price"),
        ({"price": -1}, "price"),
        ({"price": "abc"}, "price"),
        ({"weekend_price": 0}, "weekend_price"),
        ({"min_nights": 5, "max_nights": 4}, "max_nights"),
        ({"min_nights": 91}, "min_nights"),
        ({"name": "x" * 61}, "name"),
    ],
)
def test_seasons_that_cannot_be(app, host, host_id, changes, field):
    """S-02: overlapping, reversed or free seasons are refused beside their field, and nothing changes."""
    path = world.path(world.home(app, host_id))
    kept = host.post(f"{path}/seasons", SEASON, If_Match="1").json
    away = {"from": "2027-01-01", "to": "2027-01-05"} if "from" not in changes and "to" not in changes else {}
    refused = host.post(f"{path}/seasons", {**SEASON, **away, **changes}, If_Match="2")
    assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (422, [field])
    assert host.get(f"{path}/prices").json == kept


def test_two_tabs_and_strangers(app, host, host_id, guest):
    """X-03: prices are edited against a version; others' prices are nowhere."""
    path = world.path(world.home(app, host_id))
    season = host.post(f"{path}/seasons", SEASON, If_Match="1").json["seasons"][0]
    one = f"{path}/seasons/{season['id']}"
    assert host.put(one, {**SEASON, "price": 70_000}, If_Match="1").status_code == 412
    assert host.put(f"{path}/nights", {"from": day(0), "to": day(1), "action": "reset"}).status_code == 412
    assert host.put(one, {**SEASON, "price": 70_000}, If_Match="2").json["seasons"][0]["price"] == 70_000
    for answer in (
        guest.get(f"{path}/prices"),
        guest.post(f"{path}/seasons", SEASON, If_Match="3"),
        guest.delete(one, If_Match="3"),
        host.delete(f"{path}/seasons/{path[7:]}", If_Match="3"),
    ):
        assert answer.status_code == 404
    assert host.delete(one, If_Match="3").json["seasons"] == []


def test_single_dates(app, host, host_id):
    """S-02: a range of dates is priced, reset, blocked and opened; more dates than can be booked are refused."""
    path = world.path(world.home(app, host_id))
    set_nights = lambda **body: host.put(f"{path}/nights", body, If_Match="*")  # noqa: E731
    assert len(set_nights(**{"from": day(0), "to": day(5)}, action="price", price=100).json["dates"]) == 5
    assert len(set_nights(**{"from": day(1), "to": day(3)}, action="reset").json["dates"]) == 3
    set_nights(**{"from": day(0), "to": day(2)}, action="block")
    states = [one["state"] for one in host.get(f"{path}/calendar", **{"from": day(0), "to": day(3)}).json["days"]]
    assert states == ["blocked", "blocked", "free"]
    for body, field in (
        ({"from": day(0), "to": day(1000), "action": "price", "price": 100}, "to"),
        ({"from": day(2), "to": day(2), "action": "reset"}, "to"),
        ({"from": day(0), "to": day(1), "action": "price"}, "price"),
        ({"from": day(0), "to": day(1), "action": "free"}, "action"),
    ):
        assert [error["field"] for error in set_nights(**body).json["errors"]] == [field]
    with clock.moved(20 * clock.DAY), app.app_context():
        app.extensions["hutong"].database.run(find_past_prices.function)
        jobs.run_all()
        assert host.get(f"{path}/prices").json["dates"] == []
        with app.extensions["hutong"].database.reading():
            home = session().query(Home).one()
            assert (home.varied, home.night_price, home.top_price) == (False, 30_000, 30_000)


def test_rules_most_specific_first(app, host, host_id, guest):
    """S-03: a season's five nights beat the weekday's three, which beat the home's two (scenario S5)."""
    home = world.home(app, host_id, min_nights=2, max_nights=14, weekday_min=3 << 28)  # Friday
    path = world.path(home)
    host.post(f"{path}/seasons", {**SEASON, "min_nights": 5, "max_nights": 6}, If_Match="1")
    cases = [(1, 1, 0), (1, 2, 1), (1, 15, 0), (0, 2, 0), (0, 3, 1), (4, 4, 0), (4, 5, 1), (4, 6, 1), (4, 7, 0)]
    for start, nights, allowed in [*cases, (7, 3, 0)]:
        stay = {"check_in": day(start), "check_out": day(start + nights)}
        assert len(guest.get("/homes", **stay).json["items"]) == allowed, (start, nights)
        assert (guest.get(f"{path}/quote", **stay).status_code == 200) == bool(allowed), (start, nights)
    refused = guest.get(f"{path}/quote", check_in=day(4), check_out=day(8)).json["errors"]
    assert refused == [{"field": "check_out", "message": "At least 5 nights"}]
    days = guest.get(f"{path}/calendar", **{"from": day(0), "to": day(5)}).json["days"]
    assert [(one["min_nights"], one["max_nights"]) for one in days] == [(3, 14), (2, 14), (2, 14), (2, 14), (5, 6)]


def test_arrival_days_notice_and_window(app, host, host_id, guest):
    """S-03: arrival on some days of the week only, with notice, and not too far ahead."""
    path = world.path(world.home(app, host_id))
    rules = {"arrival_days": [4, 6], "notice_days": 6, "window_days": 30}
    assert host.patch(path, rules, If_Match="1").json["arrival_days"] == [4, 6]

    def errors(start, nights):
        answer = guest.get(f"{path}/quote", check_in=day(start), check_out=day(start + nights)).json
        return [(error["field"], error["message"]) for error in answer.get("errors", [])]

    assert errors(2, 1) == []
    assert errors(3, 1) == [("check_in", "Guests arrive here on: Fri, Sun.")]
    assert errors(0, 1) == [("check_in", "Book at least 6 days ahead.")]
    assert errors(21, 6) == [("check_out", "Dates can be booked up to 30 days ahead.")]
    for body, field in (
        ({"arrival_days": []}, "arrival_days"),
        ({"arrival_days": [7]}, "arrival_days.0"),
        ({"weekday_min_nights": [1, 2]}, "weekday_min_nights"),
        ({"weekday_min_nights": [0, 0, 0, 0, 0, 0, 20], "max_nights": 10}, "weekday_min_nights"),
        ({"prep_days": 8}, "prep_days"),
        ({"window_days": 549}, "window_days"),
    ):
        refused = host.patch(path, body, If_Match="2")
        assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (422, [field])


def test_days_to_prepare(app, host, host_id, guest):
    """S-03: two nights stay free after every booking, whichever was first; calling it off gives them back."""
    path = world.path(world.home(app, host_id, prep_days=2, instant=True))
    book = lambda start, end: guest.post(f"{path}/bookings", {"check_in": day(start), "check_out": day(end)})  # noqa: E731
    found = lambda start, end: len(guest.get("/homes", check_in=day(start), check_out=day(end)).json["items"])  # noqa: E731
    first = book(10, 12)
    assert first.status_code == 201
    cases = [(8, 10, 0), (7, 9, 0), (6, 8, 1), (12, 13, 0), (13, 14, 0), (14, 15, 1)]
    for start, end, free in cases:
        assert found(start, end) == free, (start, end)
        quoted = guest.get(f"{path}/quote", check_in=day(start), check_out=day(end)).json
        assert quoted["available"] == bool(free), (start, end)
    refused = book(7, 9)
    assert (refused.status_code, refused.json["code"], refused.json["slots"]) == (409, "taken", [day(10)])
    assert refused.json["alternatives"][0] == {"check_in": day(6), "check_out": day(8)}
    states = [one["state"] for one in guest.get(f"{path}/calendar", **{"from": day(9), "to": day(15)}).json["days"]]
    assert states == ["free", "taken", "taken", "taken", "taken", "free"]
    assert "kept free to prepare" in host.page(f"/host{path}").text
    assert faults(app) == []
    guest.post(f"/bookings/{first.json['id']}/cancellation", {})
    assert found(12, 13) == 1
    again = book(10, 12)
    with clock.moved(clock.HOUR), app.app_context():
        jobs.tick()
        jobs.run_all()
        with app.extensions["hutong"].database.reading():
            assert session().get(Booking, ids.read(again.json["id"])).state == "expired"
    assert found(12, 13) == 1
    assert faults(app) == []


def clock_id(answer):
    from hutong.kernel import ids

    return ids.read(answer.json["id"])


def test_search_and_quote_agree(app, host_id, guest):
    """S-04: of homes with random seasons, dates and rules, a search finds those that a quote allows, at its total."""
    dice = random.Random(7)
    paths = []
    for _number in range(8):
        home = world.home(
            app,
            host_id,
            weekend_price=dice.choice((None, 40_000)),
            cleaning_fee=dice.choice((0, 5_000)),
            weekly_discount=dice.choice((0, 15)),
            extra_guest_fee=dice.choice((0, 3_333)),
            included_guests=dice.randint(1, 3),
            min_nights=dice.randint(1, 3),
            max_nights=dice.choice((6, 90)),
            weekday_min=sum(dice.choice((0, 4)) << (7 * day) for day in range(7)),
            arrival_days=dice.choice((127, 0b1010101)),
            notice_days=dice.choice((0, 9)),
            window_days=dice.choice((25, 548)),
            prep_days=dice.choice((0, 1)),
        )
        begin = dice.randint(3, 12)
        world.season(app, home, day(begin), day(begin + dice.randint(2, 9)), dice.randint(10_000, 60_000), dice)
        paths.append(world.path(home))
    finding_total = 0
    for _try in range(12):
        start, nights, guests = dice.randint(0, 20), dice.randint(1, 9), dice.randint(1, 4)
        stay = {"check_in": day(start), "check_out": day(start + nights), "guests": guests}
        quotes = {path: guest.get(f"{path}/quote", **stay) for path in paths}
        allowed = {path[7:]: answer.json["total"] for path, answer in quotes.items() if answer.status_code == 200}
        for sort in ("price", "newest"):
            cards = guest.get("/homes", **stay, sort=sort, min_price=1).json["items"]
            assert {card["id"]: card["total"] for card in cards} == allowed
        finding_total += len(allowed)
    assert finding_total > 20
    assert faults(app) == []
