"""The stock of combos: taken with a booking, back with each line of it once, taken again when money is late."""

from typing import Any

import pytest
from flask import Flask

from hutong.booking.jobs import sweep
from hutong.cinema.models import Cinema, Screening
from hutong.kernel import clock, ids
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.cinema import world
from tests.cinema.tickets.buying import bought, colleague, hold, pay, start_paying, states
from tests.client import Client
from tests.payments.world import call_back, run_jobs


class Shelf:
    """A combo of ¥38, of which there are some."""

    def __init__(self, manager: Client, venue: Cinema) -> None:
        self.client, self.path = manager, f"/cinemas/{ids.show(venue.id)}/combos"
        body = {"title_zh": "爆米花", "title_en": "Popcorn", "price": 3800, "stock": 3}
        self.id = manager.post(self.path, body).get_json()["id"]

    @property
    def left(self) -> Any:
        """How many there are."""
        return self.client.get(self.path).get_json()["items"][0]["stock"]

    def wish(self, count: int) -> dict[str, Any]:
        """So many of it with the seats."""
        return {"combos": [{"id": self.id, "count": count}]}


@pytest.fixture
def shelf(manager: Client, venue: Cinema) -> Shelf:
    """Three bags of popcorn."""
    return Shelf(manager, venue)


def lines_of(client: Client, booking: str, kind: str) -> list[str]:
    """The ids of a booking's lines of a kind."""
    lines = client.get(f"/bookings/{booking}").get_json()["lines"]
    return [line["id"] for line in lines if line["kind"] == kind]


def test_a_combo_alone_is_given_back(app: Flask, buyer: Client, shelf: Shelf, show: Screening) -> None:
    """C-10: its line is called off: one more on the shelf, the seat stays; the rest of it comes back with the seat."""
    (ticket,) = bought(app, buyer, show, "C4", **shelf.wish(2))
    assert shelf.left == 1
    first, _second = lines_of(buyer, ticket["booking"], "combo")
    path = f"/bookings/{ticket['booking']}/cancellation"
    assert buyer.post(path, {"lines": [first]}).status_code == 201
    assert (shelf.left, states(buyer, show)["C4"]) == (2, "mine")
    assert buyer.post(path, {"lines": [first]}).status_code == 409
    assert shelf.left == 2
    assert buyer.post(path).status_code == 201
    assert shelf.left == 3
    assert faults(app) == []


@pytest.mark.parametrize("others", [0, 2])
def test_late_money_takes_combos_again_or_all_goes_back(
    app: Flask, buyer: Client, shelf: Shelf, show: Screening, others: int
) -> None:
    """C-10: C-07: the hold ran out and gave them back, then the money came: with enough left all is sold, or none."""
    held = hold(buyer, show, "C4", **shelf.wish(2)).get_json()
    payment = start_paying(app, buyer, held["id"])
    with clock.moved(20 * clock.MINUTE):
        with app.app_context():
            sweep.function()
        other = signed_in(app, person(app, "13800003402"))
        assert hold(other, show, "D4", **shelf.wish(others)).status_code == 201
        assert shelf.left == 3 - others
        assert call_back(app, payment).status_code == 200
        run_jobs(app)
        state = buyer.get(f"/bookings/{held['id']}").get_json()["state"]
        assert (state, shelf.left) == (("paid", 1) if not others else ("refunded", 1))
        assert ("C4" in states(buyer, show)) == (not others)
        assert faults(app) == []


def test_late_money_for_a_show_that_was_moved(app: Flask, buyer: Client, manager: Client, show: Screening) -> None:
    """C-07: C-08: nobody gets a ticket for another time than the one that was booked: the money goes back."""
    held = hold(buyer, show, "C4").get_json()
    payment = start_paying(app, buyer, held["id"])
    with clock.moved(20 * clock.MINUTE):
        moved = manager.patch(f"/screenings/{ids.show(show.id)}", {"time": "20:00"}, If_Match="*")
        assert moved.status_code == 200
        assert call_back(app, payment).status_code == 200
        run_jobs(app)
        assert buyer.get(f"/bookings/{held['id']}").get_json()["state"] == "refunded"
        assert "C4" not in states(buyer, show)
        assert faults(app) == []


def test_combos_go_along_to_another_seat(
    app: Flask, buyer: Client, venue: Cinema, shelf: Shelf, show: Screening
) -> None:
    """C-09: C-10: the last seat of a booking takes its combos along, at the counter and to another show."""
    later = world.screening(app, venue, world.hall(app, venue, name="2"), show.film_id, time="21:15")
    (ticket,) = bought(app, buyer, show, "C4", **shelf.wish(2))
    made = buyer.post(f"/tickets/{ticket['id']}/change", {"screening": ids.show(later.id), "seat": "C4"}).get_json()
    assert (made["state"], made["total"], shelf.left) == ("paid", 13600, 1)
    clerk = colleague(app, venue, "clerk", "13800003403")
    clerk.post(f"/cinemas/{ids.show(venue.id)}/shifts", {"float_amount": 0})
    (fresh,) = [one for one in buyer.get("/tickets").get_json()["items"] if one["state"] == "valid"]
    moved = clerk.post(f"/tickets/{fresh['id']}/reseat", {"seat": "D4"}).get_json()
    assert (moved["paid"], shelf.left) == (0, 1)
    assert "Popcorn × 2" in clerk.page(f"/counter/sales/{moved['id']}").text
    assert faults(app) == []


def test_what_was_handed_out_stays_sold(
    app: Flask, buyer: Client, manager: Client, venue: Cinema, shelf: Shelf, show: Screening
) -> None:
    """C-08: C-10: once somebody was let in, the combos are theirs; a cancelled show pays back even those who sit."""
    usher = colleague(app, venue, "usher", "13800003404")
    (ticket,) = bought(app, buyer, show, "C4", **shelf.wish(1))
    path = f"/bookings/{ticket['booking']}/cancellation"
    with clock.frozen(show.starts_at - 2 * clock.HOUR):
        usher.post("/check-ins", {"cinema": ids.show(venue.id), "ticket": ticket["code"]})
        refused = buyer.post(path, {"lines": lines_of(buyer, ticket["booking"], "combo")})
        assert (refused.status_code, refused.get_json()["code"]) == (409, "not_changeable")
        body = {"state": "cancelled", "reason": "projector"}
        assert manager.put(f"/screenings/{ids.show(show.id)}/state", body).status_code == 200
        run_jobs(app)
        found = buyer.get(f"/bookings/{ticket['booking']}").get_json()
        assert (found["state"], found["refund"]) == ("cancelled", found["total"])
        assert shelf.left == 3
        assert faults(app) == []


def test_stock_is_counted_apart_from_the_rest(buyer: Client, manager: Client, shelf: Shelf, show: Screening) -> None:
    """C-10: X-03: a new name does not bring back what was sold while somebody typed it."""
    assert hold(buyer, show, "C4", **shelf.wish(2)).status_code == 201
    path = f"/combos/{shelf.id}"
    assert manager.patch(path, {"title_zh": "大爆米花"}, If_Match='"1"').get_json()["stock"] == 1
    assert manager.patch(path, {"stock": -1}, If_Match='"2"').status_code == 422
    assert manager.patch(path, {"stock": 20}, If_Match='"2"').get_json()["stock"] == 20


def test_a_card_whose_sale_is_called_off(
    app: Flask, buyer: Client, manager: Client, admin: Client, show: Screening
) -> None:
    """C-10: staff call the sale off: the card counts no more."""
    path = f"/cinemas/{ids.show(show.cinema_id)}"
    body = {"title_zh": "银卡", "price": 9900, "months": 12, "percent": 10}
    level = manager.post(f"{path}/card-levels", body).get_json()
    booked = buyer.post(f"{path}/cards", {"level": level["id"]}).get_json()
    pay(app, buyer, booked["id"])
    assert hold(buyer, show, "C4").get_json()["total"] == 5400
    off = {"whole": True, "reason": "by mistake"}
    assert admin.post(f"/staff/bookings/{booked['id']}/cancellation", off).status_code == 200
    assert hold(buyer, show, "D4").get_json()["total"] == 6000
    assert faults(app) == []


def test_what_a_hold_that_is_over_took_is_there_again(buyer: Client, shelf: Shelf, show: Screening, app: Flask) -> None:
    """C-10: C-07: before anybody sweeps, readers count it and a buyer gets it, as with seats."""
    assert hold(buyer, show, "C4", **shelf.wish(3)).status_code == 201
    other = signed_in(app, person(app, "13800003405"))
    assert (shelf.left, hold(other, show, "D4", **shelf.wish(2)).get_json()["code"]) == (0, "sold_out")
    with clock.moved(16 * clock.MINUTE):
        assert shelf.left == 3
        assert f'value="{shelf.id}:3"' in other.page(f"/screenings/{ids.show(show.id)}").text
        assert hold(other, show, "D4", **shelf.wish(2)).status_code == 201
        assert shelf.left == 1
        with app.app_context():
            sweep.function()
        assert shelf.left == 1
        assert faults(app) == []


@pytest.mark.parametrize("end", ["paid", "late", "expired"])
def test_a_dearer_seat_takes_its_combos_once(
    app: Flask, buyer: Client, venue: Cinema, shelf: Shelf, show: Screening, end: str
) -> None:
    """C-10: C9: until the difference is paid the combos are those of the old ticket: nobody else goes without."""
    prices = {"1": 4000, "2": 7000}
    later = world.screening(app, venue, world.hall(app, venue, name="2"), show.film_id, time="21:15", prices=prices)
    (ticket,) = bought(app, buyer, show, "C4", **shelf.wish(3))
    made = buyer.post(f"/tickets/{ticket['id']}/change", {"screening": ids.show(later.id), "seat": "D1"}).get_json()
    assert (made["state"], shelf.left) == ("held", 0)
    assert faults(app) == []
    if end == "paid":
        pay(app, buyer, made["id"])
    else:
        payment = start_paying(app, buyer, made["id"])
        with clock.moved(20 * clock.MINUTE):
            with app.app_context():
                sweep.function()
            assert shelf.left == 0
            if end == "late":
                assert call_back(app, payment).status_code == 200
                run_jobs(app)
    new = buyer.get(f"/bookings/{made['id']}").get_json()["state"]
    old = buyer.get(f"/bookings/{ticket['booking']}").get_json()["state"]
    assert (new, old) == (("expired", "paid") if end == "expired" else ("paid", "cancelled"))
    assert (shelf.left, faults(app)) == (0, [])
    assert (
        buyer.post(f"/bookings/{(ticket['booking'] if end == 'expired' else made['id'])}/cancellation").status_code
        == 201
    )
    assert (shelf.left, faults(app)) == (3, [])
