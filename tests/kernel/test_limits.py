"""Limits count what is tried, whatever becomes of it."""

import pytest
from tests.client import Client
from tests.lab import things

from hutong.kernel import clock, limits
from hutong.kernel.db import Database
from hutong.kernel.errors import TooMany
from hutong.kernel.limits import Limit

TWICE = Limit("twice", 2, clock.MINUTE)


def test_the_third_of_two_is_refused(inside: Database) -> None:
    """X-04: with the seconds to wait."""
    assert [limits.spend(TWICE, "me").left for _ in range(2)] == [1, 0]
    with pytest.raises(TooMany) as refused:
        limits.spend(TWICE, "me")
    assert refused.value.headers["Retry-After"] == "60"
    assert refused.value.headers["RateLimit-Remaining"] == "0"
    assert limits.spend(TWICE, "someone else").left == 1


def test_a_limit_can_be_looked_at_and_forgotten(inside: Database) -> None:
    """A-03: after a success the count begins anew."""
    assert limits.used(TWICE, "me") is False
    limits.spend(TWICE, "me", times=2)
    assert limits.used(TWICE, "me") is True
    limits.forget(TWICE, "me")
    assert limits.used(TWICE, "me") is False


def test_what_before_spends_survives_the_refusal(browser: Client, inside: Database) -> None:
    """A-01: three wrong guesses are counted although each was rolled back; then even a right one waits."""
    assert [browser.post("/guesses", {"name": "wrong"}).status_code for _ in range(3)] == [422] * 3
    refused = browser.post("/guesses", {"name": "right"})
    assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    with inside.reading():
        assert things.names() == []


def test_before_makes_ready(browser: Client) -> None:
    """A-01."""
    assert browser.post("/guesses", {"name": "right"}).get_json()["name"] == "RIGHT"
