"""A home's calendar for other sites, and the words about theirs."""

from dataclasses import dataclass

from flask import Response
from flask_babel import gettext as _

from hutong.booking.models import Booking
from hutong.kernel import clock
from hutong.stays.gateways import calendars
from hutong.stays.models import Conflict, Feed
from hutong.stays.pages.base import pages
from hutong.stays.queries import feeds


@pages.page("/calendars/<secret>.ics", public=True, hidden=True)
def home_calendar(secret: str) -> Response:
    """The nights of a home that are gone, for other sites: no names, no prices, nothing of what they told us."""
    home = feeds.home_of_address(secret)
    found = [(one.uid, one.summary, one.first, one.until) for one in feeds.entries(home)]
    made = clock.local(clock.now(), "UTC").replace(minute=0, second=0, microsecond=0)
    answer = Response(calendars.write(home.title, found, made), mimetype="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@dataclass(frozen=True)
class FeedRow:
    """A calendar of another site and what is wrong with it, in words."""

    feed: Feed
    problem: str

    @classmethod
    def of(cls, feed: Feed) -> "FeedRow":
        """From the row."""
        return cls(feed, problems().get(feed.problem, _("It could not be read.")) if feed.problem else "")


@dataclass(frozen=True)
class ConflictRow:
    """Nights that were sold twice."""

    conflict: Conflict
    booking: Booking

    @property
    def first(self) -> object:
        """The first of them."""
        return clock.day_of(self.conflict.first)

    @property
    def until(self) -> object:
        """The day after the last."""
        return clock.day_of(self.conflict.until)


def problems() -> dict[str, str]:
    """What can be wrong with a calendar, by the codes of the gateway."""
    return {
        "private": _("The address lies in a private network or is no web address."),
        "slow": _("It took too long to answer."),
        "large": _("It is larger than 2 MB."),
        "answer": _("The other site did not answer with a calendar."),
        "calendar": _("What came is not a calendar."),
        "many": _("It has more than 2,000 events."),
        "dates": _("An event has dates that cannot be read."),
        "repeats": _("An event repeats in a way that is not understood."),
    }
