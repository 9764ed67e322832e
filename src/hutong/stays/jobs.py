"""What is worked out in the background: how popular homes are, old prices, other calendars."""

from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select, update

from hutong.booking.messages import queries as talk
from hutong.booking.models import COMPLETED, PAID, Booking
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.jobs import job
from hutong.kernel.state import settings, state
from hutong.stays import actions, queries
from hutong.stays.gateways.calendars import Asked, ask
from hutong.stays.models import KIND, Home, HomeNight

COUNTED = 90 * clock.DAY
BATCH = 500
POLLED = 100  # calendars at a time
POLLING = 30 * clock.SECOND  # no new ones are begun after that
READERS = 16


@job("stays.count_bookings", every=clock.HOUR)
def count_bookings() -> None:
    """Order homes by their paid bookings of the last 90 days; a sale itself never touches a home's row."""
    since = clock.now() - COUNTED
    sold = select(Booking.resource_id, func.count()).where(
        Booking.state.in_((PAID, COMPLETED)),
        Booking.ends_at >= since,  # follows from the next: where the index begins
        Booking.made_at >= since,
        Booking.kind == KIND,
    )
    sold = sold.group_by(Booking.resource_id)
    counts = dict(session().execute(sold).all())
    was = select(Home.resource_id, Home.id, Home.popularity)
    known = {row.resource_id: row for row in session().execute(was.where(Home.popularity > 0))}
    missing = sorted(counts.keys() - known.keys())
    for start in range(0, len(missing), BATCH):
        part = Home.resource_id.in_(missing[start : start + BATCH])
        known |= {row.resource_id: row for row in session().execute(was.where(part))}
    changed = [
        {"id": row.id, "popularity": counts.get(resource_id, 0)}
        for resource_id, row in sorted(known.items())
        if row.popularity != counts.get(resource_id, 0)
    ]
    if changed:
        session().execute(update(Home), changed)


@job("stays.find_past_prices", every=clock.DAY)
def find_past_prices() -> None:
    """Have the homes looked after that still know prices of nights that are over."""
    past = select(HomeNight.home_id).where(HomeNight.day < clock.day_number(queries.today())).distinct()
    for home_id in session().scalars(past):
        forget_past_prices.later(home_id=home_id)


@job("stays.forget_past_prices")
def forget_past_prices(home_id: int) -> None:
    """Drop the prices of nights that are over, and follow with the bounds that searches stop at."""
    actions.forget_past(home_id)


@job("stays.poll_calendars", outside=True, every=clock.MINUTE)
def poll_calendars() -> None:
    """Read the calendars of other sites whose turn it is: each every 15 minutes, many at once."""
    stop, zone = clock.now() + POLLING, clock.zone(settings().timezone)
    while clock.now() <= stop:
        asked = state().database.run(lambda: actions.take_due(POLLED))
        if not asked:
            return
        _poll(asked, zone, clock.day_number(queries.today()))


def _poll(asked: list[Asked], zone: ZoneInfo, present: int) -> None:
    database, same = state().database, []
    with ThreadPoolExecutor(READERS) as readers:
        for one, came in zip(asked, readers.map(lambda each: ask(each, zone, present), asked), strict=True):
            if came.events is None and not came.problem and one.well:
                same.append(one.feed_id)
            else:
                database.run(lambda: actions.keep(one.feed_id, came))  # noqa: B023
    if same:
        database.run(lambda: actions.keep_same(same))


@job("stays.count_answers", every=clock.HOUR)
def count_answers() -> None:
    """Write down how soon and how surely hosts answer, where their homes' pages read it anyway."""
    known = talk.answers()
    was = select(Home.id, Home.host_id, Home.answer_rate, Home.answer_ms)
    was = was.where(or_(Home.answer_rate.is_not(None), Home.host_id.in_(sorted(known))))
    changed = []
    for row in session().execute(was):
        now = known.get(row.host_id)
        rate, usual = (now.rate, now.usual) if now else (None, None)
        if (rate, usual) != (row.answer_rate, row.answer_ms):
            changed.append({"id": row.id, "answer_rate": rate, "answer_ms": usual})
    if changed:
        session().execute(update(Home), changed)
