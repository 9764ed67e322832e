"""Promotions: coupons and points."""

from flask import Flask


def install(app: Flask) -> None:
    """Nothing yet."""
