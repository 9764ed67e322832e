"""The door: each ticket once, every refusal in its own words, also after a night without a network."""

from typing import Any

import pytest

from hutong.kernel import clock, ids
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.cinema import world
from tests.cinema.tickets.buying import bought, colleague
from tests.counting import assert_same_count, counted


@pytest.fixture
def usher(app, venue):
    """An usher of the cinema."""
    return colleague(app, venue, "usher", "13800003001")


@pytest.fixture
def scan(venue, usher):
    """Scan something at the cinema's entrance."""

    def at_door(text: str, **more: Any):
        return usher.post("/check-ins", {"cinema": ids.show(venue.id), "ticket": text, **more})

    return at_door


def near(show, minutes: int = 30):
    """Shortly before a show."""
    return clock.frozen(show.starts_at - minutes * clock.MINUTE)


def test_in_once(app, buyer, show, scan) -> None:
    """C-08: C10: valid: film, hall and seat; again: already let in at its time; not given back after that."""
    first, second = bought(app, buyer, show, "C4", "C5")
    with near(show):
        entered = scan(first["code"])
        assert entered.status_code == 201
        assert (entered.get_json()["seats"], entered.get_json()["hall"]) == (["C4"], "Hall 1")
    with near(show, 20):
        again = scan(first["code"]).get_json()
        assert (again["code"], again["detail"]) == ("already_in", "Already let in at 18:30.")
        rest = scan(first["pickup_code"]).get_json()
        assert rest["seats"] == ["C5"]
        assert scan(second["code"]).get_json()["code"] == "already_in"
        assert buyer.get(f"/tickets/{first['id']}").get_json()["state"] == "used"
    with clock.moved(0):
        path = f"/bookings/{first['booking']}/cancellation"
        assert buyer.post(path, {"lines": [first["id"]]}).get_json()["code"] == "not_changeable"
    assert faults(app) == []


def test_each_refusal_in_its_own_words(app, buyer, venue, show, scan) -> None:
    """C-08: C10: another hall, another day, yesterday, given back, altered, unknown, another cinema's."""
    first, second = bought(app, buyer, show, "C4", "C5")
    hall = world.hall(app, venue, name="2")
    altered = first["code"][:-2] + ("AA" if first["code"][-2:] != "AA" else "BB")
    said = {}
    with near(show):
        said["hall"] = scan(first["code"], hall=ids.show(hall.id)).get_json()
        said["altered"] = scan(altered).get_json()
        said["text"] = scan("https://example.com/").get_json()
        said["pickup"] = scan("00000000").get_json()
    said["early"] = scan(first["code"]).get_json()
    with clock.frozen(show.starts_at + clock.DAY):
        said["yesterday"] = scan(first["code"]).get_json()
    buyer.post(f"/bookings/{first['booking']}/cancellation", {"lines": [second["id"]]})
    with near(show):
        said["back"] = scan(second["code"]).get_json()
    day = f"{clock.local(show.starts_at, venue.timezone):%-d %b}, 19:00"
    assert {name: (one["code"], one["detail"]) for name, one in said.items()} == {
        "hall": ("other_hall", "Another hall: this ticket is for Hall 1, 19:00."),
        "altered": ("altered", "This is not a ticket of ours, or it was altered."),
        "text": ("altered", "This is not a ticket of ours, or it was altered."),
        "pickup": ("unknown_code", "There is no booking with this pick-up code here."),
        "early": ("other_day", f"For another day: {day}."),
        "yesterday": ("other_day", f"Yesterday's ticket: {day}."),
        "back": ("given_back", "This ticket was given back."),
    }
    other = world.cinema(app)
    stranger = colleague(app, other, "usher", "13800003002")
    with near(show):
        body = {"cinema": ids.show(other.id), "ticket": first["code"]}
        assert stranger.post("/check-ins", body).get_json()["detail"] == (
            "This ticket is for another cinema: Corner Cinema."
        )
        body["cinema"] = ids.show(venue.id)
        assert stranger.post("/check-ins", body).status_code == 404


def test_only_ushers(app, buyer, venue, client) -> None:
    """C-08: A-12: strangers find nothing, the signed-out are asked to log in."""
    cinema = ids.show(venue.id)
    assert buyer.post("/check-ins", {"cinema": cinema, "ticket": "1"}).status_code == 404
    assert buyer.get(f"/cinemas/{cinema}/check-ins/snapshot").status_code == 404
    assert buyer.page(f"/cinemas/{cinema}/door").status_code == 404
    assert client.post("/check-ins", {"cinema": cinema, "ticket": "1"}).status_code == 401


def test_a_snapshot_is_enough_to_work_offline(app, buyer, venue, show, usher) -> None:
    """C-08: C10: shows, tickets, pick-up codes and the public key; no names; as many statements for many tickets."""
    first, second = bought(app, buyer, show, "C4", "C5")
    path, day = f"/cinemas/{ids.show(venue.id)}/check-ins/snapshot", show.day.isoformat()
    taken = usher.get(path, day=day).get_json()
    assert taken["key"]["crv"] == "P-256"
    assert taken["shows"][ids.show(show.id)]["hall"] == "Hall 1"
    assert set(taken["tickets"]) == {first["id"], second["id"]}
    assert taken["tickets"][first["id"]] == {
        "show": ids.show(show.id), "seat": "C4", "combos": [], "in": None, "gone": False,
    }  # fmt: skip
    assert sorted(taken["pickups"][first["pickup_code"]]) == sorted([first["id"], second["id"]])
    assert usher.get(path, day="2026-02-30").status_code == 422
    free = iter(["A1", "B1", "D1"])
    assert_same_count(lambda: usher.get(path, day=day), lambda: bought(app, buyer, show, next(free)))


def test_what_was_seen_offline_is_merged(app, buyer, venue, show, scan, usher) -> None:
    """C-08: C10: each ticket in once; doubles, given back and altered ones are named; told twice changes nothing."""
    first, second, third, gone = bought(app, buyer, show, "C2", "C3", "C4", "C5")
    with near(show, 30):
        scan(first["code"])
    buyer.post(f"/bookings/{first['booking']}/cancellation", {"lines": [gone["id"]]})
    early, late = show.starts_at - 29 * clock.MINUTE, show.starts_at - 10 * clock.MINUTE
    scans = [
        {"ticket": first["code"], "at": early},
        {"ticket": second["code"], "at": early},
        {"ticket": third["code"], "at": late},
        {"ticket": third["code"], "at": late + 60_000},
        {"ticket": gone["code"], "at": late},
        {"ticket": "HT1.x.y", "at": late},
    ]
    body = {"cinema": ids.show(venue.id), "device": "Gate 1", "scans": scans}
    with clock.frozen(show.starts_at + clock.DAY):
        told = usher.post("/check-ins/merges", body).get_json()
        assert told["entered"] == 2
        assert [one["detail"] for one in told["doubles"]] == [
            "C2: in at 18:30, and again at 18:31",
            "C4: in at 18:50, and again at 18:51",
        ]
        assert [one["code"] for one in told["refused"]] == ["given_back", "altered"]
        again = usher.post("/check-ins/merges", body).get_json()
        assert (again["entered"], len(again["refused"])) == (0, 2)
    with counted() as noted:
        usher.post("/check-ins/merges", {**body, "scans": []})
    assert len(noted) < 6
    assert signed_in(app, person(app, "13800002003")).post("/check-ins/merges", body).status_code == 404
