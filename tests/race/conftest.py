"""Races are run in the lab."""

from tests.lab.fixtures import browser, build, inside, lab, lab_house, lab_settings

__all__ = ["browser", "build", "inside", "lab", "lab_house", "lab_settings"]
