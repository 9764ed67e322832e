"""The pages of photos."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.kernel.pages import FRONT, MENU, Entry
from hutong.photos.pages import mine, people, photo, streams
from hutong.photos.pages.base import pages
from hutong.photos.pages.front import front

__all__ = ["install", "mine", "pages", "people", "photo", "streams"]


def install(app: Flask) -> None:
    """Serve the pages of photos, and stand in the menus and on the front page."""
    app.register_blueprint(pages)
    FRONT.add(app, front)
    MENU.add(app, Entry("doors", "photos", _l("Photos"), "/photos", "camera", order=30))
    MENU.add(app, Entry("account", "my-photos", _l("My photos"), "/me/photos", "images", order=44))
    MENU.add(app, Entry("account", "upload", _l("Share photos"), "/photos/upload", "upload", order=45))
