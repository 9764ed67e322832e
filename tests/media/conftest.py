"""Who uploads."""

import pytest
from flask import Flask

from tests.accounts import world
from tests.client import Client


@pytest.fixture
def guest(app: Flask) -> Client:
    """Somebody who is signed in."""
    return world.signed_in(app, world.person(app))
