"""Whatever happens to bookings in whatever order, the books agree: random sequences, and random prices."""

import os
import random
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from itertools import count

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hutong.booking import actions, jobs
from hutong.booking.actions import Order, OrderLine, Outcome, Said
from hutong.booking.models import Booking, Case, Line
from hutong.kernel import clock, money
from hutong.kernel.db import session
from hutong.kernel.errors import Problem
from hutong.kernel.ids import new_id, show
from hutong.kernel.state import state
from hutong.payments import jobs as payment_jobs
from hutong.payments import periods
from hutong.payments.actions import set_account, settle_seller
from hutong.payments.models import Payment
from tests.accounts.world import person
from tests.booking.world import FIRST, faults, resource
from tests.payments.world import call_back, run_jobs

EXAMPLES = int(os.environ.get("HUTONG_TEST_EXAMPLES", "7"))  # more of them: HUTONG_TEST_EXAMPLES=500
SOON = FIRST - 28
NUMBERS = count(20_000)  # hypothesis sets the dice back before each example
STEPS = (
    "book", "book", "accept", "pay", "pay", "callback", "callback", "again", "cancel", "cancel", "cancel_by_host",
    "cancel_line", "minutes", "hours", "days", "days", "sweep", "jobs", "reconcile", "case", "offer", "agree", "decide",
    "settle", "counter",
)  # fmt: skip


class World:
    """One seller, two customers, one resource; every step may be refused, and then must leave nothing behind."""

    def __init__(self, app: Flask, people: list[int], home: int, dice: random.Random) -> None:
        self.app, self.people, self.home, self.dice = app, people, home, dice
        self.moves = ExitStack()
        self.begin = new_id()  # what is older is another sequence's

    def run(self, step: str) -> None:
        """Do a step; a refusal is as good as anything."""
        try:
            getattr(self, step)()
        except Problem:
            return

    def write(self, unit: Callable[[], object]) -> None:
        state().database.run(lambda: unit() and None)

    def any(self, table: type) -> int | None:
        with state().database.reading():
            mine = select(table.id).where(table.id > self.begin).order_by(table.id)
            found = list(session().scalars(mine))
        return self.dice.choice(found[-4:]) if found else None

    def booking(self) -> int:
        return self.any(Booking) or 0

    def order(self, **more: object) -> Order:
        night = SOON + self.dice.randrange(4)
        prices = [("night", self.dice.randrange(1, 50_000), night), ("fee", self.dice.randrange(3_000), None)]
        prices.append(("seat", self.dice.randrange(9_999), night + 10))
        lines = [
            OrderLine(title_zh=kind, title_en=kind, kind=kind, price=price, slot=slot, label=str(slot or ""))
            for kind, price, slot in prices
        ]
        if self.dice.random() < 0.6:
            lines.append(OrderLine(title_zh="押金", title_en="Deposit", kind="deposit", price=20_000))
        start = night * clock.DAY
        values = {
            "kind": "stay", "customer_id": self.dice.choice(self.people[1:]), "seller_id": self.people[0],
            "resource_id": self.home, "lines": lines, "currency": "CNY",
            "policy": {"*": [(start - clock.DAY, 100), (start, 37)]},
            "state": self.dice.choice(["held", "held", "requested"]),
            "starts_at": start, "ends_at": start + clock.DAY, "title_zh": "院", "title_en": "Yard",
        }  # fmt: skip
        return Order(**{**values, **more})

    def book(self) -> None:
        self.write(partial(actions.reserve, self.order()))

    def counter(self) -> None:
        lines = [line for line in self.order().lines if line.kind != "deposit"]
        sold = self.order(lines=lines, customer_id=0)
        self.write(partial(actions.sell, sold, self.dice.choice(["cash", "card", "free"]), self.people[0]))

    def accept(self) -> None:
        self.write(partial(actions.decide, self.booking(), self.people[0], self.dice.random() < 0.8, "no"))

    def pay(self) -> None:
        booking = self.booking()
        with state().database.reading():
            row = session().get(Booking, booking)
        if row is not None:
            self.write(partial(actions.pay, booking, row.customer_id))

    def callback(self) -> None:
        payment = self.any(Payment)
        if payment:
            call_back(self.app, show(payment))
            if self.dice.random() < 0.7:
                run_jobs(self.app)

    def again(self) -> None:
        self.callback()
        self.callback()

    def cancel(self) -> None:
        with state().database.reading():
            row = session().get(Booking, self.booking())
        if row is not None:
            self.write(partial(actions.cancel, row.id, row.customer_id))

    def cancel_by_host(self) -> None:
        self.write(partial(actions.cancel, self.booking(), self.people[0], None, "ill"))

    def cancel_line(self) -> None:
        booking = self.booking()
        with state().database.reading():
            lines = list(session().scalars(select(Line.id).where(Line.booking_id == booking, Line.kind != "deposit")))
        if lines:
            chosen = [self.dice.choice(lines)]
            self.write(partial(actions.cancel_lines, booking, chosen, actions.SYSTEM, self.dice.random() < 0.5))

    def move(self, by: int) -> None:
        self.moves.enter_context(clock.moved(by))

    def minutes(self) -> None:
        self.move(20 * clock.MINUTE)

    def hours(self) -> None:
        self.move(self.dice.randrange(5, 30) * clock.HOUR)

    def days(self) -> None:
        self.move(2 * clock.DAY)
        self.sweep()

    def sweep(self) -> None:
        jobs.sweep.function()
        jobs.complete.function()

    def jobs(self) -> None:
        run_jobs(self.app)

    def reconcile(self) -> None:
        self.write(payment_jobs.reconcile.function)
        run_jobs(self.app)

    def case(self) -> None:
        booking = self.booking()
        with state().database.reading():
            row = session().get(Booking, booking)
        if row is None:
            return
        by_host = self.dice.random() < 0.5
        wants = self.outcome()
        who = self.people[0] if by_host else row.customer_id
        kind = "deposit" if by_host and wants.taken else "dispute"
        self.write(partial(actions.open_case, booking, who, kind, wants, Said("x")))

    def outcome(self) -> Outcome:
        refund = self.dice.choice([0, 1, 777, 10_000])
        return Outcome(refund, self.dice.choice([0, 0, 1, 20_000]), self.dice.choice(["seller", "platform"]))

    def offer(self) -> None:
        case = self.any(Case)
        if case:
            self.write(partial(actions.offer, case, self.dice.choice(self.people), self.outcome(), Said("y")))

    def agree(self) -> None:
        case = self.any(Case)
        if case:
            with state().database.reading():
                row = session().get(Case, case)
                booking = session().get(Booking, row.booking_id)
            for who in (booking.customer_id, self.people[0]):
                self.write(partial(actions.answer, case, who, True, row.offer, Said()))

    def decide(self) -> None:
        case = self.any(Case)
        if case:
            self.move(80 * clock.HOUR)
            self.write(partial(actions.decide_case, case, 4711, self.outcome(), "so"))

    def settle(self) -> None:
        self.move(7 * clock.DAY)
        self.write(partial(settle_seller, self.people[0], "CNY", periods.last_week()))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=6, max_size=18), seed=st.integers(0, 2**32))
def test_the_books_agree_whatever_happens(app: Flask, steps: list[str], seed: int) -> None:
    """M-03, M-04, M-06: book, pay, cancel, refund, expire, callbacks, cases, settlements in any order."""
    people = [person(app, f"138{next(NUMBERS):08d}") for _ in range(3)]
    world = World(app, people, resource(app), random.Random(seed))
    with world.moves, app.app_context():
        world.write(partial(set_account, people[0], people[0], "bank", "李", "6222021234567890128", ""))
        for step in ("book", "accept", "pay", "again", *steps):
            world.run(step)
        run_jobs(app)
        assert faults(app) == []
        world.move(40 * clock.DAY)
        world.sweep()
        run_jobs(app)
        world.move(90 * clock.HOUR)
        world.sweep()
        run_jobs(app)
        assert faults(app) == []


def test_ten_thousand_prices_sum_to_their_totals() -> None:
    """M-01: shares of a discount sum to it, none is more than its line; refunds per line sum to the refund."""
    dice = random.Random(7)
    for _ in range(10_000):
        prices = [dice.randrange(1, 10 ** dice.randrange(1, 8)) for _ in range(dice.randrange(1, 9))]
        off = dice.randrange(0, sum(prices) + 1)
        shares = money.share(off, prices)
        assert sum(shares) == off
        assert all(0 <= part <= price for part, price in zip(shares, prices, strict=True))


def test_one_yuan_in_three() -> None:
    """M-01: nothing is lost and nothing is made; the first gets the odd fen."""
    assert money.share(100, [1, 1, 1]) == [34, 33, 33]
    assert money.share(-100, [1, 1, 1]) == [-34, -33, -33]
    assert (money.share(0, [5]), money.share(1, [0, 1, 1])) == ([0], [0, 1, 0])
