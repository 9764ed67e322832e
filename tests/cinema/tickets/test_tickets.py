"""Tickets: paid seats with codes, as pages and PDF, given back and changed."""

import io

import pytest
from pypdf import PdfReader

from hutong.cinema import signing
from hutong.kernel import clock, ids
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.cinema import world
from tests.cinema.tickets.buying import bought, hold, pay, states
from tests.counting import assert_same_count


def test_paid_seats_become_tickets(app, buyer, show) -> None:
    """C-08: one for every seat, with a signed code and one pick-up code; they are told; others see nothing."""
    held = hold(buyer, show, "C4", "C5").get_json()
    assert buyer.get("/tickets").get_json()["items"] == []
    pay(app, buyer, held["id"])
    first, second = sorted(buyer.get("/tickets").get_json()["items"], key=lambda one: one["seat"])
    assert (first["seat"], first["state"], first["film"], first["price"]) == ("C4", "valid", "Rain Lane", 6000)
    assert first["pickup_code"] == second["pickup_code"]
    assert len(first["pickup_code"]) == 8
    with app.app_context():
        facts = signing.read(first["code"])
    assert (ids.show(facts.ticket_id), facts.screening_id, facts.starts_at) == (first["id"], show.id, show.starts_at)
    titles = [one["title"] for one in buyer.get("/notices").get_json()["items"]]
    assert "Your tickets: Rain Lane" in titles
    stranger = signed_in(app, person(app, "13800002009"))
    assert stranger.get(f"/tickets/{first['id']}").status_code == 404
    assert stranger.page(f"/tickets/{first['id']}.pdf").status_code == 404
    assert states(stranger, show) == {"C4": "sold", "C5": "sold", "E8": "broken"}
    assert faults(app) == []


def test_pages_and_pdf(app, buyer, show) -> None:
    """C-08: the page has the code as a picture and the pick-up code; the PDF's text can be read, in Chinese too."""
    first, _second = bought(app, buyer, show, "C4", "C5")
    page = buyer.page(f"/tickets/{first['id']}").text
    assert "<svg" in page
    assert 'class="qr"' in page
    assert first["pickup_code"] in page
    assert "Seat C5" in page
    answer = buyer.page(f"/tickets/{first['id']}.pdf")
    assert answer.mimetype == "application/pdf"
    texts = [one.extract_text() for one in PdfReader(io.BytesIO(answer.data)).pages]
    assert len(texts) == 2
    assert all(word in texts[0] for word in ("Rain Lane", "Seat C4", first["pickup_code"], "19:00"))
    buyer.http.set_cookie("lang", "zh")
    assert "雨巷" in PdfReader(io.BytesIO(buyer.page(f"/tickets/{first['id']}.pdf").data)).pages[0].extract_text()
    booking = buyer.page(f"/bookings/{first['booking']}").text
    assert f'<a href="/tickets/{first["id"]}"><b>座位 C4</b></a>' in booking
    assert first["id"] in buyer.page("/tickets").text


def test_the_list_takes_as_many_statements_for_many(app, buyer, show) -> None:
    """C-08: X-03: my tickets."""
    free = iter(["A1", "B1", "C1", "D1"])
    bought(app, buyer, show, next(free))
    assert_same_count(lambda: buyer.get("/tickets"), lambda: bought(app, buyer, show, next(free)))


def test_one_of_three_seats_is_given_back(app, client, buyer, show) -> None:
    """C-08: C9: the quote is what comes back, the seat is free at once, its code dead, the others fine."""
    first, second, third = bought(app, buyer, show, "C3", "C4", "C5")
    path = f"/bookings/{first['booking']}/cancellation"
    assert buyer.get(path, lines=[second["id"]]).get_json()["refund"] == 6000
    answer = buyer.form(path, f"/bookings/{first['booking']}", lines=second["id"], refund="60.00")
    assert answer.status_code == 303
    assert states(client, show) == {"C3": "sold", "C5": "sold", "E8": "broken"}
    gone = buyer.get(f"/tickets/{second['id']}").get_json()
    assert (gone["state"], gone["code"]) == ("refunded", None)
    assert [buyer.get(f"/tickets/{one['id']}").get_json()["state"] for one in (first, third)] == ["valid", "valid"]
    assert "opens nothing any more" in buyer.page(f"/tickets/{second['id']}").text
    again = signed_in(app, person(app, "13800002002"))
    assert hold(again, show, "C4").status_code == 201
    assert faults(app) == []


def test_too_late_to_give_back(app, buyer, show) -> None:
    """C-08: C9: within the cinema's limit nothing comes back, and the page had said so before buying."""
    page = buyer.page(f"/screenings/{ids.show(show.id)}").text
    assert "Each seat can be given back until 18:00, 60 minutes before the show" in page
    first, _ = bought(app, buyer, show, "C4", "C5")
    with clock.moved(show.starts_at - clock.now() - 5 * clock.MINUTE):
        quote = buyer.get(f"/bookings/{first['booking']}/cancellation", lines=[first["id"]]).get_json()
        assert quote["refund"] == 0
        assert buyer.get(f"/tickets/{first['id']}").get_json()["refundable"] is False
        changed = buyer.post(f"/tickets/{first['id']}/change", {"screening": ids.show(show.id), "seat": "A1"})
        assert changed.get_json()["code"] == "not_changeable"


@pytest.mark.parametrize(("seat", "state"), [("A1", "paid"), ("C1", "paid"), ("D1", "held")])
def test_change_to_another_show(app, client, buyer, venue, show, seat, state) -> None:
    """C-08: C9: cheaper gives the rest back, alike moves over, dearer is held until the difference is paid."""
    later = world.screening(
        app, venue, world.hall(app, venue, name="2"), show.film_id, time="21:15",
        prices={"1": 4000, "2": 6000} if seat != "D1" else {"1": 4000, "2": 7000},
    )  # fmt: skip
    (ticket,) = bought(app, buyer, show, "C4")
    page = f"/tickets/{ticket['id']}/change"
    assert ids.show(later.id) in buyer.page(page).text
    assert 'name="seat"' in buyer.page(page, screening=ids.show(later.id)).text
    answer = buyer.post(page, {"screening": ids.show(later.id), "seat": seat})
    assert answer.status_code == 201
    made = answer.get_json()
    assert made["state"] == state
    if state == "held":
        assert states(client, show)["C4"] == "sold"
        pay(app, buyer, made["id"])
    assert "C4" not in states(client, show)
    assert states(client, later)[seat] == "sold"
    assert buyer.get(f"/tickets/{ticket['id']}").get_json()["state"] == "refunded"
    fresh = [one for one in buyer.get("/tickets").get_json()["items"] if one["state"] == "valid"]
    assert [one["seat"] for one in fresh] == [seat]
    assert faults(app) == []


def test_changes_that_are_not_possible(app, buyer, venue, show) -> None:
    """C-08: another cinema's show, a seat that is not there, a taken one."""
    elsewhere = world.cinema(app)
    other = world.screening(app, elsewhere, world.hall(app, elsewhere), show.film_id)
    (ticket,) = bought(app, buyer, show, "C4")
    path = f"/tickets/{ticket['id']}/change"
    refused = [
        buyer.post(path, {"screening": ids.show(screening.id), "seat": seat}).get_json()["code"]
        for screening, seat in ((other, "A1"), (show, "Z9"), (show, "C4"))
    ]
    assert refused == ["invalid", "invalid", "taken"]
    assert buyer.get(f"/tickets/{ticket['id']}").get_json()["state"] == "valid"
