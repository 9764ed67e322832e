"""Editing a home that somebody else may edit too: the version that was seen is named, or the edit is refused."""

from typing import Any

from sqlalchemy import update

from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Stale
from hutong.kernel.web import must_match
from hutong.stays import queries
from hutong.stays.models import Home, facilities_of
from hutong.stays.schemas import HomePatch

APART = ("facilities", "picture_ids", "district", "lat", "lng", "weekday_min_nights", "arrival_days")  # no columns


def seen(home_id: int, host_id: int) -> Home:
    """One's own home in the version that the request names; raises Stale or NotFound."""
    home = queries.own_home(home_id, host_id)
    try:
        must_match(home.version)
    except Stale as stale:
        stale.extra["current"] = _shown(home)
        raise
    return home


def store(home: Home, values: dict[str, Any]) -> Home:
    """Write a new version, if nobody else did since it was read."""
    mine = update(Home).where(Home.id == home.id, Home.version == home.version)
    if rows_changed(mine.values(**values, version=home.version + 1)) != 1:
        raise Retry
    session().expire(home)
    return home


def subject_of(home_id: int) -> str:
    """The name by which the audit log knows a home."""
    return f"home:{home_id}"


def _shown(home: Home) -> dict[str, Any]:
    """The version that is there now, for the page to show beside what was typed."""
    fields = [name for name in HomePatch.model_fields if name not in APART]
    shown = {name: getattr(home, name) for name in fields}
    offers = [facility.code for facility in facilities_of(home.offers)]
    return {**shown, "district": home.district_code, "facilities": offers, "version": home.version}
