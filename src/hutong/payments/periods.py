"""Weeks and months at the site's place: what statements are for and what is settled."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hutong.kernel import clock
from hutong.kernel.state import settings

_WEEK = re.compile(r"(20\d\d)-W(\d\d)")
_MONTH = re.compile(r"(20\d\d)-(\d\d)")


@dataclass(frozen=True)
class Period:
    """From one instant to another, the second not included, with its name: "2026-W47" or "2026-11"."""

    name: str
    begin: int
    end: int
    first: date
    last: date


def read(name: str) -> Period:
    """The period of a name; raises ValueError for what is none."""
    if week := _WEEK.fullmatch(name):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return _of(name, monday, monday + timedelta(days=7))
    if month := _MONTH.fullmatch(name):
        first = date(int(month[1]), int(month[2]), 1)
        return _of(name, first, (first + timedelta(days=31)).replace(day=1))
    raise ValueError(f"{name} is neither a week (2026-W47) nor a month (2026-11)")


def week_of(day: date) -> Period:
    """The week in which a day lies."""
    year, week, _ = day.isocalendar()
    return read(f"{year}-W{week:02}")


def last_week() -> Period:
    """The last week that is over."""
    return week_of(clock.today(settings().timezone) - timedelta(days=7))


def this_month() -> Period:
    """The month of today."""
    return read(clock.today(settings().timezone).strftime("%Y-%m"))


def next_settlement() -> date:
    """The Monday on which the present week will be settled."""
    return week_of(clock.today(settings().timezone)).last + timedelta(days=1)


def months(count: int) -> list[str]:
    """The names of the last months, this one first."""
    day, found = clock.today(settings().timezone).replace(day=1), []
    for _ in range(count):
        found.append(day.strftime("%Y-%m"))
        day = (day - timedelta(days=1)).replace(day=1)
    return found


def _of(name: str, first: date, after: date) -> Period:
    return Period(name, _midnight(first), _midnight(after), first, after - timedelta(days=1))


def _midnight(day: date) -> int:
    return clock.instant(datetime(day.year, day.month, day.day, tzinfo=clock.zone(settings().timezone)))
