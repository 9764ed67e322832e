"""Pages of cinema."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.cinema import access
from hutong.cinema.pages import cinemas, counter, desk, door, extras, films, reports, seats, tickets
from hutong.cinema.pages.base import pages
from hutong.kernel.pages import FRONT, MENU, Entry

__all__ = ["cinemas", "counter", "desk", "door", "extras", "films", "install", "reports", "seats", "tickets"]


def install(app: Flask) -> None:
    """Serve them, and stand in the menus and on the front page."""
    app.register_blueprint(pages)
    FRONT.add(app, films.front)
    MENU.add(app, tickets.entry)
    MENU.add(app, Entry("doors", "cinema", _l("Movies"), "/cinema", "film", order=20))
    mine = Entry("account", "my-cinemas", _l("My cinemas"), "/cinema/mine", "camera-reels", 46, access.works)
    MENU.add(app, mine)
    MENU.add(app, Entry("footer", "new-cinema", _l("Enter a cinema"), "/cinema/new", order=31))
