"""Calling a booking off, all of it or some lines: the refund that was shown is the one that is given."""

from collections.abc import Collection, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, select, update

from hutong.booking import parties, policies
from hutong.booking.actions.freeing import release
from hutong.booking.actions.moving import Who, load, move, note, tell_of
from hutong.booking.actions.refunding import give_back
from hutong.booking.actions.reserving import PriceChanged
from hutong.booking.actions.rewarding import give_all_back, give_lines_back
from hutong.booking.events import BookingCancelled, LinesCancelled
from hutong.booking.models import CANCELLED, GONE, LIVE, PAID, UNPAID, Booking, Line, subject_of
from hutong.booking.policies import LineRefund
from hutong.kernel import clock
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.payments import actions as payments


class RefundChanged(PriceChanged):
    """What comes back is no longer what was shown; `refund` is what it is now."""

    detail = _l("The refund has changed in the meantime. Please look at it again.")


def cancel(
    booking_id: int,
    person_id: int,
    seen: int | None = None,
    reason: str = "",
    line_ids: Collection[int] | None = None,
) -> Booking:
    """Call a booking off, as its guest (under its policy) or its host (all goes back); its slots are free at once.

    With `line_ids` only these lines of a paid one. Raises NotFound for others, Conflict where it is too late,
    RefundChanged where `seen` is not what comes back, and what `cancel_lines` raises.
    """
    booking = load(booking_id)
    role = parties.role_of(booking, person_id)
    if role is None:
        raise NotFound
    if not policies.may_cancel(booking):
        raise Conflict
    who, by_host = Who(role, person_id), role == parties.HOST
    lines = lines_of(booking_id)
    chosen = policies.chosen(booking, lines, line_ids)
    parts = policies.refund_of(booking, chosen, clock.now(), whole=by_host)
    if seen is not None and seen != policies.sum_of(parts, booking):
        raise RefundChanged(refund=policies.sum_of(parts, booking))
    if line_ids is not None:
        return cancel_lines(booking_id, line_ids, who, whole=by_host, reason=reason)
    _cancel_all(booking, lines, parts, who, reason)
    return booking


def cancel_by_staff(
    booking_id: int,
    person_id: int,
    whole: bool,
    reason: str,
    seen: int | None = None,
    line_ids: Collection[int] | None = None,
) -> Booking:
    """Call a booking off in the staff's name, also after it began: by its policy, or (`whole`) with all of it back.

    With `line_ids` only these lines of a paid one. Raises NotFound, Conflict where it is over, RefundChanged where
    `seen` is not what comes back, and what `cancel_lines` raises.
    """
    booking = load(booking_id)
    if booking.state not in (*UNPAID, PAID):
        raise Conflict
    lines = lines_of(booking_id)
    parts = policies.refund_of(booking, policies.chosen(booking, lines, line_ids), clock.now(), whole)
    if seen is not None and seen != policies.sum_of(parts, booking):
        raise RefundChanged(refund=policies.sum_of(parts, booking))
    who = Who("staff", person_id)
    if line_ids is not None:
        return cancel_lines(booking_id, line_ids, who, whole=whole, reason=reason)
    _cancel_all(booking, lines, parts, who, reason)
    return booking


def call_off(booking_id: int, reason: str) -> Booking:
    """Call all of a booking off in its seller's name because what was booked does not take place.

    Also once it has begun: all of it goes back. Raises NotFound, Conflict where it is over.
    """
    booking = load(booking_id)
    if booking.state not in (*UNPAID, PAID):
        raise Conflict
    lines = lines_of(booking_id)
    parts = policies.refund_of(booking, policies.chosen(booking, lines, None), clock.now(), whole=True)
    _cancel_all(booking, lines, parts, Who("host", booking.seller_id), reason)
    return booking


def cancel_lines(
    booking_id: int, line_ids: Collection[int], who: Who, whole: bool = False, reason: str = ""
) -> Booking:
    """Call off some lines of a paid booking, at any time: exactly their slots are free, their part goes back.

    How much is as the booking's policy says (`whole`: all of it), each line's with a refund of its own. The booking
    stays paid while a line with a slot lives; with the last one all of it is cancelled. Raises NotFound for lines
    that are not its, Conflict where one was called off before or it is not paid, WholeOnly for nights, and what those
    who watch over lines raise (policies.KEPT).
    """
    booking = load(booking_id)
    lines = lines_of(booking_id)
    if booking.state != PAID:
        raise Conflict
    chosen = policies.chosen(booking, lines, line_ids)
    if not policies.rest(lines, chosen):
        _cancel_all(booking, lines, policies.refund_of(booking, lines, clock.now(), whole), who, reason)
        return booking
    for keeper in policies.KEPT.all():
        keeper(booking, chosen)
    parts = policies.refund_of(booking, chosen, clock.now(), whole)
    back = policies.sum_of(parts, booking)
    gone = booking.refund
    drop(booking, parts, refund=back)
    give_lines_back(booking, lines, parts, last=False)
    for part in parts:
        give_back(booking, part.amount, f"line:{part.line.id}", reason, before=gone)
        gone += part.amount
    tell_of_lines(booking, parts, back, who, reason)
    return booking


def tell_of_lines(booking: Booking, parts: Sequence[LineRefund], back: int, who: Who, reason: str) -> None:
    """Write into the history that these lines were called off, and tell it."""
    labels = ", ".join(part.line.label or part.line.title_en for part in parts)
    note(booking.id, booking.state, booking.state, who, reason or labels, action="booking.lines_cancelled")
    slots = tuple(part.line.slot for part in parts if part.line.slot is not None)
    tell_of(LinesCancelled, booking, line_ids=tuple(part.line.id for part in parts), slots=slots, refund=back)


def drop(booking: Booking, parts: Sequence[LineRefund], refund: int = 0, moved: int = 0) -> None:
    """End lines and set their slots free; note in the booking what goes back, and what moves on to another one.

    Raises Conflict where one of the lines, or the booking, has ended in the meantime.
    """
    end_lines(parts)
    mine = update(Booking).where(Booking.id == booking.id, Booking.state == PAID)
    mine = mine.where(Booking.refund == booking.refund, Booking.moved == booking.moved)
    values = {"refund": booking.refund + refund, "moved": booking.moved + moved}
    if refund + moved > booking.left or rows_changed(mine.values(**values)) != 1:
        raise Conflict
    session().refresh(booking, list(values))
    release(booking.id, slots=[part.line.slot for part in parts if part.line.slot is not None])


def end_lines(parts: Sequence[LineRefund]) -> None:
    """Mark lines as called off, each with what it gives back; raises Conflict where one was already."""
    if not parts:
        return
    amounts = case({part.line.id: part.amount for part in parts}, value=Line.id, else_=0)
    mine = update(Line).where(Line.id.in_(sorted(part.line.id for part in parts)), Line.state == LIVE)
    if rows_changed(mine.values(state=GONE, refund=Line.refund + amounts)) != len(parts):
        raise Conflict
    for part in parts:
        session().refresh(part.line)


def _cancel_all(booking: Booking, lines: Sequence[Line], parts: Sequence[LineRefund], who: Who, reason: str) -> None:
    """Call off what is left of a booking."""
    for keeper in policies.KEPT.all():
        keeper(booking, [part.line for part in parts])
    back = policies.sum_of(parts, booking)
    unpaid = booking.state in UNPAID
    same = (Booking.refund == booking.refund, Booking.moved == booking.moved)
    move(booking, CANCELLED, who, reason, *same, reason=reason, refund=booking.refund + back)
    if unpaid:
        give_all_back(booking)
    else:
        end_lines(parts)
        give_lines_back(booking, lines, parts, last=True)
    release(booking.id)
    payments.close(subject_of(booking.id))
    give_back(booking, back, f"cancelled:{booking.id}", reason)
    tell_of(BookingCancelled, booking)


def lines_of(booking_id: int) -> Sequence[Line]:
    """The lines of a booking as they are now, in order."""
    mine = select(Line).where(Line.booking_id == booking_id).order_by(Line.position)
    return session().scalars(mine, execution_options={"populate_existing": True}).all()
