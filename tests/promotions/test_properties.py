"""Whatever happens in whatever order: shares sum, nothing goes back twice, the audit is clean."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.booking.actions import (
    SYSTEM,
    NotPayable,
    Who,
    cancel,
    cancel_lines,
    complete,
    decide,
    exchange,
    expire,
    pay,
    reserve,
    sell,
)
from hutong.booking.models import DEPOSIT, Booking
from hutong.booking.orders import Order, OrderLine
from hutong.booking.prices import Off, _shared
from hutong.booking.queries import lines_of
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import Problem
from hutong.payments import actions as payments
from hutong.payments.models import Payment
from hutong.promotions.queries import Offer
from tests.booking.seats import do, row, show
from tests.booking.world import GUEST, HOST, faults, resource
from tests.promotions.world import coupon, points

PRICES = st.lists(st.integers(0, 10**7), min_size=1, max_size=12)


@given(prices=PRICES, deposit=st.integers(0, 10**6), data=st.data(), platform=st.booleans())
@settings(max_examples=300, deadline=None)
def test_shares_sum_to_what_is_taken_off(prices: list[int], deposit: int, data: Any, platform: bool) -> None:
    """M-05, M-01: each share within its line's price, none on the deposit, the sums exact."""
    kinds = [("seat", price) for price in prices] + [(DEPOSIT, deposit)]
    lines = [OrderLine(title_zh="", title_en="", kind=kind, price=price) for kind, price in kinds]
    order = _order(lines)
    coupon_off = data.draw(st.integers(0, order.total))
    points_off = data.draw(st.integers(0, order.total - coupon_off))
    offer = Offer(1, "X", "", coupon_off, platform, 1, False)
    price = _shared(order, Off(offer, coupon_off, points_off, points_off))
    assert (price.discount, price.total) == (coupon_off + points_off, order.total - coupon_off - points_off)
    assert price.subsidy == points_off + (coupon_off if platform else 0)
    assert price.shares[-1] == 0
    assert all(
        0 <= sub <= share <= line.price for sub, share, line in zip(price.subsidies, price.shares, lines, strict=True)
    )


def test_one_yuan_three_ways() -> None:
    """M-01: 33, 33, 34 of a hundred, whichever of three equal lines is first."""
    lines = [OrderLine(title_zh="", title_en="", kind="seat", price=1_000) for _ in range(3)]
    assert _shared(_order(lines), Off(None, 0, 100, 100)).shares == (34, 33, 33)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["book", "ask", "sell", "pay", "lapse", "lines", "cancel", "reject", "exchange", "end"]),
        st.integers(0, 99),
    ),
    min_size=4,
    max_size=14,
)


@given(steps=STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_sequences_keep_the_audit_clean(app: Flask, steps: list[tuple[str, int]]) -> None:
    """M-05, M-06: book, pay (also late), call off one or all, reject, change, complete, in any order."""
    world = _World(app)
    for what, number in steps:
        wait = {"lapse": number * clock.MINUTE, "pay": number * clock.MINUTE, "end": 27 * clock.HOUR}
        with clock.moved(wait.get(what, 0)):
            world.step(what, number)
    assert faults(app) == []
    for booking_id in world.bookings:
        assert row(app, booking_id).left >= 0


class _World:
    """One buyer, some shows, and whatever was bought."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.bookings: list[int] = []
        self.seat = 0
        self.buyer = GUEST + clock.now() % 10**9 * 1000 + len(self.bookings)
        self.code = f"C{self.buyer}"
        coupon(app, code=self.code, stock=3, per_person=2)
        points(app, self.buyer, 5_000)
        self.show = resource(app)

    def step(self, what: str, number: int) -> None:
        """One thing that may happen; a refusal is fine, a half-done thing is not."""
        try:
            made = do(self.app, lambda: self._unit(what, number)())  # noqa: PLW0108 - reads inside
        except (Problem, NotPayable):
            return
        if isinstance(made, Booking):
            self.bookings.append(made.id)

    def _unit(self, what: str, number: int) -> Callable[[], object]:
        if what in ("book", "ask", "sell", "exchange") and (what != "exchange" or not self.bookings):
            order = self._order(number, "requested" if what == "ask" else "held")
            return (lambda: sell(order, "cash", HOST)) if what == "sell" else (lambda: reserve(order))
        if not self.bookings:
            return lambda: None
        chosen = self.bookings[number % len(self.bookings)]
        lines = lines_of([chosen])[chosen]
        some = [line.id for line in lines[: 1 + number % 2]]
        order = self._order(number, "held", price=2_000 + number * 60)
        units: dict[str, Callable[[], object]] = {
            "pay": lambda: self._paid(chosen),
            "lapse": lambda: expire(chosen),
            "lines": lambda: cancel_lines(chosen, some, SYSTEM, whole=number % 3 == 0) and None,
            "cancel": lambda: cancel(chosen, self.buyer) and None,
            "reject": lambda: decide(chosen, HOST, number % 2 == 0, "no") and None,
            "exchange": lambda: exchange(chosen, some, order, Who("guest", self.buyer)),
            "end": lambda: complete(chosen),
        }
        return units[what]

    def _order(self, number: int, state: str, price: int = 4_500) -> Order:
        self.seat += 3
        seats = (self.seat, self.seat + 1)
        used = {"coupon": self.code if number % 2 else "", "points": number * 10 if number % 3 else 0}
        return show(self.show, seats, price, customer_id=self.buyer, state=state, **used)

    def _paid(self, booking_id: int) -> None:
        booking = session().get_one(Booking, booking_id)
        made = pay(booking_id, self.buyer) if booking.state in ("held", "accepted") else None
        for payment in [made] if made else session().query(Payment).filter_by(subject=f"booking:{booking_id}"):
            payments.settle(payment, "x")


def _order(lines: list[OrderLine]) -> Order:
    return Order(
        kind="screening",
        customer_id=1,
        seller_id=2,
        resource_id=3,
        lines=lines,
        currency="CNY",
        policy={},
        state="held",
        starts_at=0,
        ends_at=0,
        title_zh="",
        title_en="",
    )
