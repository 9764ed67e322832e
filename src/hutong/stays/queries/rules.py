"""Which stays a home takes: how long, arriving when, how soon and how far ahead; in Python and, alike, in SQL.

The most specific rule wins, by the night of arrival: the season's, else the weekday's, else the home's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from flask_babel import gettext as _
from sqlalchemy import BigInteger, ColumnElement, Integer, bindparam, case, exists, func, or_, select

from hutong.booking.models import BOOKING, Claim
from hutong.booking.queries import alive, free_on_all
from hutong.kernel import clock, i18n
from hutong.kernel.errors import FieldError
from hutong.stays.models import COLUMNS, WEEK_DAYS, nights_on, weekday_nights, weekday_shift
from hutong.stays.queries.dates import Stay, today
from hutong.stays.queries.quotes import Special
from hutong.stays.queries.specials import NIGHT

HOME = COLUMNS
_HOMES = HOME.id.table
FIRST, LAST, NIGHTS, AHEAD, UNTIL, ARRIVAL, SHIFT = (
    bindparam(name, type_=Integer()) for name in ("first", "last", "nights", "ahead", "until", "arrival", "shift")
)
NOW = bindparam("now", type_=BigInteger())


class Ruled(Protocol):
    """A row with the columns of the rules: a home, or a row of a search."""

    min_nights: int
    max_nights: int
    weekday_min: int
    arrival_days: int
    notice_days: int
    window_days: int
    prep_days: int


@dataclass(frozen=True)
class Length:
    """How many nights a stay may have that begins on some day."""

    least: int
    most: int


def length(home: Ruled, arrival: date, special: Special | None) -> Length:
    """The least and most nights of a stay from this day."""
    least = nights_on(home.weekday_min, arrival.weekday()) or home.min_nights
    if special is None:
        return Length(least, max(least, home.max_nights))
    least = special.min_nights or least
    return Length(least, max(least, special.max_nights or home.max_nights))


def arrives(home: Ruled, day: date) -> bool:
    """Whether stays begin on this day of the week."""
    return bool(home.arrival_days >> day.weekday() & 1)


def problems(home: Ruled, stay: Stay, special: Mapping[date, Special]) -> Iterator[FieldError]:
    """What the rules of a home have against a stay, beside the fields of a form."""
    allowed = length(home, stay.check_in, special.get(stay.check_in))
    if not arrives(home, stay.check_in):
        yield FieldError("check_in", _("Guests arrive here on: %(days)s.", days=days_text(home.arrival_days)))
    if (stay.check_in - today()).days < home.notice_days:
        yield FieldError("check_in", _("Book at least %(count)s days ahead.", count=home.notice_days))
    if stay.nights < allowed.least:
        yield FieldError("check_out", _("At least %(count)s nights", count=allowed.least))
    if stay.nights > allowed.most:
        yield FieldError("check_out", _("At most %(count)s nights", count=allowed.most))
    if (stay.check_out - today()).days > home.window_days:
        yield FieldError("check_out", _("Dates can be booked up to %(count)s days ahead.", count=home.window_days))


def values(stay: Stay) -> dict[str, int]:
    """What a stay puts into the parameters of the conditions below."""
    weekday, present = stay.check_in.weekday(), today()
    return {
        "first": stay.first,
        "last": stay.last,
        "nights": stay.nights,
        "ahead": (stay.check_in - present).days,
        "until": (stay.check_out - present).days,
        "arrival": 1 << weekday,
        "shift": weekday_shift(weekday),
        "now": clock.now(),
    }


def allows() -> Iterator[ColumnElement[bool]]:
    """The same in SQL: the homes whose rules take a stay."""
    here = HOME.id == NIGHT.home_id, NIGHT.day == FIRST
    said = weekday_nights(HOME.weekday_min, SHIFT)
    least: Any = case((said > 0, said), else_=HOME.min_nights)
    of_season = select(NIGHT.min_nights).where(*here).correlate(_HOMES).scalar_subquery()
    least_here: Any = case((HOME.varied.is_(True), func.coalesce(of_season, least)), else_=least)
    of_season = select(NIGHT.max_nights).where(*here).correlate(_HOMES).scalar_subquery()
    most: Any = case((HOME.varied.is_(True), func.coalesce(of_season, HOME.max_nights)), else_=HOME.max_nights)
    yield HOME.arrival_days.bitwise_and(ARRIVAL) != 0
    yield HOME.notice_days <= AHEAD
    yield HOME.window_days >= UNTIL
    yield least_here <= NIGHTS
    yield or_(most >= NIGHTS, least_here == NIGHTS)


def free() -> ColumnElement[bool]:
    """The condition that all nights of a stay are free, and after it those that the home needs to be prepared."""
    after = exists().where(
        Claim.resource_id == HOME.resource_id,
        Claim.slot > LAST,
        Claim.slot <= LAST + HOME.prep_days,
        Claim.kind == BOOKING,
        alive(NOW),
    )
    return free_on_all(HOME.resource_id, FIRST, LAST, NOW) & or_(HOME.prep_days == 0, ~after)


def days_text(bits: int) -> str:
    """Days of the week in words."""
    names = i18n.LOCALES[i18n.language()].days["format"]["abbreviated"]
    separator = "、" if i18n.language() == "zh" else ", "
    return separator.join(names[day] for day in range(WEEK_DAYS) if bits >> day & 1)
