"""Many at once with one coupon or one purse: `make test-services` runs this on MariaDB and PostgreSQL too."""

from functools import partial

import pytest
from flask import Flask

from hutong.booking.actions import cancel, cancel_lines, reserve
from hutong.booking.actions.moving import SYSTEM
from tests.booking.seats import do, lines, show
from tests.booking.test_race import at_once
from tests.booking.world import GUEST, faults, resource
from tests.promotions.world import balance, coupon, points, used

MANY = 12


@pytest.mark.race
def test_the_last_coupons(app: Flask) -> None:
    """C7: twelve people, a stock of three: three have it, nine are told; none is lost when they give it back."""
    coupon(app, stock=3)
    place = resource(app)
    seats = [(3 * n + 1, 3 * n + 2, 3 * n + 3) for n in range(MANY)]
    wanted = [show(place, row, customer_id=2_000 + n, coupon="WINTER20") for n, row in enumerate(seats)]
    came = at_once(app, [partial(reserve, each) for each in wanted])
    assert came == {"done": 3, "coupon_gone": MANY - 3}
    assert (used(app, "WINTER20"), faults(app)) == ((3, 0), [])


@pytest.mark.race
def test_one_person_in_many_tabs(app: Flask) -> None:
    """C7: one coupon, points for two bookings, six seats: each is used as often as there is of it."""
    coupon(app)
    points(app, GUEST, 150)
    points(app, GUEST, 50)
    shows = [resource(app) for _ in range(MANY)]
    tabs = [show(one, (1,), coupon="WINTER20") for one in shows[:4]]
    tabs += [show(one, (1,), points=100) for one in shows[4:8]]
    tabs += [show(shows[8], (n, n + 1), most_slots=2) for n in range(1, 8, 2)]
    came = at_once(app, [partial(reserve, each) for each in tabs])
    assert (came["done"], used(app, "WINTER20")[0] <= 1, balance(app, GUEST) >= 0) == (3, True, True)
    assert set(came) <= {"done", "coupon_used", "points", "too_many_slots", "too_many_holds"}
    assert faults(app) == []


@pytest.mark.race
def test_the_same_seat_is_given_back_once(app: Flask) -> None:
    """C9, C7: called off by two at once, one line and all: coupon and points come back once."""
    coupon(app)
    points(app, GUEST, 100)
    booking = do(app, partial(reserve, show(resource(app), coupon="WINTER20", points=100)))
    came = at_once(app, [partial(cancel, booking.id, GUEST)] * 6)
    assert came == {"done": 1, "conflict": 5}
    seat = lines(app, booking.id)[0].id
    assert at_once(app, [partial(cancel_lines, booking.id, [seat], SYSTEM)] * 2) == {"conflict": 2}
    assert (balance(app, GUEST), used(app, "WINTER20"), faults(app)) == (100, (0, 1), [])
