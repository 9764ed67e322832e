"""Coupon and points on the page before booking: typed into a form that reads, shown in the price, sent along.

A storefront's page calls `saving(…)`, draws `promotions/saving.html` (`off_form`, `off_lines`, `off_fields`), and shows
`saving.total`. It works without scripts: applying reads the page again, booking sends what was applied.
"""

from dataclasses import dataclass
from typing import Any

from flask import request

from hutong.booking.prices import Off, Wish, off_or_not
from hutong.promotions import queries as promotions
from hutong.promotions.queries import Balance, Held

MOST_CODE = 40


@dataclass(frozen=True)
class Saving:
    """What is wished for, what it takes off, what is wrong with it, and what the customer could use."""

    wish: Wish
    typed: dict[str, str]
    off: Off
    errors: dict[str, str]
    before: int
    currency: str
    usable: list[Held]
    balance: Balance
    worth: int

    @property
    def total(self) -> int:
        """The price with it."""
        return self.before - self.off.all


def saving(customer_id: int, kind: str, seller_id: int, amount: int, currency: str) -> Saving:
    """Of this request's address (`coupon`, `points`), for a price of this amount."""
    typed = {name: request.args.get(name, "").strip()[:MOST_CODE] for name in ("coupon", "points")}
    points = int(typed["points"]) if _whole(typed["points"]) else 0
    wish = Wish(typed["coupon"], points)
    less, wrong = off_or_not(wish, customer_id, kind, seller_id, amount, currency)
    balance = promotions.balance(customer_id)
    usable = [one for one in promotions.wallet(customer_id) if not one.why_not and _fits(one, kind, seller_id)]
    return Saving(
        wish=Wish(less.offer.code if less.offer else "", less.points if less.points_off else 0),
        typed=typed,
        off=less,
        errors={error.field: str(error.message) for error in wrong},
        before=amount,
        currency=currency,
        usable=usable,
        balance=balance,
        worth=promotions.worth_of(balance.points, currency),
    )


def _whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 10


def _fits(one: Held, kind: str, seller_id: int) -> bool:
    coupon: Any = one.coupon
    return coupon.kind in ("", kind) and coupon.seller_id in (0, seller_id)
