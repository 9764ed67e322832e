"""Many at once: `make test` runs this alone, `make test-services` on MariaDB and PostgreSQL."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from flask import Flask

from hutong.booking import queries
from hutong.booking.actions import Taken, TooManyUnpaid, decide, expire, reserve
from hutong.kernel import clock
from hutong.kernel.errors import Problem
from hutong.kernel.state import state
from tests.booking.world import FIRST, GUEST, HOST, booked, faults, order, resource

THREADS = 16
Unit = Callable[[], object]


def at_once(app: Flask, units: Sequence[Unit]) -> Counter[str]:
    """Run every unit in a thread and a transaction of its own, all at the same moment; what came of them."""
    gate, came = threading.Barrier(len(units)), Counter[str]()

    def run(unit: Unit) -> None:
        with app.app_context():
            gate.wait()
            try:
                state().database.run(unit)
                came["done"] += 1
            except Problem as problem:
                came[problem.code] += 1
            except Exception as error:
                came[repr(error)[:200]] += 1

    threads = [threading.Thread(target=run, args=(unit,)) for unit in units]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


@pytest.mark.race
def test_overlapping_nights_are_sold_once(app: Flask) -> None:
    """S6: sixteen at once want overlapping nights; no night twice, nothing half-taken."""
    home = resource(app)
    wanted = [order(home, (n % 3, n % 3 + 1), customer_id=100 + n) for n in range(THREADS)]
    came = at_once(app, [partial(reserve, each) for each in wanted])
    assert (came["done"] in (1, 2), came["done"] + came[Taken.code]) == (True, THREADS)
    with app.app_context(), state().database.reading():
        assert len(queries.taken(home, FIRST, FIRST + 9)) == 2 * came["done"]
    assert faults(app) == []


@pytest.mark.race
def test_the_same_night_fifty_times(app: Flask) -> None:
    """S6: fifty parallel calls, one wins."""
    home = resource(app)
    wanted = [order(home, (0,), customer_id=100 + n, state="held") for n in range(50)]
    came = at_once(app, [partial(reserve, each) for each in wanted])
    assert came == {"done": 1, "taken": 49}
    assert faults(app) == []


@pytest.mark.race
def test_an_expired_hold_goes_to_one(app: Flask) -> None:
    """S-07: sweeper and buyers meet the same expired hold; it is ended once, its night sold once."""
    home = resource(app)
    first = booked(app, order(home, (0,), state="held"))
    with clock.moved(16 * clock.MINUTE):
        buyers = [order(home, (0,), customer_id=100 + n, state="held") for n in range(THREADS - 4)]
        units: list[Unit] = [partial(reserve, each) for each in buyers]
        came = at_once(app, [*units, *[partial(expire, first.id)] * 4])
        assert (came["done"], came["taken"]) == (1 + 4, THREADS - 5)
        assert faults(app) == []


@pytest.mark.race
def test_three_unpaid_at_most(app: Flask) -> None:
    """S-06: one person, sixteen different nights at once."""
    home = resource(app)
    came = at_once(app, [partial(reserve, order(home, (n,))) for n in range(THREADS)])
    assert came == {"done": 3, TooManyUnpaid.code: THREADS - 3}


@pytest.mark.race
def test_one_answer_counts(app: Flask) -> None:
    """S7: accept and reject at once: one of them."""
    made = booked(app, order(resource(app), (0,), customer_id=GUEST))
    answers = [partial(decide, made.id, HOST, n % 2 == 0, "no") for n in range(8)]
    came = at_once(app, answers)
    with app.app_context(), state().database.reading():
        ended = queries.own(made.id, HOST).state
    # A rejection may follow an acceptance, but nothing follows a rejection.
    assert (came["done"] <= 2, came["done"] + came["conflict"], ended in ("accepted", "rejected")) == (True, 8, True)
    assert faults(app) == []
