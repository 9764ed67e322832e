"""Cinema: films, halls, screenings and tickets."""

from flask import Flask

from hutong.cinema import models

__all__ = ["install", "models"]


def install(app: Flask) -> None:
    """Nothing yet."""
