"""Bookings: claims on slots, the way from a request to a stay, and the money for it."""

from flask import Flask

from hutong.booking import (
    accounting,
    books,
    casenews,
    checks,
    jobs,
    leaving,
    ledgerchecks,
    messages,
    pages,
    queries,
    staff,
    words,
)
from hutong.booking.api import api
from hutong.booking.models import Booking, CaseStatement
from hutong.kernel import desk
from hutong.kernel.checks import AUDITS
from hutong.kernel.events import listen
from hutong.kernel.metrics import GAUGES, Gauge
from hutong.media.models import SHOWN_BY, InLists
from hutong.notices.kinds import KINDS
from hutong.payments import statements
from hutong.payments.events import PaymentSettled


def install(app: Flask) -> None:
    """Serve bookings, tell of them, and hear what becomes of their payments."""
    app.register_blueprint(api.blueprint)
    for part in (pages, messages, accounting, leaving):
        part.install(app)
    app.register_blueprint(staff.staff)
    desk.LISTS.add(app, staff.BOOKINGS, staff.DISPUTES)
    desk.PLOTS.add(app, staff.MADE)
    listen(app, PaymentSettled, jobs.settle)
    statements.NAMES.add(app, books.names)
    statements.AHEAD.add(app, books.ahead)
    for news in jobs.TOLD:
        listen(app, news, jobs.tell_soon)
    KINDS.add(app, *words.KINDS, *casenews.KINDS)
    desk.WAITING.add(app, staff.WAITING)
    AUDITS.add(app, checks.faults, ledgerchecks.faults)
    GAUGES.add(app, Gauge("hutong_claims_held", "Nights and seats held until they are paid", queries.held))
    SHOWN_BY.add(app, Booking.picture_id, InLists(CaseStatement.pictures, CaseStatement.person_id, CaseStatement.id))
