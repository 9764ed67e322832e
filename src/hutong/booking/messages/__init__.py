"""Messages between the two sides of a booking."""

from flask import Flask

from hutong.accounts.events import AccountClosed
from hutong.accounts.leaving import EXPORTS
from hutong.booking.messages import api, leaving, pages, words
from hutong.booking.messages.models import TALKED, BookingMessage
from hutong.booking.pages import PARTS
from hutong.kernel import events
from hutong.media.models import SHOWN_BY, InLists
from hutong.notices.kinds import KINDS

__all__ = ["TALKED", "api", "install"]


def install(app: Flask) -> None:
    """Stand on the pages of bookings, and tell of new ones."""
    pages.install(app)
    PARTS.add(app, pages.part)
    KINDS.add(app, words.NEW)
    EXPORTS.add(app, leaving.export)
    SHOWN_BY.add(app, InLists(BookingMessage.picture_ids, BookingMessage.author_id, BookingMessage.id))
    events.listen(app, AccountClosed, leaving.forget)
