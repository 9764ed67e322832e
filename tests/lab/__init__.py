"""A slice of the tests' own: what the kernel promises to every slice is tried out on it."""

from flask import Flask

from hutong.kernel import web
from hutong.kernel.pages import MENU, Entry
from tests.lab import api, pages, people


def install(app: Flask) -> None:
    """Put the lab into an app."""
    app.register_blueprint(api.api.blueprint)
    app.register_blueprint(pages.pages)
    web.AUTHENTICATE.add(app, people.authenticate)
    MENU.add(app, Entry("account", "lab", "Lab", "/lab"))
