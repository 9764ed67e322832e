"""What changes bookings and claims; the names other slices use."""

from hutong.booking.actions.cancelling import RefundChanged, call_off, cancel, cancel_by_staff, cancel_lines
from hutong.booking.actions.cases import Said, answer, offer, open_case, say, withdraw
from hutong.booking.actions.claiming import Taken, claim, new_resource
from hutong.booking.actions.completing import complete, return_deposit
from hutong.booking.actions.deciding import decide
from hutong.booking.actions.departing import leave_early, parts_after
from hutong.booking.actions.exchanging import NotExchangeable, exchange, worth_of
from hutong.booking.actions.freeing import release
from hutong.booking.actions.invoicing import ask_for_invoice
from hutong.booking.actions.moving import SYSTEM, Who, expire
from hutong.booking.actions.paying import NotPayable, pay, settle
from hutong.booking.actions.reserving import (
    OwnBooking,
    PriceChanged,
    TooManySlots,
    TooManyUnpaid,
    reserve,
    same_total,
    sell,
)
from hutong.booking.actions.settling import Outcome
from hutong.booking.actions.settling import decide as decide_case
from hutong.booking.orders import Order, OrderLine
from hutong.booking.policies import WholeOnly

__all__ = [
    "SYSTEM",
    "NotExchangeable",
    "NotPayable",
    "Order",
    "OrderLine",
    "Outcome",
    "OwnBooking",
    "PriceChanged",
    "RefundChanged",
    "Said",
    "Taken",
    "TooManySlots",
    "TooManyUnpaid",
    "Who",
    "WholeOnly",
    "answer",
    "ask_for_invoice",
    "call_off",
    "cancel",
    "cancel_by_staff",
    "cancel_lines",
    "claim",
    "complete",
    "decide",
    "decide_case",
    "exchange",
    "expire",
    "leave_early",
    "new_resource",
    "offer",
    "open_case",
    "parts_after",
    "pay",
    "release",
    "reserve",
    "return_deposit",
    "same_total",
    "say",
    "sell",
    "settle",
    "withdraw",
    "worth_of",
]
