"""Opening courts and booking their hours."""

from flask_babel import gettext as _

from hutong.booking.actions import Order, OrderLine, new_resource, reserve, same_total
from hutong.booking.models import HELD, Booking
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import session
from hutong.kernel.errors import invalid
from hutong.kernel.state import settings
from hutong_courts import queries
from hutong_courts.models import Court
from hutong_courts.schemas import CourtIn, HoursIn

KIND = "court"


def open_court(owner_id: int, body: CourtIn) -> Court:
    """A new court; raises Invalid where it never opens."""
    if body.closes <= body.opens:
        raise invalid("closes", _("A court closes later than it opens."))
    made = Court(id=ids.new_id(), owner_id=owner_id, resource_id=new_resource(KIND), **body.model_dump())
    session().add(made)
    audit.record("court.opened", f"court:{made.id}", after=body.model_dump())
    return made


def book(court_id: int, customer_id: int, body: HoursIn) -> Booking:
    """Hold hours for 15 minutes; raises Taken and whatever else `reserve` raises, or Invalid."""
    court = queries.court(court_id)
    hours = sorted(set(body.hours))
    free = queries.free(court, body.day)
    if any(hour not in free or queries.slot(body.day, hour) * clock.HOUR <= clock.now() for hour in hours):
        raise invalid("hours", _("The court is closed then, or the hour has begun."))
    same_total(body.total, court.price * len(hours))
    begins = queries.slot(body.day, hours[0]) * clock.HOUR
    lines = [_line(court, body, hour) for hour in hours]
    return reserve(
        Order(
            kind=KIND,
            customer_id=customer_id,
            seller_id=court.owner_id,
            resource_id=court.resource_id,
            lines=lines,
            currency=settings().currency,
            policy={"*": [(begins - clock.DAY, 100), (begins, 50)]},
            state=HELD,
            starts_at=begins,
            ends_at=(queries.slot(body.day, hours[-1]) + 1) * clock.HOUR,
            title_zh=court.title,
            title_en=court.title,
            link=f"/courts/{ids.show(court.id)}",
        )
    )


def _line(court: Court, body: HoursIn, hour: int) -> OrderLine:
    label = f"{body.day.isoformat()} {hour:02}:00"
    slot = queries.slot(body.day, hour)
    return OrderLine(title_zh=label, title_en=label, kind="hour", price=court.price, slot=slot, label=label)
