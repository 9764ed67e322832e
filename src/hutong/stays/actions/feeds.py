"""Calendars of other sites: kept, read, and what follows for the nights of a home."""

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, exists, insert, select, update

from hutong.booking.actions import cancel
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict as ConflictProblem
from hutong.kernel.errors import FieldError, Invalid, NotFound
from hutong.kernel.outbound import OutboundRefused, resolve
from hutong.notices import actions as notices
from hutong.stays import queries
from hutong.stays.actions.blocking import keep_blocks
from hutong.stays.actions.versions import subject_of
from hutong.stays.gateways import calendars
from hutong.stays.gateways.calendars import Asked, Busy, Fetched
from hutong.stays.models import Block, Conflict, Feed, Home, new_secret
from hutong.stays.models.calendars import CANCELLED, GONE, KEPT, OPEN, PERIOD
from hutong.stays.queries import feeds as known
from hutong.stays.schemas import ConflictIn, FeedIn

MOST_FEEDS = 10
TELL_AT = 3  # failures in a row


def check_address(url: str) -> str:
    """The address as it is fetched; raises Invalid where it is no public one. It asks the name service."""
    text = url.strip()
    plain = f"https://{text[9:]}" if text.lower().startswith("webcal://") else text
    try:
        resolve(plain, calendars.GUARD)
    except OutboundRefused:
        raise Invalid(
            errors=[FieldError("url", _("A public address is needed, such as https://…/calendar.ics"))]
        ) from None
    return plain


def add_feed(home_id: int, host_id: int, body: FeedIn, url: str) -> Feed:
    """Another calendar that takes nights; it is read at once. Raises Invalid or NotFound."""
    home = queries.own_home(home_id, host_id)
    others = known.feeds(home.id)
    if any(other.url == url for other in others):
        raise Invalid(errors=[FieldError("url", _("This calendar is there already."))])
    if url == known.address(home):
        raise Invalid(errors=[FieldError("url", _("This is the calendar of this very home."))])
    if len(others) >= MOST_FEEDS:
        raise Invalid(errors=[FieldError("url", _("At most %(count)s calendars.", count=MOST_FEEDS))])
    now = clock.now()
    made = Feed(id=ids.new_id(), home_id=home.id, name=body.name, url=url, made_at=now, due_at=now)
    session().add(made)
    session().flush()
    _examine(home)
    audit.record("home.feed_added", subject_of(home.id), after={"feed": ids.show(made.id)})
    return made


def remove_feed(home_id: int, feed_id: int, host_id: int) -> None:
    """No longer: its nights are free again, unless somebody else has them; raises NotFound."""
    home = queries.own_home(home_id, host_id)
    feed = known.feed(home.id, feed_id)
    session().execute(delete(Block).where(Block.home_id == home.id, Block.source == ids.show(feed.id)))
    _close(feed.id, set())
    session().execute(delete(Feed).where(Feed.id == feed.id))
    keep_blocks(home)
    _examine(home)
    audit.record("home.feed_removed", subject_of(home.id), before={"feed": ids.show(feed_id)})


def check_soon(home_id: int, feed_id: int, host_id: int) -> Feed:
    """Have a calendar read now; raises NotFound."""
    home = queries.own_home(home_id, host_id)
    feed = known.feed(home.id, feed_id)
    session().execute(update(Feed).where(Feed.id == feed.id).values(due_at=clock.now()))
    return feed


def renew_address(home_id: int, host_id: int) -> Home:
    """A new secret address for our own calendar; whoever reads the old one finds nothing. Raises NotFound."""
    home = queries.own_home(home_id, host_id)
    session().execute(update(Home).where(Home.id == home.id).values(calendar_secret=new_secret()))
    session().refresh(home)
    audit.record("home.calendar_address_renewed", subject_of(home.id))
    return home


class Decided(ConflictProblem):
    """It was decided, or has gone by itself."""

    code = "decided"
    detail = _l("This has been decided already.")


def decide_conflict(home_id: int, conflict_id: int, host_id: int, body: ConflictIn) -> Conflict:
    """Keep our booking (the other site's is called off there), or call ours off; raises Decided or NotFound."""
    home = queries.own_home(home_id, host_id)
    found = session().get(Conflict, conflict_id)
    if found is None or found.home_id != home.id:
        raise NotFound
    after = KEPT if body.keep else CANCELLED
    mine = update(Conflict).where(Conflict.id == found.id, Conflict.state == OPEN)
    if rows_changed(mine.values(state=after, decided_at=clock.now())) != 1:
        raise Decided
    if not body.keep:
        reason = body.reason or _("The home was booked elsewhere on the same nights.")
        cancel(found.booking_id, host_id, reason=reason)
    session().refresh(found)
    audit.record("home.conflict_decided", subject_of(home.id), after={"state": after})
    return found


def take_due(most: int) -> list[Asked]:
    """The calendars whose turn it is, as if they had been read: nobody else reads them now."""
    now = clock.now()
    rows = session().scalars(select(Feed).where(Feed.due_at <= now).order_by(Feed.due_at).limit(most)).all()
    mine = update(Feed).where(Feed.id.in_([feed.id for feed in rows]), Feed.due_at <= now)
    if rows and rows_changed(mine.values(due_at=now + PERIOD)) != len(rows):
        raise Retry
    return [Asked(feed.id, feed.url, feed.etag, feed.changed, feed.digest, feed.well) for feed in rows]


def keep_same(feed_ids: Collection[int]) -> None:
    """What has not changed is well, and nothing else is to do."""
    now = clock.now()
    for start in range(0, len(feed_ids), 500):
        part = Feed.id.in_(sorted(feed_ids)[start : start + 500])
        session().execute(update(Feed).where(part).values(checked_at=now, ok_at=now, problem="", failures=0))


def keep(feed_id: int, came: Fetched) -> None:
    """What came of reading a calendar: its nights are taken, conflicts are opened; or it is sick."""
    feed = session().get(Feed, feed_id)
    home = session().get(Home, feed.home_id) if feed else None
    if feed is None or home is None:
        return
    now = clock.now()
    if came.problem:
        values = {"checked_at": now, "problem": came.problem, "failures": feed.failures + 1}
        if feed.failures + 1 == TELL_AT:
            notices.tell(home.host_id, "stays.calendar", {"title": home.title, "feed": feed.name}, _desk(home))
    else:
        values = {"checked_at": now, "ok_at": now, "problem": "", "failures": 0}
        values |= {"etag": came.etag, "changed": came.changed, "digest": came.digest}
    session().execute(update(Feed).where(Feed.id == feed.id).values(**values))
    if came.events is not None and not came.problem:
        _take(home, feed, [busy for busy in came.events if not known.own(home, busy.uid)])
    _examine(home)


def _take(home: Home, feed: Feed, events: Sequence[Busy]) -> None:
    """Replace what the calendar blocks; bookings keep their nights, and the host hears of both."""
    source = ids.show(feed.id)
    ranges = sorted({(busy.first, busy.until) for busy in events})
    session().execute(delete(Block).where(Block.home_id == home.id, Block.source == source))
    if ranges:
        rows = [{"id": ids.new_id(), "home_id": home.id, "source": source, "first": a, "until": b} for a, b in ranges]
        session().execute(insert(Block), rows)
    keep_blocks(home)
    meets = {
        (stretch.holder_id, first, until)
        for first, until in ranges
        for stretch in known.booked(home)
        if first < stretch.until and stretch.first < until and (first, until) != (stretch.first, stretch.until)
    }
    _close(feed.id, meets)
    _open(home, feed, meets)


def _open(home: Home, feed: Feed, meets: Collection[tuple[int, int, int]]) -> None:
    rows = session().scalars(select(Conflict).where(Conflict.feed_id == feed.id)).all()
    seen = {(row.booking_id, row.first, row.until): row for row in rows}
    fresh = False
    for booking_id, first, until in sorted(meets):
        row = seen.get((booking_id, first, until))
        if row is None:
            row = Conflict(home_id=home.id, feed_id=feed.id, booking_id=booking_id, first=first, until=until)
            row.feed_name, row.state, row.opened_at = feed.name, OPEN, clock.now()
            session().add(row)
            fresh = True
        elif row.state == GONE:
            row.state, row.opened_at, row.decided_at = OPEN, clock.now(), None
            fresh = True
    session().flush()
    if fresh:
        notices.tell(home.host_id, "stays.conflict", {"title": home.title, "feed": feed.name}, _desk(home))


def _close(feed_id: int, meets: Collection[tuple[int, int, int]]) -> None:
    """Conflicts that are no more close by themselves."""
    rows = session().scalars(select(Conflict).where(Conflict.feed_id == feed_id, Conflict.state == OPEN))
    for row in rows:
        if (row.booking_id, row.first, row.until) not in meets:
            row.state, row.decided_at = GONE, clock.now()
    session().flush()


def _examine(home: Home) -> None:
    """Whether guests may book at once: not while a calendar cannot be read."""
    sick = exists().where(Feed.home_id == home.id, (Feed.failures > 0) | Feed.ok_at.is_(None))
    found = bool(session().scalar(select(sick)))
    if found != home.calendar_sick:
        session().execute(update(Home).where(Home.id == home.id).values(calendar_sick=found))
        session().refresh(home)


def _desk(home: Home) -> str:
    return f"/host/homes/{ids.show(home.id)}#calendars"
