"""Searching homes: three statements at most, however many are found, and one for the names of districts where they
are not kept yet.

Totals are exact in every order: `total_of` says in SQL what `quote` says in Python (a test compares them). Sorting all
homes of a city by total would price each of them and look at its nights, so a search by price first prices some
pages in the order of their night price; the last total of a page then bounds how far the others have to be looked at.
Likewise a search by distance looks around the corner first, then among the nearest homes, whatever these are like.

In a city that is nearly full a search for a long stay looks at most of the homes and finds few: so it looks at
`STEP` of them at a time, and the next page goes on from there, however few were found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, or_, select

from hutong.kernel import paging
from hutong.kernel.errors import invalid
from hutong.kernel.prepared import Prepared
from hutong.stays.models import COLUMNS, HomeState
from hutong.stays.queries import cards, places
from hutong.stays.queries.cards import Card
from hutong.stays.queries.dates import Stay
from hutong.stays.queries.places import Near
from hutong.stays.queries.wishes import DAYS, MONTHS, REGION, WEEKS, Shape, Wish, conditions, total_of
from hutong.stays.schemas import HomeQuery

HOME = COLUMNS
CANDIDATES = 3  # pages that are priced before the bound is known
CORNER = 2_000  # metres: where homes are dense, a page ends there
NEAREST = 1_500  # homes that are looked at next
NOWHERE = -1  # the id of no home
STEP = 20_000  # homes of a city that one page of a search for a long stay looks at
KEPT = 256  # statements
MOST, SEEN_KEY, SEEN_ID, SEEN_BOUND, SEEN_HOME, PER_NIGHT, LAST_TOTAL, LEAST, TOP, FAR, STOP_KEY, STOP_ID, STEPS = (
    bindparam(name, type_=BigInteger())
    for name in (
        "most",
        "seen_key",
        "seen_id",
        "seen_bound",
        "seen_home",
        "per_night",
        "last_total",
        "least",
        "top",
        "far",
        "stop_key",
        "stop_id",
        "steps",
    )
)
_COLUMNS: dict[str, tuple[Any, bool]] = {
    "newest": (HOME.published_at, True),
    "popular": (HOME.popularity, True),
    "rating": (HOME.score, True),
    "price": (HOME.night_price, False),
    "-price": (HOME.night_price, True),
}

_STEPPED = ("newest", "popular", "rating")  # falling, each with an index of a city's homes


@dataclass(frozen=True)
class Found:
    """A page of homes; `stay` is there when dates were asked for.

    Where only some of a city's homes were looked at (`stepped`), `next` goes on with the others, though the page may
    not be full (`partly`).
    """

    cards: list[Card]
    next: str | None
    stay: Stay | None
    stepped: bool = False
    partly: bool = False


@dataclass(frozen=True)
class Span:
    """Which bounds follow from the wanted range of totals: an index skips what is outside."""

    least: bool
    top: bool


def search(query: HomeQuery) -> Found:
    """The homes that are asked for and free on all nights; raises Invalid."""
    wish = Wish.of(query)
    if query.near:
        Near.read(query.near)  # what is wrong is told whichever order asks for it
    values = {**wish.values, "most": query.limit + 1}
    if query.cursor is not None:
        values |= dict(zip(("seen_key", "seen_id"), _cursor(query), strict=True))
    stop = _stop(wish, values)
    if query.sort == "distance":
        rows = _by_distance(wish, values)
    elif wish.stay is not None and query.sort in ("price", "-price"):
        rows = _by_total(wish, wish.stay, values)
    else:
        how = query.sort, query.cursor is not None, stop is not None
        values |= {"stop_key": stop.sort_key, "stop_id": stop.id} if stop else {}
        rows = statement(_page_by_column, wish.shape, *how).rows(values)
    shown = cards.made(rows[: query.limit], wish.stay.nights if wish.stay else None)
    if stop and len(rows) <= query.limit:
        return Found(shown, paging.encode(query.sort, int(stop.sort_key), stop.id), wish.stay, True, True)
    return Found(shown, _next(query, rows), wish.stay, stop is not None)


def _in_steps(wish: Wish) -> bool:
    """Whether a search looks at some homes of a city at a time: for long stays, in the order of an index."""
    shape, ordered = wish.shape, wish.query.sort in _STEPPED
    return ordered and shape.length in (WEEKS, MONTHS) and shape.region == "city_code" and not shape.words


def _stop(wish: Wish, values: dict[str, Any]) -> Any:
    """The last home that this page looks at, or None where it looks at all that are left: read of an index alone."""
    if not _in_steps(wish):
        return None
    found = _kept(_stops, wish.shape, wish.query.sort, wish.query.cursor is not None).rows({**values, "steps": STEP})
    return found[0] if found else None


def _stops(shape: Shape, sort: str, later: bool) -> Select[Any]:
    column, down = _COLUMNS[sort]
    here = HOME.state == HomeState.PUBLISHED, HOME[shape.region] == REGION, *_after(later, column, down)
    return _ordered(select(HOME.id, column.label("sort_key")).where(*here), column, down).limit(1).offset(STEPS)


def statement(build: Callable[..., Select[Any]], shape: Shape, *how: Any) -> Prepared:
    """The statement for searches of this shape: made once, but for those with words in it."""
    return Prepared(partial(build, shape, *how)) if shape.words else _kept(build, shape, *how)


@lru_cache(KEPT)
def _kept(build: Callable[..., Select[Any]], shape: Shape, *how: Any) -> Prepared:
    return Prepared(partial(build, shape, *how))


def _page_by_column(shape: Shape, sort: str, later: bool, stops: bool) -> Select[Any]:
    column, down = _COLUMNS[sort]
    until = [column >= STOP_KEY, or_(column > STOP_KEY, HOME.id >= STOP_ID)] if stops else []
    return _page(shape, [*conditions(shape), *_after(later, column, down), *until], column, down)


def _by_total(wish: Wish, stay: Stay, values: dict[str, Any]) -> Sequence[Any]:
    query, down = wish.query, wish.query.sort == "-price"
    more, span = _spanned(query, stay)
    asked, how, most = {**values, **more}, (down, query.cursor is not None, span), query.limit * CANDIDATES
    rows = list(statement(_candidates, wish.shape, *how).rows({**asked, "most": most}))
    best = _best(rows, query.limit, down)
    if len(rows) == most:
        last, seen = int(best[-1].total), rows[-1]
        bound = -(-last // stay.nights) if down else last // stay.nights
        if seen.bound >= bound if down else seen.bound <= bound:
            asked |= {"last_total": last, "per_night": bound, "seen_bound": seen.bound, "seen_home": seen.id}
            rows += statement(_others, wish.shape, *how).rows(asked)
            best = _best(rows, query.limit, down)
    return _few(wish, [row.id for row in best], values)


def _best(rows: Sequence[Any], limit: int, down: bool) -> list[Any]:
    return sorted(rows, key=lambda row: (row.total, row.id), reverse=down)[: limit + 1]


def _candidates(shape: Shape, down: bool, later: bool, span: Span) -> Select[Any]:
    bound = _bound(shape, down)
    rows = select(HOME.id, bound.label("bound"), total_of(shape).label("total"))
    return _sorted(rows.where(*_priced(shape, down, later, span)), bound, down)


def _others(shape: Shape, down: bool, later: bool, span: Span) -> Select[Any]:
    """Those after the candidates that may come before one of them."""
    bound, total = _bound(shape, down), total_of(shape)
    within = [bound >= PER_NIGHT, total >= LAST_TOTAL] if down else [bound <= PER_NIGHT, total <= LAST_TOTAL]
    within.append(paging.after([(bound, down), (HOME.id, down)], (SEEN_BOUND, SEEN_HOME)))
    rows = select(HOME.id, total.label("total")).where(*_priced(shape, down, later, span), *within)
    return _sorted(rows, total, down)


def _few(wish: Wish, home_ids: list[int], values: dict[str, Any]) -> list[Any]:
    """What cards need of these homes, in their order."""
    most = wish.query.limit + 1
    numbers = [*home_ids, *[NOWHERE] * (most - len(home_ids))]
    given = {**values, **{f"id{at}": number for at, number in enumerate(numbers)}}
    found = {row.id: row for row in statement(_these, wish.shape, most).rows(given)} if home_ids else {}
    return [found[home_id] for home_id in home_ids if home_id in found]


def _these(shape: Shape, most: int) -> Select[Any]:
    wanted, total = [bindparam(f"id{at}", type_=BigInteger()) for at in range(most)], total_of(shape)
    return cards.rows_of(total.label("total"), total.label("sort_key")).where(HOME.id.in_(wanted))


def _priced(shape: Shape, down: bool, later: bool, span: Span) -> list[ColumnElement[bool]]:
    wanted = [*conditions(shape), *_after(later, total_of(shape), down)]
    wanted += [_least(shape) <= LEAST] if span.least else []
    return wanted + ([HOME.top_price >= TOP] if span.top else [])


def _bound(shape: Shape, down: bool) -> Any:
    return HOME.top_price if down else _least(shape)


def _least(shape: Shape) -> Any:
    """The column that bounds a night of such stays from below."""
    return HOME.night_price if shape.length == DAYS else HOME.long_price


def _spanned(query: HomeQuery, stay: Stay) -> tuple[dict[str, int], Span]:
    low, high, down = query.min_price or 0, query.max_price, query.sort == "-price"
    if query.cursor is not None:
        seen = _cursor(query)[0]
        low, high = (low, min(seen, seen if high is None else high)) if down else (max(low, seen), high)
    values = {"top": -(-low // stay.nights)} if low else {}
    values |= {"least": high // stay.nights} if high is not None else {}
    return values, Span(high is not None, bool(low))


def _by_distance(wish: Wish, values: dict[str, Any]) -> Sequence[Any]:
    query, later = wish.query, wish.query.cursor is not None
    if query.near is None:
        raise invalid("near", _l("Say near which place: lat,lng."))
    near = Near.read(query.near)
    radius = min(CORNER + (places.metres(_cursor(query)[0]) if later else 0), places.FAR)
    far = {"far": places.squared(places.FAR), **near.within(places.FAR)}
    rows = statement(_page_around, wish.shape, later).rows({**values, **far, **near.within(radius)})
    if len(rows) > query.limit and rows[-1].sort_key <= places.squared(radius):
        return rows
    rows = statement(_page_of_nearest, wish.shape, later).rows({**values, **far})
    if len(rows) > query.limit:
        return rows
    return statement(_page_around, wish.shape, later).rows({**values, **far})


def _page_around(shape: Shape, later: bool) -> Select[Any]:
    square = places.square()
    wanted = places.around(), *conditions(shape), square <= FAR, *_after(later, square, False)
    return _page(shape, wanted, square, False)


def _page_of_nearest(shape: Shape, later: bool) -> Select[Any]:
    square = places.square()
    here = HOME.state == HomeState.PUBLISHED, places.around(), square <= FAR, *_after(later, square, False)
    rows = select(HOME.id, square.label("sort_key")).where(*here).order_by(square, HOME.id)
    nearest = rows.limit(NEAREST).subquery("nearest")
    few = select(HOME.id, nearest.c.sort_key).join(nearest, nearest.c.id == HOME.id).where(*conditions(shape))
    return cards.page_of(few.order_by(nearest.c.sort_key, nearest.c.id).limit(MOST), False, *_total(shape))


def _page(shape: Shape, wanted: Sequence[ColumnElement[bool]], column: Any, down: bool) -> Select[Any]:
    """The rows of a page, and one more that tells whether there is another."""
    few = _sorted(select(HOME.id, column.label("sort_key")).where(*wanted), column, down)
    return cards.page_of(few, down, *_total(shape))


def _total(shape: Shape) -> list[Any]:
    return [total_of(shape).label("total")] if shape.length else []


def _sorted(rows: Select[Any], column: Any, down: bool) -> Select[Any]:
    return _ordered(rows, column, down).limit(MOST)


def _ordered(rows: Select[Any], column: Any, down: bool) -> Select[Any]:
    return rows.order_by(*((column.desc(), HOME.id.desc()) if down else (column.asc(), HOME.id.asc())))


def _after(later: bool, column: Any, down: bool) -> list[ColumnElement[bool]]:
    return [paging.after([(column, down), (HOME.id, down)], (SEEN_KEY, SEEN_ID))] if later else []


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
