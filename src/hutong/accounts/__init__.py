"""People: registering, logging in, profile, real name, roles."""

from flask import Flask

from hutong.accounts.actions import choose_language
from hutong.accounts.api import api
from hutong.accounts.principal import authenticate
from hutong.kernel import web
from hutong.kernel.pages import LANGUAGE_CHOSEN


def install(app: Flask) -> None:
    """Serve the routes of accounts and know who is signed in."""
    app.register_blueprint(api.blueprint)
    LANGUAGE_CHOSEN.add(app, choose_language)
    web.AUTHENTICATE.add(app, authenticate)
