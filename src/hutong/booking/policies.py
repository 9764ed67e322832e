"""What a cancellation gives back, computed from the snapshot that a booking carries."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from hutong.booking.models import (
    ACCEPTED,
    COMPLETED,
    DEPOSIT,
    HELD,
    LIVE,
    NIGHT,
    PAID,
    REQUESTED,
    UNPAID,
    Booking,
    Line,
)
from hutong.kernel import clock, money
from hutong.kernel.contribute import Point
from hutong.kernel.errors import Conflict, NotFound

ALL = 100
KEPT: Point[Callable[[Booking, Sequence[Line]], None]] = Point("booking_kept")  # raise a Problem where lines are used


def may_cancel(booking: Booking) -> bool:
    """Whether a booking can still be called off: unpaid ones always, paid ones until they begin."""
    return booking.state in UNPAID or (booking.state == PAID and clock.now() < booking.starts_at)


def allowed(booking: Booking, person_id: int) -> list[str]:
    """What its guest, or whoever acts for its host, may do with a booking now: pay, accept, reject, cancel."""
    by_host = person_id != booking.customer_id
    waits = (booking.expires_at or 0) > clock.now()
    found = []
    if by_host and booking.state == REQUESTED and waits:
        found += ["accept", "reject"]
    elif not by_host and booking.state in (HELD, ACCEPTED) and waits:
        found.append("pay")
    if may_cancel(booking) and not (by_host and booking.state in (REQUESTED, HELD)):
        found.append("cancel")
    return found


class WholeOnly(Conflict):
    """Its lines belong together: nights of one stay."""

    code = "whole_only"
    detail = _l("This can only be cancelled as a whole.")


def chosen(booking: Booking, lines: Sequence[Line], line_ids: Collection[int] | None) -> list[Line]:
    """The living lines of a booking that are to be called off: these (None: all); with the last slot goes the rest.

    Raises NotFound where one is not its or is its deposit, Conflict where one has ended or it is not paid, WholeOnly.
    """
    living = [line for line in lines if line.state == LIVE]
    if line_ids is None:
        return living
    asked = set(line_ids)
    found = [line for line in lines if line.id in asked and line.kind != DEPOSIT]
    if not found or len(found) != len(asked):
        raise NotFound
    if booking.state != PAID or any(line.state != LIVE for line in found):
        raise Conflict
    if not rest(lines, found):
        return living
    if not divisible(living):
        raise WholeOnly
    return found


def rest(lines: Sequence[Line], gone: Sequence[Line]) -> list[Line]:
    """The living lines with a slot, but for those that go."""
    out = {line.id for line in gone}
    return [line for line in lines if line.state == LIVE and line.slot is not None and line.id not in out]


def divisible(lines: Sequence[Line]) -> bool:
    """Whether lines can be called off one by one: nights cannot, nor where one takes off from all."""
    return not any(line.kind == NIGHT or line.price < 0 for line in lines)


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
    """What a cancellation at an instant gives back of each line (`whole`: all of it); nothing before it is paid.

    What a case gave back of a line has lowered its price. Lines that were called off before give nothing and are
    left out.
    """
    living = [line for line in lines if line.state == LIVE]
    if booking.state in UNPAID:
        return [LineRefund(line, 0, 0) for line in living]
    parts = []
    for line in living:
        percent = ALL if whole else percent_at(booking.policy, line.kind, at)
        parts.append(LineRefund(line, percent, money.percent(line.net - line.refund, percent)))
    return parts


def sum_of(parts: Sequence[LineRefund], booking: Booking) -> int:
    """All of it; lines that take off a price never make it less than nothing, nor more than what is left."""
    return min(booking.left, max(0, sum(part.amount for part in parts)))


def refundable(booking: Booking) -> int:
    """What of the price can still go back, the deposit that is held left aside."""
    kept = booking.deposit if booking.deposit_back_at is None and booking.state in (PAID, COMPLETED) else 0
    return max(0, booking.left - kept)


def spread(lines: Sequence[Line], amount: int) -> dict[int, int]:
    """A refund over the lines that can still give something back, by what they can."""
    left = {line.id: line.net - line.refund for line in lines if line.kind != DEPOSIT}
    left = {line_id: rest for line_id, rest in left.items() if rest > 0}
    if not left:
        return {}
    parts = money.share(min(amount, sum(left.values())), list(left.values()))
    return {line_id: part for line_id, part in zip(left, parts, strict=True) if part}


def steps_of(booking: Booking, lines: Sequence[Line], at: int) -> list[Step]:
    """How the refund shrinks from an instant on: for the guest to see before it does."""
    limits = sorted({until for steps in booking.policy.values() for until, _ in steps if until > at})
    main = next((line.kind for line in lines if line.kind != DEPOSIT), "*")
    found = []
    for begin, until in zip([at, *limits], [*limits, None], strict=True):
        amount = sum_of(refund_of(booking, lines, begin), booking)
        found.append(Step(until, percent_at(booking.policy, main, begin), amount))
    return found
