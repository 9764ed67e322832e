"""After the end: a booking is completed, and its deposit goes back."""

from collections.abc import Callable

from sqlalchemy import update

from hutong.booking.actions.moving import SYSTEM, load, move, tell_of
from hutong.booking.actions.refunding import give_back
from hutong.booking.actions.rewarding import reward
from hutong.booking.events import BookingCompleted, DepositReturned
from hutong.booking.models import COMPLETED, DEPOSIT_MS, PAID, Booking, subject_of
from hutong.kernel import audit, clock
from hutong.kernel.contribute import Point
from hutong.kernel.db import rows_changed

CALLED_OFF: Point[Callable[[Booking], bool]] = Point("booking_called_off")  # whether what was booked did not take place


def complete(booking_id: int) -> bool:
    """A paid booking whose end has come has taken place; False where it is none, or not yet, or was called off."""
    booking = load(booking_id)
    if booking.state != PAID or booking.ends_at > clock.now() or any(off(booking) for off in CALLED_OFF.all()):
        return False
    move(booking, COMPLETED, SYSTEM)
    reward(booking)
    tell_of(BookingCompleted, booking)
    return True


def return_deposit(booking_id: int) -> bool:
    """Give the deposit of a completed booking back, some days after its end, once; False where nothing is to do."""
    booking = load(booking_id)
    if booking.state != COMPLETED or not booking.deposit or booking.ends_at + DEPOSIT_MS > clock.now():
        return False
    mine = update(Booking).where(Booking.id == booking_id, Booking.deposit_back_at.is_(None))
    mine = mine.where(Booking.deposit_case_id.is_(None))  # somebody claims it
    back = {"deposit_back_at": clock.now(), "refund": Booking.refund + booking.deposit}
    if rows_changed(mine.values(**back)) != 1:
        return False
    tell_of(DepositReturned, booking, amount=booking.deposit)
    give_back(load(booking_id), booking.deposit, f"deposit:{booking_id}", "deposit")
    audit.record("booking.deposit_returned", subject_of(booking_id), after={"amount": booking.deposit})
    return True
