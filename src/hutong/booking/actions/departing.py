"""Leaving before the end: the slots that are left are free again, their part goes back as the policy says."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from hutong.booking import policies
from hutong.booking.actions.cancelling import RefundChanged, drop, lines_of, tell_of_lines
from hutong.booking.actions.moving import Who, load
from hutong.booking.actions.refunding import give_back
from hutong.booking.models import LIVE, PAID, Booking
from hutong.booking.policies import LineRefund
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict


def parts_after(booking: Booking, first: int, whole: bool) -> list[LineRefund]:
    """What comes back of each living line whose slot is this one or a later one; raises Conflict for none or all."""
    lines = lines_of(booking.id)
    left = [line for line in lines if line.state == LIVE and line.slot is not None and line.slot >= first]
    if booking.state != PAID or not left or not policies.rest(lines, left):
        raise Conflict
    return policies.refund_of(booking, left, clock.now(), whole)


def leave_early(
    booking_id: int, first: int, ends_at: int, facts: Mapping[str, Any], who: Who, whole: bool, seen: int | None
) -> Booking:
    """End a paid booking before this slot, at this instant; what it is about (`facts`) changes with it.

    Raises Conflict where nothing or everything would be left, RefundChanged where `seen` is not what comes back.
    """
    booking = load(booking_id)
    parts = parts_after(booking, first, whole)
    back = policies.sum_of(parts, booking)
    if seen is not None and seen != back:
        raise RefundChanged(refund=back)
    gone = booking.refund
    drop(booking, parts, refund=back)
    for part in parts:
        give_back(booking, part.amount, f"line:{part.line.id}", "", before=gone)
        gone += part.amount
    values = {"ends_at": ends_at, "facts": {**booking.facts, **facts}}
    session().execute(update(Booking).where(Booking.id == booking.id, Booking.state == PAID).values(**values))
    session().refresh(booking)
    tell_of_lines(booking, parts, back, who, "")
    return booking
