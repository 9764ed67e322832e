"""The front page opens all doors together."""

import re

import pytest
from flask import Flask

from hutong.app import ALL, STOREFRONTS, create_app
from hutong.kernel import front
from hutong.kernel.settings import Settings
from tests.client import Client
from tests.counting import counted
from tests.stays.world import home
from tests.town.conftest import Town

MOST = 8  # statements, for whoever is signed out


def test_all_doors_say_what_waits_behind_them(town: Town) -> None:
    """S-05, C-01, P-03: tonight's film, the home that is free, today's photo, and one search over all of them."""
    page = Client(town.app).page("/").text
    said = [re.sub("<.*?>", " ", door).split() for door in re.findall(r'<span class="say">(.*?)</a>', page, re.S)]
    assert [" ".join(door) for door in said] == [
        "Stays 1 home is free this weekend",
        "Movies 1 show today",
        "Photos 1 new photo today",
    ]
    for path in (f"/homes/{town.home}?", f"/films/{town.film}", f"/photos/{town.photo}"):
        assert f'href="{path}' in page
    assert '<form class="search-box" action="/search" role="search"' in page


def test_it_asks_a_few_times_however_much_there_is(town: Town) -> None:
    """S-05: signed out, with every door open, at most eight statements; more homes and photos cost none."""
    browser = Client(town.app)
    browser.page("/")
    for number in range(9):
        home(town.app, town.host, title=f"Yard {number}")
        town.photos.photo()
    with counted() as asked:
        assert browser.page("/").status_code == 200
    assert len(asked) <= MOST, "\n".join(asked)


def test_those_who_are_signed_out_share_a_page(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """S-05: made once for all of one language, and for nobody who is signed in; no database is asked for it."""
    monkeypatch.setattr(front, "KEPT", 60.0)
    monkeypatch.setitem(town.app.extensions, "hutong_front", {})
    first = Client(town.app).page("/").text
    home(town.app, town.host, title="Opened since")
    with counted() as asked:
        assert Client(town.app).page("/").text == first
    assert asked == []
    assert "Opened since" in town.photos.client(town.photos.person(1)).page("/").text
    assert "Opened since" in Client(town.app).page("/", again="1").text


def test_what_is_pinned_comes_before_what_is_hot(town: Town) -> None:
    """P-03: today's picks first, each once."""
    pinned = town.photos.photo(caption="pinned")
    moderator = town.photos.client(town.photos.person(1, role="administrator"))
    assert moderator.post("/picks", {"photo_id": pinned}).status_code == 201
    page = Client(town.app).page("/").text
    shown = re.findall(r'href="/photos/(\w{13})', page)
    assert shown == [pinned, town.photo]


@pytest.mark.parametrize("missing", [(), *[(name,) for name in STOREFRONTS], STOREFRONTS], ids="-".join)
def test_a_door_that_is_left_out_leaves_no_hole(app: Flask, settings: Settings, missing: tuple[str, ...]) -> None:
    """O-02: as many leads and doors as there are storefronts, and a word where there is none."""
    made = create_app(settings, tuple(name for name in ALL if name not in missing))
    page = Client(made).page("/").text
    left = len(STOREFRONTS) - len(missing)
    headline = re.search(r"<h1>(.*?)</h1>", page, re.S)
    assert headline
    assert headline[1].count("<span>") == left
    assert page.count('<a class="door ') == left
    assert ("Nothing is open here yet" in page) == (left == 0)
    made.extensions["hutong"].database.dispose()
