"""Which nights of a home are free, and what they cost."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, bindparam, select

from hutong.booking.models import BOOKING, Claim
from hutong.booking.queries import alive
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import Invalid
from hutong.kernel.prepared import Prepared
from hutong.stays.models import BLOCK, PREPARATION, WEEK_DAYS, Home
from hutong.stays.queries import rules
from hutong.stays.queries.dates import WINDOW_DAYS, Stay, checked, today
from hutong.stays.queries.quotes import Rates, Special, Why, night, quote, rates
from hutong.stays.queries.specials import specials, specials_of
from hutong.stays.queries.wishes import Wish, conditions
from hutong.stays.schemas import HomeQuery

SHIFTS = 7  # days to either side that an empty search looks at
TRIED = 200  # homes that an empty search looks at
NIGHT = timedelta(days=1)
AROUND = 14  # days to either side in which a lost booking finds other dates
_FREE = Prepared(lambda: select(Home.id).where(Home.id == bindparam("home_id"), rules.free()))


def _held() -> Select[Any]:
    """The nights of a home between two that somebody holds, and for what."""
    nights = Claim.slot.between(bindparam("first"), bindparam("last"))
    held: Any = select(Claim.slot, Claim.kind).where(Claim.resource_id == bindparam("resource_id"), nights)
    found: Select[Any] = held.where(alive(bindparam("now", type_=BigInteger())))
    return found


_HELD = Prepared(_held)


class Night(StrEnum):
    """What can be done with a night."""

    FREE = "free"
    TAKEN = "taken"
    BLOCKED = "blocked"
    PAST = "past"


class Day(NamedTuple):
    """A night of the calendar, with its price before discounts, and the rules of a stay that begins on it."""

    date: date
    state: Night
    price: int
    why: Why
    season: str
    departure: bool  # the night before is free, so a stay may end here
    opens: bool  # the rules let guests arrive on this day
    arrival: bool  # a stay can begin here
    min_nights: int
    max_nights: int
    prepared: bool  # taken, because the home is made ready after a booking

    @property
    def free(self) -> bool:
        """Whether the night can be booked."""
        return self.state == Night.FREE

    @property
    def booked(self) -> bool:
        """Whether a guest has the night."""
        return self.state == Night.TAKEN and not self.prepared


class Stored(NamedTuple):
    """What is stored about the nights of a home from one day up to another, at this moment."""

    first: date
    until: date
    held: tuple[tuple[int, str], ...]  # the nights that somebody has, from the one before, and for what
    special: tuple[tuple[date, Special], ...]


def stored(home: Home, first: date, until: date) -> Stored:
    """The nights from one day up to another; one statement, or two where some of them are unusual."""
    begin, last = clock.day_number(first), clock.day_number(until) - 1
    held = _HELD.rows({"resource_id": home.resource_id, "first": begin - 1, "last": last, "now": clock.now()})
    return Stored(first, until, tuple(map(tuple, held)), tuple(specials(home, begin, last).items()))


def calendar(home: Home, first: date, until: date) -> list[Day]:
    """The nights from one day up to another; one statement, or two where some of them are unusual."""
    return days_of(home, stored(home, first, until))


def days_of(home: Home, known: Stored) -> list[Day]:
    """The nights that are stored so; no statement."""
    first, kinds, costs = known.first, dict(known.held), rates(home, dict(known.special))
    begin, end = clock.day_number(first), clock.day_number(known.until)
    present, usual = clock.day_number(today()), _week(home, first)
    soonest, latest = present + home.notice_days, present + home.window_days
    days, day, before = [], first, _state(begin - 1, kinds, present)
    for number in range(begin, end):
        state = _state(number, kinds, present)
        special = costs.special.get(day)
        price, why, season, arrives, least, most = (
            usual[(number - begin) % WEEK_DAYS] if special is None else _of(home, costs, day)
        )
        opens = arrives and soonest <= number < latest
        prepared = state is Night.TAKEN and kinds[number] == PREPARATION
        free, ends = state is Night.FREE, before is Night.FREE
        days.append(Day(day, state, price, why, season, ends, opens, free and opens, least, most, prepared))
        before, day = state, day + NIGHT
    return days


def _week(home: Home, first: date) -> list[tuple[int, Why, str, bool, int, int]]:
    """What seven nights from this one are like where nothing is unusual: most nights are like one of them."""
    costs = rates(home)
    return [_of(home, costs, first + timedelta(days=step)) for step in range(WEEK_DAYS)]


def _of(home: Home, costs: Rates, day: date) -> tuple[int, Why, str, bool, int, int]:
    """Price and why, season, whether the weekday lets guests arrive, least and most nights."""
    allowed = rules.length(home, day, costs.special.get(day))
    return (*night(costs, day), rules.arrives(home, day), allowed.least, allowed.most)


def months(first: date, count: int) -> tuple[date, date]:
    """The first day of a month and of the month so many later, within what can be booked."""
    begin = first.replace(day=1)
    after = begin.year * 12 + begin.month - 1 + count
    return begin, date(after // 12, after % 12 + 1, 1)


def free_for(home: Home, stay: Stay) -> bool:
    """Whether all nights of a stay are free, and the home can be made ready after it; one statement."""
    return bool(_FREE.rows({"home_id": home.id, **rules.values(stay)}))


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
    wish = Wish.of(dateless)
    homes = session().scalars(select(Home).where(*conditions(wish.shape)).limit(TRIED), wish.values).all()
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
