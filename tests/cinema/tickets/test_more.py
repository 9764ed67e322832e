"""Seats with coupons and points, statements of a sale, and other people's cinemas."""

from hutong.kernel import ids
from hutong.kernel.web import rules
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.cinema import world
from tests.cinema.tickets.buying import bought, colleague, hold, states
from tests.counting import counted
from tests.promotions.world import coupon, used


def test_a_coupon_in_two_tabs(app, buyer, show) -> None:
    """C-10: C7: one hold has it, the other is told; what was called off can be used again."""
    coupon(app)
    first = hold(buyer, show, "C4", coupon="winter20").get_json()
    assert (first["total"], used(app, "WINTER20")) == (4000, (1, 0))
    second = hold(buyer, show, "C6", coupon="WINTER20")
    assert second.status_code == 409
    assert "C6" not in states(buyer, show)
    assert hold(buyer, show, "C6", coupon="NOSUCH").status_code in (409, 422)
    assert hold(buyer, show, "C6", points=10).status_code in (409, 422)
    assert hold(buyer, show, "C6", points=-1).status_code == 422
    buyer.post(f"/bookings/{first['id']}/cancellation")
    assert hold(buyer, show, "C6", coupon="WINTER20").get_json()["total"] == 4000
    assert faults(app) == []


def test_a_hold_takes_few_statements(app, show) -> None:
    """C-07: X-03: as many for six seats as for one."""
    clients = [signed_in(app, person(app, f"1380000210{number}")) for number in range(3)]
    for client in clients:
        client.csrf()
    hold(clients[0], show, "A1")
    with counted() as one:
        assert hold(clients[1], show, "B1").status_code == 201
    with counted() as six:
        assert hold(clients[2], show, *["C1", "C2", "C3", "C4", "C5", "D1"]).status_code == 201
    assert len(one) == len(six)
    assert len(one) <= 17


def test_at_most_six_of_a_show(app, buyer, show) -> None:
    """C-07: over several bookings, too."""
    assert hold(buyer, show, *["A1", "A2", "A3", "A4"]).status_code == 201
    refused = hold(buyer, show, *["B1", "B2", "B3"]).get_json()
    assert refused["code"] == "too_many_slots"
    assert refused["detail"] == "One person can have at most six seats of a show."


PLACES = {"cinema_id", "screening_id", "ticket_id", "shift_id", "combo_id", "level_id", "booking_id"}
OWN = (
    "check-ins",
    "/shifts",
    "/sales",
    "/reseat",
    "/return",
    "/combos",
    "/card-levels",
    "/counter",
    "/door",
    "/extras",
)


def test_nothing_of_another_cinema(app, buyer, venue, show) -> None:
    """C-01: a manager walks every route of the client's end with another cinema's things: 403 or 404, nothing done."""
    manager = colleague(app, world.cinema(app), "cinema_manager", "13800003301")
    clerk = colleague(app, venue, "cinema_manager", "13800003302")
    name = ids.show(venue.id)
    (ticket,) = bought(app, buyer, show, "C4")
    values = {
        "cinema_id": name,
        "screening_id": ids.show(show.id),
        "ticket_id": ticket["id"],
        "booking_id": ticket["booking"],
        "shift_id": clerk.post(f"/cinemas/{name}/shifts").get_json()["id"],
        "combo_id": clerk.post(f"/cinemas/{name}/combos", {"title_zh": "茶", "price": 100}).get_json()["id"],
        "level_id": clerk.post(
            f"/cinemas/{name}/card-levels", {"title_zh": "卡", "price": 100, "months": 1, "percent": 5}
        ).get_json()["id"],
    }
    bodies = {
        "sales": {"seats": ["A1"], "method": "cash"},
        "reseat": {"seat": "A1"},
        "check-ins": {"cinema": name, "ticket": ticket["code"]},
        "merges": {"cinema": name, "scans": []},
        "combos": {"title_zh": "x", "price": 1},
        "card-levels": {"title_zh": "x", "price": 1, "months": 1, "percent": 1},
        "closing": {"counted": 0},
        "state": {"offered": False},
    }
    walked = {}
    for rule in rules(app).values():
        if rule.tag != "cinema" or rule.public or not any(part in rule.path for part in OWN):
            continue
        path = rule.path
        for place in PLACES:
            path = path.replace(f"<id:{place}>", values[place])
        if "<" in path:
            continue
        body = bodies.get(path.rpartition("/")[2], {}) if rule.writes else None
        headers = {"X-CSRFToken": manager.csrf(), "If-Match": "*"}
        walked[f"{rule.method} {rule.path}"] = manager.http.open(
            path, method=rule.method, json=body, headers=headers
        ).status_code
    assert len(walked) >= 18
    assert {path: status for path, status in walked.items() if status not in (403, 404)} == {}
    assert states(buyer, show) == {"C4": "mine", "E8": "broken"}
