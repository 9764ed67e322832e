"""Pick-up codes: made when a booking is paid, so that its tickets can be fetched and let in without a picture."""

import secrets

from sqlalchemy.exc import IntegrityError

from hutong.booking.events import BookingPaid
from hutong.booking.models import Booking
from hutong.cinema.jobs import send_tickets
from hutong.cinema.models import KIND
from hutong.cinema.models.tickets import Pickup
from hutong.kernel import ids
from hutong.kernel.db import Retry, session

DIGITS = 8


def issue(event: BookingPaid) -> None:
    """Seats are paid: their tickets get a code, and are sent."""
    if event.kind != KIND:
        return
    booking = session().get_one(Booking, event.booking_id)
    if session().get(Pickup, booking.id) is not None:
        return
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    session().add(Pickup(booking_id=booking.id, cinema_id=ids.read(booking.facts["cinema_id"]), code=code))
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # one of a hundred million was another's
    if booking.customer_id:
        send_tickets.later(booking_id=booking.id)
