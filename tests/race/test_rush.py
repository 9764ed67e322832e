"""A small rush before a site of two web processes, on whatever engine the tests run."""

import pytest

from tests.live import Site

pytestmark = pytest.mark.race


def test_twenty_buyers_twelve_seats(crowded: Site) -> None:
    """C-07: twelve are held, eight are told that somebody was faster, nothing is sold twice; nothing is left behind."""
    ended = crowded.hutong("rush", "--buyers", "20", "--seats", "12", "--at", "20")
    told = dict(line.split(maxsplit=1) for line in ended.stdout.replace("double sold", "double_sold").splitlines())
    assert (ended.returncode, told["sold"], told["refused"], told["errors"]) == (0, "12 of 12", "8", "0")
    assert (told["double_sold"], told["audit"]) == ("0", "clean")
    again = crowded.hutong("rush", "--buyers", "5", "--seats", "12")
    assert (again.returncode, "sold         5 of 12" in again.stdout) == (0, True)


def test_nobody_there_to_sell(crowded: Site) -> None:
    """C-07: a site that does not answer is an error, and the rush says so."""
    ended = crowded.hutong("rush", "--buyers", "3", "--seats", "3", "--url", "http://127.0.0.1:9")
    assert ended.returncode == 1
    assert "errors       3" in ended.stdout
