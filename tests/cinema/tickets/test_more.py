"""Seats with coupons and points, statements of a sale, and other people's cinemas."""

import pytest

from hutong.kernel import clock, ids
from hutong.kernel.web import rules
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.cinema import world
from tests.cinema.tickets.buying import at, bought, colleague, hold, states
from tests.counting import counted
from tests.promotions.world import balance, coupon, day, points, used


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


@pytest.mark.parametrize(
    ("which", "code", "says"),
    [
        ("expired", "coupon_expired", "This coupon has expired."),
        ("elsewhere", "coupon_elsewhere", "This coupon is for something else, or of another seller."),
        ("minimum", "coupon_minimum", "This coupon needs a price of ¥70 or more."),
        ("points", "points", "You have 0 points."),
    ],
)
def test_what_takes_nothing_off(app, buyer, venue, show, which, code, says) -> None:
    """C-10: C7: expired, another cinema's, below the minimum, too many points: each its message, nothing held."""
    wish: dict = {"coupon": "WINTER20"}
    if which == "expired":
        coupon(app, ends_on=day(1))
    elif which == "elsewhere":
        coupon(app, world.cinema(app).organisation_id)
    elif which == "minimum":
        coupon(app, minimum=7_000)
    else:
        wish = {"points": 100}
    later = 2 * clock.DAY if which == "expired" else 0
    other = world.screening(app, venue, world.hall(app, venue, name="2"), show.film_id, days=5)
    with clock.moved(later):
        for refused in (hold(buyer, other, "C4", **wish), buyer.get(at(other, "quote"), seats=["C4"], **wish)):
            assert (refused.status_code, refused.get_json()["code"]) == (422, code)
            assert (refused.get_json()["errors"][0]["message"], refused.get_json()["total"]) == (says, 6000)
        assert states(buyer, other) == {"E8": "broken"}


def test_a_refund_gives_coupon_and_points_back_once(app, show) -> None:
    """C-10: C7: with the last of the seats, and never a second time."""
    who = person(app, "13800002110")
    client = signed_in(app, who)
    coupon(app)
    points(app, who, 300)
    first, second = bought(app, client, show, "C4", "C5", coupon="WINTER20", points=300)
    assert (used(app, "WINTER20"), balance(app, who)) == ((1, 0), 0)
    path = f"/bookings/{first['booking']}/cancellation"
    assert client.post(path, {"lines": [first["id"]]}).status_code == 201
    assert client.post(path, {"lines": [second["id"]]}).status_code == 201
    assert client.post(path).status_code == 409
    assert (used(app, "WINTER20"), balance(app, who)) == ((0, 1), 300)
    assert faults(app) == []


def test_the_total_that_was_seen_is_the_one_to_pay(app, client, buyer, show) -> None:
    """C-10: C7: the quote says what is paid with a coupon; a hold with another total is told the new one."""
    coupon(app)
    asked = {"seats": ["C4", "C6"], "coupon": "winter20"}
    quote = buyer.get(at(show, "quote"), **asked).get_json()
    assert (quote["before"], quote["coupon"], quote["coupon_off"], quote["total"]) == (12000, "WINTER20", 2000, 10000)
    assert [line["title"] for line in quote["lines"]] == ["Row C, seat 4", "Row C, seat 6"]
    refused = hold(buyer, show, "C4", "C6", coupon="winter20", total=12000).get_json()
    assert (refused["code"], refused["total"], refused["quote"]) == ("price_changed", 10000, quote)
    assert states(buyer, show) == {"E8": "broken"}
    made = hold(buyer, show, "C4", "C6", coupon="winter20", total=quote["total"])
    assert (made.status_code, made.get_json()["total"]) == (201, 10000)
    again = buyer.get(at(show, "quote"), seats=["D4"], coupon="winter20")
    assert (again.status_code, again.get_json()["code"], again.get_json()["total"]) == (409, "coupon_used", 6000)
    assert client.get(at(show, "quote"), seats=["D4"]).get_json()["total"] == 6000
    for wrong in ({}, {"seats": ["Z9"]}, {"seats": ["E8"]}, {"seats": ["D4"], "combos": ["x"]}, {"points": -1}):
        assert client.get(at(show, "quote"), **wrong).status_code == 422


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
    assert len(one) <= 8


def test_coupon_and_points_stay_within_the_bound(app, buyer, show) -> None:
    """M-05: performance.md: twelve statements, of which four are the coupon's and the points'."""
    guest = person(app, "13800002109")
    coupon(app, stock=5)
    points(app, guest, 300)
    points(app, guest, 400)
    client = signed_in(app, guest)
    hold(client, show, "A1")
    with counted() as noted:
        made = hold(client, show, "B1", "B2", coupon="winter20", points=600)
    assert (made.status_code, made.get_json()["discount"]) == (201, 2_600)
    assert len(noted) <= 12, "\n".join(noted)
    assert faults(app) == []


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
