"""Every test here has a photographer and a visitor."""

import pytest
from flask import Flask

from tests.photos.world import World


@pytest.fixture
def town(app: Flask) -> World:
    """Somebody who shares photos, and somebody who looks."""
    return World(app)
