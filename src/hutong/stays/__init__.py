"""Stays: homes that people let for some nights."""

from flask import Flask

from hutong.stays import models

__all__ = ["install", "models"]


def install(app: Flask) -> None:
    """Take part."""
