"""Photos: pictures that people share."""

from flask import Flask

from hutong.booking.events import BookingPaid
from hutong.kernel import desk, text
from hutong.kernel.events import listen
from hutong.media.models import SHOWN_BY
from hutong.notices.kinds import KINDS
from hutong.photos import jobs, leaving, models, news, pages, staff
from hutong.photos.actions.listing import index
from hutong.photos.api import api
from hutong.photos.reporting import COMMENTS, PHOTOS
from hutong.reviews.subjects import SUBJECTS

__all__ = ["install", "jobs", "models"]


def install(app: Flask) -> None:
    """Serve photos; let them be reported, and hear of bookings they led to."""
    app.register_blueprint(api.blueprint)
    app.register_blueprint(staff.staff)
    pages.install(app)
    leaving.install(app)
    SUBJECTS.add(app, PHOTOS, COMMENTS)
    SHOWN_BY.add(app, models.Photo.picture_id)
    KINDS.add(app, *news.KINDS)
    text.INDEXES.add(app, text.Index(models.Photo, models.Photo.listed == 1, index))
    desk.LISTS.add(app, staff.PHOTOS)
    desk.WAITING.add(app, staff.WAITS)
    desk.PLOTS.add(app, staff.UPLOADS)
    listen(app, BookingPaid, news.booking_paid)
