"""People: registering, logging in, profile, real name, roles."""

from flask import Flask

from hutong.accounts.api import api
from hutong.accounts.principal import authenticate
from hutong.kernel import web


def install(app: Flask) -> None:
    """Serve the routes of accounts and know who is signed in."""
    app.register_blueprint(api.blueprint)
    web.AUTHENTICATE.add(app, authenticate)
