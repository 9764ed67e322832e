"""Reviews: scores, favourites and reports on any subject."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.accounts.pages.people import PROFILE
from hutong.booking.events import BookingCompleted
from hutong.booking.pages import PARTS
from hutong.kernel import desk
from hutong.kernel.checks import AUDITS
from hutong.kernel.events import listen
from hutong.kernel.pages import MENU, Entry
from hutong.media.models import SHOWN_BY, InLists
from hutong.notices.kinds import KINDS
from hutong.reviews import checks, jobs, leaving, lists, models, news, own
from hutong.reviews.api import api
from hutong.reviews.pages import pages, part_of, said_of
from hutong.reviews.staff import staff
from hutong.reviews.subjects import SUBJECTS

__all__ = ["install", "jobs", "models"]


def install(app: Flask) -> None:
    """Serve reviews, favourites and reports; ask for reviews after check-out."""
    for blueprint in (api.blueprint, pages, staff):
        app.register_blueprint(blueprint)
    SUBJECTS.add(app, own.REVIEWS, own.PEOPLE)
    KINDS.add(app, *news.KINDS)
    leaving.install(app)
    AUDITS.add(app, checks.faults)
    SHOWN_BY.add(app, InLists(models.Review.pictures, models.Review.author_id, models.Review.id))
    PARTS.add(app, part_of)
    PROFILE.add(app, said_of)
    listen(app, BookingCompleted, news.ask_for_reviews)
    MENU.add(app, Entry("account", "favourites", _l("Favourites"), "/favourites", "heart", order=40))
    desk.LISTS.add(app, lists.REVIEWS)
    desk.LINKS.add(app, lists.REPORTS)
    desk.WAITING.add(app, lists.REPORTED)
