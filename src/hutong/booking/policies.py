"""What a cancellation gives back, computed from the snapshot that a booking carries."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hutong.booking.models import ACCEPTED, DEPOSIT, HELD, PAID, REQUESTED, UNPAID, Booking, Line
from hutong.kernel import clock, money

ALL = 100


def may_cancel(booking: Booking) -> bool:
    """Whether a booking can still be called off: unpaid ones always, paid ones until they begin."""
    return booking.state in UNPAID or (booking.state == PAID and clock.now() < booking.starts_at)


def allowed(booking: Booking, person_id: int) -> list[str]:
    """What a person may do with a booking now: pay, accept, reject, cancel."""
    by_host = person_id == booking.seller_id
    waits = (booking.expires_at or 0) > clock.now()
    found = []
    if by_host and booking.state == REQUESTED and waits:
        found += ["accept", "reject"]
    elif not by_host and booking.state in (HELD, ACCEPTED) and waits:
        found.append("pay")
    if may_cancel(booking) and not (by_host and booking.state in (REQUESTED, HELD)):
        found.append("cancel")
    return found


class LineRefund(NamedTuple):
    """What comes back of one line."""

    line: Line
    percent: int
    amount: int


class Step(NamedTuple):
    """Until an instant (None: from the last one on), so many per cent and so much in all come back."""

    until: int | None
    percent: int
    amount: int


def percent_at(policy: Mapping[str, Any], kind: str, at: int) -> int:
    """Per cent of a kind of line that a cancellation at an instant gives back."""
    if kind == DEPOSIT:
        return ALL
    steps: Sequence[tuple[int, int]] = policy.get(kind, policy.get("*", ()))
    return next((percent for until, percent in steps if at < until), 0)


def refund_of(booking: Booking, lines: Sequence[Line], at: int, whole: bool = False) -> list[LineRefund]:
    """What a cancellation at an instant gives back of each line (`whole`: all of it); nothing before it is paid."""
    if booking.state in UNPAID:
        return [LineRefund(line, 0, 0) for line in lines]
    parts = []
    for line in lines:
        percent = ALL if whole else percent_at(booking.policy, line.kind, at)
        parts.append(LineRefund(line, percent, money.percent(line.price, percent)))
    return parts


def sum_of(parts: Sequence[LineRefund]) -> int:
    """All of it; lines that take off a price never make it less than nothing."""
    return max(0, sum(part.amount for part in parts))


def steps_of(booking: Booking, lines: Sequence[Line], at: int) -> list[Step]:
    """How the refund shrinks from an instant on: for the guest to see before it does."""
    limits = sorted({until for steps in booking.policy.values() for until, _ in steps if until > at})
    main = next((line.kind for line in lines if line.kind != DEPOSIT), "*")
    found = []
    for begin, until in zip([at, *limits], [*limits, None], strict=True):
        amount = sum_of(refund_of(booking, lines, begin))
        found.append(Step(until, percent_at(booking.policy, main, begin), amount))
    return found
