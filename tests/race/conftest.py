"""Races are run in the lab, and before a site."""

from collections.abc import Iterator

import pytest

from tests.lab.fixtures import browser, build, inside, lab, lab_house, lab_settings
from tests.live import Site, site

__all__ = ["browser", "build", "inside", "lab", "lab_house", "lab_settings"]


@pytest.fixture(scope="session")
def crowded() -> Iterator[Site]:
    """A site with two web processes of eight threads."""
    with site("race", HUTONG_WORKERS="2", HUTONG_THREADS="8") as running:
        yield running
