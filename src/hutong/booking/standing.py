"""What an order meets, in one statement: unpaid bookings of its customer, claims on its slots, coupon and points.

Four questions in four statements cost more than what they ask: so they are the parts of one UNION.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, inspect, literal_column, select, true, union_all

from hutong.booking.models import LIVE, Booking, Claim, Line
from hutong.booking.orders import Order
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.promotions.models import Coupon
from hutong.promotions.queries import Lot, Purse, purses
from hutong.promotions.queries.coupons import key_of

_BOOKINGS, _LINES = inspect(Booking).local_table, inspect(Line).local_table
_CLAIMS, _COUPONS = inspect(Claim).local_table, inspect(Coupon).local_table
_NONE = literal_column("0", Integer)


class Mine(NamedTuple):
    """A booking of the customer: its number among those unpaid, or among those of this resource, with its slots."""

    id: int
    number: int
    until: int | None
    state: str
    slots: int


class Held(NamedTuple):
    """A claim on a slot of the order, alive or lapsed."""

    holder_id: int
    slot: int
    until: int | None
    kind: str


@dataclass(frozen=True)
class Standing:
    """What was there when it was looked at; whoever writes finds out whether it still is."""

    unpaid: Sequence[Mine]
    here: Sequence[Mine]
    held: Sequence[Held]
    purse: Purse


def standing(order: Order) -> Standing:
    """What this order meets now. Where its coupon is none, only that can be told: it must not be booked."""
    code, limited, points = key_of(order.coupon), order.most_slots is not None, order.points > 0
    asked = {"person_id": order.customer_id, "resource_id": order.resource_id, "slots": sorted(order.slots)}
    asked |= {"now": clock.now(), "code": code}
    rows = session().connection().execute(_question(limited, points, bool(code)), asked).all()
    sorts: dict[str | None, list[Any]] = {"unpaid": [], "here": [], "held": [], "lot": []}
    for row in rows:
        sorts.setdefault(row.sort, []).append(row)
    return Standing(
        [Mine(*row[1:6]) for row in sorts["unpaid"]],
        [Mine(*row[1:6]) for row in sorts["here"]],
        [Held(*row[1:5]) for row in sorted(sorts["held"], key=lambda row: row.number)],
        Purse(rows[0] if code and rows else None, purses.in_order([Lot(*row[1:4]) for row in sorts["lot"]])),
    )


@cache
def _question(limited: bool, points: bool, coupon: bool) -> Select[Any]:
    parts = [_unpaid(), _held(), *([_here()] if limited else ()), *([_lots()] if points else ())]
    found = union_all(*parts).subquery()
    if not coupon:
        return select(found)
    named = select(found, *purses.terms()).select_from(_COUPONS.outerjoin(found, true()))
    return named.where(_COUPONS.c.code == bindparam("code"))


def _part(sort: str, *columns: Any) -> Select[Any]:
    names = ("ref", "number", "until", "word", "count")
    return select(
        literal_column(f"'{sort}'").label("sort"),
        *(column.label(name) for name, column in zip(names, columns, strict=True)),
    )


def _unpaid() -> Select[Any]:
    table = _BOOKINGS.c
    mine = _part("unpaid", table.id, table.unpaid_no, table.lapses_at, table.state, _NONE)
    return mine.where(table.customer_id == bindparam("person_id"), table.unpaid_no.is_not(None))


def _here() -> Select[Any]:
    table = _BOOKINGS.c
    slots = select(func.count()).where(
        _LINES.c.booking_id == table.id, _LINES.c.slot.is_not(None), _LINES.c.state == literal_column(f"'{LIVE}'")
    )
    mine = _part("here", table.id, table.nth, table.lapses_at, table.state, slots.scalar_subquery())
    own = (table.resource_id == bindparam("resource_id"), table.customer_id == bindparam("person_id"))
    return mine.where(*own, table.nth.is_not(None))


def _held() -> Select[Any]:
    table = _CLAIMS.c
    these = table.slot.in_(bindparam("slots", expanding=True))
    return _part("held", table.holder_id, table.slot, table.expires_at, table.kind, _NONE).where(
        table.resource_id == bindparam("resource_id"), these
    )


def _lots() -> Select[Any]:
    lots = purses.lots().subquery()
    return _part("lot", lots.c.id, lots.c.left, lots.c.expires_at, literal_column("''"), _NONE)
