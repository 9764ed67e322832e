"""Forms without JavaScript: the same routes, answered with pages."""

from urllib.parse import quote

import pytest
from flask import Flask
from tests.client import API, Client
from tests.lab import things
from werkzeug.test import TestResponse

from hutong.kernel import db, forms
from hutong.kernel.db import Database
from hutong.kernel.forms import local_path

ELSEWHERE = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "http://evil.example/",
    "https:evil.example", "javascript:alert(1)", "evil.example", "", " /", "/\tevil", "/\nevil", "/a\r\nX: y", "/a\x7f",
    "/a\\b", "\t//evil.example",
]  # fmt: skip


def make(browser: Client, **fields: str) -> TestResponse:
    """The lab's form, sent as a plain form."""
    return browser.form("/things", "/lab/new", **fields)


def test_success_answers_303_with_places_filled_in(browser: Client) -> None:
    """X-05."""
    answer = make(browser, name="door", _next="/lab/{id}?name={name}#{count}")
    thing = browser.get("/things").get_json()["items"][0]["id"]
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/lab/{thing}?name=door&done=lab_api.make_thing#0"
    assert "It was made." in browser.http.get(answer.headers["Location"]).text


def test_a_message_of_success_is_only_one_of_ours(browser: Client) -> None:
    """X-05: nobody can put words on a page by a link."""
    page = browser.http.get("/lab?done=You+have+won").text
    assert "You have won" not in page


def test_without_next_the_page_itself_comes_back(browser: Client) -> None:
    """X-05."""
    assert make(browser, name="door").headers["Location"] == "/lab/new?done=lab_api.make_thing"


def test_values_cannot_lead_elsewhere(browser: Client) -> None:
    """X-05: what is filled in is only ever one part of a path."""
    assert make(browser, name="/evil.example", _next="/{name}").headers["Location"].startswith("/%2Fevil.example?")
    answer = make(browser, name="a b?c=d&e", _next="/lab?name={name}")
    assert answer.headers["Location"] == "/lab?name=a+b%3Fc%3Dd%26e&done=lab_api.make_thing"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_other_sites_are_not_gone_to(browser: Client, target: str) -> None:
    """A-03: in any spelling, neither on success nor on refusal."""
    assert local_path(target) is None
    assert make(browser, name="door", _next=target).headers["Location"] == "/lab/new?done=lab_api.make_thing"
    refused = browser.form("/things", target, name="")
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")


@pytest.mark.parametrize("path", ["/", "/lab", "/lab?x=1#y", "/lab/四合院", "/a//b", "/@evil.example"])
def test_paths_of_this_site(path: str) -> None:
    """A-03."""
    assert local_path(path) == path


def test_a_refused_form_is_shown_again(browser: Client) -> None:
    """X-05: with its errors and what was typed, secrets not."""
    answer = make(browser, name="taken", price="300.50", password="hunter2hunter2", code="998877")
    assert answer.status_code == 422
    assert answer.mimetype == "text/html"
    assert "This name is taken." in answer.text
    assert 'value="taken"' in answer.text
    assert 'value="300.50"' in answer.text
    assert "hunter2hunter2" not in answer.text
    assert "998877" not in answer.text
    assert "There are 0 things." in answer.text


def test_a_refused_form_leaves_nothing(browser: Client, inside: Database) -> None:
    """X-05: what was written before the refusal is gone."""
    answer = browser.form("/things/open", "/lab/new", _method="PUT", name="refused")
    assert answer.status_code == 409
    with inside.reading():
        assert things.names() == []


def test_what_was_typed_cannot_break_out(browser: Client) -> None:
    """X-05."""
    answer = make(browser, name='"><script>alert(1)</script>' * 3)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("page", ["/lab/named/四合院", "/lab/named/a%20b", "/lab/new?q=四合院", "/lab/new?q=%E5%9B%9B"])
def test_pages_with_any_words_in_their_address_are_shown_again(browser: Client, page: str) -> None:
    """X-05."""
    answer = browser.form("/things", page, name="taken")
    assert answer.status_code == 422
    assert "This name is taken." in answer.text
    if "named" in page:
        assert ("Hello 四合院" in answer.text) or ("Hello a b" in answer.text)


def test_a_page_that_is_not_there(browser: Client) -> None:
    """X-05: still a page and still a refusal."""
    answer = browser.form("/things", "/lab/nowhere", name="taken")
    assert answer.status_code in (404, 422)
    assert answer.mimetype == "text/html"


def test_a_missing_token_shows_the_form_again(lab: Flask) -> None:
    """A-05: what was typed is not lost when the page was too old; the page may read the database."""
    browser = Client(lab)
    answer = browser.http.post(f"{API}/things", data={"_page": "/lab/new", "name": "door"})
    assert answer.status_code == 400
    assert "There are 0 things." in answer.text
    assert 'value="door"' in answer.text
    assert "csrf_token" in answer.text
    assert db._session.get() is None
    assert browser.page("/lab/new").status_code == 200


def test_whoever_is_signed_out_is_led_to_the_login(browser: Client) -> None:
    """A-03: and back."""
    answer = browser.form("/orders", "/lab/new", name="door")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=%2Flab%2Fnew")
    assert browser.http.get("/lab/mine?x=1").headers["Location"] == "/login?next=" + quote("/lab/mine?x=1", safe="")


def test_methods_of_forms(browser: Client, inside: Database) -> None:
    """X-05: PUT, PATCH and DELETE for /api/v1, from forms, and nothing else."""
    assert browser.form("/things/open", "/lab", _method="put", name="a").status_code == 303
    thing = browser.get("/things").get_json()["items"][0]["id"]
    assert browser.form(f"/things/{thing}", "/lab", _method="PATCH", _if_match="0", name="b").status_code == 303
    assert browser.form(f"/things/{thing}", "/lab", _method="PATCH", _if_match="0", name="c").status_code == 412
    assert browser.form(f"/things/{thing}", "/lab", _method="DELETE").status_code == 303
    with inside.reading():
        assert things.names() == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "CONNECT", "x"])
def test_other_methods_stay_what_they_are(browser: Client, method: str) -> None:
    """X-05: no POST becomes a GET."""
    assert browser.form("/things", "/lab", _method=method, name=method).status_code == 303


def test_pages_have_no_other_methods(browser: Client) -> None:
    """X-05: outside of /api/v1 `_method` is a field like any other."""
    answer = browser.http.post("/lab", data={"_method": "DELETE"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_json_has_no_such_fields(browser: Client) -> None:
    """X-05: `_method` in JSON changes nothing."""
    assert browser.post("/things", {"name": "a", "_method": "DELETE"}).status_code == 422


def test_a_form_with_an_idempotency_key_has_one_effect(lab: Flask, inside: Database) -> None:
    """X-03."""
    browser = Client(lab)
    browser.http.set_cookie("person", "1")
    places = {
        browser.form("/orders", "/lab", _idempotency_key="k1", _next="/lab/{id}", name="a").headers["Location"]
        for _ in range(2)
    }
    assert len(places) == 1
    with inside.reading():
        assert len(things.names()) == 1


def test_secrets_are_named() -> None:
    """A-08."""
    assert {"password", "code", "captcha_text", "number"} <= set(forms.SECRET)
