"""Putting paid bookings down to the photos that led to them."""

from sqlalchemy.exc import IntegrityError

from hutong.booking.models import COMPLETED, PAID, Booking
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.photos.models import TailSale, TailVisit
from hutong.photos.models.tail import CREDITED
from hutong.reviews import subjects


def credit(booking_id: int) -> None:
    """Put a paid booking down to the photo by which its customer came, if one led there in the last seven days."""
    booking = session().get(Booking, booking_id)
    known = subjects.reviewable(booking) if booking is not None and booking.state in (PAID, COMPLETED) else None
    if booking is None or known is None or known.host is None:
        return
    visit = session().get(TailVisit, (booking.customer_id, known.host))
    if visit is None or visit.at < booking.made_at - CREDITED or session().get(TailSale, booking_id) is not None:
        return
    try:
        with session().begin_nested():
            session().add(TailSale(booking_id=booking_id, photo_id=visit.photo_id, at=clock.now()))
    except IntegrityError:
        return
