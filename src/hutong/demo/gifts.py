"""Coupons of the site and of a host, and some points to spend."""

from datetime import timedelta

from hutong.kernel import clock
from hutong.kernel.state import settings
from hutong.promotions import actions
from hutong.promotions.schemas import CouponIn


def give(guest_id: int, host_id: int, boss_id: int) -> None:
    """A coupon for everybody, one of the host's, one in the guest's wallet, and points worth ¥8.80."""
    today = clock.today(settings().timezone)
    winter = {"code": "WINTER20", "title": "冬日小憩", "off": 2_000, "minimum": 30_000, "listed": True, "stock": 500}
    lane = {"code": "LANE10", "title": "胡同老友", "percent": 10, "cap": 8_000, "kind": "stay", "listed": True}
    for wanted, seller_id in ((winter, 0), (lane, host_id)):
        body = CouponIn.model_validate({**wanted, "ends_on": today + timedelta(days=90)})
        actions.make(body, host_id if seller_id else boss_id, seller_id)
    actions.take("WINTER20", guest_id)
    actions.give(guest_id, 880, "demo:welcome")
