"""Scan to log in."""

import re

import pytest
from sqlalchemy import select

from hutong.accounts import actions
from hutong.accounts.models import Session
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import Retry
from tests.accounts.steps import MOBILE, after, log_in, rows
from tests.accounts.world import person, signed_in
from tests.client import Client

CHROME = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0 Safari/537.36"}


@pytest.fixture
def desk(app):
    """A browser that waits with a QR code, and its token."""
    browser = Client(app)
    shown = browser.post("/session/scans", **CHROME)
    assert shown.status_code == 201
    assert (shown.json["expires_in"], shown.json["picture"][:4]) == (120, "<svg")
    return browser, shown.json["link"].rpartition("/")[2]


@pytest.fixture
def phone(app):
    """A phone on which somebody is signed in."""
    return signed_in(app, person(app, MOBILE, name="Mei"))


def enter(browser):
    """Come in."""
    answer = browser.put("/session/scans")
    browser.token = None
    return answer


def test_the_phone_lets_the_browser_in(app, desk, phone):
    """A-06 C12: the phone reads the device, confirms by a button, and the desktop is in."""
    browser, token = desk
    assert enter(browser).json["code"] == "scan_waiting"
    seen = phone.get(f"/scans/{token}").json
    assert (seen["device"], seen["address"], seen["state"]) == ("Chrome · Linux", "127.0.0.1", "waiting")
    page = phone.page(f"/scan/{token}").text
    assert ("Chrome · Linux" in page, "Log it in" in page) == (True, True)
    assert browser.get("/session/scans").json["state"] == "waiting"
    assert phone.put(f"/scans/{token}", {"approve": True}).status_code == 204
    assert browser.get("/session/scans").json["state"] == "approved"
    assert enter(browser).json["user"]["name"] == "Mei"
    assert browser.get("/me").json["name"] == "Mei"
    noted = [row.action for row in rows(app, select(AuditEntry))]
    assert noted == ["scan.approved", "scan.entered"]


def test_an_answer_that_is_run_again(desk, phone, monkeypatch):
    """A-06 C12: where the database has the transaction run twice, the answer is given once, and kept."""
    browser, token = desk
    note, times = actions.note_scan_answer, []

    def once_more(*said):
        note(*said)
        times.append(1)
        if len(times) == 1:
            raise Retry

    monkeypatch.setattr(actions, "note_scan_answer", once_more)
    assert (phone.put(f"/scans/{token}", {"approve": True}).status_code, len(times)) == (204, 2)
    assert enter(browser).status_code == 200


def test_a_code_is_good_once(app, desk, phone):
    """A-06 C12: replayed by the same browser, answered again, opened again: no."""
    browser, token = desk
    phone.put(f"/scans/{token}", {"approve": True})
    with browser.http.session_transaction() as cookie:
        kept = dict(cookie)
    assert enter(browser).status_code == 200
    again = Client(app)
    with again.http.session_transaction() as cookie:
        cookie.update(kept)
    assert enter(again).json["code"] == "scan_gone"
    assert phone.put(f"/scans/{token}", {"approve": True}).json["code"] == "scan_gone"
    assert phone.get(f"/scans/{token}").status_code == 404
    assert len(rows(app, select(Session))) == 2


def test_another_browser_gets_nothing(app, desk, phone):
    """A-06 C12: neither one without a code, nor one that has seen this code, nor one with a code of its own."""
    browser, token = desk
    phone.put(f"/scans/{token}", {"approve": True})
    thief = Client(app)
    assert thief.get("/session/scans").json["code"] == "scan_gone"
    thief.post("/session/scans")
    with thief.http.session_transaction() as cookie:
        cookie["scan"] = f"{token}.{cookie['scan'].partition('.')[2]}"
    assert thief.get("/session/scans").status_code == 404
    assert enter(thief).json["code"] == "scan_gone"
    assert thief.get("/me").status_code == 401
    assert enter(browser).status_code == 200


def test_a_code_ends_after_two_minutes(app, desk, phone):
    """A-06 C12: for both sides, also when it was confirmed in time."""
    browser, token = desk
    phone.put(f"/scans/{token}", {"approve": True})
    with after(121):
        assert enter(browser).json["code"] == "scan_gone"
        assert phone.put(f"/scans/{token}", {"approve": True}).json["code"] == "scan_gone"
        assert "no longer good" in phone.page(f"/scan/{token}").text
        assert "no longer good" in browser.page("/login/scan").text


def test_refusing(app, desk, phone):
    """A-06 C12: the browser is told; the answer cannot be changed; opening the page answers nothing."""
    browser, token = desk
    phone.page(f"/scan/{token}")
    assert browser.get("/session/scans").json["state"] == "waiting"
    assert phone.put(f"/scans/{token}", {"approve": False}).status_code == 204
    assert phone.put(f"/scans/{token}", {"approve": True}).json["code"] == "scan_answered"
    assert enter(browser).json["code"] == "scan_refused"
    assert browser.get("/me").status_code == 401


@pytest.mark.parametrize("token", ["x", "é", "A" * 24, "%00"])
def test_codes_that_were_never_shown(app, phone, token):
    """C12."""
    assert phone.put(f"/scans/{token}", {"approve": True}).status_code == 404
    assert phone.page(f"/scan/{token}").status_code == 200


def test_whoever_is_signed_out_confirms_nothing(app, desk):
    """A-06 C12: the page leads to the log-in and back."""
    _browser, token = desk
    stranger = Client(app)
    assert stranger.put(f"/scans/{token}", {"approve": True}).status_code == 401
    assert stranger.page(f"/scan/{token}").headers["Location"] == f"/login?next=%2Fscan%2F{token}"
    phone = Client(app)
    person(app, MOBILE)
    log_in(phone)
    assert phone.put(f"/scans/{token}", {"approve": True}).status_code == 204


def test_scanning_without_javascript(app, phone):
    """A-06 C12: the code is on a page, confirming leads on, `next` is kept."""
    browser = Client(app)
    shown = browser.form("/session/scans", "/login", _next="/login/scan?next=/me/addresses")
    assert shown.headers["Location"] == "/login/scan?next=/me/addresses"
    page = browser.page("/login/scan?next=/me/addresses").text
    assert "<svg" in page
    with browser.http.session_transaction() as cookie:
        token = cookie["scan"].partition(".")[0]
    early = browser.form("/session/scans", "/login/scan", _method="PUT", _next="/me/addresses")
    assert (early.status_code, "Nobody has confirmed yet" in early.text) == (409, True)
    phone.form(f"/scans/{token}", f"/scan/{token}", _method="PUT", approve="true")
    assert "answered already" in phone.page(f"/scan/{token}").text
    into = browser.form("/session/scans", "/login/scan", _method="PUT", _next="/me/addresses")
    assert (into.status_code, into.headers["Location"]) == (303, "/me/addresses")
    assert re.search("No address yet", browser.page("/me/addresses").text)
