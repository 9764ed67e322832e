"""What a search asks of homes: conditions that all searches of one shape share, and the values that each brings.

Building such a statement costs more than running it. So whatever differs between two searches of a shape is a named
parameter, and a statement is built once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, String, and_, bindparam, case, cast, false, func, or_, select

from hutong.kernel import text
from hutong.kernel.state import settings
from hutong.stays.models import COLUMNS, HomeState, HomeWords, bits
from hutong.stays.queries import places, rules
from hutong.stays.queries.dates import Stay, checked
from hutong.stays.queries.quotes import MONTH, WEEK
from hutong.stays.queries.rules import FIRST, LAST, NIGHTS
from hutong.stays.queries.specials import NIGHT
from hutong.stays.schemas import HomeQuery

HOME = COLUMNS
DAYS, WEEKS, MONTHS = "days", "weeks", "months"  # lengths of stays that earn discounts of their own
GUESTS, OFFERS = bindparam("guests", type_=Integer()), bindparam("offers", type_=BigInteger())
KIND, REGION = bindparam("kind", type_=String()), bindparam("region", type_=String())
LOW, HIGH = bindparam("low", type_=BigInteger()), bindparam("high", type_=BigInteger())
WEEKEND = bindparam("weekend", type_=Integer())


@dataclass(frozen=True)
class Shape:
    """What a search has conditions about; `words` are in the statement itself, which is then not kept."""

    region: str
    box: bool
    guests: bool
    kind: bool
    instant: bool | None
    facilities: bool
    low: bool
    high: bool
    words: str
    length: str  # of the stay, "" without dates
    weekend: frozenset[int]


@dataclass(frozen=True)
class Wish:
    """A search as it was asked: its stay, the shape of its statement, and the values for that."""

    query: HomeQuery
    stay: Stay | None
    shape: Shape
    values: dict[str, Any]

    @classmethod
    def of(cls, query: HomeQuery) -> "Wish":
        """Of a query; raises Invalid."""
        stay = checked(query.check_in, query.check_out)
        column = places.column_of(query.region) if query.region else ""
        weekend = settings().weekend_days
        shape = Shape(
            region=column,
            box=bool(query.box),
            guests=bool(query.guests),
            kind=bool(query.kind),
            instant=query.instant,
            facilities=bool(query.facilities),
            low=query.min_price is not None,
            high=query.max_price is not None,
            words=query.q or "",
            length=_length(stay),
            weekend=weekend,
        )
        values: dict[str, Any] = {"region": query.region, "kind": query.kind, "guests": query.guests or 1}
        values |= {"offers": bits(query.facilities), "low": query.min_price, "high": query.max_price}
        values |= places.box_of(query.box) if query.box else {}
        if stay is not None:
            nights = range(stay.first, stay.last + 1)
            values |= rules.values(stay) | {"weekend": sum(_weekday(day) in weekend for day in nights)}
        return cls(query, stay, shape, values)


def conditions(shape: Shape) -> Iterator[ColumnElement[bool]]:
    """What a home must fulfil."""
    yield HOME.state == HomeState.PUBLISHED
    if shape.region:
        yield HOME[shape.region] == REGION
    if shape.box:
        yield places.in_box()
    if shape.guests:
        yield HOME.capacity >= GUESTS
    if shape.kind:
        yield HOME.kind == KIND
    if shape.instant is not None:
        at_once = and_(HOME.instant.is_(True), HOME.calendar_sick.is_(False))
        yield at_once if shape.instant else ~at_once
    if shape.facilities:
        yield HOME.offers.bitwise_and(OFFERS) == OFFERS
    if shape.words:
        yield _said(shape.words)
    price = total_of(shape) if shape.length else HOME.night_price
    if shape.low:
        yield price >= LOW
    if shape.high:
        yield price <= HIGH
    if shape.length:
        yield from rules.allows()
        yield rules.free()


def total_of(shape: Shape) -> Any:
    """What `quote` answers as the total, in SQL."""
    weekend_price: Any = func.coalesce(HOME.weekend_price, HOME.price)
    gross: Any = HOME.price * (NIGHTS - WEEKEND) + weekend_price * WEEKEND
    gross += case((HOME.varied.is_(True), _varied(shape.weekend, weekend_price)), else_=0)
    extra = (GUESTS - HOME.included_guests) * HOME.extra_guest_fee * NIGHTS
    gross += case((HOME.included_guests < GUESTS, extra), else_=0)
    if shape.length == DAYS:
        return gross + HOME.cleaning_fee
    per_cent: Any = HOME.weekly_discount
    if shape.length == MONTHS:
        better = HOME.monthly_discount > HOME.weekly_discount
        per_cent = case((better, HOME.monthly_discount), else_=HOME.weekly_discount)
    return gross - (gross * per_cent * 2 + 100) // 200 + HOME.cleaning_fee


def _varied(weekend_days: frozenset[int], weekend_price: Any) -> Any:
    """How much more the unusual nights of a stay cost than usual ones."""
    weekend = or_(false(), *(_weekday(NIGHT.day) == day for day in sorted(weekend_days)))
    unusual: Any = case((and_(weekend, NIGHT.weekend_price.is_not(None)), NIGHT.weekend_price), else_=NIGHT.price)
    usual: Any = case((weekend, weekend_price), else_=HOME.price)
    more = cast(func.coalesce(func.sum(unusual - usual), 0), BigInteger)
    within = NIGHT.home_id == HOME.id, NIGHT.day.between(FIRST, LAST)
    return select(more).where(*within).correlate(HOME.id.table).scalar_subquery()


def _said(words: str) -> ColumnElement[bool]:
    if not text.asked(words):
        return false()
    found: ColumnElement[bool] = HOME.id.in_(select(HomeWords.rowid).where(text.matches(HomeWords.words, words)))
    return found


def _length(stay: Stay | None) -> str:
    if stay is None:
        return ""
    if stay.nights < WEEK:
        return DAYS
    return WEEKS if stay.nights < MONTH else MONTHS


def _weekday(day: Any) -> Any:
    """The day of the week, Monday is 0: day number 0 was a Thursday."""
    return (day + 3) % 7
