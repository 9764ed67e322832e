"""Prices and rules of some nights: seasons and single dates; what follows for each night is written for searches."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update

from hutong.kernel import audit, clock, ids
from hutong.kernel.db import session
from hutong.kernel.errors import FieldError, Invalid, NotFound
from hutong.kernel.pages import show_day
from hutong.stays import queries
from hutong.stays.actions.blocking import block, checked_range
from hutong.stays.actions.describing import price_values, prices
from hutong.stays.actions.versions import seen, store, subject_of
from hutong.stays.models import Home, HomeNight, Season
from hutong.stays.schemas import NightsIn, SeasonIn

MOST_SEASONS = 60
FARTHEST = 2 * 366  # days ahead that a season may reach
BATCH = 500


def add_season(home_id: int, host_id: int, body: SeasonIn) -> Home:
    """Another season; raises Invalid beside the field, Stale or NotFound."""
    home = seen(home_id, host_id)
    others = queries.seasons(home.id)
    if len(others) >= MOST_SEASONS:
        raise Invalid(errors=[FieldError("from", _("At most %(count)s seasons.", count=MOST_SEASONS))])
    _check(home, body, others)
    session().add(Season(id=ids.new_id(), home_id=home.id, **_values(body)))
    return _changed(home, "home.season_added", _noted(body))


def change_season(home_id: int, season_id: int, host_id: int, body: SeasonIn) -> Home:
    """Another name, other dates, prices or rules; raises Invalid, Stale or NotFound."""
    home = seen(home_id, host_id)
    season = _season(home.id, season_id)
    _check(home, body, [other for other in queries.seasons(home.id) if other.id != season.id])
    session().execute(update(Season).where(Season.id == season.id).values(**_values(body)))
    return _changed(home, "home.season_changed", _noted(body))


def remove_season(home_id: int, season_id: int, host_id: int) -> Home:
    """Its nights cost again what others cost; raises Stale or NotFound."""
    home = seen(home_id, host_id)
    session().execute(delete(Season).where(Season.id == _season(home.id, season_id).id))
    return _changed(home, "home.season_removed", {})


def set_nights(home_id: int, host_id: int, body: NightsIn) -> list[date]:
    """Price, block or open the nights from one day up to another; the nights that stay booked all the same.

    Raises Invalid, Stale or NotFound.
    """
    home = seen(home_id, host_id)
    if body.action in ("block", "open"):
        return block(home.id, host_id, body.first, body.until, body.action == "block")
    begin, end = checked_range(body.first, body.until)
    if body.action == "price" and body.price is None:
        raise Invalid(errors=[FieldError("price", _("An amount such as 300 is needed."))])
    own = _own(home.id)
    for day in range(begin, end):
        own.pop(day, None)
        if body.action == "price" and body.price is not None:
            own[day] = body.price
    after = {"from": str(body.first), "to": str(body.until), "price": body.price if body.action == "price" else None}
    _changed(home, "home.dates_priced", after, own)
    return []


def forget_past(home_id: int) -> None:
    """Drop what was said of nights that are over, so that the bounds of prices follow what can be booked."""
    home = session().get(Home, home_id)
    if home is None or not home.varied:
        return
    present = clock.day_number(queries.today())
    session().execute(delete(Season).where(Season.home_id == home.id, Season.until <= present))
    own = {day: price for day, price in _own(home.id).items() if day >= present}
    special = _lay(home.id, own)
    _bound(home, special)


def _changed(home: Home, action: str, after: dict[str, Any], own: dict[int, int] | None = None) -> Home:
    session().flush()
    special = _lay(home.id, _own(home.id) if own is None else own)
    stored = store(home, {"varied": bool(special), **price_values(prices(home), special)})
    audit.record(action, subject_of(home.id), after=after)
    return stored


def _bound(home: Home, special: list[queries.Special]) -> None:
    """The same without a new version: nobody edited it."""
    values = {"varied": bool(special), **price_values(prices(home), special)}
    session().execute(update(Home).where(Home.id == home.id).values(**values))


def _lay(home_id: int, own: dict[int, int]) -> list[queries.Special]:
    """Write anew what every night costs that is in a season or has a price of its own."""
    present = clock.day_number(queries.today())
    rows: dict[int, dict[str, Any]] = {}
    for season in queries.seasons(home_id):
        said = {name: getattr(season, name) for name in ("price", "weekend_price", "min_nights", "max_nights")}
        for day in range(max(season.first, present), season.until):
            rows[day] = {"home_id": home_id, "day": day, "own": False, "season": season.name, **said}
    usual = {"home_id": home_id, "season": "", "min_nights": None, "max_nights": None}
    for day, price in own.items():
        rows[day] = {**usual, **rows.get(day, {}), "day": day, "own": True, "price": price, "weekend_price": None}
    session().execute(delete(HomeNight).where(HomeNight.home_id == home_id))
    whole = [rows[day] for day in sorted(rows)]
    for start in range(0, len(whole), BATCH):
        session().execute(insert(HomeNight), whole[start : start + BATCH])
    names = ("price", "weekend_price", "own", "season", "min_nights", "max_nights")
    return [queries.Special(**{name: row[name] for name in names}) for row in whole]


def _own(home_id: int) -> dict[int, int]:
    """The prices of single dates."""
    rows = select(HomeNight.day, HomeNight.price).where(HomeNight.home_id == home_id, HomeNight.own.is_(True))
    return dict(session().execute(rows).all())


def _season(home_id: int, season_id: int) -> Season:
    found = session().get(Season, season_id)
    if found is None or found.home_id != home_id:
        raise NotFound
    return found


def _check(home: Home, body: SeasonIn, others: list[Season]) -> None:
    errors: list[FieldError] = []
    if body.until <= body.first:
        errors.append(FieldError("to", _("The end must be after the beginning.")))
    elif body.until <= queries.today():
        errors.append(FieldError("to", _("These dates are in the past.")))
    elif (body.until - queries.today()).days > FARTHEST:
        errors.append(FieldError("to", _("At most two years ahead.")))
    elif (body.until - body.first).days > 366:
        errors.append(FieldError("from", _("A season is a year long at most.")))
    else:
        errors += [_overlap(other) for other in others if _meet(body, other)][:1]
    least = body.min_nights or 0
    if least > (body.max_nights or home.max_nights):
        errors.append(FieldError("max_nights" if body.max_nights else "min_nights", _too_many(body, home)))
    if errors:
        raise Invalid(errors=errors)


def _too_many(body: SeasonIn, home: Home) -> str:
    if body.max_nights:
        return _("At least %(count)s nights", count=body.min_nights)
    return _("More than the most nights of a stay, which are %(count)s.", count=home.max_nights)


def _meet(body: SeasonIn, other: Season) -> bool:
    return clock.day_number(body.first) < other.until and other.first < clock.day_number(body.until)


def _overlap(other: Season) -> FieldError:
    first, until = show_day(clock.day_of(other.first)), show_day(clock.day_of(other.until))
    name = other.name or _("another season")
    return FieldError(
        "from", _("This overlaps with %(name)s (%(first)s – %(until)s).", name=name, first=first, until=until)
    )


def _values(body: SeasonIn) -> dict[str, Any]:
    return {
        "name": body.name,
        "first": clock.day_number(body.first),
        "until": clock.day_number(body.until),
        "price": body.price,
        "weekend_price": body.weekend_price,
        "min_nights": body.min_nights,
        "max_nights": body.max_nights,
    }


def _noted(body: SeasonIn) -> dict[str, Any]:
    return {"from": str(body.first), "to": str(body.until), "price": body.price, "weekend_price": body.weekend_price}
