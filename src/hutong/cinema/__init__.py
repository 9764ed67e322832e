"""Cinema: films, halls, screenings and tickets."""

from flask import Flask


def install(app: Flask) -> None:
    """Nothing yet."""
