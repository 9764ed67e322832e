"""Media: pictures, stored once under the hash of what is in them."""

from flask import Flask

from hutong.media import gateways, jobs, models
from hutong.media.api import api
from hutong.media.pages import pages, picture

__all__ = ["install", "jobs", "models"]


def install(app: Flask) -> None:
    """Open the store, take uploads, serve thumbnails."""
    app.extensions["hutong_media"] = gateways.connect(app.extensions["hutong"].settings)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages)
    app.jinja_env.globals.update(picture=picture)
