"""The counter: cash, card, complimentary, other seats, tickets that come back, shifts that agree with the ledger."""

from typing import Any

import pytest

from hutong.kernel import clock, ids
from tests.booking.world import faults
from tests.cinema import world
from tests.cinema.tickets.buying import at, bought, colleague, hold, states


@pytest.fixture
def clerk(app, venue):
    """A clerk of the cinema, in a shift that began with ¥200 of change."""
    found = colleague(app, venue, "clerk", "13800003101")
    assert found.post(f"/cinemas/{ids.show(venue.id)}/shifts", {"float_amount": 20000}).status_code == 201
    return found


@pytest.fixture
def sell(clerk, show):
    """Sell seats."""

    def sale(*seats: str, method: str = "cash", **more: Any):
        return clerk.post(at(show, "sales"), {"seats": list(seats), "method": method, **more})

    return sale


def test_a_shift_equals_the_ledger(app, client, clerk, sell, show, venue) -> None:
    """C-09: C11: cash, card, complimentary, another seat, one back: what the report says is what the ledger says."""
    sold = sell("C4", "C5").get_json()
    assert (sold["total"], [ticket["seat"] for ticket in sold["tickets"]]) == (12000, ["C4", "C5"])
    assert sell("A1", method="card").status_code == 201
    free = sell("D1", method="free").get_json()
    assert (free["total"], free["tickets"][0]["state"]) == (0, "valid")
    moved = clerk.post(f"/tickets/{sold['tickets'][0]['id']}/reseat", {"seat": "A3"})
    assert moved.status_code == 201
    back = clerk.post(f"/tickets/{sold['tickets'][1]['id']}/return")
    assert back.status_code == 201
    assert states(client, show) == {"A1": "sold", "A3": "sold", "D1": "sold", "E8": "broken"}
    manager = colleague(app, venue, "cinema_manager", "13800003102")
    (listed,) = manager.get(f"/cinemas/{ids.show(venue.id)}/shifts").get_json()["items"]
    sums = {
        one["method"]: (one["sales"], one["seats"], one["taken"], one["back"], one["ledger"]) for one in listed["sums"]
    }
    assert sums == {"cash": (2, 3, 12000, 7500, 4500), "card": (1, 1, 4500, 0, 4500), "free": (1, 1, 0, 0, 0)}
    assert listed["agrees"] is True
    assert listed["expected"] == 24500
    closed = clerk.put(f"/shifts/{listed['id']}/closing", {"counted": 24000, "note": "one note short"}).get_json()
    assert (closed["difference"], closed["closed_at"] is not None) == (-500, True)
    assert clerk.put(f"/shifts/{listed['id']}/closing", {"counted": 0}).status_code == 409
    assert sell("B1").get_json()["code"] == "no_shift"
    assert faults(app) == []


def test_a_seat_that_a_client_holds(app, client, buyer, sell, show) -> None:
    """C-09: C11: refused with the minutes left; sold ones are sold; when the hold is over it can be had."""
    hold(buyer, show, "A5")
    with clock.moved(150_000):
        refused = sell("A5").get_json()
        assert (refused["code"], refused["slots"]) == ("taken", ["A5"])
        assert refused["detail"] == "A5: held by a customer, for 13 more minutes."
    with clock.moved(16 * clock.MINUTE):
        assert sell("A5").status_code == 201
        assert sell("A5").get_json()["detail"] == "A5: sold."


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"seats": [], "method": "cash"}, 422, "invalid"),
        ({"seats": ["Z1"], "method": "cash"}, 422, "invalid"),
        ({"seats": ["A1"], "method": "gold"}, 422, "invalid"),
        ({"seats": ["A1"]}, 422, "invalid"),
        ({"seats": ["A1"], "method": "cash", "total": 1}, 409, "price_changed"),
    ],
)
def test_what_cannot_be_sold(client, clerk, show, body, status, code) -> None:
    """C-09: nothing is half sold."""
    answer = clerk.post(at(show, "sales"), body)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert states(client, show) == {"E8": "broken"}


def test_who_may_sell(app, buyer, show, venue) -> None:
    """C-09: A-12: an usher lacks the permission, others find nothing; one shift at a time."""
    body = {"seats": ["A1"], "method": "cash"}
    usher = colleague(app, venue, "usher", "13800003103").post(at(show, "sales"), body)
    assert (usher.status_code, usher.get_json()["permission"]) == (403, "SELL_AT_COUNTER")
    elsewhere = colleague(app, world.cinema(app), "clerk", "13800003104")
    assert elsewhere.post(at(show, "sales"), body).status_code == 404
    assert buyer.post(at(show, "sales"), body).status_code == 404
    clerk = colleague(app, venue, "clerk", "13800003105")
    path = f"/cinemas/{ids.show(venue.id)}/shifts"
    assert clerk.post(at(show, "sales"), body).get_json()["code"] == "no_shift"
    assert clerk.post(path, {"float_amount": -1}).status_code == 422
    mine = clerk.post(path).get_json()["id"]
    assert clerk.post(path).get_json()["code"] == "shift_open"
    assert elsewhere.get(f"/shifts/{mine}").status_code == 404
    assert clerk.get(path).status_code == 403


def test_an_online_ticket_at_the_counter(app, client, buyer, clerk, show, venue) -> None:
    """C-09: C1: it can be reseated there, the difference in cash; returned whole, and the button for it, by who may."""
    (ticket,) = bought(app, buyer, show, "A1")
    moved = clerk.post(f"/tickets/{ticket['id']}/reseat", {"seat": "C1"}).get_json()
    assert (moved["paid"], moved["method"]) == (1500, "cash")
    fresh = moved["tickets"][0]["id"]
    manager = colleague(app, venue, "cinema_manager", "13800003103")
    manager.post(f"/cinemas/{ids.show(venue.id)}/shifts", {"float_amount": 0})
    button = 'name="whole"'
    assert button not in clerk.page(f"/counter/sales/{moved['id']}").text
    assert button in manager.page(f"/counter/sales/{moved['id']}").text
    refused = clerk.post(f"/tickets/{fresh}/return", {"whole": True})
    assert (refused.status_code, refused.get_json()["permission"]) == (403, "REFUND")
    page = clerk.page("/counter/receipts/" + moved["id"] + ".pdf")
    assert page.mimetype == "application/pdf"
    assert clerk.post(f"/tickets/{fresh}/return").status_code == 201
    assert states(client, show) == {"E8": "broken"}
    assert faults(app) == []


def test_pages_of_the_counter(app, buyer, clerk, sell, show, venue) -> None:
    """C-09: X-05: shows of the day, the map with prices, the way to print, the shift; strangers find nothing."""
    name = ids.show(venue.id)
    day = show.day.isoformat()
    assert ids.show(show.id) in clerk.page(f"/cinemas/{name}/counter", day=day).text
    assert 'name="seats"' in clerk.page(f"/counter/{ids.show(show.id)}").text
    made = clerk.form(
        at(show, "sales"), f"/counter/{ids.show(show.id)}", seats=["C4"], method="cash", _next="/counter/sales/{id}"
    )
    assert made.status_code == 303
    shown = clerk.http.get(made.headers["Location"]).text
    assert ".pdf" in shown
    assert "C4" in shown
    code = sell("C5").get_json()["pickup_code"]
    found = clerk.page(f"/cinemas/{name}/counter", code=code)
    assert found.status_code == 303
    assert clerk.page(f"/cinemas/{name}/shifts").status_code == 403
    manager = colleague(app, venue, "cinema_manager", "13800003106")
    assert "agrees" in manager.page(f"/cinemas/{name}/shifts").text
    assert {buyer.page(path).status_code for path in (f"/cinemas/{name}/counter", f"/cinemas/{name}/shifts")} == {404}
