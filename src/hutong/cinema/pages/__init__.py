"""Pages of cinema."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.booking.coming import PASSES
from hutong.cinema import access
from hutong.cinema.models import Cinema, CinemaState, Film, FilmState
from hutong.cinema.pages import cinemas, counter, desk, door, extras, films, reports, seats, tickets
from hutong.cinema.pages.base import pages
from hutong.kernel import ids
from hutong.kernel.front import FRONT
from hutong.kernel.pages import MENU, Entry
from hutong.kernel.search import SHELVES
from hutong.kernel.sitemap import KINDS, PLAIN, Kind
from hutong.promotions.wallet import CARDS

__all__ = ["cinemas", "counter", "desk", "door", "extras", "films", "install", "reports", "seats", "tickets"]


def install(app: Flask) -> None:
    """Serve them, and stand in the menus and on the front page."""
    app.register_blueprint(pages)
    FRONT.add(app, films.front)
    SHELVES.add(app, films.shelf, cinemas.shelf)
    PLAIN.add(app, "/cinema", "/films", "/cinemas")
    listed, opened = lambda: Film.state == FilmState.LISTED, lambda: Cinema.state == CinemaState.OPEN
    KINDS.add(app, Kind("films", Film.id, listed, lambda number: f"/films/{ids.show(number)}"))
    KINDS.add(app, Kind("cinemas", Cinema.id, opened, lambda number: f"/cinemas/{ids.show(number)}"))
    MENU.add(app, tickets.entry)
    PASSES.add(app, tickets.passes)
    CARDS.add(app, tickets.held_cards)
    MENU.add(app, Entry("doors", "cinema", _l("Movies"), "/cinema", "film", order=20))
    mine = Entry("account", "my-cinemas", _l("My cinemas"), "/cinema/mine", "camera-reels", 46, access.works)
    MENU.add(app, mine)
    MENU.add(app, Entry("footer", "new-cinema", _l("Enter a cinema"), "/cinema/new", order=31))
