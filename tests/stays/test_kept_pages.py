"""Homes' pages that are drawn once for all who are signed out: never another than a new one would be."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, update

from hutong.accounts.models import Person
from hutong.booking.models import Claim
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.kernel.site import SiteValue, load
from hutong.media.models import Picture
from hutong.reviews.models import ReviewScore
from hutong.stays.models import SUBJECT, Home, HomeNight, HomePicture
from hutong.stays.pages.keeping import Kept
from tests.accounts.world import person, signed_in
from tests.client import Client
from tests.stays.world import home, picture, resource_of

DAY = clock.day_number(date(2026, 12, 4))
CHANGES = {
    "title": "Loft", "description": "A yard.", "house_rules": "No shoes.", "kind": "room", "rooms": 3, "size": 90,
    "capacity": 2, "offers": 3, "map_lat": 39_000, "price": 29_900, "weekend_price": 31_000, "min_nights": 4,
    "arrival_days": 1, "notice_days": 12, "check_in_time": "18:00", "instant": True, "policy": "strict",
    "answer_rate": 90, "rating_count": 1,
}  # fmt: skip
pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def shown(app: Flask) -> int:
    """A home that somebody has read before."""
    made = home(app, person(app, "13800001002", verified=True, name="Mr Lin"), varied=True)
    for language in ("en", "zh"):
        Client(app, language).page(f"/homes/{ids.show(made)}")
    return made


def run(app: Flask, *statements: Any) -> None:
    """Change rows behind everybody's back."""
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: [session().execute(each) for each in statements] and None)


def same(app: Flask, home_id: int) -> bool:
    """Whether the page is the one that it was; and it must be the one that is drawn without any kept."""
    path = f"/homes/{ids.show(home_id)}"
    kept: Kept = app.extensions["hutong_homes"]
    before = set(kept._pages)
    page = Client(app).page(path).text
    known = set(kept._pages) == before
    app.extensions["hutong_homes"] = Kept()
    assert Client(app).page(path).text == page
    return known


def test_read_again_it_is_not_drawn_again(app: Flask, shown: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """S-05: two who are signed out read one page, each language its own."""
    path = f"/homes/{ids.show(shown)}"
    pages = [Client(app, language).page(path).text for language in ("en", "zh")]
    assert pages[0] != pages[1]
    monkeypatch.setattr("hutong.stays.pages.home._drawn", None)
    assert [Client(app, language).page(path).text for language in ("en", "zh")] == pages


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_home_is_drawn_anew(app: Flask, shown: int, column: str) -> None:
    """S-05: whatever a host changes, the next reader sees it."""
    run(app, update(Home).where(Home.id == shown).values({column: CHANGES[column]}))
    assert not same(app, shown)


def test_a_night_taken_and_given_back(app: Flask, shown: int) -> None:
    """S-05: a night that was sold a moment ago is not shown as free, nor one that is free again as taken."""
    taken = {"resource_id": resource_of(app, shown), "slot": DAY, "kind": "booking", "holder_id": 1}
    run(app, insert(Claim).values(**taken, expires_at=clock.now() + 1000))
    assert not same(app, shown)
    with clock.moved(2000):
        assert not same(app, shown)


def test_a_night_of_another_price(app: Flask, shown: int) -> None:
    """S-06: the price of a date stands in the next page."""
    run(app, insert(HomeNight).values(home_id=shown, day=DAY, price=99_900, own=True))
    assert not same(app, shown)


def test_another_day(app: Flask, shown: int) -> None:
    """S-05: what was today is in the past tomorrow."""
    with clock.moved(clock.DAY):
        assert not same(app, shown)


@pytest.mark.parametrize("what", ["person", "picture", "pictures", "reviews"])
def test_what_lies_around_it(app: Flask, shown: int, what: str) -> None:
    """S-05: host, pictures and reviews of a home are those of this moment."""
    score = {"subject": f"{SUBJECT}:{shown}", "count": 2, "total": 9, "aspects": {}, "counted_at": clock.now()}
    changes = {
        "person": update(Person).values(nickname="Mrs Lin"),
        "picture": update(Picture).values(alt="A gate"),
        "pictures": insert(HomePicture).values(home_id=shown, position=1, picture_id=picture(app, 1)),
        "reviews": insert(ReviewScore).values(**score),
    }
    run(app, changes[what])
    assert same(app, shown) is (what == "reviews")  # without a review there is no score


def test_the_frame_around_it(app: Flask, shown: int) -> None:
    """B-06: another footer stands under homes at once, too."""
    run(app, insert(SiteValue).values(name="footer", value="Lantern Ltd", version=1, changed_at=1, language=""))
    load(app)
    assert not same(app, shown)


def test_each_who_is_signed_in_reads_their_own(app: Flask, shown: int) -> None:
    """S-05: a page that is kept for all has no name and no token of anybody."""
    path = f"/homes/{ids.show(shown)}"
    theirs = signed_in(app, person(app, "13800001003", name="Zhang San")).page(path).text
    assert ("Zhang San" in theirs, "csrf_token" in theirs) == (True, True)
    mine = Client(app).page(path).text
    assert ("Zhang San" in mine, "csrf_token" in mine) == (False, False)


def test_few_are_kept() -> None:
    """The page that nobody has read for longest goes first."""
    kept = Kept(2)
    for key in (1, 2):
        kept.keep(key, f"page {key}")
    assert kept.find(1) == "page 1"
    kept.keep(3, "page 3")
    assert [kept.find(key) for key in (1, 2, 3)] == ["page 1", None, "page 3"]
