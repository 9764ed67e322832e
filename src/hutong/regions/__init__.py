"""Regions: the tree of provinces, cities and districts."""

from flask import Flask

from hutong.regions import models
from hutong.regions.api import api

__all__ = ["install", "models"]


def install(app: Flask) -> None:
    """Serve the tree."""
    app.register_blueprint(api.blueprint)
