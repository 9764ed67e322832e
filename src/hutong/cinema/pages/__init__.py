"""Pages of cinema."""

from flask import Flask

from hutong.cinema.pages import seats
from hutong.cinema.pages.base import pages

__all__ = ["install", "seats"]


def install(app: Flask) -> None:
    """Serve them."""
    app.register_blueprint(pages)
