"""Pages of accounts, and their forms without JavaScript."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from hutong.accounts.events import CaptchaDrawn
from tests.accounts.steps import MOBILE, codes_sent, last, log_in
from tests.accounts.world import PASSWORD, person, signed_in
from tests.client import Client

MINE = ["/me", "/me/identity", "/me/security", "/me/addresses", "/me/addresses/new"]


@pytest.mark.parametrize("path", ["/login", "/register", "/reset", "/terms"])
@pytest.mark.parametrize(("language", "lang"), [("zh", "zh-CN"), ("en", "en")])
def test_pages_for_everybody(app, path, language, lang):
    """A-03: in both languages."""
    page = Client(app, language).page(path)
    assert (page.status_code, f'<html lang="{lang}"' in page.text) == (200, True)


@pytest.mark.parametrize("path", MINE)
def test_my_pages(app, client, path):
    """A-09: for whoever is signed in; others are asked to log in and come back."""
    assert client.page(path).headers["Location"] == f"/login?next={path.replace('/', '%2F')}"
    assert signed_in(app, person(app)).page(path).status_code == 200


def test_registering_without_javascript(client, told):
    """S1: two plain forms; the number is in no address; then back to where one came from."""
    page = client.page("/register", next="/me/identity").text
    refused = client.form(
        "/sms-codes", "/register?next=/me/identity", mobile=MOBILE, captcha_text="????", **_hidden(page)
    )
    assert (refused.status_code, MOBILE in refused.text) == (422, True)
    fields = _hidden(refused.text)
    assert fields["captcha_id"] != _hidden(page)["captcha_id"]
    client.get(f"/captchas/{fields['captcha_id']}")
    sent = client.form(
        "/sms-codes",
        "/register?next=/me/identity",
        _next=re.search(r'name="_next" value="([^"]+)"', refused.text)[1].replace("&amp;", "&"),
        mobile=MOBILE,
        captcha_text=last(told, CaptchaDrawn).text,
        **fields,
    )
    assert sent.status_code == 303
    target = urlsplit(sent.headers["Location"])
    assert (target.path, parse_qs(target.query)["next"]) == ("/register/code", ["/me/identity"])
    assert MOBILE not in sent.headers["Location"]
    second = client.http.get(sent.headers["Location"]).text
    assert "138****1001" in second
    done = client.form(
        "/users",
        sent.headers["Location"],
        _next="/me/identity",
        mobile=re.search(r'name="mobile" value="([^"]+)"', second)[1],
        code=codes_sent(told)[-1],
        password=PASSWORD,
    )
    assert done.headers["Location"] == "/me/identity?done=accounts_api.register"
    assert client.http.get(done.headers["Location"]).status_code == 200


def _hidden(page):
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("purpose", "captcha_id")}


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_stays_on_this_site(app, client, elsewhere):
    """A-03: `next` leads to pages of this site only."""
    person(app)
    assert "evil" not in re.search(r'name="_next" value="([^"]*)"', client.page("/login", next=elsewhere).text)[1]
    answer = client.form("/session", "/login", login=MOBILE, password=PASSWORD, _next=elsewhere)
    assert answer.headers["Location"] == "/login"
    log_in(client)
    assert client.page("/login", next=elsewhere).headers["Location"] == "/"
    assert client.page("/login", next="/me/security").headers["Location"] == "/me/security"


def test_real_name_comes_back_to_where_it_was_asked_for(app):
    """S2: led here from "publish a home", and back."""
    guest = signed_in(app, person(app))
    assert 'name="_next" value="/host/homes/new"' in guest.page("/me/identity", next="/host/homes/new").text


def test_a_second_page_without_a_ticket_begins_anew(client):
    """A-01: an old or invented ticket leads to the first page."""
    for ticket in ("", "x" * 500, "胡同"):
        assert client.page("/register/code", ticket=ticket).headers["Location"] == "/register"


def test_removing_the_picture_without_javascript(app):
    """A-09: an empty field means none."""
    guest = signed_in(app, person(app))
    answer = guest.form("/me/avatar", "/me", _method="PUT", picture_id="")
    assert answer.headers["Location"] == "/me?done=accounts_api.set_avatar"


def test_a_refused_form_of_somebody_signed_in(app):
    """A-05: without the token, or to a route that does not take it, the page is shown again; nothing breaks."""
    me = signed_in(app, person(app))
    forged = me.http.post("/api/v1/me", data={"_method": "PATCH", "_page": "/me", "nickname": "New"})
    assert (forged.status_code, forged.mimetype) == (400, "text/html")
    odd = me.form("/me", "/me", nickname="New")
    assert (odd.status_code, odd.mimetype) == (405, "text/html")
