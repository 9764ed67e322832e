"""Cinema: films, halls, screenings and tickets."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.accounts.events import OrganisationDecided
from hutong.cinema import actions, box_office, jobs, models, news, pages, reviewing, staff
from hutong.cinema.actions.films import index
from hutong.cinema.api import api
from hutong.cinema.models import tickets
from hutong.kernel import desk, events, text
from hutong.media.models import SHOWN_BY
from hutong.notices.kinds import KINDS
from hutong.payments.events import PaymentSettled
from hutong.promotions.storefronts import STOREFRONTS
from hutong.reviews.events import ScoreChanged

__all__ = ["install", "jobs", "models", "tickets"]


def install(app: Flask) -> None:
    """Serve films, cinemas, shows, their seats and tickets, and hear what concerns them."""
    app.register_blueprint(api.blueprint)
    pages.install(app)
    box_office.install(app)
    app.register_blueprint(staff.staff)
    desk.LISTS.add(app, staff.FILMS, staff.CINEMAS, staff.RIGHTS_LIST, staff.TICKETS)
    desk.WAITING.add(app, *staff.WAITING)
    reviewing.install(app)
    SHOWN_BY.add(app, models.Film.poster_id, models.FilmStill.picture_id)
    SHOWN_BY.add(app, models.Cinema.picture_id, tickets.Combo.picture_id)
    KINDS.add(app, *news.KINDS)
    text.INDEXES.add(app, text.Index(models.Film, models.Film.state != models.FilmState.REMOVED, index))
    events.listen(app, ScoreChanged, actions.keep_rating)
    events.listen(app, OrganisationDecided, actions.follow_organisation)
    events.listen(app, PaymentSettled, actions.settle_right)
    STOREFRONTS.add(app, (models.KIND, _l("Cinema")))
