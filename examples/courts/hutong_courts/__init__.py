"""Courts: sports grounds by the hour, a storefront from outside of Hutong."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.kernel.pages import MENU, Entry
from hutong_courts.api import api
from hutong_courts.pages import pages


def install(app: Flask) -> None:
    """Serve courts and stand in the menu."""
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages)
    MENU.add(app, Entry("doors", "courts", _l("Courts"), "/courts", "grid", order=40))
