"""The gate before every route, and the headers on every answer."""

from typing import Any

import pytest
from flask import Flask
from tests.client import API, Client
from tests.lab.fixtures import Build

CHANGES = [("POST", "/things"), ("PUT", "/things/open"), ("PATCH", "/things/0000000000001"), ("PUT", "/language")]


@pytest.mark.parametrize(("method", "path"), CHANGES)
@pytest.mark.parametrize("token", [None, "", "wrong", "a.b.c"])
def test_no_change_without_the_token(browser: Client, method: str, path: str, token: str | None) -> None:
    """A-05: 400 `csrf` with a clear sentence (X6)."""
    browser.csrf()
    headers = {} if token is None else {"X-CSRFToken": token}
    answer = browser.http.open(API + path, method=method, json={"name": "a"}, headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "csrf")
    assert answer.get_json()["detail"].startswith("This page has been open for too long")


def test_another_browsers_token_is_no_token(lab: Flask) -> None:
    """A-05."""
    theirs = Client(lab).csrf()
    mine = Client(lab)
    mine.csrf()
    answer = mine.http.post(f"{API}/things", json={"name": "a"}, headers={"X-CSRFToken": theirs})
    assert answer.get_json()["code"] == "csrf"


def test_the_token_may_come_as_a_field(browser: Client) -> None:
    """A-05."""
    fields = {"name": "a", "csrf_token": browser.csrf()}
    assert browser.http.post(f"{API}/things", data=fields).status_code == 201
    assert browser.http.post(f"{API}/things", data={**fields, "csrf_token": "no"}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"},
     {"Origin": "null"}, {"Origin": "http://localhost.evil.example"}, {"Origin": "http://localhost:81"}],
)  # fmt: skip
def test_other_sites_are_refused_even_with_the_token(browser: Client, headers: dict[str, str]) -> None:
    """A-05."""
    answer = browser.http.post(f"{API}/things", json={"name": "a"}, headers={"X-CSRFToken": browser.csrf(), **headers})
    assert answer.get_json()["code"] == "csrf"


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}, {}]
)
def test_this_site_is_let_in(browser: Client, headers: dict[str, str]) -> None:
    """A-05."""
    answer = browser.http.post(f"{API}/things", json={"name": "a"}, headers={"X-CSRFToken": browser.csrf(), **headers})
    assert answer.status_code == 201


def test_programs_and_signed_messages_need_no_token(browser: Client) -> None:
    """A-10, M-03: what a browser does not send by itself."""
    bearer = {"Authorization": "Bearer x", "Sec-Fetch-Site": "cross-site"}
    assert browser.http.post(f"{API}/things", json={"name": "a"}, headers=bearer).status_code == 201
    assert browser.http.post(f"{API}/callbacks", json={"name": "a"}).status_code == 201
    basic = {"Authorization": "Basic Og=="}
    assert browser.http.post(f"{API}/things", json={"name": "b"}, headers=basic).status_code == 400


def test_private_unless_said_otherwise(browser: Client) -> None:
    """A-12: 401 to programs, the login page to people, 403 with what is missing."""
    assert browser.get("/mine").get_json()["code"] == "unauthenticated"
    assert browser.page("/lab/mine").status_code == 303
    browser.http.set_cookie("person", "2")
    assert browser.get("/mine").status_code == 200
    assert browser.page("/lab/mine").status_code == 200
    assert browser.page("/lab/staff").status_code == 200
    refused = browser.put("/mine", {"name": "a"})
    assert (refused.status_code, refused.get_json()["permission"]) == (403, "MEND")
    browser.http.set_cookie("person", "1")
    assert browser.page("/lab/staff").status_code == 403
    browser.http.set_cookie("person", "4")
    assert browser.put("/mine", {"name": "a"}).status_code == 200


def test_permission_is_asked_before_the_body_is_read(browser: Client) -> None:
    """A-12: strangers learn nothing of what a route takes."""
    assert browser.put("/mine", {"nonsense": 1}).status_code == 401


def test_tokens_do_what_their_scopes_say(browser: Client) -> None:
    """A-10: on public routes as well."""
    token = {"Authorization": "Bearer x", "X-Person": "3"}
    assert browser.http.get(f"{API}/mine", headers=token).status_code == 200
    for path in ("/things", "/orders"):
        refused = browser.http.post(API + path, json={"name": "a"}, headers=token)
        assert (refused.status_code, refused.get_json()["permission"]) == (403, "scope lab")


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: ; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    "path", ["/", "/lab", "/lab/mine", "/lab/staff", "/lab/nowhere", "/lab/broken", "/lab/away", "/healthz",
             "/static/theme.css", f"{API}/things", f"{API}/nowhere", f"{API}/broken"]
)  # fmt: skip
def test_every_answer_has_its_headers(browser: Client, path: str) -> None:
    """X-05."""
    headers = browser.page(path).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_only_the_documentation_may_have_styles_of_its_own(browser: Client) -> None:
    """X-01."""
    policy = browser.page("/docs").headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy


def cookie(build: Build, **settings: Any) -> str:
    """The Set-Cookie header that a form's page sends."""
    browser = Client(build(**settings))
    return str(browser.page("/lab/new").headers["Set-Cookie"])


def test_the_cookie_over_http_and_https(build: Build) -> None:
    """A-04: HttpOnly and SameSite always, Secure where the site is."""
    plain = cookie(build, public_url="http://hutong.example").split("; ")
    secure = cookie(build, public_url="https://hutong.example/").split("; ")
    assert plain[0].startswith("hutong=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(plain)
    assert "Secure" not in plain
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(secure)


def test_over_https_browsers_are_told_to_stay_there(build: Build) -> None:
    """A-04; the language cookie is as secure as the other."""
    browser = Client(build(public_url="https://hutong.example"))
    assert browser.page("/lab").headers["Strict-Transport-Security"] == "max-age=31536000"
    browser.http.get("/lab/new", base_url="https://localhost")
    found = browser.http.get(f"{API}/session", base_url="https://localhost")
    headers = {"X-CSRFToken": found.get_json()["csrf_token"], "Referer": "https://localhost/lab"}
    chosen = browser.http.put(f"{API}/language", json={"language": "zh"}, headers=headers, base_url="https://localhost")
    assert "Secure" in chosen.headers["Set-Cookie"]


def test_signed_out_pages_may_be_cached_and_set_no_cookie(browser: Client) -> None:
    """X-05: pages with a token, of a person, or with an error are nobody else's."""
    public = browser.page("/lab").headers
    assert public["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert public["Vary"] == "Cookie, Accept-Language"
    assert "Set-Cookie" not in public
    assert browser.page("/lab/new").headers["Cache-Control"] == "private, no-cache"
    assert browser.page("/lab/nowhere").headers["Cache-Control"] == "private, no-cache"
    assert browser.form("/things", "/lab/new", name="taken").headers["Cache-Control"] == "private, no-cache"
    browser.http.set_cookie("person", "1")
    for path in ("/lab", "/lab/mine", "/lab/new", "/lab/nowhere"):
        assert browser.page(path).headers["Cache-Control"] == "no-store"


def test_answers_of_the_api_are_not_cached(browser: Client) -> None:
    """X-03."""
    assert browser.get("/things").headers["Cache-Control"] == "private, no-cache"
    assert browser.post("/things", {"name": "a"}).headers["Cache-Control"] == "no-store"
    assert browser.post("/things", {}).headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in browser.get("/things").headers


def test_every_answer_has_an_id(browser: Client) -> None:
    """O-03: its own, whatever the request says, without a proxy in front."""
    ids = {browser.http.get("/lab", headers={"X-Request-Id": "abcdefgh"}).headers["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3
    assert "abcdefgh" not in ids
    problem = browser.get("/nowhere")
    assert problem.get_json()["request_id"] == problem.headers["X-Request-Id"]


def test_behind_a_trusted_proxy(build: Build) -> None:
    """O-03: the proxy's id is kept when it is well-formed."""
    browser = Client(build(trusted_proxies=1))
    for given, kept in (("abcd-1234", True), ("short", False), ("x" * 41, False), ("abc def ghi", False)):
        shown = browser.http.get("/lab", headers={"X-Request-Id": given}).headers["X-Request-Id"]
        assert (shown == given) is kept


def asked_from(build: Build, proxies: int, forwarded: str) -> int:
    """The answer of a page for this machine only, asked through proxies."""
    app = build(trusted_proxies=proxies)
    return app.test_client().get("/lab/dev", headers={"X-Forwarded-For": forwarded}).status_code


def test_addresses_are_believed_as_far_as_proxies_are_trusted(build: Build) -> None:
    """X-04: with one proxy only the last address counts."""
    assert asked_from(build, 0, "203.0.113.9") == 200
    assert asked_from(build, 1, "203.0.113.9") == 404
    assert asked_from(build, 1, "203.0.113.9, 127.0.0.1") == 200
    assert asked_from(build, 1, "127.0.0.1, 203.0.113.9") == 404
    assert asked_from(build, 2, "203.0.113.9, 10.0.0.1") == 404


def test_the_host_header_is_never_believed(build: Build) -> None:
    """O-01."""
    app = build(trusted_proxies=1, public_url="https://hutong.example")
    answer = app.test_client().get("/lab/mine", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert answer.headers["Location"] == "/login?next=%2Flab%2Fmine"


def test_pages_for_developers_do_not_exist_in_production(build: Build) -> None:
    """N-04, O-07."""
    key = "0123456789abcdefghijABCDEFGHIJ-x"
    for env, status in (("development", 200), ("testing", 200), ("staging", 404), ("production", 404)):
        browser = Client(build(env=env, secret_key=key, data_key=key, request_limit=0))
        assert browser.page("/lab/dev").status_code == status


def test_requests_are_limited(build: Build) -> None:
    """X-04: per person and per address, with headers; static files are not counted."""
    browser = Client(build(request_limit=3))
    assert [browser.page("/lab").headers["RateLimit-Remaining"] for _ in range(3)] == ["2", "1", "0"]
    refused = browser.page("/lab")
    assert (refused.status_code, refused.mimetype) == (429, "text/html")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert browser.page("/static/theme.css").status_code == 200
    browser.http.set_cookie("person", "1")
    assert browser.page("/lab").status_code == 200
