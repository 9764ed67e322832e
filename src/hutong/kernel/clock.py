"""The only clock. Instants are UTC milliseconds; tests stop it or move it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_offset = 0
_frozen: int | None = None


def now() -> int:
    """The present instant in milliseconds since 1970-01-01 UTC."""
    if _frozen is not None:
        return _frozen
    return time.time_ns() // 1_000_000 + _offset


@contextmanager
def frozen(at: int) -> Iterator[None]:
    """Stop the clock at an instant while the block runs (tests)."""
    global _frozen
    before, _frozen = _frozen, at
    try:
        yield
    finally:
        _frozen = before


@contextmanager
def moved(by: int) -> Iterator[None]:
    """Move the clock by so many milliseconds while the block runs (tests, and what the demo has behind it)."""
    global _offset, _frozen
    was_offset, was_frozen = _offset, _frozen
    _offset += by
    if _frozen is not None:
        _frozen += by
    try:
        yield
    finally:
        _offset, _frozen = was_offset, was_frozen


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name; raises ZoneInfoNotFoundError."""
    return ZoneInfo(name)


def local(at: int, zone_name: str) -> datetime:
    """The wall-clock time of an instant at a place."""
    return datetime.fromtimestamp(at / 1000, tz=zone(zone_name))


def instant(moment: datetime) -> int:
    """The instant in milliseconds of an aware datetime."""
    return round(moment.timestamp() * 1000)


def today(zone_name: str) -> date:
    """The present date at a place."""
    return local(now(), zone_name).date()


def day_number(day: date) -> int:
    """Days since 1970-01-01: the slot of a night."""
    return (day - date(1970, 1, 1)).days


def day_of(number: int) -> date:
    """The date of a day number."""
    return date(1970, 1, 1) + timedelta(days=number)


def iso(at: int) -> str:
    """RFC 3339 text of an instant, in UTC, to the millisecond."""
    return datetime.fromtimestamp(at / 1000, tz=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
