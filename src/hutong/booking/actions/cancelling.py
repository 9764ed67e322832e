"""Calling a booking off: the refund that was shown is the one that is given."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.booking import policies
from hutong.booking.actions.freeing import release
from hutong.booking.actions.moving import Who, load, move, tell_of
from hutong.booking.actions.reserving import PriceChanged
from hutong.booking.events import BookingCancelled
from hutong.booking.models import CANCELLED, Booking, Line, subject_of
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict, NotFound
from hutong.payments import actions as payments


class RefundChanged(PriceChanged):
    """What comes back is no longer what was shown; `refund` is what it is now."""

    detail = _l("The refund has changed in the meantime. Please look at it again.")


def cancel(booking_id: int, person_id: int, seen: int | None = None, reason: str = "") -> Booking:
    """Call a booking off, as its guest (under its policy) or its host (all goes back); its slots are free at once.

    Raises NotFound for others, Conflict where it is too late, RefundChanged where `seen` is not what comes back.
    """
    booking = load(booking_id)
    if person_id not in (booking.customer_id, booking.seller_id):
        raise NotFound
    if not policies.may_cancel(booking):
        raise Conflict
    by_host = person_id == booking.seller_id
    back = policies.sum_of(policies.refund_of(booking, _lines(booking_id), clock.now(), whole=by_host))
    if seen is not None and seen != back:
        raise RefundChanged(refund=back)
    move(booking, CANCELLED, Who("host" if by_host else "guest", person_id), reason, reason=reason, refund=back)
    release(booking.id)
    payments.close(subject_of(booking.id))
    payments.refund(subject_of(booking.id), back, f"cancelled:{booking.id}", reason)
    tell_of(BookingCancelled, booking)
    return booking


def _lines(booking_id: int) -> Sequence[Line]:
    return session().scalars(select(Line).where(Line.booking_id == booking_id).order_by(Line.position)).all()
