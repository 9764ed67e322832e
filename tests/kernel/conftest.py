"""The kernel is tried out on the lab."""

from tests.lab.fixtures import browser, build, inside, lab, lab_house, lab_settings

__all__ = ["browser", "build", "inside", "lab", "lab_house", "lab_settings"]
