"""iCalendar (RFC 5545): reading the calendars of other sites, and writing our own.

Reading is strict about what could hide a taken night: an event whose dates cannot be understood makes the whole
calendar unreadable, and the home is asked for instead of booked at once, rather than sold twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from hutong.kernel import clock
from hutong.kernel.outbound import Guard, OutboundRefused, fetch

GUARD = Guard(most_bytes=2_000_000, seconds=10.0)
MOST_EVENTS = 2_000
MOST_REPEATS = 1_000  # of one event
REPEATS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}  # what is understood of rules of repetition
PRODUCT = "-//Hutong//Stays//EN"


class Unreadable(Exception):
    """A calendar that cannot be read; the text is one of the codes that pages.feeds puts into words."""


@dataclass(frozen=True)
class Busy:
    """Nights that an event takes: from one up to, not including, another (day numbers)."""

    uid: str
    first: int
    until: int


@dataclass(frozen=True)
class Fetched:
    """What came of asking for a calendar: its events, or None where it has not changed, or a problem."""

    events: list[Busy] | None = None
    problem: str = ""
    etag: str = ""
    changed: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Asked:
    """A calendar to be read, with what is known of it from the last time."""

    feed_id: int
    url: str
    etag: str = ""
    changed: str = ""
    digest: str = ""
    well: bool = False


@dataclass
class _Event:
    """An event before its repetitions are worked out."""

    uid: str
    order: tuple[int, str]
    begin: date
    nights: int
    component: Any
    moved: set[date] = field(default_factory=set)


def ask(asked: Asked, zone: ZoneInfo, present: int) -> Fetched:
    """Fetch and read a calendar; never raises: what is wrong is a problem of its own."""
    headers = {"Accept": "text/calendar"}
    if asked.etag:
        headers["If-None-Match"] = asked.etag
    if asked.changed:
        headers["If-Modified-Since"] = asked.changed
    try:
        answer = fetch(asked.url, GUARD, headers)
        same = Fetched(None, "", asked.etag, asked.changed, asked.digest)
        if answer.status == 304 and asked.digest:
            return same
        if answer.status != 200:
            raise Unreadable("answer")
        digest = sha256(answer.body).hexdigest()
        etag, changed = (answer.headers.get(name, "")[:200] for name in ("etag", "last-modified"))
        if digest == asked.digest:
            return Fetched(None, "", etag, changed, digest)
        return Fetched(read(answer.body, zone, present), "", etag, changed, digest)
    except OutboundRefused as refused:
        return Fetched(problem=_code_of(str(refused)))
    except Unreadable as unreadable:
        return Fetched(problem=str(unreadable))


def read(body: bytes, zone: ZoneInfo, present: int) -> list[Busy]:
    """The busy nights of a calendar from now on, two years far; raises Unreadable."""
    from icalendar import Calendar  # noqa: PLC0415 - only the worker reads calendars

    text = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        raise Unreadable("calendar")
    if text.upper().count(b"BEGIN:VEVENT") > MOST_EVENTS:
        raise Unreadable("many")
    try:
        calendar = Calendar.from_ical(text)
        floating = _zone(calendar.get("X-WR-TIMEZONE"), zone)
        events = _latest(_event(each, zone, floating) for each in calendar.walk("VEVENT") if _counts(each))
        gone = [each for each in calendar.walk("VEVENT") if "RECURRENCE-ID" in each]
        _leave_out(events, gone, zone, floating)
        high = present + 2 * 366
        found = {busy for event in events for busy in _nights(event, present, high, zone, floating)}
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError):
        raise Unreadable("dates") from None
    return sorted(found, key=lambda busy: (busy.first, busy.until, busy.uid))


def _counts(component: Any) -> bool:
    """Whether an event takes nights: not when it is cancelled or leaves its time free."""
    status, transparent = (str(component.get(name, "")).upper() for name in ("STATUS", "TRANSP"))
    return status != "CANCELLED" and transparent != "TRANSPARENT"


def _event(component: Any, zone: ZoneInfo, floating: ZoneInfo) -> _Event:
    if "DTSTART" not in component:
        raise Unreadable("dates")
    start = component["DTSTART"].dt
    if "DTEND" in component:
        end = component["DTEND"].dt
    elif "DURATION" in component:
        end = start + component["DURATION"].dt
    else:
        end = start
    first, last = (_day(each, zone, floating) for each in (start, end))
    order = int(component.get("SEQUENCE", 0)), str(component["DTSTAMP"].dt) if "DTSTAMP" in component else ""
    return _Event(str(component.get("UID", ""))[:255], order, first, max(1, (last - first).days), component)


def _latest(events: Iterator[_Event]) -> list[_Event]:
    """Of events with one name the newest: it may have moved. Moved repetitions stand for themselves."""
    newest: dict[str, _Event] = {}
    others: list[_Event] = []
    for event in events:
        if not event.uid or "RECURRENCE-ID" in event.component:
            others.append(event)
        elif event.uid not in newest or newest[event.uid].order <= event.order:
            newest[event.uid] = event
    return [*newest.values(), *others]


def _leave_out(events: list[_Event], instead: list[Any], zone: ZoneInfo, floating: ZoneInfo) -> None:
    """Repetitions that were moved or cancelled do not take place where the rule says."""
    for component in instead:
        uid, day = str(component.get("UID", "")), _day(component["RECURRENCE-ID"].dt, zone, floating)
        for event in events:
            if event.uid == uid and "RRULE" in event.component:
                event.moved.add(day)


def _nights(event: _Event, low: int, high: int, zone: ZoneInfo, floating: ZoneInfo) -> Iterator[Busy]:
    begins = [event.begin] if "RRULE" not in event.component else _repeated(event, high, zone, floating)
    for begin in begins:
        first = clock.day_number(begin)
        busy = Busy(event.uid, max(first, low), min(first + event.nights, high))
        if busy.first < busy.until:
            yield busy


def _repeated(event: _Event, high: int, zone: ZoneInfo, floating: ZoneInfo) -> list[date]:
    """The days on which a repeated event begins, up to a day; raises Unreadable for rules we do not know."""
    from dateutil import rrule  # type: ignore[import-untyped]  # noqa: PLC0415 - few calendars repeat

    rule: dict[str, list[Any]] = event.component["RRULE"]
    kind = str(rule["FREQ"][0])
    days = [str(day) for day in rule.get("BYDAY", [])]
    plain = set(days) <= {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
    if set(rule) - REPEATS or not plain or kind not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise Unreadable("repeats")
    until = rule.get("UNTIL", [None])[0]
    dates = rrule.rrule(
        getattr(rrule, kind),
        dtstart=datetime.combine(event.begin, datetime.min.time()),
        interval=max(1, int(rule.get("INTERVAL", [1])[0])),
        count=rule["COUNT"][0] if "COUNT" in rule else None,
        until=datetime.combine(_day(until, zone, floating), datetime.max.time()) if until else None,
        byweekday=[getattr(rrule, day) for day in days] or None,
    )
    found = [each.date() for each in islice(dates, MOST_REPEATS) if clock.day_number(each.date()) < high]
    left_out = event.component.get("EXDATE", [])
    for each in left_out if isinstance(left_out, list) else [left_out]:
        event.moved.update(_day(one.dt, zone, floating) for one in each.dts)
    return [day for day in found if day not in event.moved]


def _day(value: date | datetime, zone: ZoneInfo, floating: ZoneInfo) -> date:
    """The day at the home; a time without a zone is one of the calendar's own."""
    if not isinstance(value, datetime):
        return value
    return (value if value.tzinfo else value.replace(tzinfo=floating)).astimezone(zone).date()


def _zone(name: Any, otherwise: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(str(name)) if name else otherwise
    except (ValueError, OSError, LookupError):
        return otherwise


def _code_of(text: str) -> str:
    words = {"private": "private", "port": "private", "plain": "private", "slow": "slow", "large": "large"}
    return next((code for word, code in words.items() if word in text), "answer")


def write(name: str, events: Sequence[tuple[str, str, date, date]], made: datetime) -> bytes:
    """A calendar of whole days: (uid, summary, first day, day after the last)."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - 20 ms that few requests need

    calendar = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("x-wr-calname", name)):
        calendar.add(key, value)
    for uid, summary, first, until in events:
        event = Event()
        for key, content in (("uid", uid), ("summary", summary), ("dtstart", first), ("dtend", until)):
            event.add(key, content)
        event.add("dtstamp", made)
        event.add("transp", "OPAQUE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
