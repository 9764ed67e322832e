"""The back office: the frame for staff, drawing what the slices contribute."""

from flask import Flask


def install(app: Flask) -> None:
    """Nothing yet."""
