"""What the staff's pages of bookings share."""

from hutong.kernel.web import Pages

staff = Pages("booking")
staff.name = "booking_staff"
