"""Figures by the day, at the site's place."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, literal_column, select

from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.kernel.state import settings


@dataclass(frozen=True)
class Period:
    """Days in a row at the site's place, both ends in it."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1)]

    @property
    def start(self) -> int:
        """The instant at which it begins."""
        return midnight(self.first)

    @property
    def end(self) -> int:
        """The instant at which it is over."""
        return midnight(self.last + timedelta(days=1))


def per_day(period: Period, at: Any, *where: Any, value: Any = None, made: Any = None) -> list[int]:
    """What happened on each day of a period: how often, or the sum of `value`.

    `at` is an indexed column of instants; where it says when the row was made without an index, give its id as `made`.
    """
    if made is not None:
        where = (*where, made.between(ids.first_at(period.start - clock.DAY), ids.first_at(period.end + clock.DAY)))
    part = midnight(period.first) % clock.HOUR  # zones that are not whole hours away
    hour = ((at - part) // literal_column(str(clock.HOUR))).label("hour")
    found = select(hour, func.count() if value is None else func.coalesce(func.sum(value), 0))
    rows = session().execute(found.where(at >= period.start, at < period.end, *where).group_by(literal_column("hour")))
    sums = dict.fromkeys(period.days, 0)
    for begun, amount in rows:
        day = clock.local(int(begun) * clock.HOUR + part, settings().timezone).date()
        sums[day] = sums.get(day, 0) + int(amount)
    return [sums[day] for day in period.days]


def day_labels(period: Period) -> list[str]:
    """The days of a period as a plot writes them."""
    return [f"{day.month}-{day.day}" for day in period.days]


def midnight(day: date) -> int:
    """The instant at which a day begins at the site's place."""
    return clock.instant(datetime.combine(day, time(), clock.zone(settings().timezone)))
