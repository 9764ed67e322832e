"""The pages of photos."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.accounts.pages.people import PROFILE
from hutong.kernel import ids
from hutong.kernel.front import FRONT
from hutong.kernel.pages import MENU, Entry
from hutong.kernel.search import SHELVES
from hutong.kernel.sitemap import KINDS, PLAIN, Kind
from hutong.photos.models import Photo
from hutong.photos.pages import mine, people, photo, streams
from hutong.photos.pages.base import pages
from hutong.photos.pages.front import front

__all__ = ["install", "mine", "pages", "people", "photo", "streams"]


def install(app: Flask) -> None:
    """Serve the pages of photos, and stand in the menus and on the front page."""
    app.register_blueprint(pages)
    FRONT.add(app, front)
    PROFILE.add(app, people.part_of)
    SHELVES.add(app, streams.shelf)
    PLAIN.add(app, "/photos")
    KINDS.add(app, Kind("photos", Photo.id, lambda: Photo.listed == 1, lambda number: f"/photos/{ids.show(number)}"))
    MENU.add(app, Entry("doors", "photos", _l("Photos"), "/photos", "camera", order=30))
    MENU.add(app, Entry("account", "my-photos", _l("My photos"), "/me/photos", "images", order=44))
    MENU.add(app, Entry("account", "upload", _l("Share photos"), "/photos/upload", "upload", order=45))
