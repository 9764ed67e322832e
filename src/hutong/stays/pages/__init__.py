"""The pages of stays."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.accounts.pages.people import PROFILE
from hutong.kernel.front import FRONT
from hutong.kernel.pages import MENU, Entry
from hutong.kernel.search import SHELVES
from hutong.kernel.sitemap import KINDS, PLAIN, Kind
from hutong.stays.models import Home, HomeState
from hutong.stays.pages import checkout, feeds, figures, home, host, search
from hutong.stays.pages.base import home_path, pages
from hutong.stays.pages.front import front, homes_of, shelf

__all__ = ["checkout", "feeds", "figures", "home", "host", "install", "pages", "search"]


def install(app: Flask) -> None:
    """Serve the pages of stays, and stand in the menus and on the front page."""
    app.register_blueprint(pages)
    FRONT.add(app, front)
    PROFILE.add(app, homes_of)
    SHELVES.add(app, shelf)
    PLAIN.add(app, "/homes")
    KINDS.add(app, Kind("homes", Home.id, lambda: Home.state == HomeState.PUBLISHED, home_path))
    MENU.add(app, Entry("doors", "stays", _l("Stays"), "/homes", "house-door", order=10))
    MENU.add(app, Entry("account", "my-homes", _l("My homes"), "/host/homes", "house", order=40))
    MENU.add(app, Entry("account", "new-home", _l("Publish a home"), "/host/homes/new", "plus-circle", order=41))
    MENU.add(app, Entry("footer", "new-home", _l("Publish a home"), "/host/homes/new", order=30))
    MENU.add(app, Entry("account", "figures", _l("My figures"), "/host/figures", "bar-chart", order=46))
