"""The one way a booking changes its state, and ending it when its time is over."""

from typing import Any, NamedTuple

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from hutong.booking.actions.freeing import release
from hutong.booking.actions.rewarding import give_all_back
from hutong.booking.events import BookingExpired, BookingNews
from hutong.booking.models import EXPIRED, REQUESTED, TRANSITIONS, UNPAID, Booking, Transition, subject_of
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import rows_changed, session, write
from hutong.kernel.errors import Conflict, NotFound
from hutong.kernel.events import tell
from hutong.payments import actions as payments

REASON = 500


class Who(NamedTuple):
    """In which role somebody acts: "guest", "host" or "system"."""

    role: str
    person_id: int | None = None


SYSTEM = Who("system")


def load(booking_id: int) -> Booking:
    """The booking as it is now; raises NotFound."""
    found = session().get(Booking, booking_id, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def move(booking: Booking, to: str, who: Who, why: str = "", *only_if: Any, **values: Any) -> None:
    """Bring a booking from the state it was read in to another; raises Conflict where that is not allowed.

    `only_if` are further conditions, `values` further columns of the same UPDATE.
    """
    before = booking.state
    if to not in TRANSITIONS[before]:
        raise Conflict
    if to not in UNPAID:
        values = {"expires_at": None, "lapses_at": None, "unpaid_no": None, **values}
    values = {"state": to, **values}
    mine = update(Booking).where(Booking.id == booking.id, Booking.state == before, *only_if)
    if rows_changed(mine.values(**values)) != 1:
        raise Conflict
    for name, value in values.items():
        set_committed_value(booking, name, value)
    note(booking.id, before, to, who, why)


def begin(booking: Booking, who: Who) -> None:
    """Note that a booking was made; only where its customer did not make it that is a step of its history."""
    if who.role == "guest" and who.person_id == booking.customer_id:
        after = {"state": booking.state}
        audit.record(f"booking.{booking.state}", subject_of(booking.id), after=after, person_id=who.person_id)
    else:
        note(booking.id, "", booking.state, who)


def note(booking_id: int, before: str, after: str, who: Who, why: str = "", action: str = "") -> None:
    """Write a step into the booking's history and into the audit log, there as "booking." and the new state."""
    step: dict[str, Any] = {
        "id": ids.new_id(),
        "booking_id": booking_id,
        "at": clock.now(),
        "role": who.role,
        "person_id": who.person_id,
        "before": before,
        "after": after,
        "reason": why[:REASON],
    }
    write(Transition, [step])
    steps = {"state": before} if before else None, {"state": after}
    audit.record(action or f"booking.{after}", subject_of(booking_id), *steps, person_id=who.person_id)


def tell_of(kind: type[BookingNews], booking: Booking, **more: Any) -> None:
    """Tell an event about a booking, with what else it carries, to all who listen."""
    who = (booking.customer_id, booking.seller_id)
    tell(kind(booking.id, booking.kind, booking.resource_id, *who, booking.state, **more))


def expire(booking_id: int) -> bool:
    """End a booking that was not answered or paid in time, set its slots free; False where it is none, or no longer."""
    booking = session().get(Booking, booking_id, populate_existing=True)
    if booking is None or booking.state not in UNPAID:
        return False
    before = booking.state
    try:
        move(booking, EXPIRED, SYSTEM, "", Booking.lapses_at <= clock.now())
    except Conflict:
        return False
    release(booking.id)
    give_all_back(booking)
    if before != REQUESTED:
        payments.close(subject_of(booking.id))
    tell_of(BookingExpired, booking)
    return True
