"""Cinema: films, halls, screenings and tickets."""

from flask import Flask

from hutong.cinema import box_office, models, pages
from hutong.cinema.api import api
from hutong.cinema.models import tickets

__all__ = ["install", "models", "tickets"]


def install(app: Flask) -> None:
    """Serve shows, their seats and tickets."""
    app.register_blueprint(api.blueprint)
    pages.install(app)
    box_office.install(app)
