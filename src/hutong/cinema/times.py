"""Times at a cinema: what its clock shows, and which instant that is."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfoNotFoundError

from flask_babel import gettext as _

from hutong.kernel import clock
from hutong.kernel.errors import invalid

STEP_MINUTES = 5
MOST_DAYS = 366


def instant_at(day: date, at: str, zone: str) -> int:
    """The instant of a time at a place; raises Invalid for one that its clocks skip, or that is not a five-minute one.

    Where clocks are set back, the first of the two is meant.
    """
    hour, minute = (int(part) for part in at.split(":"))
    if minute % STEP_MINUTES:
        raise invalid("time", _("Shows begin at a full five minutes: 19:00, 19:05."))
    try:
        wanted = datetime.combine(day, time(hour, minute), tzinfo=clock.zone(zone))
        found = clock.instant(wanted)
        there = clock.local(found, zone)
    except (OverflowError, ValueError, ZoneInfoNotFoundError):
        raise invalid("day", _("This day is too far away.")) from None
    if (there.date(), there.hour, there.minute) != (day, hour, minute):
        raise invalid("time", _("The clocks are set forward then: this time does not exist on that day."))
    return found


def day_at(instant: int, zone: str) -> date:
    """The date of an instant at a place."""
    return clock.local(instant, zone).date()


def time_at(instant: int, zone: str) -> str:
    """What a clock at a place shows at an instant: 21:15."""
    return f"{clock.local(instant, zone):%H:%M}"


def start_of(day: date, zone: str) -> int:
    """The instant at which a day begins at a place."""
    return clock.instant(datetime.combine(day, time(), tzinfo=clock.zone(zone)))


def period(first: date | None, last: date | None, zone: str) -> tuple[date, date]:
    """The days of a report: the last four weeks and the coming one unless said otherwise, a year at most.

    Raises Invalid.
    """
    today = clock.today(zone)
    first, last = first or today - timedelta(days=27), last or today + timedelta(days=7)
    if last < first:
        raise invalid("to", _("This is before the first day."))
    if (last - first).days > MOST_DAYS:
        raise invalid("to", _("At most a year at a time."))
    return first, last
