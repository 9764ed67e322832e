"""Which nights of a home are free, and what they cost."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from hutong.booking.models import BOOKING, Claim
from hutong.booking.queries import alive
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import Invalid
from hutong.stays.models import BLOCK, PREPARATION, Home
from hutong.stays.queries import rules
from hutong.stays.queries.dates import WINDOW_DAYS, Stay, checked, today
from hutong.stays.queries.finding import conditions
from hutong.stays.queries.quotes import Rates, Special, Why, night_price, night_why, quote, rates
from hutong.stays.queries.specials import rates_for, specials, specials_of
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
    """A night of the calendar, with its price before discounts, and the rules of a stay that begins on it."""

    date: date
    state: Night
    price: int
    why: Why = Why.BASE
    season: str = ""
    departure: bool = False  # the night before is free, so a stay may end here
    opens: bool = True  # the rules let guests arrive on this day
    min_nights: int = 1
    max_nights: int = 90
    prepared: bool = False  # taken, because the home is made ready after a booking

    @property
    def free(self) -> bool:
        """Whether the night can be booked."""
        return self.state == Night.FREE

    @property
    def booked(self) -> bool:
        """Whether a guest has the night."""
        return self.state == Night.TAKEN and not self.prepared

    @property
    def arrival(self) -> bool:
        """Whether a stay can begin on this day."""
        return self.free and self.opens


def calendar(home: Home, first: date, until: date) -> list[Day]:
    """The nights from one day up to another; one statement, or two where some of them are unusual."""
    begin, end = clock.day_number(first), clock.day_number(until)
    held = select(Claim.slot, Claim.kind).where(
        Claim.resource_id == home.resource_id, Claim.slot.between(begin - 1, end - 1), alive()
    )
    kinds: dict[int, str] = dict(session().execute(held).all())
    present, costs = clock.day_number(today()), rates_for(home, begin, end - 1)
    return [_day(home, number, kinds, present, costs) for number in range(begin, end)]


def _day(home: Home, number: int, kinds: dict[int, str], present: int, costs: Rates) -> Day:
    day = clock.day_of(number)
    special = costs.special.get(day)
    allowed = rules.length(home, day, special)
    return Day(
        date=day,
        state=_state(number, kinds, present),
        price=night_price(costs, day),
        why=night_why(costs, day),
        season=special.season if special else "",
        departure=_state(number - 1, kinds, present) == Night.FREE,
        opens=rules.may_arrive(home, day),
        min_nights=allowed.least,
        max_nights=allowed.most,
        prepared=kinds.get(number) == PREPARATION,
    )


def months(first: date, count: int) -> tuple[date, date]:
    """The first day of a month and of the month so many later, within what can be booked."""
    begin = first.replace(day=1)
    after = begin.year * 12 + begin.month - 1 + count
    return begin, date(after // 12, after % 12 + 1, 1)


def free_for(home: Home, stay: Stay) -> bool:
    """Whether all nights of a stay are free, and the home can be made ready after it; one statement."""
    return session().scalar(select(Home.id).where(Home.id == home.id, rules.free(stay))) is not None


def alternatives(home: Home, stay: Stay, most: int = 3) -> list[Stay]:
    """Free dates as long as these and near to them, the nearest first; two statements at most."""
    low, high = stay.first - AROUND, stay.last + AROUND
    gone = booked_around([home.resource_id], low, high + home.prep_days)[home.resource_id]
    unusual = specials(home, low, high)
    shifts = sorted(range(-AROUND, AROUND + 1), key=lambda shift: (abs(shift), -shift))
    fitting = (_moved(stay, shift) for shift in shifts if shift and _inside(stay, shift))
    free = (other for other in fitting if gone.leaves(home, other) and not any(rules.problems(home, other, unusual)))
    return [other for other, _ in zip(free, range(most), strict=False)]


def nearby_dates(query: HomeQuery, most: int = 4) -> list[Stay]:
    """Other dates, up to a week away, on which some home of this search is free; three statements at most."""
    try:
        stay = checked(query.check_in, query.check_out)
    except Invalid:
        return []
    if stay is None:
        return []
    dateless = query.model_copy(update={"check_in": None, "check_out": None, "min_price": None, "max_price": None})
    homes = session().scalars(select(Home).where(*conditions(dateless, None)).limit(TRIED)).all()
    if not homes:
        return []
    low, high = stay.first - SHIFTS, stay.last + SHIFTS
    gone = booked_around([home.resource_id for home in homes], low, high + max(home.prep_days for home in homes))
    unusual = specials_of([home.id for home in homes if home.varied], low, high)

    def fits(home: Home, moved: Stay) -> bool:
        nights = unusual.get(home.id, {})
        free = gone[home.resource_id].leaves(home, moved)
        return free and not any(rules.problems(home, moved, nights)) and _affordable(home, moved, query, nights)

    found = (moved for moved in _around(stay) if any(fits(home, moved) for home in homes))
    return [moved for moved, _ in zip(found, range(most), strict=False)]


@dataclass(frozen=True)
class Gone:
    """The nights of a home that are gone, and those of them that are booked."""

    all: set[int]
    booked: set[int]

    def leaves(self, home: Home, stay: Stay) -> bool:
        """Whether a stay would still fit, with the nights that the home needs to be made ready after it."""
        after = range(stay.last + 1, stay.last + 1 + home.prep_days)
        return self.all.isdisjoint(range(stay.first, stay.last + 1)) and self.booked.isdisjoint(after)


def booked_around(resource_ids: Collection[int], first: int, last: int) -> dict[int, Gone]:
    """What is gone of several homes between two nights, both included; one statement."""
    found: dict[int, Gone] = defaultdict(lambda: Gone(set(), set()))
    rows = select(Claim.resource_id, Claim.slot, Claim.kind)
    rows = rows.where(Claim.resource_id.in_(sorted(resource_ids)), Claim.slot.between(first, last), alive())
    for resource_id, slot, kind in session().execute(rows):
        found[resource_id].all.add(slot)
        if kind == BOOKING:
            found[resource_id].booked.add(slot)
    return found


def _around(stay: Stay) -> Iterator[Stay]:
    for distance in range(1, SHIFTS + 1):
        for shift in (distance, -distance):
            if _inside(stay, shift):
                yield _moved(stay, shift)


def _inside(stay: Stay, shift: int) -> bool:
    low = clock.day_number(today())
    return low <= stay.first + shift and stay.last + shift < low + WINDOW_DAYS


def _affordable(home: Home, stay: Stay, query: HomeQuery, unusual: Mapping[date, Special]) -> bool:
    if query.min_price is None and query.max_price is None:
        return True
    total = quote(rates(home, unusual), stay.check_in, stay.check_out, query.guests or 1).total
    return (query.min_price or 0) <= total and (query.max_price is None or total <= query.max_price)


def _moved(stay: Stay, shift: int) -> Stay:
    return Stay(clock.day_of(stay.first + shift), clock.day_of(stay.last + 1 + shift))


def _state(number: int, kinds: dict[int, str], present: int) -> Night:
    if number < present:
        return Night.PAST
    if number not in kinds:
        return Night.FREE
    return Night.BLOCKED if kinds[number] == BLOCK else Night.TAKEN
