"""The demo is filled in on every database; its pictures are small here, and drawn elsewhere in their size."""

from collections.abc import Callable

import pytest
from flask import Flask
from tests.client import Client

from hutong.demo import draw
from hutong.demo.people import PASSWORD, PEOPLE
from hutong.demo.scenes.canvas import Canvas
from hutong.demo.seed import seed
from hutong.kernel import checks, jobs


def test_an_empty_site_becomes_the_demo_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """O-02: with bookings over and under way, nothing that the audit minds, and not a second time."""
    drawn = draw._drawn

    def smaller(paint: Callable[[Canvas], None], size: tuple[int, int], name: str) -> bytes:
        return drawn(paint, (size[0] // 8, size[1] // 8), name)

    monkeypatch.setattr(draw, "_drawn", smaller)
    assert [seed(app), seed(app)] == [True, False]
    with app.app_context():
        jobs.tick()
        jobs.run_due(frozenset({"audit.seal"}))
        with app.extensions["hutong"].database.reading():
            assert checks.faults() == []
    guest = Client(app)
    assert guest.post("/session", {"login": PEOPLE[0].mobile, "password": PASSWORD}).status_code == 201
    bookings = guest.get("/bookings", **{"as": "guest", "limit": 100}).json["items"]
    assert {booking["state"] for booking in bookings} == {"requested", "accepted", "completed"}
