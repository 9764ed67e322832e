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
from hutong.promotions.queries.purses import Lot, Purse, purse

__all__ = [
    "Balance",
    "Figures",
    "Held",
    "Lot",
    "Offer",
    "Purse",
    "balance",
    "by_code",
    "coupon",
    "entries",
    "figures",
    "listed",
    "made_by",
    "offer",
    "purse",
    "saying",
    "spendable",
    "wallet",
    "worth_of",
]
