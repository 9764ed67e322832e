"""What changes bookings and claims; the names other slices use."""

from hutong.booking.actions.cancelling import RefundChanged, cancel
from hutong.booking.actions.claiming import Taken, claim, new_resource
from hutong.booking.actions.completing import complete, return_deposit
from hutong.booking.actions.deciding import decide
from hutong.booking.actions.freeing import release
from hutong.booking.actions.moving import expire
from hutong.booking.actions.paying import NotPayable, pay, settle
from hutong.booking.actions.reserving import (
    Order,
    OrderLine,
    OwnBooking,
    PriceChanged,
    TooManyUnpaid,
    reserve,
    same_total,
)

__all__ = [
    "NotPayable",
    "Order",
    "OrderLine",
    "OwnBooking",
    "PriceChanged",
    "RefundChanged",
    "Taken",
    "TooManyUnpaid",
    "cancel",
    "claim",
    "complete",
    "decide",
    "expire",
    "new_resource",
    "pay",
    "release",
    "reserve",
    "return_deposit",
    "same_total",
    "settle",
]
