"""A guest who leaves before the booked day, and a guest whom the host writes down."""

from datetime import date

from flask_babel import gettext as _

from hutong.booking import parties, policies
from hutong.booking import queries as bookings
from hutong.booking.actions import leave_early, parts_after, sell
from hutong.booking.actions.moving import Who
from hutong.booking.models import NOBODY, Booking
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import FieldError, Invalid, NotFound
from hutong.stays import queries
from hutong.stays.actions.booking import Said, instant_at, order_of
from hutong.stays.actions.preparing import look, prepare_after
from hutong.stays.models import KIND, Home
from hutong.stays.schemas import DepartureIn, WalkInIn


def refund_of_leaving(booking_id: int, person_id: int, check_out: date) -> tuple[Booking, int]:
    """What would come back; raises Invalid, Conflict or NotFound."""
    booking, _home, whole = _stay(booking_id, person_id, check_out)
    return booking, policies.sum_of(parts_after(booking, clock.day_number(check_out), whole), booking)


def leave(booking_id: int, person_id: int, body: DepartureIn) -> Booking:
    """Leave earlier: the nights from then on are free; raises Invalid, Conflict, RefundChanged or NotFound."""
    booking, home, whole = _stay(booking_id, person_id, body.check_out)
    nights = (body.check_out - date.fromisoformat(booking.facts["check_in"])).days
    facts = {"check_out": body.check_out.isoformat(), "nights": nights}
    role = parties.role_of(booking, person_id) or parties.GUEST
    number, ends_at = clock.day_number(body.check_out), instant_at(body.check_out, home.check_out_time)
    changed = leave_early(booking.id, number, ends_at, facts, Who(role, person_id), whole, body.refund)
    prepare_after(home, changed)
    return changed


def write_down(home_id: int, host_id: int, body: WalkInIn) -> Booking:
    """A guest who came by telephone: the host's own rules do not bind the host, the calendar does.

    Raises Invalid, Taken or NotFound.
    """
    home = queries.own_home(home_id, host_id)
    stay = queries.checked(body.check_in, body.check_out)
    if stay is None or body.guests > home.capacity:
        raise Invalid(errors=[FieldError("guests", _("At most %(count)s guests", count=home.capacity))])
    look(home, stay)
    rates = queries.rates_for(home, stay.first, stay.last)
    priced = queries.quote(rates, stay.check_in, stay.check_out, body.guests)
    facts = {"guest_name": body.name, "guest_mobile": body.mobile}
    return sell(order_of(home, NOBODY, priced, Said(body.note, facts=facts)), body.method, host_id)


def _stay(booking_id: int, person_id: int, check_out: date) -> tuple[Booking, Home, bool]:
    """A paid stay of either side that could end on this day; the host gives all of the nights back."""
    booking = bookings.own(booking_id, person_id)
    home = queries.home_of_resource(booking.resource_id) if booking.kind == KIND else None
    if home is None:
        raise NotFound
    first, last = (date.fromisoformat(booking.facts[name]) for name in ("check_in", "check_out"))
    if not first < check_out < last or check_out < queries.today():
        text = _("Choose a day from today on, after the arrival and before the booked departure.")
        raise Invalid(errors=[FieldError("check_out", text)])
    session().refresh(booking)
    return booking, home, parties.role_of(booking, person_id) == parties.HOST
