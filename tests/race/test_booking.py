"""Many guests at once over HTTP, before a site of two web processes with eight threads each."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from hutong.kernel import clock, ids
from tests import live
from tests.accounts.world import person
from tests.live import Site
from tests.race.crowd import Call, Guest, all_at_once, guest_of
from tests.stays.world import home

pytestmark = pytest.mark.race
CROWD = 50


@pytest.fixture(scope="module")
def inside(crowded: Site) -> Iterator[Flask]:
    """The same data seen from here, to prepare people and homes."""
    with live.inside(crowded) as app:
        yield app


def test_fifty_guests_one_home(crowded: Site, inside: Flask) -> None:
    """S-06: of fifty parallel bookings of the same nights one is made and forty-nine are told that it is gone."""
    flat = home(inside, person(inside, "13900000001", verified=True), instant=True)
    guests = [guest_of(inside, number) for number in range(CROWD)]
    answers = _all_at_once(crowded, [(guest, flat, 10, 13) for guest in guests])
    assert Counter(status for status, _ in answers) == {201: 1, 409: CROWD - 1}
    assert {body["code"] for status, body in answers if status == 409} == {"taken"}
    assert _audit(crowded) == "audit: clean"


def test_overlapping_stays_never_share_a_night(crowded: Site, inside: Flask) -> None:
    """S-06: stays that overlap in all ways at once leave each night with one guest; nobody meets an error."""
    flat = home(inside, person(inside, "13900000002", verified=True), instant=True, min_nights=1)
    wishes = [(guest_of(inside, 100 + number), flat, 20 + number % 7, 22 + number % 7) for number in range(CROWD)]
    answers = _all_at_once(crowded, wishes)
    assert {status for status, _ in answers} == {201, 409}
    nights = [line["slot"] for status, body in answers if status == 201 for line in body["lines"] if line["slot"]]
    assert len(nights) == len(set(nights))
    assert _audit(crowded) == "audit: clean"


def test_arriving_on_anothers_departure_day(crowded: Site, inside: Flask) -> None:
    """S-06: the day on which one leaves is the next one's first."""
    flat = home(inside, person(inside, "13900000003", verified=True), instant=True)
    first, second = guest_of(inside, 200), guest_of(inside, 201)
    answers = _all_at_once(crowded, [(first, flat, 40, 42), (second, flat, 42, 44)])
    assert [status for status, _ in answers] == [201, 201]


def test_the_same_key_twice_at_once_books_once(crowded: Site, inside: Flask) -> None:
    """X-03: a double click with one Idempotency-Key makes one booking and gives both the same answer."""
    flat = home(inside, person(inside, "13900000004", verified=True), instant=True)
    guest = guest_of(inside, 300)
    answers = _all_at_once(crowded, [(guest, flat, 50, 52)] * 8, key="one-and-the-same")
    assert {status for status, _ in answers} == {201}
    assert len({body["id"] for _, body in answers}) == 1


def _all_at_once(
    running: Site, wishes: list[tuple[Guest, int, int, int]], key: str | None = None
) -> list[tuple[int, Any]]:
    """Book (guest, home, days from now until arrival and departure)."""
    today = clock.today("Asia/Shanghai")

    def call(guest: Guest, home_id: int, arrival: int, departure: int) -> Call:
        stay = {"check_in": str(today + timedelta(days=arrival)), "check_out": str(today + timedelta(days=departure))}
        headers = {"Idempotency-Key": key} if key else {}
        return Call(guest, f"/homes/{ids.show(home_id)}/bookings", {**stay, "guests": 1}, headers=headers)

    return all_at_once(running, [call(*wish) for wish in wishes])


def _audit(running: Site) -> str:
    return running.hutong("audit").stdout.strip()
