"""Searching homes: three statements at most, however many are found, and one for the names of districts where they
are not kept yet.

Totals are exact in every order: `total_of` says in SQL what `quote` says in Python (a test compares them). Sorting all
homes of a city by total would price each of them and look at its nights, so a search by price first prices some
pages in the order of their night price; the last total of a page then bounds which homes can be on it at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, false, func, select

from hutong.kernel import paging, text
from hutong.kernel.db import session
from hutong.kernel.errors import invalid
from hutong.kernel.state import settings
from hutong.stays.models import COLUMNS, HomeState, HomeWords, bits
from hutong.stays.queries import cards, places, rules, specials
from hutong.stays.queries.cards import Card
from hutong.stays.queries.dates import Stay, checked
from hutong.stays.queries.places import Near
from hutong.stays.queries.quotes import MONTH, WEEK
from hutong.stays.queries.specials import NIGHT
from hutong.stays.schemas import HomeQuery

HOME = COLUMNS
CANDIDATES = 3  # pages that are priced before the bound is known
NEARBY = (2_000, 10_000, places.FAR)  # metres: first the neighbourhood, and where that holds too little, farther
Conditions = list[ColumnElement[bool]]
_COLUMNS: dict[str, tuple[Any, bool]] = {
    "newest": (HOME.published_at, True),
    "popular": (HOME.popularity, True),
    "rating": (HOME.score, True),
    "price": (HOME.night_price, False),
    "-price": (HOME.night_price, True),
}


@dataclass(frozen=True)
class Found:
    """A page of homes; `stay` is there when dates were asked for."""

    cards: list[Card]
    next: str | None
    stay: Stay | None


def search(query: HomeQuery) -> Found:
    """The homes that are asked for and free on all nights; raises Invalid."""
    stay = checked(query.check_in, query.check_out)
    wanted = list(conditions(query, stay))
    if query.sort == "distance":
        rows = _by_distance(query, wanted)
    elif stay is not None and query.sort in ("price", "-price"):
        rows = _by_total(query, stay, wanted)
    else:
        rows = _by_column(query, wanted)
    shown = cards.made(rows[: query.limit], stay, query.guests or 1)
    return Found(shown, _next(query, rows), stay)


def conditions(query: HomeQuery, stay: Stay | None) -> Iterator[ColumnElement[bool]]:
    """What a home must fulfil; raises Invalid."""
    yield HOME.state == HomeState.PUBLISHED
    if query.region:
        yield places.in_region(query.region)
    if query.box:
        yield places.in_box(query.box)
    if query.guests:
        yield HOME.capacity >= query.guests
    if query.kind:
        yield HOME.kind == query.kind
    if query.instant is not None:
        at_once = and_(HOME.instant.is_(True), HOME.calendar_sick.is_(False))
        yield at_once if query.instant else ~at_once
    if query.facilities:
        yield HOME.offers.bitwise_and(bits(query.facilities)) == bits(query.facilities)
    if query.q:
        yield _said(query.q)
    yield from _priced(query, HOME.night_price if stay is None else total_of(stay, query.guests or 1))
    if stay is not None:
        yield from rules.allows(stay)
        yield rules.free(stay)


def total_of(stay: Stay, guests: int = 1) -> ColumnElement[Any]:
    """What `quote` answers as the total, in SQL."""
    weekend_days = [day for day in range(stay.first, stay.last + 1) if (day + 3) % 7 in settings().weekend_days]
    weekend = len(weekend_days)  # day number 0 was a Thursday
    weekend_price: Any = func.coalesce(HOME.weekend_price, HOME.price)
    gross: Any = HOME.price * (stay.nights - weekend) + weekend_price * weekend
    gross += case((HOME.varied.is_(True), _varied(stay, weekend_days, weekend_price)), else_=0)
    if guests > 1:
        extra = (guests - HOME.included_guests) * HOME.extra_guest_fee * stay.nights
        gross += case((HOME.included_guests < guests, extra), else_=0)
    if stay.nights < WEEK:
        return gross + HOME.cleaning_fee  # type: ignore[no-any-return]
    per_cent: Any = HOME.weekly_discount
    if stay.nights >= MONTH:
        better = HOME.monthly_discount > HOME.weekly_discount
        per_cent = case((better, HOME.monthly_discount), else_=HOME.weekly_discount)
    return gross - (gross * per_cent * 2 + 100) // 200 + HOME.cleaning_fee  # type: ignore[no-any-return]


def _varied(stay: Stay, weekend_days: list[int], weekend_price: Any) -> Any:
    """How much more the unusual nights of a stay cost than usual ones."""
    weekend = NIGHT.day.in_(weekend_days)
    unusual: Any = case((and_(weekend, NIGHT.weekend_price.is_not(None)), NIGHT.weekend_price), else_=NIGHT.price)
    usual: Any = case((weekend, weekend_price), else_=HOME.price)
    more = cast(func.coalesce(func.sum(unusual - usual), 0), BigInteger)
    within = NIGHT.home_id == HOME.id, specials.between(stay.first, stay.last)
    return select(more).where(*within).correlate(HOME.id.table).scalar_subquery()


def _said(words: str) -> ColumnElement[bool]:
    if not text.asked(words):
        return false()
    found: ColumnElement[bool] = HOME.id.in_(select(HomeWords.rowid).where(text.matches(HomeWords.words, words)))
    return found


def _priced(query: HomeQuery, price: Any) -> Iterator[ColumnElement[bool]]:
    if query.min_price is not None:
        yield price >= query.min_price
    if query.max_price is not None:
        yield price <= query.max_price


def _by_column(query: HomeQuery, wanted: Conditions) -> Sequence[Any]:
    column, down = _COLUMNS[query.sort]
    wanted = [*wanted, *_after(query, column, down)]
    return _page(wanted, column, down, query.limit)


def _by_total(query: HomeQuery, stay: Stay, wanted: Conditions) -> Sequence[Any]:
    total, down = total_of(stay, query.guests or 1), query.sort == "-price"
    wanted = [*wanted, *_after(query, total, down), *_spanned(query, stay)]
    bound: Any = HOME.top_price if down else _least(stay)
    candidates = query.limit * CANDIDATES
    first = select(HOME.id, total.label("total")).where(*wanted)
    rows = session().execute(_sorted(first, bound, down, candidates)).all()
    few = sorted(rows, key=lambda row: (row.total, row.id), reverse=down)
    if not few:
        return []
    if len(few) < candidates:
        wanted = [HOME.id.in_([row.id for row in few[: query.limit + 1]])]
    else:
        last = int(few[query.limit].total)
        per_night = -(-last // stay.nights) if down else last // stay.nights
        wanted += [bound >= per_night, total >= last] if down else [bound <= per_night, total <= last]
    return _page(wanted, total, down, query.limit)


def _least(stay: Stay) -> Any:
    """The column that bounds a night of this stay from below."""
    return HOME.night_price if stay.nights < WEEK else HOME.long_price


def _spanned(query: HomeQuery, stay: Stay) -> Iterator[ColumnElement[bool]]:
    """What follows from the wanted range of totals for the bounds: an index skips what is outside."""
    low, high, down = query.min_price or 0, query.max_price, query.sort == "-price"
    if query.cursor is not None:
        seen = _cursor(query)[0]
        low, high = (low, min(seen, seen if high is None else high)) if down else (max(low, seen), high)
    if high is not None:
        yield _least(stay) <= high // stay.nights
    if low:
        yield HOME.top_price >= -(-low // stay.nights)


def _by_distance(query: HomeQuery, wanted: Conditions) -> Sequence[Any]:
    if query.near is None:
        raise invalid("near", _l("Say near which place: lat,lng."))
    near = Near.read(query.near)
    wanted = [*wanted, near.square <= places.squared(places.FAR), *_after(query, near.square, False)]
    seen = places.metres(_cursor(query)[0]) if query.cursor else 0
    rows: Sequence[Any] = []
    for reach in NEARBY:
        radius = min(seen + reach, places.FAR)
        rows = _page([near.within(radius), *wanted], near.square, False, query.limit)
        enough = len(rows) > query.limit and rows[-1].sort_key <= places.squared(radius)
        if enough or radius == places.FAR:
            break
    return rows


def _page(wanted: Conditions, column: Any, down: bool, limit: int) -> Sequence[Any]:
    """The rows of a page, and one more that tells whether there is another."""
    few = _sorted(select(HOME.id, column.label("sort_key")).where(*wanted), column, down, limit + 1)
    return session().execute(cards.page_of(few, down)).all()


def _sorted(rows: Select[Any], column: Any, down: bool, most: int) -> Select[Any]:
    order = (column.desc(), HOME.id.desc()) if down else (column.asc(), HOME.id.asc())
    return rows.order_by(*order).limit(most)


def _after(query: HomeQuery, column: Any, down: bool) -> Conditions:
    if query.cursor is None:
        return []
    values = _cursor(query)
    bound = column <= values[0] if down else column >= values[0]  # says again what an index can begin at
    return [bound, paging.after([(column, down), (HOME.id, down)], values)]


def _cursor(query: HomeQuery) -> list[Any]:
    name, *values = paging.decode(query.cursor or "", str, int, int)
    if name != query.sort:
        raise invalid("cursor", _l("This page link is damaged."))
    return values


def _next(query: HomeQuery, rows: Sequence[Any]) -> str | None:
    if len(rows) <= query.limit:
        return None
    last = rows[query.limit - 1]
    return paging.encode(query.sort, int(last.sort_key), last.id)
