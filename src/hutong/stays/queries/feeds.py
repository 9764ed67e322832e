"""Calendars of other sites, conflicts with them, and what our own calendar says."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import select

from hutong.booking.models import BOOKING, Booking, Claim
from hutong.booking.queries import alive
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.kernel.state import settings
from hutong.stays.models import HOST, PREPARATION, Block, Conflict, Feed, Home, HomeState
from hutong.stays.models.calendars import OPEN
from hutong.stays.queries.dates import today


@dataclass(frozen=True)
class Stretch:
    """Nights in a row that one booking, or the host, has."""

    holder_id: int
    first: int
    until: int


@dataclass(frozen=True)
class Entry:
    """An event of our own calendar."""

    uid: str
    summary: str
    first: date
    until: date


def feeds(home_id: int) -> Sequence[Feed]:
    """The calendars that take nights of a home."""
    return session().scalars(select(Feed).where(Feed.home_id == home_id).order_by(Feed.id)).all()


def feed(home_id: int, feed_id: int) -> Feed:
    """One of them; raises NotFound."""
    found = session().get(Feed, feed_id)
    if found is None or found.home_id != home_id:
        raise NotFound
    return found


def conflicts(home_id: int) -> Sequence[tuple[Conflict, Booking]]:
    """Those that wait for the host, with their bookings."""
    rows = select(Conflict, Booking).join(Booking, Booking.id == Conflict.booking_id)
    rows = rows.where(Conflict.home_id == home_id, Conflict.state == OPEN).order_by(Conflict.first, Conflict.id)
    return [(row[0], row[1]) for row in session().execute(rows)]


def booked(home: Home, kinds: Sequence[str] = (BOOKING,)) -> list[Stretch]:
    """Nights in a row that bookings have from yesterday on; one statement."""
    rows = select(Claim.holder_id, Claim.slot).where(
        Claim.resource_id == home.resource_id,
        Claim.slot >= clock.day_number(today()) - 1,
        Claim.kind.in_(kinds),
        alive(),
    )
    nights: dict[int, list[int]] = defaultdict(list)
    for holder_id, slot in session().execute(rows.order_by(Claim.slot)):
        nights[holder_id].append(slot)
    return [stretch for holder_id, slots in nights.items() for stretch in _stretches(holder_id, slots)]


def _stretches(holder_id: int, slots: list[int]) -> list[Stretch]:
    found: list[Stretch] = []
    for slot in slots:
        if found and found[-1].until == slot:
            found[-1] = Stretch(holder_id, found[-1].first, slot + 1)
        else:
            found.append(Stretch(holder_id, slot, slot + 1))
    return found


def home_of_address(secret: str) -> Home:
    """The home whose calendar has this secret address; raises NotFound."""
    found = session().scalar(select(Home).where(Home.calendar_secret == secret))
    if found is None or found.state == HomeState.REMOVED:
        raise NotFound
    return found


def entries(home: Home) -> list[Entry]:
    """Our own calendar: bookings and what the host blocked by hand, never what other calendars say."""
    present = clock.day_number(today())
    rows = select(Block.first, Block.until).where(Block.home_id == home.id, Block.source == HOST, Block.until > present)
    blocked = [Stretch(0, first, until) for first, until in session().execute(rows.order_by(Block.first))]
    found = []
    for number, stretch in enumerate([*booked(home), *booked(home, (PREPARATION,)), *blocked]):
        own = f"{ids.show(stretch.holder_id)}-{stretch.first}" if stretch.holder_id else f"{number}-{stretch.first}"
        summary = _("Reserved") if stretch.holder_id else _("Not available")
        first, until = clock.day_of(stretch.first), clock.day_of(stretch.until)
        found.append(Entry(f"{_mark(home)}{own}@{site()}", summary, first, until))
    return found


def own(home: Home, uid: str) -> bool:
    """Whether an event of another calendar is an echo of ours, by its name."""
    return uid.startswith(_mark(home)) and uid.endswith(f"@{site()}")


def address(home: Home) -> str:
    """Where our own calendar of a home is read."""
    return f"{settings().url}/calendars/{home.calendar_secret}.ics"


def site() -> str:
    """The host in the names of our events."""
    return urlsplit(settings().url).hostname or "hutong"


def _mark(home: Home) -> str:
    return f"{ids.show(home.id)}-"
