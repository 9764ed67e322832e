"""Logging in and out, sessions, CSRF."""

import pytest
from sqlalchemy import select

from hutong.accounts.jobs import forget_sessions
from hutong.accounts.models import Person, Session
from hutong.accounts.schemas import LoginIn
from hutong.kernel import clock
from tests.accounts.steps import MOBILE, after, errors, log_in, rows
from tests.accounts.world import PASSWORD, person, signed_in
from tests.client import API, Client

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"


def test_logging_in_by_number_or_name(app, client):
    """A-03: by mobile number, written anyhow, or user name."""
    guest = person(app)
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: _name(guest, "lotus"))
    for login in (MOBILE, "+86 138-0000-1001", "LOTUS"):
        assert log_in(client, login).json["user"]["name"] == "138****1001"


def _name(person_id, username):
    from hutong.kernel.db import session

    row = session().get(Person, person_id)
    row.username = row.username_key = username


def test_the_answer_never_tells_whether_an_account_exists(app, client):
    """A-03: the same answer for a wrong password and for nobody."""
    person(app)
    answers = [log_in(client, login, "wrong-Password-1") for login in (MOBILE, "13800001009", "nobody", "no@body.cn")]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.json["detail"] for answer in answers}) == 1
    assert {answer.json["code"] for answer in answers} == {"login_failed"}


def test_the_same_work_is_done_for_nobody(app, client, monkeypatch):
    """A-03: argon2 runs for accounts that do not exist."""
    from hutong.accounts import passwords

    checked = []
    monkeypatch.setattr(passwords, "_hasher", _Counting(passwords._hasher, checked))
    person(app)
    log_in(client, MOBILE, "wrong-Password-1")
    log_in(client, "nobody", "wrong-Password-1")
    assert len(checked) == 2


class _Counting:
    def __init__(self, hasher, checked):
        self.hasher, self.checked = hasher, checked

    def verify(self, kept, plain):
        self.checked.append(kept)
        return self.hasher.verify(kept, plain)

    def hash(self, plain):
        return self.hasher.hash(plain)


def test_five_failures_slow_down(app, client):
    """A-03: the pair of account and address waits; others, and other accounts, do not."""
    person(app)
    person(app, "13800001002")
    for _turn in range(5):
        assert log_in(client, password="wrong-Password-1").status_code == 401
    refused = log_in(client)
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 500) == (429, True)
    assert log_in(client, "13800001002").status_code == 201
    assert client.http.post(
        f"{API}/session",
        json={"login": MOBILE, "password": PASSWORD},
        headers={"X-CSRFToken": client.csrf()},
        environ_base={"REMOTE_ADDR": "10.1.2.3"},
    ).status_code == 201  # fmt: skip
    with after(601):
        assert log_in(Client(app)).status_code == 201


def test_a_success_forgives_the_failures(app, client):
    """A-03: the count begins anew."""
    person(app)
    for _round in range(2):
        for _turn in range(4):
            log_in(client, password="wrong-Password-1")
        assert log_in(client).status_code == 201


def test_the_session_is_rotated_at_login(app, client):
    """A-04: another id, another CSRF token; the cookie holds nothing else."""
    person(app)
    log_in(client)
    first = _cookie(client)
    token = client.csrf()
    answer = log_in(client)
    second = _cookie(client)
    assert first["sid"] != second["sid"]
    assert first["csrf_token"] != second["csrf_token"]
    assert set(second) <= {"sid", "csrf_token", "_permanent"}
    assert (
        client.http.put(f"{API}/language", json={"language": "zh"}, headers={"X-CSRFToken": token}).status_code == 400
    )
    fresh = {"X-CSRFToken": answer.json["csrf_token"]}
    assert client.http.put(f"{API}/language", json={"language": "en"}, headers=fresh).status_code == 200
    assert len(rows(app, select(Session).where(Session.ended_at.is_(None)))) == 1  # the one before has ended


def _cookie(client):
    with client.http.session_transaction() as cookie:
        return dict(cookie)


def test_the_cookie(app, client):
    """A-04: HttpOnly and SameSite; remembered or until the browser closes."""
    person(app)
    until_closed = _session_cookie(log_in(client))
    assert ("HttpOnly" in until_closed, "SameSite=Lax" in until_closed, "Expires" in until_closed) == (
        True,
        True,
        False,
    )
    assert "Expires" in _session_cookie(log_in(client, remember=True))


def _session_cookie(answer):
    return next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("hutong="))


def test_how_long_a_session_lives(app, client):
    """A-03: 12 idle hours, or 30 days where it is remembered."""
    person(app)
    log_in(client)
    with clock.moved(11 * clock.HOUR):
        assert client.get("/me").status_code == 200
    with clock.moved(22 * clock.HOUR):
        assert client.get("/me").status_code == 200
    with clock.moved(35 * clock.HOUR):
        assert client.get("/me").status_code == 401
    log_in(client, remember=True)
    with clock.moved(29 * clock.DAY):
        assert client.get("/me").status_code == 200
    with clock.moved(31 * clock.DAY):
        assert client.get("/me").status_code == 401


def test_one_statement_knows_who_is_signed_in(app, statements):
    """A-04: with roles and picture, and nothing is written while it was seen lately."""
    guest = signed_in(app, person(app, role="administrator"))
    guest.csrf()
    statements.clear()
    guest.get("/session")
    assert len(statements) == 1


def test_ending_one_session_logs_that_browser_out(app):
    """X2: at its next click; the list tells devices and marks this one."""
    person(app)
    phone, desk = Client(app), Client(app)
    desk.http.environ_base["HTTP_USER_AGENT"] = CHROME
    log_in(desk)
    log_in(phone)
    listed = {one["current"]: one for one in phone.get("/me/sessions").json["items"]}
    assert (len(listed), listed[False]["device"]) == (2, "Chrome · Linux")
    assert phone.delete(f"/me/sessions/{listed[False]['id']}").status_code == 204
    assert desk.get("/me").status_code == 401
    assert desk.page("/me").headers["Location"] == "/login?next=%2Fme"
    assert phone.delete(f"/me/sessions/{listed[False]['id']}").status_code == 404
    assert phone.get("/me").status_code == 200


def test_nobody_ends_the_session_of_another(app):
    """A-04: not found, for these eyes."""
    mine, theirs = signed_in(app, person(app)), signed_in(app, person(app, "13800001002"))
    [one] = theirs.get("/me/sessions").json["items"]
    assert mine.delete(f"/me/sessions/{one['id']}").status_code == 404
    assert theirs.get("/me").status_code == 200


def test_a_password_change_ends_all_others(app):
    """X2: this browser stays, all others are out; the old password fits no more (A-08)."""
    guest = person(app)
    here, there = signed_in(app, guest), signed_in(app, guest)
    wrong = here.put("/me/password", {"current": "wrong-Password-1", "new": "Another-lantern-8"})
    assert list(errors(wrong)) == ["current"]
    weak = here.put("/me/password", {"current": PASSWORD, "new": "13800001001"})
    assert list(errors(weak)) == ["new"]
    assert here.put("/me/password", {"current": PASSWORD, "new": "Another-lantern-8"}).status_code == 204
    assert (here.get("/me").status_code, there.get("/me").status_code) == (200, 401)
    assert log_in(there).status_code == 401
    assert log_in(there, password="Another-lantern-8").status_code == 201


def test_ending_all_others(app):
    """A-04: with one click."""
    guest = person(app)
    here, there = signed_in(app, guest), signed_in(app, guest)
    assert here.delete("/me/sessions").status_code == 204
    assert (here.get("/me").status_code, there.get("/me").status_code) == (200, 401)


def test_logging_out(app, client):
    """A-03: the session ends, and its cookie opens nothing even when it was copied."""
    person(app)
    log_in(client)
    copied = _cookie(client)
    assert client.delete("/session").status_code == 204
    with client.http.session_transaction() as cookie:
        cookie.update(copied)
    assert client.get("/session").json["user"] is None


def test_a_suspended_person_is_out(app, client):
    """A-03: at once, and told only with the right password."""
    from hutong.accounts import actions

    guest = person(app)
    here = signed_in(app, guest)
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: actions.suspend(guest))
    assert here.get("/me").status_code == 401
    assert log_in(client, password="wrong-Password-1").status_code == 401
    assert log_in(client).json["code"] == "suspended"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-CSRFToken": "wrong"},
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_change_without_the_token_or_from_elsewhere(app, client, headers):
    """X6: 400 `csrf` with a clear problem, for log-in as well (A-05)."""
    person(app)
    token = {} if "X-CSRFToken" in headers or not headers else {"X-CSRFToken": client.csrf()}
    refused = client.http.post(
        f"{API}/session", json={"login": MOBILE, "password": PASSWORD}, headers={**token, **headers}
    )
    assert (refused.status_code, refused.json["code"]) == (400, "csrf")
    assert rows(app, select(Session)) == []


def test_the_token_of_another_session(app):
    """A-05: is no token."""
    mine, theirs = signed_in(app, person(app)), signed_in(app, person(app, "13800001002"))
    mine.token = theirs.csrf()
    assert mine.patch("/me", {"nickname": "Lotus"}).status_code == 400


def test_a_token_in_the_form_field(app, client):
    """A-05: without JavaScript the form field carries it."""
    person(app)
    answer = client.form("/session", "/login", login=MOBILE, password=PASSWORD, _next="/me")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me")


@pytest.mark.parametrize("text", ["x" * 10_000, "a\x00b", "\u202eabc", "\ud800"])
@pytest.mark.parametrize("field", ["login", "password"])
def test_hostile_logins(app, client, field, text):
    """A-03: field errors."""
    refused = log_in(client, **{"login": MOBILE, "password": PASSWORD, field: text})
    assert (refused.status_code, list(errors(refused))) == (422, [field])


def test_a_password_is_not_shown_by_its_model():
    """A-08: what is logged by accident shows nothing."""
    assert PASSWORD not in repr(LoginIn(login="a", password=PASSWORD))


def test_old_sessions_are_forgotten(app):
    """A-04: what nobody can use is not kept for ever."""
    guest = person(app)
    signed_in(app, guest)
    with clock.moved(61 * clock.DAY):
        signed_in(app, guest)
        with app.app_context():
            app.extensions["hutong"].database.run(forget_sessions.function)
    assert len(rows(app, select(Session))) == 1
