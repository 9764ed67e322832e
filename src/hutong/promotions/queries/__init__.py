"""Questions about coupons and points."""

from hutong.promotions.queries.coupons import (
    Figures,
    Held,
    Offer,
    by_code,
    coupon,
    figures,
    listed,
    made_by,
    offer,
    saying,
    wallet,
)
from hutong.promotions.queries.points import Balance, balance, entries, spendable, worth_of

__all__ = [
    "Balance",
    "Figures",
    "Held",
    "Offer",
    "balance",
    "by_code",
    "coupon",
    "entries",
    "figures",
    "listed",
    "made_by",
    "offer",
    "saying",
    "spendable",
    "wallet",
    "worth_of",
]
