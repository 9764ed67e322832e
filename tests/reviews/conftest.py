"""Every test here lives in a house where things can be reviewed."""

import pytest
from flask import Flask

from hutong.kernel import events
from hutong.reviews.events import ReviewPublished, ScoreChanged
from hutong.reviews.subjects import REVIEWABLE, SUBJECTS
from tests.reviews import world
from tests.reviews.world import World


@pytest.fixture(scope="session", autouse=True)
def _things(house: Flask) -> None:
    SUBJECTS.add(house, world.KIND)
    REVIEWABLE.add(house, world.reviewable)
    events.listen(house, ReviewPublished, world.HEARD.append)
    events.listen(house, ScoreChanged, world.HEARD.append)


@pytest.fixture
def town(app: Flask) -> World:
    """A host, a guest and a paid booking."""
    return World(app)
