"""Photos: pictures that people share."""

from flask import Flask

from hutong.booking.events import BookingPaid
from hutong.kernel import desk
from hutong.kernel.events import listen
from hutong.notices.kinds import KINDS
from hutong.photos import jobs, leaving, models, news, pages, staff
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
    KINDS.add(app, *news.KINDS)
    desk.LISTS.add(app, staff.PHOTOS)
    desk.WAITING.add(app, staff.WAITS)
    desk.PLOTS.add(app, staff.UPLOADS)
    listen(app, BookingPaid, news.booking_paid)
