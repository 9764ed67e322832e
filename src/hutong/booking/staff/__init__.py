"""What staff see of bookings."""

from hutong.booking.staff.base import staff
from hutong.booking.staff.bookings import BOOKINGS, MADE
from hutong.booking.staff.cases import DISPUTES, WAITING

__all__ = ["BOOKINGS", "DISPUTES", "MADE", "WAITING", "staff"]
