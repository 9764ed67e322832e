"""What tickets hear of bookings, and what they add to other pages."""

from flask import Flask

from hutong.booking import policies
from hutong.booking.events import BookingCancelled, BookingExpired, BookingPaid, BookingRefunded, PaidBack
from hutong.booking.pages import PARTS
from hutong.cinema.actions import cards, changing, combos, counter, pickups
from hutong.cinema.jobs import TICKETS
from hutong.cinema.pages import tickets
from hutong.cinema.queries.counter import faults
from hutong.kernel import events
from hutong.kernel.checks import AUDITS
from hutong.notices.kinds import KINDS


def install(app: Flask) -> None:
    """Give paid seats their tickets, and keep seats that somebody sits in."""
    events.listen(app, BookingPaid, pickups.issue)
    events.listen(app, BookingPaid, cards.issue)
    events.listen(app, BookingPaid, counter.note_sale)
    events.listen(app, PaidBack, counter.note_return)
    AUDITS.add(app, faults)
    for over in (BookingCancelled, BookingExpired, BookingRefunded):
        events.listen(app, over, combos.put_back)
    policies.KEPT.add(app, changing.keep_used)
    PARTS.add(app, tickets.part_of)
    KINDS.add(app, TICKETS)
