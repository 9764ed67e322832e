"""The host's yes or no."""

from flask_babel import gettext as _

from hutong.booking import parties
from hutong.booking.actions.claiming import keep
from hutong.booking.actions.freeing import release
from hutong.booking.actions.moving import Who, load, move, tell_of
from hutong.booking.actions.refunding import give_back
from hutong.booking.actions.rewarding import give_all_back
from hutong.booking.events import BookingAccepted, BookingRejected
from hutong.booking.models import (
    ACCEPTED,
    ACCEPTED_MS,
    HELD,
    PAID,
    REJECTED,
    REQUESTED,
    Booking,
    subject_of,
)
from hutong.kernel import clock
from hutong.kernel.errors import Conflict, NotFound, invalid
from hutong.payments import actions as payments


def decide(booking_id: int, seller_id: int, accept: bool, reason: str = "") -> Booking:
    """Accept or reject a booking; a rejection needs a reason, sets the slots free and gives all money back.

    Raises NotFound for others' bookings, Invalid without a reason, Conflict where it is too late for it.
    """
    booking = load(booking_id)
    if parties.role_of(booking, seller_id) != parties.HOST:
        raise NotFound
    reason = reason.strip()
    if not accept and not reason:
        raise invalid("reason", _("Please say why: the guest will read it."))
    who = Who(parties.HOST, seller_id)
    return _accept(booking, who) if accept else _reject(booking, who, reason)


def _accept(booking: Booking, who: Who) -> Booking:
    if booking.state != REQUESTED:
        raise Conflict
    until = clock.now() + ACCEPTED_MS
    move(booking, ACCEPTED, who, "", Booking.lapses_at > clock.now(), expires_at=until, lapses_at=until)
    keep(booking.id, until)
    tell_of(BookingAccepted, booking)
    return booking


def _reject(booking: Booking, who: Who, reason: str) -> Booking:
    if booking.state == HELD:
        raise Conflict
    paid = booking.left if booking.state == PAID else 0
    same = (Booking.refund == booking.refund, Booking.moved == booking.moved)
    move(booking, REJECTED, who, reason, *same, reason=reason, refund=booking.refund + paid)
    release(booking.id)
    give_all_back(booking)
    payments.close(subject_of(booking.id))
    give_back(booking, paid, f"rejected:{booking.id}", reason)
    tell_of(BookingRejected, booking)
    return booking
