"""Which nights of a home are free, and what they cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from hutong.booking.models import Claim
from hutong.booking.queries import alive, taken, taken_of
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import Invalid
from hutong.stays.models import BLOCK, Home
from hutong.stays.queries.dates import WINDOW_DAYS, Stay, checked, last_day, today
from hutong.stays.queries.finding import conditions
from hutong.stays.queries.quotes import night_price, quote, rates
from hutong.stays.schemas import HomeQuery

SHIFTS = 7  # days to either side that an empty search looks at
TRIED = 200  # homes that an empty search looks at
AROUND = 14  # days to either side in which a lost booking finds other dates


class Night(StrEnum):
    """What can be done with a night."""

    FREE = "free"
    TAKEN = "taken"
    BLOCKED = "blocked"
    PAST = "past"


@dataclass(frozen=True)
class Day:
    """A night of the calendar, with its price before discounts."""

    date: date
    state: Night
    price: int
    departure: bool = False  # the night before is free, so a stay may end here

    @property
    def free(self) -> bool:
        """Whether the night can be booked, and so an arrival is possible."""
        return self.state == Night.FREE


def calendar(home: Home, first: date, until: date) -> list[Day]:
    """The nights from one day up to another; one statement."""
    begin, end = clock.day_number(first), clock.day_number(until)
    held = select(Claim.slot, Claim.kind).where(
        Claim.resource_id == home.resource_id, Claim.slot.between(begin - 1, end - 1), alive()
    )
    kinds: dict[int, str] = dict(session().execute(held).all())
    present, costs, days = clock.day_number(today()), rates(home), []
    for number in range(begin, end):
        day = clock.day_of(number)
        before = _state(number - 1, kinds, present)
        days.append(Day(day, _state(number, kinds, present), night_price(costs, day), before == Night.FREE))
    return days


def months(first: date, count: int) -> tuple[date, date]:
    """The first day of a month and of the month so many later, within what can be booked."""
    begin = first.replace(day=1)
    after = begin.year * 12 + begin.month - 1 + count
    return begin, date(after // 12, after % 12 + 1, 1)


def alternatives(home: Home, stay: Stay, most: int = 3) -> list[Stay]:
    """Free dates as long as these and near to them, the nearest first; one statement."""
    low, high = clock.day_number(today()), clock.day_number(last_day())
    gone = taken(home.resource_id, stay.first - AROUND, stay.last + AROUND)
    shifts = sorted(range(-AROUND, AROUND + 1), key=lambda shift: (abs(shift), -shift))
    fitting = (shift for shift in shifts if shift and low <= stay.first + shift and stay.last + shift < high)
    free = (shift for shift in fitting if not gone & set(range(stay.first + shift, stay.last + shift + 1)))
    return [_moved(stay, shift) for shift, _ in zip(free, range(most), strict=False)]


def nearby_dates(query: HomeQuery, most: int = 4) -> list[Stay]:
    """Other dates, up to a week away, on which some home of this search is free; two statements at most."""
    try:
        stay = checked(query.check_in, query.check_out)
    except Invalid:
        return []
    if stay is None:
        return []
    dateless = query.model_copy(update={"check_in": None, "check_out": None, "min_price": None, "max_price": None})
    fits = (Home.min_nights <= stay.nights, Home.max_nights >= stay.nights)
    homes = session().scalars(select(Home).where(*conditions(dateless, None), *fits).limit(TRIED)).all()
    if not homes:
        return []
    gone = taken_of([home.resource_id for home in homes], stay.first - SHIFTS, stay.last + SHIFTS)
    found = []
    for moved in _around(stay):
        nights = set(range(moved.first, moved.last + 1))
        if any(not gone[home.resource_id] & nights and _affordable(home, moved, query) for home in homes):
            found.append(moved)
    return found[:most]


def _around(stay: Stay) -> Iterator[Stay]:
    low, high = clock.day_number(today()), clock.day_number(today()) + WINDOW_DAYS
    for distance in range(1, SHIFTS + 1):
        for shift in (distance, -distance):
            if low <= stay.first + shift and stay.last + shift < high:
                yield _moved(stay, shift)


def _affordable(home: Home, stay: Stay, query: HomeQuery) -> bool:
    if query.min_price is None and query.max_price is None:
        return True
    total = quote(rates(home), stay.check_in, stay.check_out, query.guests or 1).total
    return (query.min_price or 0) <= total and (query.max_price is None or total <= query.max_price)


def _moved(stay: Stay, shift: int) -> Stay:
    return Stay(clock.day_of(stay.first + shift), clock.day_of(stay.last + 1 + shift))


def _state(number: int, kinds: dict[int, str], present: int) -> Night:
    if number < present:
        return Night.PAST
    if number not in kinds:
        return Night.FREE
    return Night.BLOCKED if kinds[number] == BLOCK else Night.TAKEN
