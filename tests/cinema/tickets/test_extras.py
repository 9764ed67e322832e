"""Combos beside the tickets, and the cinema's card."""

import pytest

from hutong.kernel import clock, ids
from tests.booking.world import faults
from tests.cinema import world
from tests.cinema.tickets.buying import bought, colleague, hold, pay


def combo(manager, venue, **more):
    """A combo of ¥38."""
    body = {"title_zh": "双人爆米花套餐", "title_en": "Popcorn for two", "price": 3800, **more}
    return manager.post(f"/cinemas/{ids.show(venue.id)}/combos", body).get_json()


def left(client, venue):
    """How many of the first combo there are."""
    return client.get(f"/cinemas/{ids.show(venue.id)}/combos").get_json()["items"][0]["stock"]


def test_combos_go_with_the_tickets(app, buyer, manager, show, venue) -> None:
    """C-10: priced by the server, on the ticket, at the door; the stock is taken and given back."""
    snack = combo(manager, venue, stock=3)
    (ticket,) = bought(app, buyer, show, "C4", combos=[{"id": snack["id"], "count": 2}])
    booking = buyer.get(f"/bookings/{ticket['booking']}").get_json()
    assert (booking["total"], left(buyer, venue)) == (13600, 1)
    assert "Popcorn for two × 2" in buyer.page(f"/tickets/{ticket['id']}").text
    with clock.frozen(show.starts_at - clock.HOUR // 2):
        entered = colleague(app, venue, "usher", "13800003202").post(
            "/check-ins", {"cinema": ids.show(venue.id), "ticket": ticket["code"]}
        )
        assert entered.get_json()["combos"] == ["Popcorn for two × 2"]
    refused = hold(buyer, show, "D4", combos=[f"{snack['id']}:2"])
    assert (refused.status_code, refused.get_json()["code"]) == (409, "sold_out")
    held = hold(buyer, show, "D4", combos=[f"{snack['id']}:1"]).get_json()
    assert left(buyer, venue) == 0
    buyer.post(f"/bookings/{held['id']}/cancellation")
    assert left(buyer, venue) == 1
    assert faults(app) == []


@pytest.mark.parametrize("combos", [[{"id": "0" * 13, "count": 1}], ["x:1"], [{"id": "0" * 13, "count": 11}], ["1:-1"]])
def test_combos_that_are_not_there(buyer, show, combos) -> None:
    """C-10: refused, nothing held."""
    assert hold(buyer, show, "C4", combos=combos).status_code == 422
    assert buyer.get("/bookings").get_json()["items"] == []


def test_only_the_manager_edits(app, buyer, manager, venue) -> None:
    """C-10: X-03: with the version that was seen; others not at all; a withdrawn combo is not sold."""
    made = combo(manager, venue)
    path = f"/combos/{made['id']}"
    assert manager.patch(path, {"price": 100}).status_code == 412
    assert manager.patch(path, {"price": 4000, "listed": False}, If_Match='"1"').get_json()["price"] == 4000
    assert buyer.get(f"/cinemas/{ids.show(venue.id)}/combos").get_json()["items"] == []
    assert buyer.patch(path, {"price": 1}, If_Match='"2"').status_code == 404
    clerk = colleague(app, venue, "clerk", "13800003203")
    assert clerk.patch(path, {"price": 1}, If_Match='"2"').get_json()["permission"] == "MANAGE_HALLS"
    assert manager.post(f"/cinemas/{ids.show(venue.id)}/combos", {"title_zh": "", "price": -1}).status_code == 422
    assert "双人爆米花套餐" in manager.page(f"/cinemas/{ids.show(venue.id)}/extras").text
    assert buyer.page(f"/cinemas/{ids.show(venue.id)}/extras").status_code == 404


def test_a_card_makes_seats_cheaper(app, buyer, manager, show, venue) -> None:
    """C-10: bought like a booking, it counts when it is paid, for this cinema's seats; renewed from its end on."""
    path = f"/cinemas/{ids.show(venue.id)}"
    body = {"title_zh": "银卡", "title_en": "Silver", "price": 9900, "months": 12, "percent": 10}
    level = manager.post(f"{path}/card-levels", body).get_json()
    held = buyer.post(f"{path}/cards", {"level": level["id"]}).get_json()
    assert buyer.get("/me/cards").get_json()["items"] == []
    pay(app, buyer, held["id"])
    (card,) = buyer.get("/me/cards").get_json()["items"]
    assert (card["percent"], len(card["number"])) == (10, 9)
    assert "10 % off" in buyer.page(f"{path}/card").text
    lines = hold(buyer, show, "C4", total=5400).get_json()["lines"]
    assert [(line["title"], line["price"]) for line in lines] == [("Row C, seat 4 (member's price)", 5400)]
    other = world.cinema(app)
    elsewhere = world.screening(app, other, world.hall(app, other), show.film_id)
    assert hold(buyer, elsewhere, "C4").get_json()["total"] == 6000
    pay(app, buyer, buyer.post(f"{path}/cards", {"level": level["id"]}).get_json()["id"])
    second = buyer.get("/me/cards").get_json()["items"][0]
    assert second["starts_at"] == card["until"]
    manager.put(f"/card-levels/{level['id']}/state", {"offered": False})
    assert buyer.post(f"{path}/cards", {"level": level["id"]}).get_json()["code"] == "not_offered"
    assert faults(app) == []
