"""What `hutong audit` says of a cinema's rows that were changed by hand."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update

from hutong.booking.models import Booking, Claim, Line
from hutong.cinema.models import SCREENING, STEP, Cinema, Screening
from hutong.cinema.models.tickets import COMBO, SEAT, Card, CheckIn, Combo, Pickup, SoldCombo
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.cinema import world
from tests.cinema.tickets.buying import bought, colleague
from tests.client import Client


@pytest.fixture
def show(app: Flask, venue: Cinema) -> Screening:
    """A show tomorrow."""
    return world.screening(app, venue, world.hall(app, venue), world.film(app))


@pytest.fixture
def buyer(app: Flask) -> Client:
    """Somebody signed in."""
    return signed_in(app, person(app, "13800002001"))


def by_hand(app: Flask, *statements: Any) -> None:
    """Change rows behind the site's back."""
    world.run(app, lambda: [session().execute(one) for one in statements] and None)


def test_a_show_has_exactly_its_time_in_the_hall(app: Flask, show: Screening) -> None:
    """C-04: M-06: a missing step, a shifted show, a cancelled one that still holds its hall."""
    name, first = ids.show(show.id), show.starts_at // STEP
    wrong = f"show {name} does not hold its hall from its start to the end of the cleaning ({{}} steps)"
    assert faults(app) == []
    step = Claim.kind == SCREENING
    by_hand(app, delete(Claim).where(step, Claim.slot == first + 3))
    assert faults(app) == [wrong.format(26)]
    by_hand(app, update(Claim).where(step, Claim.slot == first).values(slot=first + 3))
    assert faults(app) == [wrong.format(26)]
    by_hand(app, delete(Claim).where(step))
    assert faults(app) == [wrong.format(0)]
    by_hand(app, update(Screening).values(state="cancelled"))
    assert faults(app) == []
    stray = Claim(resource_id=show.resource_id, slot=first, kind=SCREENING, holder_id=show.id)
    world.run(app, lambda: session().add(stray))
    assert faults(app) == [f"step {first} of a hall is claimed for show {name}, which is cancelled or gone"]


def test_tickets_agree_with_their_shows(app: Flask, buyer: Client, show: Screening) -> None:
    """C-08: M-06: the time, the pick-up code, the seat's label, the check-in, the show itself."""
    (ticket,) = bought(app, buyer, show, "C4")
    booking, line = ids.read(ticket["booking"]), ids.read(ticket["id"])
    assert faults(app) == []
    by_hand(app, update(Booking).where(Booking.id == booking).values(starts_at=show.starts_at - 1))
    assert faults(app) == [f"booking {ticket['booking']} (paid) is for another time than its show's"]
    by_hand(app, update(Booking).where(Booking.id == booking).values(starts_at=show.starts_at), delete(Pickup))
    assert faults(app) == [f"booking {ticket['booking']} (paid) has no pick-up code"]
    row = Pickup(booking_id=booking, cinema_id=show.cinema_id, code="12345678")
    seen = CheckIn(ticket_id=line, screening_id=7, cinema_id=show.cinema_id, at=5, by_id=1, device="")
    world.run(app, lambda: session().add_all([row, seen]))
    assert faults(app) == [f"ticket {ticket['id']} was let in at 5 to a show that it is not for"]
    by_hand(app, delete(CheckIn), update(Line).where(Line.kind == SEAT).values(label="C5"))
    assert faults(app) == [f"seat 24 of map {ids.show(show.map_id)} was sold as C5, and is C4"]


def test_a_cancelled_show_is_paid_back(app: Flask, buyer: Client, show: Screening) -> None:
    """C11: M-06: whoever still has a paid ticket of it when it would have begun."""
    (ticket,) = bought(app, buyer, show, "C4")
    by_hand(app, update(Screening).values(state="cancelled"), delete(Claim).where(Claim.kind == SCREENING))
    assert faults(app) == []
    with clock.moved(2 * clock.DAY):
        told = f"booking {ticket['booking']} (paid) is for a show that was cancelled, and was not paid back"
        assert told in faults(app)


def test_combos_and_cards_are_in_order(app: Flask, buyer: Client, venue: Cinema, show: Screening) -> None:
    """C-10: M-06: a stock below nothing, a combo that came from nowhere or did not come back, a card not paid for."""
    manager = colleague(app, venue, "cinema_manager", "13800003201")
    body = {"title_zh": "爆米花", "price": 3800, "stock": 3}
    combo = manager.post(f"/cinemas/{ids.show(venue.id)}/combos", body).get_json()["id"]
    (ticket,) = bought(app, buyer, show, "C4", combos=[{"id": combo, "count": 1}])
    lines = buyer.get(f"/bookings/{ticket['booking']}").get_json()["lines"]
    line = next(one["id"] for one in lines if one["kind"] == COMBO)
    by_hand(app, update(Combo).values(stock=-1))
    assert faults(app) == [f"combo {combo}: there are -1 of it"]
    by_hand(app, update(Combo).values(stock=0), update(SoldCombo).values(taken=False))
    assert faults(app) == [f"the combo in line {line} of a booking (paid) was not taken from the stock"]
    buyer.post(f"/bookings/{ticket['booking']}/cancellation")
    by_hand(app, update(SoldCombo).values(taken=True))
    assert faults(app) == [f"爆米花 was taken for line {line} of a booking that is over, and not put back"]
    by_hand(app, update(SoldCombo).values(taken=False))
    level = {"title_zh": "银卡", "price": 9900, "months": 12, "percent": 10}
    made = manager.post(f"/cinemas/{ids.show(venue.id)}/card-levels", level).get_json()
    card = Card(
        id=ids.new_id(), booking_id=1, person_id=1, cinema_id=venue.id, level_id=ids.read(made["id"]), number=9,
        percent=10, starts_at=0, until=clock.now() + clock.DAY,
    )  # fmt: skip
    name = ids.show(card.id)
    world.run(app, lambda: session().add(card))
    assert faults(app) == [f"card {name} (number 9) counts, but nobody has paid for it"]
