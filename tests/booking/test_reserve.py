"""Claiming slots: once, all or none."""

import pytest
from flask import Flask

from hutong.booking import queries
from hutong.booking.actions import OwnBooking, Taken, TooManyUnpaid
from hutong.kernel import clock
from hutong.kernel.state import state
from tests.booking.world import FIRST, GUEST, HOST, booked, order, resource


def taken(within: Flask, home: int) -> set[int]:
    with state().database.reading():
        return {slot - FIRST for slot in queries.taken(home, FIRST, FIRST + 60)}


def test_a_slot_is_sold_once(within: Flask) -> None:
    """S-06: two bookings never share a night; the refusal says which, and takes nothing."""
    home = resource(within)
    booked(within, order(home, (0, 1)))
    with pytest.raises(Taken) as refused:
        booked(within, order(home, (1, 2), customer_id=77))
    assert refused.value.extra == {"slots": [clock.day_of(FIRST + 1).isoformat()]}
    assert (refused.value.status, refused.value.code) == (409, "taken")
    assert taken(within, home) == {0, 1}
    booked(within, order(home, (2,), customer_id=77))
    assert taken(within, home) == {0, 1, 2}


def test_what_was_not_paid_in_time_gives_way(within: Flask) -> None:
    """S-07: readers ignore an expired hold at once, and the next buyer ends it."""
    home = resource(within)
    first = booked(within, order(home, state="held"))
    with clock.moved(14 * clock.MINUTE), pytest.raises(Taken):
        booked(within, order(home, customer_id=77))
    with clock.moved(15 * clock.MINUTE):
        assert taken(within, home) == set()
        second = booked(within, order(home, customer_id=77))
        assert taken(within, home) == {0, 1}
    assert first.id != second.id


def test_three_unpaid_bookings_are_enough(within: Flask) -> None:
    """S-06: a fourth unpaid booking is refused until one is over."""
    home = resource(within)
    for night in (0, 1, 2):
        booked(within, order(home, (night,), state="held"))
    with pytest.raises(TooManyUnpaid):
        booked(within, order(home, (3,)))
    with clock.moved(16 * clock.MINUTE):
        booked(within, order(home, (3,)))
        assert taken(within, home) == {3}


def test_nobody_books_from_themselves(within: Flask) -> None:
    """S-06: guest and host are two people."""
    home = resource(within)
    with pytest.raises(OwnBooking):
        booked(within, order(home, customer_id=HOST))
    assert taken(within, home) == set()
    assert GUEST != HOST
