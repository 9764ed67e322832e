"""A seller, two customers and whatever can happen between them, by the dice."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import select

from hutong.booking import actions, casework, jobs, policies
from hutong.booking.actions import Order, OrderLine, Outcome, Said
from hutong.booking.models import Booking, Case, Line
from hutong.booking.models.cases import UNSETTLED
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound, Problem
from hutong.kernel.ids import new_id, show
from hutong.kernel.state import state
from hutong.payments import jobs as payment_jobs
from hutong.payments import periods
from hutong.payments.actions import settle_seller
from hutong.payments.models import LIVE, Payment
from tests.payments.world import call_back, message, run_jobs

ALWAYS = ("book", "counter", "minutes", "hours", "sweep", "jobs", "settle", "reconcile")
WHERE: dict[str, tuple[str, ...]] = {  # what can happen to a booking in this state, the likely things twice
    "requested": ("accept", "accept", "reject", "cancel"),
    "accepted": ("pay", "pay", "cancel", "cancel_by_host"),
    "held": ("pay", "pay", "cancel"),
    "paid": ("case", "cancel_line", "cancel_line", "cancel", "cancel_by_host", "cancel_by_staff", "end", "end"),
    "completed": ("claim", "claim", "case", "case", "days"),
    "cancelled": ("case",),
}
CASES = ("offer", "agree", "agree", "contest", "decide", "decide", "decide_by_line", "withdraw")
TRIED: Counter[str] = Counter()
REACHED: Counter[str] = Counter()


class World:
    """One seller, two customers, one resource; every step may be refused, and then must leave nothing behind."""

    def __init__(self, app: Flask, people: list[int], home: int, dice: random.Random) -> None:
        self.app, self.people, self.home, self.dice = app, people, home, dice
        self.moves = ExitStack()
        self.begin = new_id()  # what is older is another sequence's
        self.code = f"C{self.begin}"[-20:]

    def run(self, step: str) -> None:
        """Do a step; a refusal is as good as anything."""
        TRIED[step] += 1
        try:
            getattr(self, step)()
        except Problem:
            return
        REACHED[step] += 1

    def possible(self) -> list[str]:
        """What can happen now: the state of every booking says it, so that sequences go deep."""
        found = [*ALWAYS, "lost", "late"]
        for row in self.rows(Booking):
            found += WHERE.get(row.state, ())
        if self.rows(Payment, lambda row: row.state in LIVE):
            found += ["callback", "callback", "again"]
        if self.rows(Case, lambda row: row.state in UNSETTLED):
            found += CASES
        return sorted(found)

    def chosen(self) -> str:
        """Any of the possible steps, mostly of those that are not always possible the one that was tried least."""
        steps = self.possible()
        rare = [step for step in steps if step not in ALWAYS]
        if rare and self.dice.random() < 0.75:
            steps = [step for step in rare if TRIED[step] == min(TRIED[one] for one in rare)]
        return self.dice.choice(steps)

    def write(self, unit: Callable[[], object]) -> None:
        state().database.run(lambda: unit() and None)

    def rows(self, table: type, fits: Callable[[Any], bool] = bool) -> list[Any]:
        with state().database.reading():
            mine = select(table).where(table.id > self.begin).order_by(table.id)
            return [row for row in session().scalars(mine) if fits(row)][-4:]

    def one(self, table: type, fits: Callable[[Any], bool] = bool) -> Any:
        found = self.rows(table, fits)
        if not found:
            raise NotFound
        return self.dice.choice(found)

    def booking(self, *states: str) -> Booking:
        return self.one(Booking, lambda row: row.state in states)

    def case_now(self) -> Case:
        return self.one(Case, lambda row: row.state in UNSETTLED)

    def order(self, **more: object) -> Order:
        night = clock.now() // clock.DAY + 2 + self.dice.randrange(3)
        prices = [("room", self.dice.randrange(1, 50_000), night), ("fee", self.dice.randrange(3_000), None)]
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
            "coupon": self.dice.choice(["", self.code]), "points": self.dice.choice([0, 0, 100, 700]),
        }  # fmt: skip
        return Order(**{**values, **more})

    def book(self) -> None:
        self.write(partial(actions.reserve, self.order()))

    def counter(self) -> None:
        lines = [line for line in self.order().lines if line.kind != "deposit"]
        sold = self.order(lines=lines, customer_id=0, coupon="", points=0)
        self.write(partial(actions.sell, sold, self.dice.choice(["cash", "card", "free"]), self.people[0]))

    def accept(self) -> None:
        self.write(partial(actions.decide, self.booking("requested").id, self.people[0], True))

    def reject(self) -> None:
        self.write(partial(actions.decide, self.booking("requested").id, self.people[0], False, "no"))

    def pay(self) -> None:
        row = self.booking("accepted", "held")
        self.write(partial(actions.pay, row.id, row.customer_id))

    def callback(self) -> None:
        call_back(self.app, show(self.one(Payment).id))
        if self.dice.random() < 0.7:
            run_jobs(self.app)

    def again(self) -> None:
        self.callback()
        self.callback()

    def lost(self) -> None:
        """The provider has the money and its callback never comes: asking finds it."""
        message(self.app, show(self.paying().id))
        self.move(clock.MINUTE)
        self.reconcile()

    def paying(self) -> Payment:
        """A payment under way, of a booking made for it where there is none."""
        if not self.rows(Payment, lambda row: row.state in LIVE):
            self.write(partial(actions.reserve, self.order(state="held", coupon="", points=0)))
            self.pay()
        return self.one(Payment, lambda row: row.state in LIVE)

    def late(self) -> None:
        """It comes when the hold is over."""
        row = self.paying()
        self.hours()
        self.sweep()
        call_back(self.app, show(row.id))
        run_jobs(self.app)

    def cancel(self) -> None:
        row = self.booking("requested", "accepted", "held", "paid")
        self.write(partial(actions.cancel, row.id, row.customer_id))

    def cancel_by_host(self) -> None:
        self.write(partial(actions.cancel, self.booking("accepted", "paid").id, self.people[0], None, "ill"))

    def cancel_by_staff(self) -> None:
        row = self.booking("paid")
        whole, lines = self.dice.random() < 0.5, self.dice.choice([None, self.lines(row)[:1]])
        self.write(partial(actions.cancel_by_staff, row.id, 4711, whole, "so", None, lines))

    def cancel_line(self) -> None:
        row = self.booking("paid")
        chosen = [self.dice.choice(self.lines(row))]
        self.write(partial(actions.cancel_lines, row.id, chosen, actions.SYSTEM, self.dice.random() < 0.5))

    def lines(self, row: Booking) -> list[int]:
        with state().database.reading():
            return list(session().scalars(select(Line.id).where(Line.booking_id == row.id, Line.kind != "deposit")))

    def move(self, by: int) -> None:
        self.moves.enter_context(clock.moved(by))

    def minutes(self) -> None:
        self.move(20 * clock.MINUTE)

    def hours(self) -> None:
        self.move(self.dice.randrange(5, 30) * clock.HOUR)

    def days(self) -> None:
        self.move(2 * clock.DAY)
        self.sweep()

    def end(self) -> None:
        """What is paid takes place."""
        self.move(max(0, self.booking("paid").ends_at - clock.now()) + clock.MINUTE)
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
        row = self.booking("paid", "completed", "cancelled")
        who = self.dice.choice([self.people[0], row.customer_id])
        self.write(partial(actions.open_case, row.id, who, "dispute", self.outcome(row), Said("x")))

    def claim(self) -> None:
        """The host claims some of the deposit."""
        row = self.one(Booking, lambda row: row.state == "completed" and row.deposit and not row.deposit_back_at)
        wants = Outcome(0, self.dice.choice([1, 777, row.deposit]))
        self.write(partial(actions.open_case, row.id, self.people[0], "deposit", wants, Said("x")))

    def outcome(self, row: Booking) -> Outcome:
        """Mostly something that can be, now and then a little too much."""
        most, kept = policies.refundable(row), casework.deposit_left(row)
        refund = self.dice.choice([0, 1, most // 3, most, most + self.dice.randrange(2)])
        return Outcome(refund, self.dice.choice([0, kept // 2, kept]), self.dice.choice(["seller", "platform"]))

    def offer(self) -> None:
        case = self.case_now()
        row = self.about(case)
        who = self.dice.choice([self.people[0], row.customer_id])
        self.write(partial(actions.offer, case.id, who, self.outcome(row), Said("y")))

    def about(self, case: Case) -> Booking:
        with state().database.reading():
            return session().get_one(Booking, case.booking_id)

    def agree(self) -> None:
        case = self.case_now()
        for who in (self.about(case).customer_id, self.people[0]):
            self.write(partial(actions.answer, case.id, who, True, case.offer, Said()))

    def contest(self) -> None:
        case = self.case_now()
        self.write(partial(actions.answer, case.id, self.people[0], False, case.offer, Said("no")))

    def withdraw(self) -> None:
        case = self.case_now()
        self.write(partial(actions.withdraw, case.id, case.opener_id))

    def decide(self) -> None:
        case = self.case_now()
        self.move(80 * clock.HOUR)
        self.write(partial(actions.decide_case, case.id, 4711, self.outcome(self.about(case)), "so"))

    def decide_by_line(self) -> None:
        """A part of one line goes back."""
        case = self.case_now()
        with state().database.reading():
            mine = select(Line).where(Line.booking_id == case.booking_id, Line.kind != "deposit")
            left = {line.id: line.net - line.refund for line in session().scalars(mine)}
        line_id = self.dice.choice(sorted(left))
        amount = self.dice.randrange(1, max(2, left[line_id]))
        self.move(80 * clock.HOUR)
        wants = Outcome(amount, 0, self.dice.choice(["seller", "platform"]), {line_id: amount})
        self.write(partial(actions.decide_case, case.id, 4711, wants, "so"))

    def settle(self) -> None:
        self.move(7 * clock.DAY)
        self.write(partial(settle_seller, self.people[0], "CNY", periods.last_week()))
