"""Calendars of other sites, for the host: our own to be read elsewhere, others to be read here."""

from flask_babel import lazy_gettext as _l

from hutong.kernel import clock
from hutong.kernel.errors import Invalid, NotFound
from hutong.kernel.web import me
from hutong.stays import actions, queries
from hutong.stays.actions import Decided
from hutong.stays.api.base import api
from hutong.stays.models import Conflict
from hutong.stays.queries import feeds
from hutong.stays.schemas import CalendarsOut, ConflictIn, ConflictOut, ConflictsOut, FeedIn, FeedOut


def _resolved(home_id: int, body: FeedIn) -> str:
    """The address as it is fetched, looked up before the transaction."""
    queries.own_home(home_id, me().id)
    return actions.check_address(body.url)


@api.get("/homes/<id:home_id>/feeds", raises=(NotFound,))
def list_feeds(home_id: int) -> CalendarsOut:
    """The address of your home's own calendar, and the calendars that take its nights, with their health."""
    home = queries.own_home(home_id, me().id)
    return CalendarsOut(
        address=feeds.address(home), feeds=[FeedOut.model_validate(feed) for feed in feeds.feeds(home.id)]
    )


@api.post(
    "/homes/<id:home_id>/feeds",
    before=_resolved,
    raises=(Invalid, NotFound),
    done=_l("The calendar was added and will be read at once."),
)
def add_feed(home_id: int, body: FeedIn, ready: str) -> FeedOut:
    """Have the nights of another site's calendar taken here as well; it is read every 15 minutes."""
    return FeedOut.model_validate(actions.add_feed(home_id, me().id, body, ready))


@api.delete("/homes/<id:home_id>/feeds/<id:feed_id>", raises=(NotFound,), done=_l("The calendar was removed."))
def remove_feed(home_id: int, feed_id: int) -> None:
    """Forget a calendar: its nights are free again."""
    actions.remove_feed(home_id, feed_id, me().id)


@api.post(
    "/homes/<id:home_id>/feeds/<id:feed_id>/checks",
    status=202,
    raises=(NotFound,),
    done=_l("It is read within a minute."),
)
def check_feed(home_id: int, feed_id: int) -> FeedOut:
    """Have a calendar read now."""
    return FeedOut.model_validate(actions.check_soon(home_id, feed_id, me().id))


@api.post(
    "/homes/<id:home_id>/calendar-address", status=200, raises=(NotFound,), done=_l("The calendar has a new address.")
)
def renew_calendar_address(home_id: int) -> CalendarsOut:
    """Give the home's own calendar a new secret address; the old one no longer answers."""
    actions.renew_address(home_id, me().id)
    return list_feeds(home_id)


@api.get("/homes/<id:home_id>/conflicts", raises=(NotFound,))
def list_conflicts(home_id: int) -> ConflictsOut:
    """Nights that both a calendar and a booking have, waiting for your decision."""
    home = queries.own_home(home_id, me().id)
    return ConflictsOut(items=[_shown(conflict) for conflict, _booking in feeds.conflicts(home.id)])


@api.put(
    "/homes/<id:home_id>/conflicts/<id:conflict_id>",
    raises=(Invalid, NotFound, Decided),
    done=_l("Your decision was saved."),
)
def decide_conflict(home_id: int, conflict_id: int, body: ConflictIn) -> ConflictOut:
    """Keep the booking of this site, or call it off so that all its money goes back."""
    return _shown(actions.decide_conflict(home_id, conflict_id, me().id, body))


def _shown(conflict: Conflict) -> ConflictOut:
    return ConflictOut(
        id=conflict.id,
        feed=conflict.feed_name,
        booking_id=conflict.booking_id,
        first=clock.day_of(conflict.first),
        until=clock.day_of(conflict.until),
        state=conflict.state,
    )
