"""People of the cinema's tests."""

import pytest
from flask import Flask

from tests.accounts.world import person, signed_in
from tests.cinema import world
from tests.client import Client


@pytest.fixture
def admin(app: Flask) -> Client:
    """The platform's administrator."""
    return signed_in(app, person(app, "13800009001", role="administrator"))


@pytest.fixture
def guest(app: Flask) -> Client:
    """Somebody without any role."""
    return signed_in(app, person(app, "13800009002"))


@pytest.fixture
def venue(app: Flask) -> world.Cinema:
    """An open cinema."""
    return world.cinema(app)


@pytest.fixture
def manager(app: Flask, venue: world.Cinema) -> Client:
    """The manager of that cinema."""
    manager_id = person(app, "13800009003", verified=True)
    world.staff(app, manager_id, venue)
    return signed_in(app, manager_id)
