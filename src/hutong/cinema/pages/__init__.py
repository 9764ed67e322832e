"""Pages of cinema."""

from flask import Flask

from hutong.cinema.pages import counter, door, extras, seats, tickets
from hutong.cinema.pages.base import pages
from hutong.kernel.pages import MENU

__all__ = ["counter", "door", "extras", "install", "seats", "tickets"]


def install(app: Flask) -> None:
    """Serve them."""
    app.register_blueprint(pages)
    MENU.add(app, tickets.entry)
