"""The only clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.kernel import clock


def test_it_can_be_stopped_and_moved() -> None:
    """S-07."""
    before = clock.now()
    with clock.frozen(5000):
        assert clock.now() == 5000
        with clock.moved(clock.HOUR):
            assert clock.now() == 5000 + clock.HOUR
        assert clock.now() == 5000
    with clock.moved(clock.DAY), clock.moved(clock.DAY):
        assert clock.now() >= before + 2 * clock.DAY
    assert before <= clock.now() < before + clock.MINUTE


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_nights_have_numbers(day: date) -> None:
    """S-06."""
    assert clock.day_of(clock.day_number(day)) == day


@given(st.integers(0, 4 * 10**12))
def test_instants_there_and_back(at: int) -> None:
    """M-01."""
    assert clock.instant(clock.local(at, "Asia/Shanghai")) == at
    assert clock.instant(datetime.fromisoformat(clock.iso(at))) == at


def test_places_have_their_own_days() -> None:
    """S-06."""
    at = clock.instant(datetime(2026, 5, 1, 23, 30, tzinfo=ZoneInfo("UTC")))
    with clock.frozen(at):
        assert clock.today("Asia/Shanghai") == date(2026, 5, 2)
        assert clock.today("America/New_York") == date(2026, 5, 1)
    assert clock.iso(at) == "2026-05-01T23:30:00.000Z"
    with pytest.raises(ZoneInfoNotFoundError):
        clock.zone("Nowhere/Else")
