"""Days that stand still."""

import pytest

from hutong.kernel import clock

MONDAY = 1_795_413_600_000  # 2026-11-23, 14:00 in China


@pytest.fixture
def monday():
    """It is Monday, 23 November 2026, afternoon in China."""
    with clock.frozen(MONDAY):
        yield
