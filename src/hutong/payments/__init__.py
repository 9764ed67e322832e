"""Money: payments and refunds through providers, whose signed word alone counts."""

from flask import Flask

from hutong.payments import models as models


def install(app: Flask) -> None:
    """Serve payments and speak to their providers."""
