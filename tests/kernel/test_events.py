"""News goes up, inside the transaction; contributions are kept per app."""

import pytest
from flask import Flask
from tests.client import Client
from tests.lab import things
from tests.lab.api import Told
from tests.lab.fixtures import Build

from hutong.kernel import events
from hutong.kernel.contribute import Point
from hutong.kernel.db import Database


def test_what_a_listener_writes_belongs_to_the_transaction(build: Build, inside: Database) -> None:
    """S-07: it is there when the change is, and gone with a refusal or a listener's failure."""
    app = build()

    def hear(told: Told) -> None:
        things.make(f"heard {told.name}")

    events.listen(app, Told, hear)
    browser = Client(app)
    assert browser.post("/news", {"name": "a"}).status_code == 201
    assert browser.post("/news", {"name": "never"}).status_code == 409
    events.listen(app, Told, lambda told: 1 // 0)  # type: ignore[arg-type]
    assert browser.post("/news", {"name": "b"}).status_code == 500
    with inside.reading():
        assert things.names() == ["heard a"]


def test_listeners_are_called_in_order_and_by_kind(lab: Flask, build: Build) -> None:
    """S-07."""
    app, other, heard = build(), build(), []
    events.listen(app, Told, lambda told: heard.append(1))
    events.listen(app, Told, lambda told: heard.append(2))
    events.listen(app, str, lambda told: heard.append(3))
    for one in (app, other):
        with one.app_context():
            events.tell(Told("x"))
    assert heard == [1, 2]


def test_points_are_kept_per_app(build: Build) -> None:
    """O-02."""
    point: Point[int] = Point("numbers")
    one, other = build(), build()
    point.add(one, 1, 2)
    point.add(one, 3)
    assert (point.all(one), point.all(other)) == ([1, 2, 3], [])
    with pytest.raises(RuntimeError):
        point.all()
