"""Questions about courts."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import select

from hutong.booking.queries import taken
from hutong.kernel import clock, paging
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.kernel.state import settings
from hutong_courts.models import Court

NEWEST = ((Court.id, True),)


def court(court_id: int) -> Court:
    """A court; raises NotFound."""
    found = session().get(Court, court_id)
    if found is None:
        raise NotFound
    return found


def courts(limit: int, cursor: str | None = None) -> Sequence[Court]:
    """One more than the wanted number, newest first."""
    last = paging.decode(cursor, int) if cursor else None
    return session().scalars(paging.ordered(select(Court), NEWEST, last).limit(limit + 1)).all()


def slot(day: date, hour: int) -> int:
    """The number of an hour at the site's place, counted from 1970."""
    moment = datetime.combine(day, time(hour), tzinfo=clock.zone(settings().timezone))
    return clock.instant(moment) // clock.HOUR


def free(found: Court, day: date) -> dict[int, bool]:
    """The hours of a day, and whether each can still be booked."""
    slots = {hour: slot(day, hour) for hour in range(found.opens, found.closes)}
    gone = taken(found.resource_id, min(slots.values()), max(slots.values()))
    return {hour: each not in gone and each * clock.HOUR > clock.now() for hour, each in slots.items()}
