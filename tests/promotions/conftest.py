"""Bookings are paid at the sandbox provider, reached without a socket."""

import pytest
from flask import Flask

from tests.payments.world import connect


@pytest.fixture(autouse=True)
def provider(app: Flask) -> None:
    """The sandbox provider, connected."""
    connect(app)
