"""Stays: homes that people let for some nights."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.accounts.events import PersonRestored, PersonSuspended
from hutong.booking.events import BookingCancelled, BookingExpired, BookingMade, BookingPaid, BookingRejected
from hutong.booking.messages import TALKED
from hutong.booking.pages import PARTS
from hutong.kernel import checks, desk, events, text
from hutong.media.models import SHOWN_BY
from hutong.notices.kinds import KINDS
from hutong.promotions.storefronts import STOREFRONTS
from hutong.stays import actions, jobs, leaving, models, pages, reviewing, staff, words
from hutong.stays.actions.describing import index
from hutong.stays.api import api
from hutong.stays.pages.arriving import arrival
from hutong.stays.queries.checks import faults

__all__ = ["install", "jobs", "models"]


def install(app: Flask) -> None:
    """Serve homes, let them be reviewed, and hear when their nights are free again."""
    app.register_blueprint(api.blueprint)
    pages.install(app)
    reviewing.install(app)
    leaving.install(app)
    for news in (BookingCancelled, BookingExpired, BookingRejected):
        events.listen(app, news, actions.after_release)
    events.listen(app, PersonSuspended, actions.withhold)
    events.listen(app, PersonRestored, actions.offer_again)
    events.listen(app, BookingMade, actions.prepare)
    events.listen(app, BookingPaid, actions.prepare_again)
    desk.LISTS.add(app, staff.HOMES)
    KINDS.add(app, *words.KINDS)
    TALKED.add(app, models.KIND)
    SHOWN_BY.add(app, models.HomePicture.picture_id)
    PARTS.add(app, arrival)
    checks.AUDITS.add(app, faults)
    text.INDEXES.add(app, text.Index(models.Home, models.Home.state != models.HomeState.REMOVED, index))
    STOREFRONTS.add(app, (models.KIND, _l("Stays")))
