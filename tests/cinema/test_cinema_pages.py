"""The pages of films, cinemas and their desk, and what a cinema sold."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask

from hutong.booking import actions as booking
from hutong.cinema import pricing
from hutong.cinema.actions.seats import order_of
from hutong.cinema.queries import shows
from hutong.cinema.queries.maps import seat_map_of
from hutong.cinema.seating import Place
from hutong.kernel import clock, ids
from tests.accounts.world import person, signed_in
from tests.cinema import world
from tests.client import Client
from tests.counting import assert_same_count


def sell(app: Flask, show: world.Screening, *labels: str) -> None:
    """Sell seats at the counter for cash."""

    def make() -> None:
        seats = [seat_map_of(show.map_id).by_label[label] for label in labels]
        places = [Place(seat, show.prices[seat.zone]) for seat in seats]
        booking.sell(order_of(shows.showing(show.id), 0, pricing.seat_lines(places)), "cash", person_id)

    person_id = person(app, f"139{ids.new_id() % 10**8:08}")
    world.run(app, make)


def test_visitors_find_a_show(app: Flask, venue: world.Cinema) -> None:
    """C-01, C-05: from the door to the film, its cinemas by day, and the cinema's own page; no sign-in, no script."""
    film_id, hall = world.film(app), world.hall(app, venue)
    right_id = world.right(app, venue, film_id)
    show = world.screening(app, venue, hall, film_id, right_id)
    client = Client(app)
    path = f"/screenings/{ids.show(show.id)}"
    film, house = f"/films/{ids.show(film_id)}", f"/cinemas/{ids.show(venue.id)}"
    assert film in client.page("/cinema").text
    assert film in client.page("/films").text
    for page in (film, house):
        assert path in client.page(page).text
        assert path in client.page(page, date=str(show.day)).text
    assert path not in client.page(film, city="330100").text
    assert house in client.page("/cinemas", city="110100").text
    assert "A point is lat,lng in degrees." in client.page("/cinemas", near="x").text
    assert client.page("/films", q="zzzz").status_code == 200
    days = iter(range(2, 9))
    assert_same_count(
        lambda: client.page(house), lambda: world.screening(app, venue, hall, film_id, right_id, next(days))
    )
    times = iter(("08:00", "10:30", "13:00"))
    assert_same_count(
        lambda: client.page(film), lambda: world.screening(app, venue, hall, film_id, right_id, 1, next(times))
    )


def test_the_front_page_shows_tonights_films(app: Flask, venue: world.Cinema) -> None:
    """C-01: tonight's films stand on the site's front page while their seats are on sale."""
    film_id = world.film(app)
    now = clock.local(clock.now(), world.ZONE)
    with clock.moved(-(now.hour * clock.HOUR)):
        world.screening(app, venue, world.hall(app, venue), film_id, days=0, time="23:30")
        assert f"/films/{ids.show(film_id)}" in Client(app).page("/").text


def test_the_desk(app: Flask, venue: world.Cinema, manager: Client, guest: Client) -> None:
    """C-02, C-05: each page of a cinema's desk is there for its staff, and for nobody else."""
    film_id, hall = world.film(app), world.hall(app, venue)
    show = world.screening(app, venue, hall, film_id)
    base = f"/cinemas/{ids.show(venue.id)}/desk"
    pages = ("", "/halls", f"/halls/{ids.show(hall.id)}", "/rights", "/report", f"/plan?day={show.day}")
    for page in pages:
        assert manager.page(base + page).status_code == 200
        assert guest.page(base + page).status_code == 404
    plan = manager.page(f"{base}/plan?day={show.day}&show={ids.show(show.id)}").text
    assert f"/api/v1/screenings/{ids.show(show.id)}/state" in plan
    assert "19:00" in plan
    assert manager.page(f"{base}/plan?day=nonsense").status_code == 200
    assert ids.show(venue.id) in manager.page("/cinema/mine").text
    clerk_id = person(app, "13800009021")
    world.staff(app, clerk_id, venue, "usher")
    with app.app_context():
        assert guest.page("/cinema/new").status_code == 200


def test_a_show_is_scheduled_without_javascript(app: Flask, venue: world.Cinema, manager: Client) -> None:
    """C-05, X-05: a plain form adds a show; a refused one keeps what was typed."""
    film_id, hall = world.film(app), world.hall(app, venue)
    world.right(app, venue, film_id)
    day = clock.today(world.ZONE) + timedelta(days=2)
    page = f"/cinemas/{ids.show(venue.id)}/desk/plan?day={day}"
    fields = {"film_id": ids.show(film_id), "hall_id": ids.show(hall.id), "day": str(day), "price": "45.50"}
    refused = manager.form("/screenings", page, _next=page, time="19:02", **fields)
    assert refused.status_code == 422
    assert 'value="19:02"' in refused.text
    done = manager.form("/screenings", page, _next=page, time="19:00", **fields)
    assert done.status_code == 303
    listed = manager.get("/screenings", cinema=ids.show(venue.id)).get_json()["items"]
    assert [(one["time"], one["prices"]) for one in listed] == [("19:00", {"1": 4550, "2": 4550})]


@pytest.mark.parametrize("by", ["day", "film"])
def test_what_was_sold(app: Flask, venue: world.Cinema, manager: Client, guest: Client, by: str) -> None:
    """C-12: tickets, takings and occupancy; the table, the API and the CSV agree."""
    film_id, hall = world.film(app), world.hall(app, venue)
    show = world.screening(app, venue, hall, film_id)
    sell(app, show, "A1", "A2", "C1")
    path = f"/cinemas/{ids.show(venue.id)}"
    row = manager.get(f"{path}/sales", by=by).get_json()["items"]
    assert row == [
        {
            "label": str(show.day) if by == "day" else "Rain Lane",
            "shows": 1,
            "seats": 57,
            "tickets": 3,
            "takings": 15_000,
            "occupancy": pytest.approx(100 * 3 / 57),
        }
    ]
    page = manager.page(f"{path}/desk/report", by=by).text
    assert "¥150" in page
    table = manager.page(f"{path}/desk/report", by=by, **{"as": "csv"}).text.lstrip("\ufeff")
    assert list(csv.reader(io.StringIO(table)))[1] == [row[0]["label"], "1", "57", "3", "150", "5.3"]
    assert manager.page(f"{path}/desk/report", **{"as": "xlsx"}).data[:2] == b"PK"
    assert manager.get(f"{path}/sales", **{"from": "2026-02-02", "to": "2026-01-01"}).status_code == 422
    assert guest.get(f"{path}/sales").status_code == 404
    clerk_id = person(app, "13800009022")
    world.staff(app, clerk_id, venue, "clerk")
    assert signed_in(app, clerk_id).get(f"{path}/sales").get_json()["permission"] == "READ_LEDGER"


def test_staff_pages(app: Flask, venue: world.Cinema, admin: Client, manager: Client) -> None:
    """B-02: films, cinemas and rights for the platform's staff, and for nobody else."""
    film_id = world.film(app)
    right_id = world.right(app, venue, film_id)
    pages = ["/staff/films", "/staff/films/new", f"/staff/films/{ids.show(film_id)}", "/staff/cinemas", "/staff/rights"]
    for page in [*pages, f"/staff/rights/{ids.show(right_id)}"]:
        assert admin.page(page).status_code == 200
        assert manager.page(page).status_code == 403
    assert_same_count(lambda: admin.page("/staff/rights"), lambda: world.right(app, venue, film_id))
