"""Whatever happens to bookings in whatever order, the books agree: random sequences, and random prices."""

import os
import random
from functools import partial
from itertools import count

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.booking.orders import Order, OrderLine
from hutong.booking.prices import Wish, priced
from hutong.kernel import clock, money
from hutong.payments.actions import set_account
from hutong.promotions.models import Coupon
from hutong.promotions.problems import PromotionRefused
from hutong.promotions.queries import Lot, Purse
from tests.accounts.world import person
from tests.booking.chances import CASES, REACHED, TRIED, WHERE, World
from tests.booking.world import faults, resource
from tests.payments.world import connect, run_jobs
from tests.promotions.world import coupon, points

EXAMPLES = int(os.environ.get("HUTONG_TEST_EXAMPLES", "6"))  # more of them: HUTONG_TEST_EXAMPLES=500
LENGTH = 36
NUMBERS = count(20_000)  # hypothesis sets the dice back before each example


def test_the_books_agree_whatever_happens(app: Flask) -> None:
    """M-03, M-04, M-06, B-07: book, pay, cancel all or a line, refund, expire, callbacks that come twice, late or
    never, cases, deposits claimed, coupons, points, settlements in any order; and what comes late in a
    booking's life is reached."""
    connect(app)
    REACHED.clear()
    TRIED.clear()
    _random_sequences(app)
    wanted = {step for steps in (CASES, WHERE["paid"], WHERE["completed"]) for step in steps} | {"lost", "late"}
    assert wanted - set(REACHED) == set(), REACHED


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def _random_sequences(app: Flask, seed: int) -> None:
    people = [person(app, f"138{next(NUMBERS):08d}") for _ in range(3)]
    world = World(app, people, resource(app), random.Random(seed))
    coupon(app, code=world.code, stock=2, per_person=2, minimum=0)
    for customer in people[1:]:
        points(app, customer, 1_000)
    with world.moves, app.app_context():
        world.write(partial(set_account, people[0], people[0], "bank", "李", "6222021234567890128", ""))
        for step in ("book", "accept", "pay", "again"):
            world.run(step)
        for _ in range(LENGTH):
            world.run(world.chosen())
        world.sweep()
        run_jobs(app)
        assert faults(app) == []
        world.move(40 * clock.DAY)
        world.sweep()
        run_jobs(app)
        world.move(90 * clock.HOUR)
        world.sweep()
        run_jobs(app)
        assert faults(app) == []


def test_ten_thousand_quotes_sum_to_their_totals(within: Flask) -> None:
    """M-01, M-05: with coupons and points of all kinds every line's share, and what calling off gives back, sums."""
    dice, now = random.Random(7), clock.now()
    for _ in range(10_000):
        prices = [dice.randrange(1, 10 ** dice.randrange(1, 8)) for _ in range(dice.randrange(1, 9))]
        lines = [OrderLine(title_zh="", title_en="", kind="seat", price=price) for price in prices]
        lines.append(OrderLine(title_zh="", title_en="", kind="deposit", price=dice.randrange(99_999)))
        terms = Coupon(
            id=1, code="X", title="", how=dice.choice(["fixed", "percent"]), value=dice.randrange(1, 101), cap=None,
            minimum=0, currency="CNY", starts_at=now - 1, ends_at=now + clock.DAY, kind="", seller_id=0,
            borne_by=dice.choice(["platform", "seller"]), per_person=1, stock=None, holders_only=False, state="open",
        )  # fmt: skip
        terms.next_number = 1
        most = max(0, sum(prices) - 100)
        wish = Wish(dice.choice(["", "X"]), dice.randrange(0, most) if most and dice.random() < 0.5 else 0)
        purse = Purse(terms, [Lot(1, most, now + clock.DAY)])
        bought = Order(
            kind="show", customer_id=1, seller_id=2, resource_id=3, lines=lines, currency="CNY", policy={},
            state="held", starts_at=now, ends_at=now, title_zh="", title_en="", coupon=wish.coupon, points=wish.points,
        )  # fmt: skip
        try:
            price = priced(bought, purse=purse)
        except PromotionRefused:  # more points than the coupon leaves a price for
            continue
        nets = [line.price - share for line, share in zip(lines, price.shares, strict=True)]
        assert (sum(nets), sum(nets) - nets[-1]) == (price.due, price.total)
        assert price.discount == price.off.all
        of_line = zip(price.subsidies, price.shares, lines, strict=True)
        assert all(0 <= sub <= share <= line.price for sub, share, line in of_line)
        back = dice.randrange(0, price.total + 1)
        if price.total:
            parts = money.share(back, nets[:-1])
            assert sum(parts) == back
            assert all(0 <= part <= net for part, net in zip(parts, nets, strict=False))


def test_one_yuan_in_three() -> None:
    """M-01: nothing is lost and nothing is made; the first gets the odd fen."""
    assert money.share(100, [1, 1, 1]) == [34, 33, 33]
    assert money.share(-100, [1, 1, 1]) == [-34, -33, -33]
    assert (money.share(0, [5]), money.share(1, [0, 1, 1])) == ([0], [0, 1, 0])
