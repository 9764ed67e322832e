"""A show that is moved or cancelled while its seats are bought, and rights that are asked for twice at once."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from hutong.booking.models import LIVING, Booking
from hutong.cinema.actions import reschedule, seats
from hutong.cinema.actions.screenings import Booked
from hutong.cinema.jobs import call_off
from hutong.cinema.models import Screening
from hutong.cinema.queries import shows
from hutong.cinema.schemas.screenings import ScreeningPatch
from hutong.cinema.schemas.seats import SeatsIn
from hutong.kernel import clock, ids
from hutong.kernel.db import Database, session
from tests import live
from tests.accounts.world import person
from tests.cinema import world
from tests.cinema.tickets.buying import colleague
from tests.live import Site
from tests.race.crowd import Call, Guest, all_at_once, guest, guest_of

pytestmark = pytest.mark.race
ROUNDS, BUYERS = 3, 8


class House:
    """A cinema with a hall, its manager and some buyers."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.database: Database = app.extensions["hutong"].database
        self.venue = world.cinema(app, gap_rule="off")
        self.hall, self.film_id = world.hall(app, self.venue), world.film(app)
        self.right_id = world.right(app, self.venue, self.film_id)
        self.manager = guest(colleague(app, self.venue, "cinema_manager", "13800007001"))

    def show(self, days: int) -> Screening:
        """A show on a day of its own."""
        return world.screening(self.app, self.venue, self.hall, self.film_id, self.right_id, days=days, time="12:00")

    def crowd(self, number: int) -> list[Guest]:
        """Buyers of their own for a test: nobody holds more than three shows unpaid."""
        return [guest_of(self.app, 700 + number * BUYERS + one) for one in range(BUYERS)]


def buying(buyers: list[Guest], show: Screening) -> list[Call]:
    """Everybody wants a seat of the first row, each another one."""
    path = f"/screenings/{ids.show(show.id)}/bookings"
    return [Call(buyer, path, {"seats": [f"A{number}"]}) for number, buyer in enumerate(buyers, 1)]


@pytest.fixture(scope="module")
def house(crowded: Site) -> Iterator[House]:
    """Its data, with a cinema in it."""
    with live.inside(crowded) as app:
        yield House(app)


def test_a_show_is_moved_while_seats_are_bought(crowded: Site, house: House) -> None:
    """C-05, C-07: either it moves and nobody has bought for the old time, or it stays because somebody has."""
    buyers = house.crowd(0)
    for number in range(1, ROUNDS + 1):
        show = house.show(number)
        moving = Call(house.manager, f"/screenings/{ids.show(show.id)}", {"time": "15:00"}, "PATCH", {"If-Match": "*"})
        answers = all_at_once(crowded, [*buying(buyers, show), moving])
        assert {status for status, _ in answers[:-1]} <= {201, 409}
        assert answers[-1][0] == 200 or answers[-1][1]["code"] == "show_booked"
    told = crowded.hutong("audit")
    assert (told.stdout.strip(), told.stderr) == ("audit: clean", "")


def test_a_show_is_cancelled_while_seats_are_bought(crowded: Site, house: House) -> None:
    """C11: whoever was told that the seat is held is called off with the show: nobody slips through."""
    buyers = house.crowd(1)
    for number in range(1, ROUNDS + 1):
        show = house.show(20 + number)
        body = {"state": "cancelled", "reason": "projector"}
        cancelling = Call(house.manager, f"/screenings/{ids.show(show.id)}/state", body, "PUT")
        rush = threading.Thread(target=all_at_once, args=(crowded, buying(buyers, show)))
        rush.start()
        assert all_at_once(crowded, [cancelling])[0][0] == 200
        with house.app.app_context():
            call_off.function(show.id)
        rush.join()
        living = select(func.count()).where(Booking.resource_id == show.resource_id, Booking.state.in_(LIVING))
        with house.app.app_context(), house.database.reading():
            assert session().scalar(living) == 0


def test_a_right_is_asked_for_once(crowded: Site, house: House) -> None:
    """C-04: of equal requests at once, and of such that overlap, one is taken."""
    film_id = world.film(house.app)
    day = clock.today(world.ZONE)
    for number in range(1, ROUNDS + 1):
        asked = {"cinema_id": ids.show(house.venue.id), "film_id": ids.show(film_id)}
        spans = [(day + timedelta(days=10 * number + late), day + timedelta(days=10 * number + 5)) for late in range(4)]
        calls = [Call(house.manager, "/rights", {**asked, "from": str(one), "to": str(end)}) for one, end in spans * 2]
        answers = all_at_once(crowded, calls)
        assert sorted(status for status, _ in answers) == [201, *[422] * 7]


def test_a_sale_that_read_the_old_time_begins_anew(house: House) -> None:
    """C-07: read before the move and claimed after it: the booking is for the new time."""
    if house.database.dialect == "sqlite":
        pytest.skip("SQLite has one writer: nobody can move the show in between")
    show, buyer = house.show(40), person(house.app, "13800007011")
    tries: list[int] = []

    def sale() -> Any:
        seen = shows.showing(show.id)  # what a page or an action of this transaction knows of the show
        tries.append(seen.screening.starts_at)
        if len(tries) == 1:
            mover = threading.Thread(target=_move, args=(house, show))
            mover.start()
            mover.join()
        made, _around = seats.book(show.id, buyer, SeatsIn(seats=["A1"]))
        assert seen.screening.id == show.id
        return made

    with house.app.test_request_context():
        made = house.database.run(sale)
    assert len(tries) == 2
    assert made.starts_at == tries[1] == tries[0] + 3 * clock.HOUR


def test_a_sale_that_is_not_done_yet_keeps_the_show(house: House) -> None:
    """C-05: the seat is claimed and not committed: the move waits for that, and is refused."""
    if house.database.dialect == "sqlite":
        pytest.skip("SQLite has one writer: nobody can move the show in between")
    show, buyer = house.show(41), person(house.app, "13800007012")
    told: list[Any] = []
    mover = threading.Thread(target=lambda: told.append(_move(house, show)))

    def sale() -> Any:
        made = seats.book(show.id, buyer, SeatsIn(seats=["A1"]))
        mover.start()
        return made

    with house.app.test_request_context():
        house.database.run(sale)
    mover.join()
    assert told == ["show_booked"]


def _move(house: House, show: Screening) -> str:
    """Move a show by three hours as its manager; what came of it."""

    def move() -> None:
        reschedule(session().get_one(Screening, show.id), house.venue, ScreeningPatch(time="15:00"))

    with house.app.test_request_context(headers={"If-Match": "*"}):
        try:
            house.database.run(move)
        except Booked as refused:
            return refused.code
    return "moved"
