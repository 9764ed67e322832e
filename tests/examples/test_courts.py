"""The fourth storefront: a package from outside, added by one setting, without a line in Hutong."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from hutong.app import STOREFRONTS, create_app
from hutong.kernel import checks, clock, schema
from hutong.kernel.db import Base
from hutong.kernel.settings import Settings
from hutong.kernel.state import state
from tests.accounts.world import person, signed_in
from tests.client import Client

PACKAGE = Path(__file__).resolve().parents[2] / "examples" / "courts"
SLICES = (*STOREFRONTS, "hutong_courts")


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[Flask]:
    """A Hutong with courts, on a database of its own."""
    patch = pytest.MonkeyPatch()
    patch.syspath_prepend(str(PACKAGE))
    patch.setenv("HUTONG_SLICES", ",".join(SLICES))
    subprocess.run(
        [sys.executable, "hatch_build.py", *PACKAGE.glob("hutong_courts/**/*.po")], cwd=PACKAGE.parents[1], check=True
    )
    folder = tmp_path_factory.mktemp("courts")
    made = create_app(Settings(env="testing", data=folder, secret_key="testing-" * 5, data_key="testing-" * 5))
    schema.upgrade(made.extensions["hutong"].database)
    yield made
    made.extensions["hutong"].database.dispose()
    Base.metadata.remove(Base.metadata.tables["courts"])  # the other tests know nothing of it
    for name in [name for name in sys.modules if name.partition(".")[0] == "hutong_courts"]:
        del sys.modules[name]
    patch.undo()


@pytest.fixture(scope="module")
def people(house: Flask) -> tuple[Client, Client]:
    """The owner of a court and a player."""
    owner = signed_in(house, person(house, "13800002001"))
    player = signed_in(house, person(house, "13800002002"))
    return owner, player


@pytest.fixture(scope="module")
def court(people) -> str:
    made = people[0].post("/courts", {"title": "Badminton 1", "price": 6000, "opens": 8, "closes": 22})
    assert made.status_code == 201
    return str(made.json["id"])


def tomorrow(house: Flask) -> str:
    with house.app_context():
        return str(clock.today(state().settings.timezone) + timedelta(days=1))


def test_hours_are_booked_once(house, people, court):
    """Two hours are held for one player; the next one is told which of them is gone."""
    owner, player = people
    body = {"day": tomorrow(house), "hours": [9, 10]}
    held = player.post(f"/courts/{court}/bookings", {**body, "total": 12000})
    assert (held.status_code, held.json["state"], held.json["total"]) == (201, "held", 12000)
    late = signed_in(house, person(house, "13800002003"))
    taken = late.post(f"/courts/{court}/bookings", {**body, "hours": [10, 11]})
    assert (taken.status_code, taken.json["code"]) == (409, "taken")
    assert taken.json["slots"] == [f"{body['day']} 10:00"]
    assert owner.post(f"/courts/{court}/bookings", body).json["code"] == "own"
    with house.app_context(), state().database.reading():
        assert checks.faults() == []


def test_a_booked_court_is_paid_and_cancelled_like_any_booking(house, people, court):
    """What the house brings needs no line in the package."""
    player = people[1]
    body = {"day": tomorrow(house), "hours": [15]}
    held = player.post(f"/courts/{court}/bookings", body).json
    assert player.post(f"/bookings/{held['id']}/payments", {"provider": "sandbox"}).status_code == 201
    assert "Badminton 1" in player.page("/trips").text
    assert player.post(f"/bookings/{held['id']}/cancellation").json["state"] == "cancelled"
    assert player.post(f"/courts/{court}/bookings", body).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"hours": []}, "hours"),
        ({"hours": [23]}, "hours"),
        ({"hours": ["nine"]}, "hours.0"),
        ({"day": "2020-01-01"}, "hours"),
        ({"day": "soon"}, "day"),
    ],
)
def test_bad_hours(house, people, court, wrong, field):
    """Each with its field, nothing held."""
    body = {"day": tomorrow(house), "hours": [20], **wrong}
    refused = people[1].post(f"/courts/{court}/bookings", body)
    assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (422, [field])


def test_its_pages_stand_in_the_menu_in_both_languages(house, people, court):
    """A door, a list, a page with the free hours only."""
    visitor = Client(house, "zh")
    assert 'href="/courts"' in visitor.page("/").text
    shown = visitor.page(f"/courts/{court}", day=tomorrow(house))
    assert "可订的时段" in shown.text
    assert "20:00" in shown.text
    assert people[0].page("/courts").text.count("Badminton 1") == 1


def test_its_history_is_a_branch_of_its_own(house):
    """Up with the house, and away alone."""
    database = house.extensions["hutong"].database
    assert schema.current(database)
    assert len(schema.heads()) == 2


def test_it_is_small():
    """At most 200 lines of Python, comments and docstrings included."""
    lines = [line for file in PACKAGE.glob("hutong_courts/*.py") for line in file.read_text().splitlines()]
    assert len([line for line in lines if line.strip()]) <= 200
