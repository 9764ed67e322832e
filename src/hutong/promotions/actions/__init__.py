"""What changes coupons and points; the names other slices use."""

from hutong.promotions.actions.coupons import hand_out, make, stop, take
from hutong.promotions.actions.points import earn, expire, give, give_back_points, grant, lower_earned, spend
from hutong.promotions.actions.using import give_back, use

__all__ = [
    "earn", "expire", "give", "give_back", "give_back_points", "grant", "hand_out", "lower_earned", "make", "spend",
    "stop", "take", "use",
]  # fmt: skip
