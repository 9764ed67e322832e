"""Tickets as the platform's staff see them, and pictures that are given by forms."""

import io

import pytest
from flask import Flask
from PIL import Image

from hutong.cinema.models import Cinema, Screening
from hutong.kernel import clock, ids
from tests.booking.world import faults
from tests.cinema.tickets.buying import bought, colleague, hold, states
from tests.client import Client
from tests.counting import assert_same_count
from tests.payments.world import run_jobs


def test_all_tickets_are_listed(app: Flask, buyer: Client, admin: Client, manager: Client, show: Screening) -> None:
    """B-02: C-08: found by pick-up code, id and film, by state and day; as a file; nobody else's."""
    first, second = bought(app, buyer, show, "C4", "C5")
    buyer.post(f"/bookings/{first['booking']}/cancellation", {"lines": [second["id"]]})
    page = "/staff/tickets"

    def listed(**query: str) -> list[bool]:
        text = admin.page(page, **query).text
        return [ticket["id"] in text for ticket in (first, second)]

    assert listed() == listed(q=first["pickup_code"]) == listed(q="雨") == listed(q=first["booking"]) == [True, True]
    assert listed(q=first["id"]) == listed(state="valid") == [True, False]
    assert listed(state="refunded") == [False, True]
    assert listed(state="used") == listed(q="00000000") == listed(to=str(clock.today("UTC"))) == [False, False]
    assert manager.page(page).status_code == 403
    assert buyer.page(page).status_code == 403
    rows = admin.post("/staff/lists/tickets/exports", {"format": "csv", "query": ""}).text.splitlines()
    assert sorted(first["pickup_code"] in row for row in rows) == [False, True, True]
    free = iter(["A1", "B1", "D1"])
    assert_same_count(lambda: admin.page(page), lambda: bought(app, buyer, show, next(free)))


def test_staff_refund_a_ticket(app: Flask, buyer: Client, admin: Client, manager: Client, show: Screening) -> None:
    """C-08: B-02: M-04: with a reason, whatever the cinema's rule says; once; only the platform's staff."""
    first, second = bought(app, buyer, show, "C4", "C5")
    path = f"/tickets/{first['id']}/refund"
    assert admin.post(path, {"reason": ""}).status_code == 422
    assert manager.post(path, {"reason": "x"}).status_code == 403
    assert buyer.post(path, {"reason": "x"}).status_code == 403
    with clock.frozen(show.starts_at - 5 * clock.MINUTE):
        told = admin.post(path, {"reason": "seat was wet"})
        assert (told.status_code, told.get_json()["state"]) == (200, "refunded")
        assert admin.post(path, {"reason": "again"}).status_code == 409
    assert admin.post(f"/tickets/{ids.show(5)}/refund", {"reason": "x"}).status_code == 404
    run_jobs(app)
    assert states(buyer, show) == {"C5": "mine", "E8": "broken"}
    assert buyer.get(f"/bookings/{first['booking']}").get_json()["refund"] == 6000
    assert buyer.get(f"/tickets/{second['id']}").get_json()["state"] == "valid"
    assert faults(app) == []


def picture(client: Client) -> str:
    """A picture of one's own: its id."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (200, 90, ids.new_id() % 256)).save(out, "JPEG")
    file = (io.BytesIO(out.getvalue()), "still.jpg")
    sent = client.http.post(
        "/api/v1/pictures",
        data={"file": file},
        headers={"X-CSRFToken": client.csrf()},
        content_type="multipart/form-data",
    )
    return str(sent.get_json()["id"])


def test_stills_are_added_and_removed_without_javascript(admin: Client, show: Screening) -> None:
    """C-01: X-05: what was uploaded is shown with a button that adds it; then arranged and taken away."""
    film, page = f"/films/{ids.show(show.film_id)}", f"/staff/films/{ids.show(show.film_id)}"
    one, two = picture(admin), picture(admin)
    assert "still-set" in admin.page(page, still=one).text
    assert "still-set" not in admin.page(page, still=ids.show(5)).text
    for given in ([one], [one, two]):
        done = admin.form(film, page, _method="PATCH", _if_match="*", still_ids=given, _next=page)
        assert done.status_code == 303
    assert [still["id"] for still in admin.get(film).get_json()["stills"]] == [one, two]
    shown = admin.page(page).text
    assert "still-up-2" in shown
    assert "still-down-1" in shown
    admin.form(film, page, _method="PATCH", _if_match="*", still_ids=[""], _still_ids="1", _next=page)
    assert admin.get(film).get_json()["stills"] == []


def test_pictures_of_combos_and_of_the_house(manager: Client, venue: Cinema, buyer: Client, show: Screening) -> None:
    """C-02: C-10: X-05: by plain forms; a picture of somebody else's is refused; it can be taken away again."""
    house = f"/cinemas/{ids.show(venue.id)}"
    made = manager.post(f"{house}/combos", {"title_zh": "爆米花", "price": 3800}).get_json()["id"]
    mine, others = picture(manager), picture(buyer)
    key = f"picture-{made}"
    assert f"{key}-set" in manager.page(f"{house}/extras", **{key: mine}).text
    assert f"{key}-set" not in manager.page(f"{house}/extras", **{key: others}).text
    assert manager.patch(f"/combos/{made}", {"picture_id": others}, If_Match="*").status_code == 422
    form = {"_method": "PATCH", "_if_match": "*", "_next": f"{house}/extras"}
    assert manager.form(f"/combos/{made}", f"{house}/extras", picture_id=mine, **form).status_code == 303
    assert manager.get(f"{house}/combos").get_json()["items"][0]["picture_id"] == mine
    assert manager.form(f"/combos/{made}", f"{house}/extras", picture_id="", **form).status_code == 303
    assert manager.get(f"{house}/combos").get_json()["items"][0]["picture_id"] is None
    assert "picture-set" in manager.page(f"{house}/desk", picture=mine).text
    assert manager.form(house, f"{house}/desk", picture_id=mine, **form).status_code == 303
    assert manager.get(house).get_json()["picture"]["id"] == mine


@pytest.mark.parametrize(
    ("role", "tabs"),
    [
        ("cinema_manager", ["counter", "shifts", "extras", "desk/report"]),
        ("clerk", ["counter"]),
        ("usher", []),
    ],
)
def test_the_desk_leads_to_what_one_may_open(app: Flask, venue: Cinema, role: str, tabs: list[str]) -> None:
    """C-02: C-09: A-12: counter, shifts, combos and report stand in the desk of whoever may open them, and open."""
    client = colleague(app, venue, role, "13800003501")
    house = f"/cinemas/{ids.show(venue.id)}"
    shown = client.page(f"{house}/desk").text
    offered = [tab for tab in ("counter", "shifts", "extras", "desk/report") if f'href="{house}/{tab}"' in shown]
    assert offered == tabs
    assert {client.page(f"{house}/{tab}").status_code for tab in [*tabs, "door", "desk/plan"]} == {200}


def test_a_cinema_leads_to_its_card(venue: Cinema, manager: Client, buyer: Client) -> None:
    """C-10: the public page names the card where there is one."""
    house = f"/cinemas/{ids.show(venue.id)}"
    assert f"{house}/card" not in buyer.page(house).text
    level = {"title_zh": "银卡", "price": 9900, "months": 12, "percent": 10}
    manager.post(f"{house}/card-levels", level)
    shown = buyer.page(house).text
    assert f"{house}/card" in shown
    assert "Up to 10 % off every seat, from ¥99." in shown


def test_a_cinema_is_not_told_of_every_seat(app: Flask, buyer: Client, manager: Client, show: Screening) -> None:
    """N-03: C-09: the buyer hears of a hold that ran out, in words that fit; the manager reads a report."""
    bought(app, buyer, show, "C4")
    held = hold(buyer, show, "A1").get_json()
    with clock.moved(20 * clock.MINUTE):
        hold(buyer, show, "A1")
        run_jobs(app)
        assert manager.get("/notices").get_json()["items"] == []
        texts = " ".join(one["body"] for one in buyer.get("/notices").get_json()["items"])
        assert "was not paid in time. What was held is free again." in texts
        assert "dates" not in texts
        page = buyer.page(f"/bookings/{held['id']}").text
        assert "It was not paid in time. Should a payment of yours still arrive, it is booked or repaid." in page
