"""Stays: homes that people let for some nights."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from hutong.booking.events import BookingCancelled, BookingExpired, BookingRejected
from hutong.kernel import checks, events
from hutong.stays import actions, jobs, models
from hutong.stays.api import api
from hutong.stays.queries.checks import faults

__all__ = ["install", "jobs", "models"]


def install(app: Flask) -> None:
    """Serve homes, and hear when their nights are free again."""
    app.register_blueprint(api.blueprint)
    if (pages := find_spec("hutong.stays.pages")) and pages.origin:  # written a little later
        import_module("hutong.stays.pages").install(app)
    for news in (BookingCancelled, BookingExpired, BookingRejected):
        events.listen(app, news, actions.after_release)
    checks.AUDITS.add(app, faults)
