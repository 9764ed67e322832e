"""Tokens for programs."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from hutong.accounts import actions
from hutong.accounts.models import Session, Token
from hutong.kernel import clock, ids
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session
from hutong.kernel.web import API, rules
from tests.accounts.steps import MOBILE, after, errors, log_in, rows
from tests.accounts.world import PASSWORD, person, signed_in
from tests.client import Client


def make(client, *scopes, **more):
    """A new token's answer."""
    return client.post(
        "/me/tokens", {"name": "Calendar", "scopes": list(scopes) or ["*"], "password": PASSWORD, **more}
    )


def ask(app, token, method="GET", path="/me", **more):
    """What a program without cookies gets."""
    headers = {"Authorization": f"Bearer {token}", **more.pop("headers", {})}
    return app.test_client().open(API + path, method=method, headers=headers, **more)


def test_a_program_acts_for_its_person(app):
    """A-10: the token is shown once, kept as a hash, needs no CSRF token."""
    browser = signed_in(app, person(app, name="Mei"))
    made = make(browser, "accounts:read", "accounts:write")
    assert made.status_code == 201
    token = made.json["token"]
    assert ask(app, token).json["name"] == "Mei"
    assert ask(app, token, "PATCH", json={"nickname": "Lin"}).json["name"] == "Lin"
    assert token not in browser.get("/me/tokens").text + browser.page("/me/tokens").text
    [row] = rows(app, select(Token))
    assert token not in str(vars(row))
    assert browser.get("/me/tokens").json["items"][0]["scopes"] == ["accounts:read", "accounts:write"]


def test_a_token_opens_its_scopes_only(app):
    """A-10: without the scope: 403 naming it, nothing changed; public routes too."""
    token = make(signed_in(app, person(app, name="Mei")), "accounts:read").json["token"]
    refused = ask(app, token, "PATCH", json={"nickname": "Lin"})
    assert (refused.status_code, refused.json["code"], refused.json["permission"]) == (
        403, "forbidden", "scope accounts",
    )  # fmt: skip
    assert ask(app, token, path="/notices").status_code == 403
    assert ask(app, token).json["name"] == "Mei"


def test_no_token_reaches_tokens_passwords_and_sessions(app):
    """A-10: not even one for everything; a token cannot outlive itself by making another."""
    token = make(signed_in(app, person(app)), "*").json["token"]
    with app.app_context():
        alone = [rule for rule in rules().values() if rule.scope == "browser"]
    assert {rule.path.removeprefix(API).split("<")[0] for rule in alone} >= {
        "/me/tokens", "/me/tokens/", "/me/password", "/me/sessions", "/me/sessions/", "/session", "/users",
        "/password-resets",
    }  # fmt: skip
    for rule in alone:
        path = re.sub("<[^>]+>", "0" * 13, rule.path.removeprefix(API))
        answer = ask(app, token, rule.method, path, json={} if rule.writes else None)
        assert (answer.status_code, answer.json["code"]) == (403, "forbidden"), rule.name
    page = app.test_client().get("/me/tokens", headers={"Authorization": f"Bearer {token}"})
    assert page.status_code == 403
    assert len(rows(app, select(Token))) == 1


@pytest.mark.parametrize("text", ["", "x", "hut_" + "A" * 43, "é胡同", "A" * 5000, "null"])
def test_what_is_no_token(app, text):
    """A-10: 401, and never the cookie's person, who would need a CSRF token."""
    browser = signed_in(app, person(app, name="Mei"))
    header = {"Authorization": f"Bearer {text}".encode().decode("latin-1")}
    for method in ("GET", "PATCH"):
        answer = browser.http.open(f"{API}/me", method=method, headers=header, json={"nickname": "Lin"})
        assert (answer.status_code, answer.json["code"]) == (401, "token_wrong")
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert browser.get("/me").json["name"] == "Mei"


def test_a_session_is_no_token_and_other_schemes_are_none(app):
    """A-10: what is in the cookie opens nothing as a bearer; a header of another kind excuses from no CSRF token."""
    browser = signed_in(app, person(app))
    [session] = rows(app, select(Session))
    assert ask(app, session.digest).status_code == 401
    basic = browser.http.patch(f"{API}/me", headers={"Authorization": "Basic eDp5"}, json={"nickname": "Lin"})
    assert (basic.status_code, basic.json["code"]) == (400, "csrf")


def test_an_ended_and_an_expired_token(app):
    """A-10: refused from then on; a stranger ends nothing; both are in the audit log."""
    owner = signed_in(app, person(app))
    ended, short = make(owner).json, make(owner, days=1).json
    stranger = signed_in(app, person(app, "13800001002"))
    assert stranger.delete(f"/me/tokens/{ended['id']}").status_code == 404
    assert owner.delete(f"/me/tokens/{ended['id']}").status_code == 204
    assert owner.delete(f"/me/tokens/{ended['id']}").status_code == 404
    assert ask(app, ended["token"]).status_code == 401
    assert ask(app, short["token"]).status_code == 200
    with clock.moved(clock.DAY):
        assert ask(app, short["token"]).status_code == 401
        assert owner.get("/me/tokens").json["items"] == []
    actions_done = rows(app, select(AuditEntry.action).where(AuditEntry.action.like("token.%")))
    assert sorted(actions_done) == ["token.ended", "token.made", "token.made"]


def test_a_suspended_person_has_no_programs(app):
    """A-10: and a password that was reset ends all tokens."""
    someone = person(app)
    token = make(signed_in(app, someone)).json["token"]
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: actions.suspend(someone))
    assert ask(app, token).status_code == 401


def test_the_use_of_a_token_is_noted_every_five_minutes(app):
    """A-10: the first time, and then when five minutes have passed."""
    owner = signed_in(app, person(app))
    token = make(owner).json["token"]
    seen = []
    for minutes in (0, 4, 6):
        with clock.moved(minutes * clock.MINUTE):
            ask(app, token)
        seen.append(owner.get("/me/tokens").json["items"][0]["last_used_at"])
    assert seen[0] is not None
    assert (seen[0] == seen[1], seen[1] == seen[2]) == (True, False)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "x", "scopes": []}, "scopes"),
        ({"name": "x"}, "scopes"),
        ({"name": "x", "scopes": ["browser:write"]}, "scopes"),
        ({"name": "x", "scopes": ["everything"]}, "scopes"),
        ({"name": "x", "scopes": "*"}, "scopes"),
        ({"name": "", "scopes": ["*"]}, "name"),
        ({"name": "x" * 61, "scopes": ["*"]}, "name"),
        ({"name": "x", "scopes": ["*"], "days": 0}, "days"),
        ({"name": "x", "scopes": ["*"], "days": 10**9}, "days"),
        ({"name": "x", "scopes": ["*"]}, "password"),
        ({"name": "x", "scopes": ["*"], "password": "wrong"}, "password"),
    ],
)
def test_what_is_no_wish_for_a_token(app, body, field):
    """A-10: field errors, and no row."""
    refused = signed_in(app, person(app)).post("/me/tokens", body)
    assert (refused.status_code, [name.split(".")[0] for name in errors(refused)]) == (422, [field])
    assert rows(app, select(Token)) == []


def test_fifty_tokens_are_enough(app):
    """A-10."""
    who = person(app)
    owner = signed_in(app, who)

    def fill():
        for turn in range(49):
            session().add(Token(digest=str(turn), person_id=who, name="x", scopes=["*"]))

    with app.app_context():
        app.extensions["hutong"].database.run(fill)
    assert make(owner).status_code == 201
    assert (make(owner).status_code, make(owner).json["code"]) == (409, "tokens_full")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_token_is_shown_once_without_javascript(app, language):
    """A-10: the form's answer is the page that shows it; no address and no later page does."""
    owner = signed_in(app, person(app, language=language), language)
    assert 'data-api action="/api/v1/me/tokens"' not in owner.page("/me/tokens").text
    refused = owner.form("/me/tokens", "/me/tokens", name="Calendar", days="30")
    assert (refused.status_code, 'value="Calendar"' in refused.text) == (422, True)
    more = {"scopes": ["stays:read", "accounts:read"], "password": PASSWORD}
    made = owner.form("/me/tokens", "/me/tokens", name="Calendar", days="", **more)
    assert (made.status_code, made.mimetype, made.headers["Cache-Control"]) == (201, "text/html", "no-store")
    token = unescape(re.search(r'value="(hut_[^"]+)" readonly', made.text)[1])
    assert ask(app, token).status_code == 200
    assert token not in owner.page("/me/tokens").text
    [row] = rows(app, select(Token))
    assert (row.expires_at, row.scopes) == (None, ["accounts:read", "stays:read"])
    ended = owner.form(f"/me/tokens/{ids.show(row.id)}", "/me/tokens", _method="DELETE")
    assert (ended.status_code, ask(app, token).status_code) == (303, 401)


def test_the_page_is_private(app, client):
    """A-10."""
    assert client.page("/me/tokens").headers["Location"] == "/login?next=%2Fme%2Ftokens"


def test_logging_in_elsewhere_leaves_tokens_alone(app):
    """A-10: a program is no browser: other log-ins do not end it."""
    token = make(signed_in(app, person(app))).json["token"]
    with after(61):
        assert log_in(Client(app), MOBILE, PASSWORD).status_code == 201
        assert ask(app, token).status_code == 200
