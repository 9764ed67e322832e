"""What tickets hear of bookings, and what they add to other pages."""

from flask import Flask

from hutong.booking import policies, words
from hutong.booking.actions import completing, paying
from hutong.booking.events import (
    BookingCancelled,
    BookingExpired,
    BookingPaid,
    BookingRefunded,
    LinesCancelled,
    PaidBack,
)
from hutong.booking.pages import PARTS
from hutong.cinema import checks
from hutong.cinema.actions import cards, changing, combos, counter, pickups, seats
from hutong.cinema.jobs import TICKETS
from hutong.cinema.models import KIND
from hutong.cinema.models.tickets import CARD
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
    AUDITS.add(app, faults, checks.faults)
    for over in (BookingCancelled, BookingExpired, BookingRefunded, LinesCancelled):
        events.listen(app, over, combos.put_back)
    events.listen(app, BookingCancelled, cards.end)
    paying.AGAIN.add(app, seats.same_promise, combos.retake)
    completing.CALLED_OFF.add(app, seats.called_off)
    policies.KEPT.add(app, changing.keep_used)
    PARTS.add(app, tickets.part_of)
    words.UNTOLD.add(app, KIND, CARD)  # a cinema reads its report, not a notice for every seat
    KINDS.add(app, TICKETS)
