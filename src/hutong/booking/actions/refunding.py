"""Giving money back the way it came: provider, counter, or where an exchanged booking was paid."""

from typing import Any

from sqlalchemy import update

from hutong.booking.actions.moving import load, tell_of
from hutong.booking.events import CreditMoved, PaidBack
from hutong.booking.models import FREE, Booking, subject_of
from hutong.kernel import audit
from hutong.kernel.db import rows_changed
from hutong.kernel.errors import Conflict
from hutong.payments import actions as payments


def give_back(booking: Booking, amount: int, key: str, reason: str, before: int | None = None) -> None:
    """Give back so much of what was paid for a booking; the same key again asks no provider twice.

    `booking.refund` says already what is going; `before`, what had gone. What an exchanged booking brought goes back
    last, to where that one was paid.
    """
    if amount <= 0 or booking.method == FREE:
        return
    before = booking.refund - amount if before is None else before
    own = max(0, min(amount, booking.to_pay - before))
    if own and booking.method:
        audit.record("booking.paid_back", subject_of(booking.id), after={"amount": own, "method": booking.method})
        tell_of(PaidBack, booking, amount=own, currency=booking.currency, method=booking.method, key=key)
    elif own:
        payments.refund(subject_of(booking.id), own, key, reason)
    if amount > own and booking.origin_id is not None:
        tell_of(CreditMoved, booking, origin_id=booking.origin_id, amount=own - amount, key=key)
        _give_back_earlier(booking.origin_id, amount - own, key, reason)


def _give_back_earlier(booking_id: int, amount: int, key: str, reason: str) -> None:
    """What lines of that booking took along comes back from where it was paid."""
    origin = load(booking_id)
    values: dict[Any, Any] = {"moved": Booking.moved - amount, "refund": Booking.refund + amount}
    mine = update(Booking).where(Booking.id == booking_id, Booking.moved >= amount)
    if rows_changed(mine.values(**values)) != 1:
        raise Conflict
    give_back(load(origin.id), amount, f"{key}>{booking_id}", reason)
