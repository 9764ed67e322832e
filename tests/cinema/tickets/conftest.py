"""A cinema with a show tomorrow, and somebody who buys."""

import pytest
from flask import Flask

from hutong.cinema.models import Cinema, Screening
from tests.accounts.world import person, signed_in
from tests.cinema import world
from tests.client import Client


@pytest.fixture
def venue(app: Flask) -> Cinema:
    """An open cinema."""
    return world.cinema(app)


@pytest.fixture
def show(app: Flask, venue: Cinema) -> Screening:
    """A show tomorrow at 19:00 in a hall of 6 x 10."""
    return world.screening(app, venue, world.hall(app, venue), world.film(app))


@pytest.fixture
def buyer(app: Flask) -> Client:
    """Somebody signed in."""
    return signed_in(app, person(app, "13800002001"))
