"""The live seat map and holding seats."""

import pytest

from hutong.kernel import clock, ids
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.cinema import world
from tests.cinema.tickets.buying import at, hold, states
from tests.client import Client
from tests.counting import counted


def test_seats_as_they_are_now(app, client, buyer, show) -> None:
    """C-06: every seat with its price and state; held by another, mine for myself, free again when the hold is over."""
    found = client.get(at(show, "seats")).get_json()
    assert len(found["seats"]) == 58
    assert found["zones"] == [
        {"code": "1", "name": "Near", "price": 4500},
        {"code": "2", "name": "Best", "price": 6000},
    ]
    c1 = next(seat for seat in found["seats"] if seat["label"] == "C1")
    assert c1 == {
        "label": "C1", "row": "C", "place": 1, "x": 0, "y": 2, "kind": "normal", "zone": "2", "price": 6000,
        "aisle": False, "mate": None, "state": "free",
    }  # fmt: skip
    broken = {"E8": "broken"}
    assert states(client, show) == broken
    assert hold(buyer, show, "C4", "C5").status_code == 201
    assert states(client, show) == {"C4": "held", "C5": "held", **broken}
    assert states(buyer, show) == {"C4": "mine", "C5": "mine", **broken}
    with clock.moved(15 * clock.MINUTE + 1):
        assert states(client, show) == broken
    assert client.get(at(show, "seats").replace(ids.show(show.id), ids.show(5))).status_code == 404


def test_unchanged_seats_cost_one_statement_and_no_answer(app, client, buyer, show) -> None:
    """C-06: X-03: 304 until a claim comes, goes or runs out; one statement when signed out, two when signed in."""
    path = f"/api/v1{at(show, 'seats')}"
    first = client.http.get(path)
    again = {"If-None-Match": first.headers["ETag"]}
    with counted() as unchanged:
        assert client.http.get(path, headers=again).status_code == 304
    with counted() as whole:
        assert client.http.get(path).status_code == 200
    assert (len(unchanged), len(whole)) == (1, 1)
    with counted() as mine:
        assert buyer.http.get(path).status_code == 200
    assert len(mine) == 2
    hold(buyer, show, "A1")
    changed = client.http.get(path, headers=again)
    assert changed.status_code == 200
    held = {"If-None-Match": changed.headers["ETag"]}
    assert client.http.get(path, headers=held).status_code == 304
    assert buyer.http.get(path, headers=held).status_code == 200  # to its holder it looks otherwise
    with clock.moved(16 * clock.MINUTE):
        assert client.http.get(path, headers=held).status_code == 200
    with clock.moved(2 * clock.DAY):
        assert client.http.get(path).get_json()["selling"] is False


@pytest.mark.parametrize(
    ("seats", "message"),
    [
        ([], "Choose at least one seat."),
        (["A1", "A2", "A3", "A4", "A5", "A6", "A7"], "At most 6 seats."),
        (["A1", "a1"], "Seat A1 is named twice."),
        (["Z9"], "There is no seat Z9 in this hall."),
        (["E8"], "Seat E8 is out of order."),
        (["F1"], "F1 and F2 are one couple seat."),
    ],
)
def test_seats_that_cannot_be_had(app, buyer, show, seats, message) -> None:
    """C-07: C4: none, seven, doubled, unknown, broken, half a couple seat: a clear text, and nothing held."""
    refused = hold(buyer, show, *seats)
    assert refused.status_code == 422
    assert refused.get_json()["errors"] == [{"field": "seats", "message": message}]
    assert set(states(buyer, show)) == {"E8"}
    assert buyer.get("/bookings").get_json()["items"] == []


def test_a_hold_is_told_and_kept_for_fifteen_minutes(app, buyer, show) -> None:
    """C-07: C4: it begins at the hold; the booking names seats and prices; whoever was slower hears which."""
    with clock.frozen(clock.now()):
        made = hold(buyer, show, "C4", "C5", total=12000).get_json()
        assert (made["state"], made["total"]) == ("held", 12000)
        assert made["expires_at"] == clock.iso(clock.now() + 15 * clock.MINUTE)
    assert [(line["title"], line["slot"], line["price"]) for line in made["lines"]] == [
        ("Row C, seat 4", "C4", 6000),
        ("Row C, seat 5", "C5", 6000),
    ]
    other = signed_in(app, person(app, "13800002002"))
    late = hold(other, show, "C5", "D5").get_json()
    assert (late["code"], late["slots"]) == ("taken", ["C5"])
    assert late["detail"] == "Some of these seats have just been taken by someone else."
    assert set(states(other, show)) == {"C4", "C5", "E8"}
    with clock.moved(16 * clock.MINUTE):
        assert hold(other, show, "C5", "C4").status_code == 201
        assert faults(app) == []


def test_prices_and_shows_that_are_not_as_they_were(app, buyer, show) -> None:
    """C-07: another total than the server's, a stopped show, one that has begun: refused, nothing held."""
    assert hold(buyer, show, "A1", total=1).get_json()["code"] == "price_changed"
    with clock.moved(30 * clock.HOUR + 12 * clock.HOUR):
        assert hold(buyer, show, "A1").get_json()["code"] == "not_on_sale"
    assert hold(Client(app), show, "A1").status_code == 401
    assert set(states(buyer, show)) == {"E8"}


def test_no_single_seat_is_left_over(app, buyer) -> None:
    """C-06: C5: strict refuses with seats offered instead; the same choice is taken where the cinema does not mind."""
    for rule, status in (("strict", 409), ("off", 201)):
        venue = world.cinema(app, gap_rule=rule)
        show = world.screening(app, venue, world.hall(app, venue), world.film(app))
        answer = hold(buyer, show, "A2", "A3")
        assert answer.status_code == status
        if rule == "strict":
            problem = answer.get_json()
            assert (problem["code"], problem["left"], problem["fix"]) == ("single_left", ["A1"], ["A1", "A2"])
            assert problem["detail"] == "This would leave seat A1 single. Take A1, A2 instead."


def test_seats_are_picked_for_people(app, client, show) -> None:
    """C-06: C6: the best together, by number or by words."""
    path = at(show, "suggestion")
    assert client.get(path, count=2).get_json()["seats"] == ["D4", "D5"]
    wished = client.get(path, wish="2 together, aisle, ≤ ¥50").get_json()
    assert (wished["seats"], wished["total"]) == (["E6", "E7"], 9000)
    assert wished["understood"] == "2 seats together, at an aisle, at most ¥50 each"
    assert client.get(path, wish="9 seats").get_json()["seats"] == []
    assert client.get(path, count=7).status_code == 422


def test_the_map_as_a_page(app, client, buyer, show) -> None:
    """C-06: X-05: labels for screen readers, boxes to tick without JavaScript, what was ticked stays."""
    page = f"/screenings/{ids.show(show.id)}"
    text = client.page(page, seats="C4").text
    assert 'value="C4" form="seats-form" data-type="list" aria-label="Row C seat 4, free, ¥60" checked' in text
    assert 'aria-label="Row E seat 8, out of order" disabled' in text
    assert text.count('name="seats"') == 58
    refused = buyer.form(at(show, "bookings"), page, seats=["A1", "E8"])
    assert refused.status_code == 422
    assert "Seat E8 is out of order." in refused.text
    assert 'value="A1" form="seats-form" data-type="list" aria-label="Row A seat 1, free, ¥45" checked' in refused.text
    held = buyer.form(at(show, "bookings"), page, seats=["A1"], _next="/bookings/{id}")
    assert held.status_code == 303
    assert buyer.http.get(held.headers["Location"]).status_code == 200
    picked = client.page(page, wish="2 together").text
    assert "2 seats together: D4, D5" in picked


def test_a_cancelled_hold_sets_the_seats_free(app, client, buyer, show) -> None:
    """C-07: the hold ends by cancelling, too."""
    made = hold(buyer, show, "A1").get_json()
    assert buyer.post(f"/bookings/{made['id']}/cancellation").status_code == 201
    assert set(states(client, show)) == {"E8"}
