"""The typed client of clients/python, against the app behind a real socket."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask import Flask
from hutong_client import Hutong, Problem

from hutong.kernel import clock, ids
from tests.accounts.world import PASSWORD, person, signed_in
from tests.cinema import world as cinema
from tests.live import served
from tests.media.pictures import encoded
from tests.stays import world as stays


def hutong_of(app: Flask, url: str, mobile: str, language: str = "en", **details: bool) -> Hutong:
    """A client with a token of somebody new."""
    browser = signed_in(app, person(app, mobile, **details))
    made = browser.post("/me/tokens", {"name": "Test", "scopes": ["*"], "password": PASSWORD})
    return Hutong(url, made.json["token"], language)


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    """Where the app is served."""
    with served(app) as address:
        yield address


@pytest.fixture
def guest(app: Flask, url: str) -> Hutong:
    """Somebody with a token."""
    return hutong_of(app, url, "13800003001")


def weekend() -> dict[str, str]:
    """Two nights, two weeks from now."""
    first = clock.today("Asia/Shanghai") + timedelta(days=14)
    return {"check_in": str(first), "check_out": str(first + timedelta(days=2))}


def test_a_stay(app, guest):
    """X-01, S-04, S-06, S-08: found, quoted, booked and cancelled by a program."""
    home_id = ids.show(stays.home(app, person(app, "13800003002", verified=True), price=30_000))
    dates = weekend()
    [home] = guest.stays.search_homes(region="110100", guests=2, **dates)
    assert (home["id"], home["total"]) == (home_id, 60_000)
    quote = guest.stays.quote_stay(home["id"], guests=2, **dates)
    booked = guest.stays.book_home(home["id"], {**dates, "guests": 2, "total": quote["total"]})
    assert (booked["state"], booked["total"]) == ("requested", 60_000)
    assert [one["id"] for one in guest.booking.list_bookings(as_="guest")] == [booked["id"]]
    back = guest.booking.quote_cancellation(booked["id"])
    assert guest.booking.cancel_booking(booked["id"], {"refund": back["refund"]})["state"] == "cancelled"


def test_a_seat(app, url, guest):
    """C-06, C-07: a free seat is held once; who comes second is told which."""
    house = cinema.cinema(app)
    show = ids.show(cinema.screening(app, house, cinema.hall(app, house), cinema.film(app)).id)
    free = [seat["label"] for seat in guest.cinema.show_seats(show)["seats"] if seat["state"] == "free"]
    assert guest.cinema.book_seats(show, {"seats": free[:2]})["state"] == "held"
    with pytest.raises(Problem) as refused:
        hutong_of(app, url, "13800003003").cinema.book_seats(show, {"seats": free[:2]})
    assert (refused.value.status, refused.value.code) == (409, "taken")
    assert refused.value.document["slots"] == free[:2]


def test_a_photo(guest):
    """P-01, P-07: a file goes up, is shown, and is taken away."""
    photo = guest.photos.share_photo({"file": ("lane.jpg", encoded()), "caption": "Lane", "tags": ["rain", "night"]})
    assert (photo["width"], photo["height"], sorted(photo["tags"])) == (640, 320, ["night", "rain"])
    assert [one["id"] for one in guest.photos.list_photos()] == [photo["id"]]
    guest.photos.trash_photo(photo["id"], {})
    assert list(guest.photos.list_photos()) == []


def test_a_list_is_fetched_page_by_page(app, url):
    """X-03: walking through a list follows its cursors; nothing twice, nothing left out."""
    host_id = person(app, "13800003004", verified=True)
    made = {ids.show(stays.home(app, host_id, title=f"Home {number}")) for number in range(3)}
    homes = Hutong(url).stays.search_homes(limit=2)
    assert [len(page["items"]) for page in homes.pages()] == [2, 1]
    found = [home["id"] for home in homes]
    assert (set(found), len(found)) == (made, 3)


def test_refusals_have_a_code_and_speak_a_language(app, url):
    """X-02: with the fields that are wrong, in the language that was asked for."""
    with pytest.raises(Problem) as stranger:
        Hutong(url).accounts.show_me()
    assert (stranger.value.status, stranger.value.code) == (401, "unauthenticated")
    guest = hutong_of(app, url, "13800003005", "zh")
    home_id = ids.show(stays.home(app, person(app, "13800003006", verified=True)))
    with pytest.raises(Problem) as wrong:
        guest.stays.book_home(home_id, {"check_in": "soon", "check_out": "2020-01-01"})
    assert (wrong.value.code, wrong.value.detail) == ("invalid", "请检查标出的内容。")
    assert "check_in" in [error["field"] for error in wrong.value.errors]


def test_an_edit_says_what_it_saw(app, url):
    """X-03: If-Match takes the version of what was read; an older one is refused."""
    host = hutong_of(app, url, "13800003007", verified=True)
    me = host.accounts.show_me()["id"]
    home_id = ids.show(stays.home(app, ids.read(me)))
    version = host.stays.show_home(home_id)["version"]
    assert host.stays.edit_home(home_id, {"price": 32_000}, if_match=version)["price"] == 32_000
    with pytest.raises(Problem) as stale:
        host.stays.edit_home(home_id, {"price": 33_000}, if_match=version)
    assert (stale.value.status, stale.value.code) == (412, "stale")


def test_the_same_key_books_once(app, guest):
    """X-03: the answer to a key is repeated; the key with another body is refused."""
    home_id = ids.show(stays.home(app, person(app, "13800003008", verified=True)))
    first = guest.stays.book_home(home_id, {**weekend(), "guests": 1}, idempotency_key="trip-1")
    assert guest.stays.book_home(home_id, {**weekend(), "guests": 1}, idempotency_key="trip-1") == first
    with pytest.raises(Problem) as reused:
        guest.stays.book_home(home_id, {**weekend(), "guests": 2}, idempotency_key="trip-1")
    assert reused.value.code == "idempotency_key_reused"


class Unsteady(BaseHTTPRequestHandler):
    """Breaks the connection at the first request with a key, answers the second; says 502 to everything else."""

    keys: list[str] = []

    def do_POST(self) -> None:
        """Note the key, if there is one."""
        self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers.get("Idempotency-Key")
        self.keys.append(key)
        if key and len(self.keys) == 1:
            self.close_connection = True
            return
        body = b'{"id": "x"}' if key else b"<h1>Bad gateway</h1>"
        self.send_response(201 if key else 502)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def unsteady() -> Iterator[str]:
    """A server that cannot be relied on."""
    Unsteady.keys = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Unsteady)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_lost_answer_is_asked_for_again_with_the_same_key(unsteady):
    """X-03: a broken connection books nothing twice."""
    assert Hutong(unsteady, "x").booking.pay_booking("b", {})["id"] == "x"
    assert len(Unsteady.keys) == 2
    assert len(set(Unsteady.keys)) == 1


def test_what_stands_in_between_may_answer_too(unsteady):
    """X-02: a page of a proxy is a problem like any other, and a change without a key is not repeated."""
    with pytest.raises(Problem) as away:
        Hutong(unsteady, "x").stays.check_feed("h", "f")
    assert (away.value.status, away.value.code) == (502, "http_502")
    assert Unsteady.keys == [None]
