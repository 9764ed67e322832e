"""Bookings for tests: a bare resource with nights, no storefront needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask

from hutong.booking.actions import Order, OrderLine, new_resource, reserve
from hutong.booking.models import Booking
from hutong.kernel import audit, checks, clock, ids
from tests.accounts.world import person, signed_in
from tests.client import Client

GUEST, HOST = 1001, 1002
FIRST = clock.day_number(clock.today("Asia/Shanghai")) + 30


def resource(app: Flask) -> int:
    """A resource to claim slots of."""
    with app.app_context():
        return int(app.extensions["hutong"].database.run(lambda: new_resource("home")))


def order(resource_id: int, nights: Sequence[int] = (0, 1), **more: Any) -> Order:
    """Two nights in a month for 300 each, cleaning 80 and a deposit of 500; moderate: five days, one day."""
    days = [FIRST + night for night in nights]
    start = days[0] * clock.DAY + 6 * clock.HOUR
    lines = [
        OrderLine(
            title_zh=f"{clock.day_of(day)} 一晚",
            title_en=f"Night of {clock.day_of(day)}",
            kind="night",
            price=30_000,
            slot=day,
            label=clock.day_of(day).isoformat(),
        )
        for day in days
    ]
    lines.append(OrderLine(title_zh="清洁费", title_en="Cleaning", kind="fee", price=8_000))
    lines.append(OrderLine(title_zh="押金", title_en="Deposit", kind="deposit", price=50_000))
    values: dict[str, Any] = {
        "kind": "stay",
        "customer_id": GUEST,
        "seller_id": HOST,
        "resource_id": resource_id,
        "lines": lines,
        "currency": "CNY",
        "policy": {
            "*": [(start - 5 * clock.DAY, 100), (start - clock.DAY, 50)],
            "fee": [(start - clock.DAY, 100)],
        },
        "state": "requested",
        "starts_at": start,
        "ends_at": (days[-1] + 1) * clock.DAY + 4 * clock.HOUR,
        "title_zh": "胡同小院",
        "title_en": "Lane courtyard",
        "link": "/homes/1",
        "facts": {
            "check_in": clock.day_of(days[0]).isoformat(),
            "check_out": clock.day_of(days[-1] + 1).isoformat(),
            "nights": len(days),
            "guests": 2,
        },
    }
    return Order(**{**values, **more})


def booked(app: Flask, wanted: Order) -> Booking:
    """Reserve in a transaction of its own."""
    with app.app_context():
        made: Booking = app.extensions["hutong"].database.run(lambda: reserve(wanted))
        return made


@dataclass(frozen=True)
class Stay:
    """A booking with the browsers of its guest and its host."""

    guest: Client
    host: Client
    guest_id: int
    host_id: int
    resource_id: int
    booking: Booking

    @property
    def path(self) -> str:
        """Of the booking in the API."""
        return f"/bookings/{ids.show(self.booking.id)}"

    def state(self) -> str:
        """As the guest reads it."""
        return str(self.guest.get(self.path).get_json()["state"])


def stay(app: Flask, nights: Sequence[int] = (0, 1), **more: Any) -> Stay:
    """A requested stay of two people; `state="held"` for one booked at once."""
    guest, host = person(app, "13800001001", name="Guest"), person(app, "13800001002", name="Host")
    home = resource(app)
    booking = booked(app, order(home, nights, customer_id=guest, seller_id=host, **more))
    return Stay(signed_in(app, guest), signed_in(app, host), guest, host, home, booking)


def faults(app: Flask) -> list[str]:
    """What `hutong audit` says."""
    with app.app_context():
        app.extensions["hutong"].database.run(audit.seal.function)
        with app.extensions["hutong"].database.reading():
            return checks.faults()
