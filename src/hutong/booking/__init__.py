"""Bookings: claims on slots, the way from a request to a stay, and the money for it."""

from flask import Flask

from hutong.booking import models as models


def install(app: Flask) -> None:
    """Serve bookings and hear what becomes of their payments."""
