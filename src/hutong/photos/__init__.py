"""Photos: pictures that people share."""

from flask import Flask


def install(app: Flask) -> None:
    """Nothing yet."""
