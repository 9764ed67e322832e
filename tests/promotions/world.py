"""Coupons and points for tests."""

from datetime import timedelta
from typing import Any

from flask import Flask

from hutong.kernel import clock
from hutong.kernel.ids import new_id
from hutong.promotions import actions, queries
from hutong.promotions.models import Coupon
from hutong.promotions.schemas import CouponIn
from tests.booking.seats import do


def day(after: int) -> str:
    """A date so many days from now."""
    return str(clock.today("Asia/Shanghai") + timedelta(days=after))


def asked(**more: Any) -> dict[str, Any]:
    """A coupon as it is asked for: 20 off from 50 on, once a person, for a month."""
    return {"code": "WINTER20", "title": "Winter", "off": 2_000, "minimum": 5_000, "ends_on": day(30), **more}


def coupon(app: Flask, seller_id: int = 0, **more: Any) -> Coupon:
    """Such a coupon."""
    return do(app, lambda: actions.make(CouponIn.model_validate(asked(**more)), 1, seller_id))


def points(app: Flask, person_id: int, count: int) -> None:
    """Points from nowhere."""
    do(app, lambda: actions.give(person_id, count, f"gift:{new_id()}"))


def balance(app: Flask, person_id: int) -> int:
    """How many points somebody has."""
    return do(app, lambda: queries.balance(person_id)).points


def used(app: Flask, code: str) -> tuple[int, int]:
    """How often a coupon is used and was given back."""

    def count() -> tuple[int, int]:
        found = queries.by_code(code)
        assert found is not None
        figures = queries.figures([found.id])[found.id]
        return figures.uses, figures.given_back

    return do(app, count)
