"""Staff of several kinds."""

import pytest
from flask import Flask

from tests.accounts.world import person, signed_in
from tests.client import Client


@pytest.fixture
def administrator(app: Flask) -> Client:
    """Who may everything."""
    return signed_in(app, person(app, "13700000001", role="administrator", name="Root"))


@pytest.fixture
def moderator(app: Flask) -> Client:
    """Who may moderate."""
    return signed_in(app, person(app, "13700000002", role="moderator", name="Mo"))


@pytest.fixture
def support(app: Flask) -> Client:
    """Who may help with homes, bookings and real names."""
    return signed_in(app, person(app, "13700000003", role="support", name="Su"))
