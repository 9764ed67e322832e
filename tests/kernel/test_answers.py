"""Problems: one handler, and always in the form that the request can read."""

import json

import pytest
from flask import Flask
from tests.client import API, Client
from tests.lab.fixtures import Build

from hutong.kernel import answers, errors
from hutong.kernel.errors import Problem

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Problem)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_problem_has_its_words(lab: Flask, kind: type[Problem]) -> None:
    """X-02: RFC 9457, in both languages."""
    told = []
    for language in ("en", "zh"):
        with lab.test_request_context(headers={"Cookie": f"lang={language}"}):
            shown = json.loads(json.dumps(answers.document(kind())))
            assert set(shown) == {"type", "title", "status", "code", "detail", "errors", "request_id"}
            told.append(shown["detail"])
    assert told[0] != told[1]


def test_codes_and_members(browser: Client) -> None:
    """X-02: what a problem brings along is in the document."""
    answer = browser.put("/things/open", {"name": "refused"})
    shown = answer.get_json()
    assert answer.mimetype == "application/problem+json"
    assert (answer.status_code, shown["status"], shown["code"]) == (409, 409, "conflict")
    assert (shown["detail"], shown["slots"], shown["errors"]) == ("The door sticks.", ["A1"], [])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("DELETE", "/things", 405), ("GET", "/things/0000000000001", 404),
     ("GET", "/things/nonsense", 404), ("GET", "/things/" + "9" * 13, 404), ("GET", "/things/%00", 404)],
)  # fmt: skip
def test_strange_addresses(browser: Client, method: str, path: str, status: int) -> None:
    """X-02, X-04: a malformed id is simply not found."""
    answer = browser.http.open(API + path, method=method, headers={"X-CSRFToken": browser.csrf()})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    if status == 405:
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_our_own_faults_tell_nothing(browser: Client) -> None:
    """X-02: but the number under which they were noted."""
    answer = browser.get("/broken")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "internal")
    assert answer.headers["X-Request-Id"] in answer.get_json()["detail"]
    page = browser.page("/lab/broken")
    assert (page.status_code, page.mimetype) == (500, "text/html")
    for text in (answer.text, page.text):
        assert "secret detail" not in text
        assert "ZeroDivision" not in text


def test_errors_of_the_framework_are_problems_too(browser: Client) -> None:
    """X-02."""
    page = browser.page("/lab/away")
    assert (page.status_code, page.mimetype) == (503, "text/html")
    assert "not available right now" in page.text


def test_a_get_cannot_write(browser: Client, lab: Flask) -> None:
    """X-03: where it tries, nothing is written."""
    status = browser.get("/written").status_code
    if lab.extensions["hutong"].database.dialect == "sqlite":
        assert status == 500
        assert browser.get("/things").get_json()["items"] == []


def test_without_its_database_the_site_still_speaks(build: Build) -> None:
    """O-03: alive, not ready, and honest about it."""
    app = build(database_url="postgresql+psycopg://nobody@127.0.0.1:9/none", redis_url="redis://127.0.0.1:9/0")
    browser = Client(app)
    assert browser.page("/healthz").status_code == 200
    assert browser.page("/readyz").status_code == 503
    assert browser.page("/lab/new").status_code in (500, 503)


def test_health(browser: Client) -> None:
    """O-03."""
    assert browser.page("/healthz").get_json() == {"status": "ok"}
    assert browser.page("/readyz").get_json() == {"status": "ready"}


def test_head_and_options(browser: Client) -> None:
    """X-01."""
    assert browser.http.head("/lab").status_code == 200
    assert browser.http.head(f"{API}/things").data == b""
    allow = set(browser.http.options(f"{API}/things").headers["Allow"].split(", "))
    assert allow == {"GET", "HEAD", "OPTIONS", "POST"}


def test_languages(lab: Flask) -> None:
    """X-05, X4: the cookie, then the profile, then the browser."""
    http = lab.test_client()

    def lang(**headers: str) -> str:
        page = http.get("/lab", headers={name.replace("_", "-"): value for name, value in headers.items()})
        return page.text.split('<html lang="')[1].split('"')[0]

    assert lang() == "zh-CN"
    assert lang(Accept_Language="en-GB,en;q=0.9") == "en"
    assert lang(Accept_Language="zh-TW,en;q=0.5") == "zh-CN"
    assert lang(Accept_Language="fr") == "zh-CN"
    assert lang(Accept_Language="en", X_Person="2") == "zh-CN"
    assert lang(Accept_Language="zh", X_Person="4") == "en"
    http.set_cookie("lang", "en")
    assert lang(X_Person="2") == "en"
    http.set_cookie("lang", "xx")
    assert lang(X_Person="4") == "en"


def test_choosing_a_language(browser: Client) -> None:
    """X-05: by a plain form; only languages that there are."""
    answer = browser.form("/language", "/language", _method="PUT", _next="/lab", language="zh")
    assert answer.headers["Location"] == "/lab?done=kernel_api.choose_language"
    assert 'lang="zh-CN"' in browser.page("/lab").text
    assert browser.put("/language", {"language": "xx"}).status_code == 422
