"""One wallet: what is coming up with its tickets, and cards, beside coupons and points."""

from datetime import timedelta

from hutong.booking.models import PAID, REQUESTED
from hutong.cinema import signing
from hutong.kernel import clock, ids
from tests.accounts.world import person, signed_in
from tests.cinema.tickets.buying import bought, hold
from tests.client import Client
from tests.town.conftest import Town


def test_trips_and_tickets_stand_together_by_date(town: Town) -> None:
    """S-10, C-08: a show tonight with the codes of its tickets before a stay next week; asked for, not yet paid too."""
    guest = signed_in(town.app, person(town.app, "13800009011"))
    first = clock.today("Asia/Shanghai") + timedelta(days=7)
    dates = {"check_in": str(first), "check_out": str(first + timedelta(days=2)), "guests": 1}
    asked = guest.post(f"/homes/{town.home}/bookings", dates).get_json()
    tickets = bought(town.app, guest, town.show, "C4", "C5")
    found = guest.get("/me/wallet").get_json()
    assert [one["state"] for one in found["coming"]] == [PAID, REQUESTED]
    assert found["coming"][1]["id"] == asked["id"]
    passes = found["coming"][0]["passes"]
    assert [(one["label"], one["href"]) for one in passes] == [
        (one["seat"], f"/tickets/{one['id']}") for one in tickets
    ]
    with town.app.app_context():
        assert [ids.show(signing.read(one["code"]).ticket_id) for one in passes] == [one["id"] for one in tickets]
    page = guest.page("/wallet").text
    assert page.index(f"/tickets/{tickets[0]['id']}") < page.index(f"/bookings/{asked['id']}")
    assert page.count('class="qr"') == 2
    assert found["cards"] == []


def test_what_is_over_or_anothers_is_not_in_it(town: Town) -> None:
    """S-10, C-08: a show that has ended leaves the wallet; a held seat has no code; nobody sees another's."""
    guest = signed_in(town.app, person(town.app, "13800009012"))
    hold(guest, town.show, "D4")
    held = guest.get("/me/wallet").get_json()["coming"]
    assert [(one["state"], one["passes"]) for one in held] == [("held", [])]
    assert signed_in(town.app, town.host).get("/me/wallet").get_json() == {"coming": [], "cards": []}
    with clock.moved(2 * clock.DAY):
        assert guest.get("/me/wallet").get_json()["coming"] == []
        assert "Nothing is coming up" in guest.page("/wallet").text
    assert Client(town.app).get("/me/wallet").status_code == 401
