"""Seats of a show for tests: lines that can be called off one by one."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Flask

from hutong.booking import queries
from hutong.booking.actions import Order, OrderLine
from hutong.booking.models import Booking, Line
from hutong.kernel import clock
from hutong.kernel.state import state
from tests.booking.world import GUEST, HOST

T = TypeVar("T")


def show(resource_id: int, seats: Sequence[int] = (1, 2, 3), price: int = 4_500, **more: Any) -> Order:
    """Seats for tomorrow and a combo; all comes back until an hour before."""
    start = clock.now() + clock.DAY
    lines = [
        OrderLine(kind="seat", title_zh=f"A{n}座", title_en=f"Seat A{n}", price=price, slot=n, label=f"A{n}")
        for n in seats
    ]
    lines.append(OrderLine(kind="combo", title_zh="爆米花", title_en="Popcorn", price=2_000))
    values: dict[str, Any] = {
        "kind": "screening",
        "customer_id": GUEST,
        "seller_id": HOST,
        "resource_id": resource_id,
        "lines": lines,
        "currency": "CNY",
        "policy": {"*": [(start - clock.HOUR, 100), (start, 50)]},
        "state": "held",
        "starts_at": start,
        "ends_at": start + 2 * clock.HOUR,
        "title_zh": "冬日",
        "title_en": "Winter",
    }
    return Order(**{**values, **more})


def do(app: Flask, unit: Callable[[], T]) -> T:
    """Something in a transaction of its own."""
    with app.app_context():
        return state().database.run(unit)


def row(app: Flask, booking_id: int) -> Booking:
    """A booking as it is now."""
    with app.app_context(), state().database.reading() as reader:
        return reader.get_one(Booking, booking_id)


def lines(app: Flask, booking_id: int) -> list[Line]:
    """Its lines as they are now."""
    with app.app_context(), state().database.reading():
        return queries.lines_of([booking_id])[booking_id]


def taken(app: Flask, resource_id: int) -> set[int]:
    """The taken seats of a show."""
    with app.app_context(), state().database.reading():
        return queries.taken(resource_id, 0, 1_000)
