"""A host's figures, guests by telephone, leaving early; the map; how to get in."""

import csv
import io
from datetime import date, timedelta

import pytest

from hutong.accounts.events import AccountClosed
from hutong.booking.jobs import complete
from hutong.kernel import clock, events
from hutong.stays.jobs import count_answers
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.payments.world import run_jobs
from tests.stays import world

pytestmark = pytest.mark.usefixtures("monday")
FRIDAY = date(2026, 11, 27)


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
    return signed_in(app, person(app, "13800001001", name="Guest"))


def paid(app, guest, path, first, last, **more):
    made = guest.post(f"{path}/bookings", {"check_in": day(first), "check_out": day(last), **more})
    assert made.status_code == 201, made.json
    world.pay(app, guest, made.json["id"])
    return made.json["id"]


def over(app, days):
    """The stays are over."""
    with clock.moved(days * clock.DAY):
        with app.app_context():
            complete.function()
        run_jobs(app)


def sums(client, month):
    rows = list(csv.DictReader(io.StringIO(client.page(f"/host/figures/{month}.csv").text.removeprefix("\ufeff"))))
    return len(rows), round(sum(float(row["Income"]) for row in rows) * 100)


def test_figures_are_what_the_ledger_says(app, host, host_id, guest):
    """S-10: nights, occupancy, average and income by month; the file's sum is the ledger's (scenario S12)."""
    path = world.path(world.home(app, host_id, instant=True, cleaning_fee=8_000, title="=Yard"))
    paid(app, guest, path, 0, 2)
    cash = host.post(f"{path}/walk-ins", {"check_in": day(5), "check_out": day(6), "name": "Wang"})
    assert cash.status_code == 201, cash.json
    with clock.moved(14 * clock.DAY):
        over(app, 0)
        answer = host.get("/me/figures", months=2)
        assert answer.status_code == 200, answer.json
        months = answer.json["months"]
        november, december = months
        assert (november["nights"], november["average"], december["nights"]) == (2, 30_000, 1)
        assert november["available"] == 8
        assert november["occupancy"] == 25.0
        assert december["sales"] == 106_000
        assert december["income"] == december["sales"] + december["commission"]
        assert sums(host, "2026-12") == (2, december["income"])
        statement = host.get("/me/statement", month="2026-12")
        assert statement.status_code in (200, 404)
        page = host.page("/host/figures")
        assert page.status_code == 200
        assert "2026-12.xlsx" in page.text
        assert host.page("/host/figures/2026-12.xlsx").data[:2] == b"PK"
        assert guest.get("/me/figures").json["months"][-1]["income"] == 0
        assert "No figures yet" in guest.page("/host/figures").text
        assert sums(guest, "2026-12") == (0, 0)
        for bad in ("/host/figures/2026-13.csv", "/host/figures/2026-12.exe"):
            assert host.page(bad).status_code == 404
        assert host.get("/me/figures", months=0).status_code == 422
    assert faults(app) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"check_out": day(5)}, "check_out"),
        ({"check_in": "2020-01-01"}, "check_in"),
        ({"name": ""}, "name"),
        ({"guests": 5}, "guests"),
        ({"method": "points"}, "method"),
    ],
)
def test_guests_that_cannot_be_written_down(app, host, host_id, guest, body, field):
    """S-10: dates, names, too many guests: beside the field, and nothing is booked."""
    path = world.path(world.home(app, host_id))
    sent = {"check_in": day(5), "check_out": day(6), "name": "Wang", **body}
    refused = host.post(f"{path}/walk-ins", sent)
    assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (422, [field])
    assert guest.post(f"{path}/walk-ins", sent).status_code == 404 or field == "name" or field == "method"
    assert host.get("/bookings", **{"as": "seller"}).json["items"] == []


def test_a_guest_by_telephone(app, host, host_id, guest):
    """S-10: paid at once, the nights are gone, rules do not bind the host but the calendar does; free costs nothing."""
    path = world.path(world.home(app, host_id, min_nights=3, deposit=50_000))
    sent = {"check_in": day(0), "check_out": day(2), "name": "Wang", "mobile": "0571 1234", "method": "free"}
    made = host.post(f"{path}/walk-ins", sent).json
    assert (made["state"], made["due"], made["deposit"]) == ("paid", 0, 0)
    assert host.post(f"{path}/walk-ins", sent).json["code"] == "taken"
    assert guest.get(f"{path}/calendar", **{"from": day(0), "to": day(1)}).json["days"][0]["state"] == "taken"
    text = host.page(f"/bookings/{made['id']}").text
    assert "0571 1234" in text
    assert 'id="messages"' not in text  # there is nobody to write to
    assert guest.page(f"/bookings/{made['id']}").status_code == 404
    assert faults(app) == []


@pytest.mark.parametrize("by_host", [False, True])
def test_leaving_early(app, host, host_id, guest, by_host):
    """S-08: the nights that are left are free at once; they come back by the policy, or whole from the host."""
    path = world.path(world.home(app, host_id, instant=True, prep_days=1, policy="flexible"))
    booking = f"/bookings/{paid(app, guest, path, 0, 5)}"
    who = host if by_host else guest
    with clock.moved(5 * clock.DAY):  # Saturday, after the first night
        quote = who.get(f"{booking}/departure", check_out=day(2)).json
        assert quote["refund"] == (90_000 if by_host else 0)
        for wrong in (day(0), day(5), day(9), "2026-11-01"):
            refused = who.post(f"{booking}/departure", {"check_out": wrong})
            assert [error["field"] for error in refused.json["errors"]] == ["check_out"]
        assert who.post(f"{booking}/departure", {"check_out": day(2), "refund": 1}).json["code"] == "price_changed"
        assert 'id="leave-early"' in who.page(booking).text
        left = who.post(f"{booking}/departure", {"check_out": day(2), "refund": quote["refund"]}).json
        assert (left["state"], left["check_out"], left["nights"], left["refund"]) == (
            "paid",
            day(2),
            2,
            quote["refund"],
        )
        run_jobs(app)
        days = guest.get(f"{path}/calendar", **{"from": day(1), "to": day(6)}).json["days"]
        assert [one["state"] for one in days] == ["taken", "taken", "free", "free", "free"]  # one night to prepare
        stranger = signed_in(app, person(app, "13800001003"))
        assert stranger.post(f"{booking}/departure", {"check_out": day(1)}).status_code == 404
    over(app, 9)
    assert faults(app) == []


def test_getting_in_only_after_confirmation(app, host, host_id, guest):
    """S-11: address and door code on the page of a confirmed booking, and nowhere before."""
    path = world.path(world.home(app, host_id, instant=True, door_code="4711#"))
    made = guest.post(f"{path}/bookings", {"check_in": day(0), "check_out": day(1)}).json["id"]
    for shown in (guest.page(f"/bookings/{made}"), guest.page(path), guest.get(path), guest.get(f"/bookings/{made}")):
        assert ["4711#" in shown.text, "Lantern Lane" in shown.text] == [False, False]
    assert host.get(path).json["door_code"] == "4711#"
    world.pay(app, guest, made)
    assert ["4711#" in guest.page(f"/bookings/{made}").text, "Lantern" in guest.page(path).text] == [True, True]
    page = guest.page(f"/bookings/{made}").text
    ways = ("Dongcheng District, Beijing 18 Lantern Lane", 'href="geo:39.916321,116.412745"', 'href="tel:13800001002"')
    assert [way in page for way in ways] == [True, True, True]
    assert "data-map " not in guest.page(path).text  # without tiles a map of one place says nothing
    assert guest.get(path).json["door_code"] == "4711#"
    assert signed_in(app, person(app, "13800001003")).get(path).json["door_code"] is None


def test_the_map_of_a_search(app, host_id, client):
    """S-04: homes on the map with their prices; a part of the map is searched; without tiles no other host is asked."""
    world.home(app, host_id, title="In Beijing")
    page = client.page("/homes", check_in=day(0), check_out=day(2))
    assert "data-map-toggle" in page.text
    assert "¥600" in page.text
    assert "img-src 'self' data: blob: ;" in page.headers["Content-Security-Policy"]
    assert "In Beijing" in client.page("/homes", box="39.9,116.4,40,116.5").text
    assert "In Beijing" not in client.page("/homes", box="30,116.4,31,116.5").text
    wrong = client.page("/homes", box="40,1,30,2")
    assert (wrong.status_code, "south,west,north,east" in wrong.text) == (422, True)
    assert "Nearest" in client.page("/homes", near="39.9,116.4", sort="distance").text


def test_hosts_answers_stand_on_their_homes(app, host, host_id, guest):
    """S-11: how soon and how surely a host answers, on the pages of their homes, after the hourly count."""
    path = world.path(world.home(app, host_id))
    made = guest.post(f"{path}/bookings", {"check_in": day(0), "check_out": day(1)}).json["id"]
    with clock.moved(3 * clock.HOUR):
        host.put(f"/bookings/{made}/decision", {"accept": True})
        assert "answered within a day" not in guest.page(path).text
        with app.app_context():
            app.extensions["hutong"].database.run(count_answers.function)
        text = guest.page(path).text
        assert ["100% answered within a day" in text, "within 3 hours" in text] == [True, True]


def test_blocked_guests_do_not_book(app, host, host_id, guest):
    """S-11: whoever is blocked by the host books nothing of theirs."""
    path = world.path(world.home(app, host_id))
    guest_id = guest.get("/me").json["id"]
    assert host.put(f"/people/{guest_id}/block").status_code == 204
    refused = guest.post(f"{path}/bookings", {"check_in": day(0), "check_out": day(1)})
    assert (refused.status_code, refused.json["code"]) == (403, "blocked")


def test_what_is_left_of_a_host(app, host, host_id, guest):
    """A-11: whoever leaves takes the address and the door code of their homes along, and what they wrote."""
    path = world.path(world.home(app, host_id, door_code="4711#"))
    made = guest.post(f"{path}/bookings", {"check_in": day(0), "check_out": day(1)}).json["id"]
    host.post(f"/bookings/{made}/messages", {"text": "Ring twice"})
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: events.tell(AccountClosed(host_id, ())))
    assert guest.get(path).status_code == 404
    assert [one["text"] for one in guest.get(f"/bookings/{made}/messages").json["items"]] == [""]
