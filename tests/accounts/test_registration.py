"""Registering with a mobile number."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import select

from hutong.accounts import actions, codes, passwords
from hutong.accounts.actions.registration import AlreadyRegistered
from hutong.accounts.events import CaptchaDrawn, PersonRegistered
from hutong.accounts.models import Consent, Person
from hutong.kernel.audit import AuditEntry
from tests.accounts.steps import MOBILE, after, ask_code, captcha, codes_sent, errors, last, log_in, register, rows
from tests.accounts.world import PASSWORD, password_hash, person
from tests.client import Client


def test_a_password_is_kept_by_argon2id_at_its_recommended_cost():
    """A-08: 19 MiB and two passes, salted; tests in general hash more cheaply."""
    kept = passwords.OWASP.hash(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.OWASP.hash(PASSWORD) != kept
    assert passwords.OWASP.verify(kept, PASSWORD)


def test_a_person_registers_and_is_signed_in(app, client, told):
    """S1: the right code signs in; the terms agreed to are kept (A-13)."""
    answer = register(client, told)
    assert answer.status_code == 201
    assert answer.json["name"] == "138****1001"
    assert client.get("/session").json["user"]["id"] == answer.json["id"]
    [made] = rows(app, select(Person))
    assert (made.mobile, made.password_hash[:9], made.language) == ("+8613800001001", "$argon2id", "en")
    assert sorted(rows(app, select(Consent.document))) == ["privacy", "terms"]
    assert isinstance(last(told, PersonRegistered), PersonRegistered)
    [entry] = rows(app, select(AuditEntry).where(AuditEntry.action == "person.registered"))
    assert entry.person_id == made.id
    assert "13800001001" not in str(entry.after)


def test_a_wrong_captcha_sends_nothing_and_is_spent(client, told):
    """S1: wrong captcha, a field error, no SMS; the picture answers once, right or wrong (A-01)."""
    client.http.set_cookie("lang", "zh")
    picture = captcha(client, told)
    wrong = client.post("/sms-codes", {"mobile": MOBILE, "captcha_id": picture["captcha_id"], "captcha_text": "????"})
    assert (wrong.status_code, wrong.json["code"], errors(wrong)) == (
        422, "captcha_wrong", {"captcha_text": "图片验证码错误"},
    )  # fmt: skip
    again = client.post("/sms-codes", {"mobile": MOBILE, **picture})
    assert (again.status_code, codes_sent(told)) == (422, [])


def test_a_captcha_expires_and_a_new_picture_replaces_it(client, told):
    """A-01: 180 seconds, and one text at a time under a UUID."""
    old = captcha(client, told)
    with after(181):
        assert client.post("/sms-codes", {"mobile": MOBILE, **old}).status_code == 422
    uuid = str(uuid4())
    client.get(f"/captchas/{uuid}")
    client.get(f"/captchas/{uuid}")
    answer = client.post(
        "/sms-codes", {"mobile": MOBILE, "captcha_id": uuid, "captcha_text": last(told, CaptchaDrawn).text.lower()}
    )
    assert answer.status_code == 202


def test_one_code_a_minute(client, told):
    """S1: a second request within 60 s is refused with the seconds left."""
    assert ask_code(client, told).json.keys() == {"expires_in", "retry_after", "ticket"}
    with after(18):
        refused = ask_code(client, told)
    assert refused.status_code == 429
    left = int(refused.headers["Retry-After"])
    assert left in (41, 42)
    assert str(left) in refused.json["detail"]
    assert len(codes_sent(told)) == 1
    with after(61):
        assert ask_code(client, told).status_code == 202


def test_ten_codes_a_day_for_a_number(client, told):
    """A-01: a daily cap per number."""
    for turn in range(11):
        with after(61 * turn):
            answer = ask_code(client, told)
    assert (answer.status_code, len(codes_sent(told))) == (429, 10)


def test_a_code_dies_after_five_wrong_tries(app, client, told):
    """S1: five wrong codes make it void, although each was refused."""
    ask_code(client, told)
    right = codes_sent(told)[-1]
    wrong = "000000" if right != "000000" else "111111"
    body = {"mobile": MOBILE, "password": PASSWORD}
    for _turn in range(5):
        refused = client.post("/users", {**body, "code": wrong})
        assert (refused.status_code, refused.json["code"]) == (422, "code_wrong")
    assert "void" in errors(refused)["code"]
    assert client.post("/users", {**body, "code": right}).status_code == 422
    assert rows(app, select(Person)) == []


def test_a_code_lives_five_minutes_and_is_used_once(client, told):
    """A-01: expires, and cannot be used twice."""
    ask_code(client, told)
    body = {"mobile": MOBILE, "password": PASSWORD, "code": codes_sent(told)[-1]}
    with after(301):
        assert client.post("/users", body).status_code == 422
    register(client, told, "13800001002")
    again = Client(client.http.application)
    assert again.post("/users", {**body, "mobile": "13800001002", "code": codes_sent(told)[-1]}).status_code == 422


def test_only_the_right_code_tells_that_a_number_is_registered(app, client, told):
    """S1: before the code the answers are alike (A-03)."""
    person(app)
    client.http.set_cookie("lang", "zh")
    known, unknown = ask_code(client, told), ask_code(client, told, "13800001009")
    assert (known.status_code, known.json.keys()) == (unknown.status_code, unknown.json.keys())
    body = {"mobile": MOBILE, "password": PASSWORD}
    right = codes_sent(told)[0]
    wrong = client.post("/users", {**body, "code": "000000" if right != "000000" else "111111"})
    assert wrong.json["code"] == "code_wrong"
    told_at_last = client.post("/users", {**body, "code": right})
    assert (told_at_last.status_code, told_at_last.json["code"]) == (409, "already_registered")
    assert errors(told_at_last) == {"mobile": "该手机号已注册"}


@pytest.mark.parametrize(
    "mobile",
    ["1380000", "abc", "", "01062345678", "1" * 10_000, "138\x0000001001", "\u202e13800001001", "🏮", "abc13800001001"],
)
def test_what_is_no_mobile_number(client, told, mobile):
    """S1: each a field error, before the captcha is spent."""
    picture = captcha(client, told)
    refused = client.post("/sms-codes", {"mobile": mobile, **picture})
    assert (refused.status_code, list(errors(refused))) == (422, ["mobile"])
    assert client.post("/sms-codes", {"mobile": "+86 138 0000 1001", **picture}).status_code == 202


@pytest.mark.parametrize(
    "password",
    [
        "short-1",
        "12345678",
        "aaaaaaaa1",
        "password1",
        "Hutong 1" * 17,
        "a\x00bcdefg1",
        "\u202eabcdefg1",
        "13800001001",
        "",
        12345678,
    ],
)
def test_weak_passwords_are_refused_before_the_code_is_spent(app, client, told, password):
    """A-08: strength rules; the code stays good."""
    ask_code(client, told)
    body = {"mobile": MOBILE, "code": codes_sent(told)[-1], "username": "lotus"}
    refused = client.post("/users", {**body, "password": password})
    assert (refused.status_code, list(errors(refused))) == (422, ["password"])
    assert rows(app, select(Person)) == []
    assert client.post("/users", {**body, "password": PASSWORD}).status_code == 201


@pytest.mark.parametrize(
    "username", ["ab", "x" * 10_000, "a\x00bc", "\u202eabc", "🏮🏮🏮", "12345678", "a b c", "a@b.cn", "13800001002"]
)
def test_what_is_no_user_name(app, client, told, username):
    """A-03: field errors, and no row."""
    ask_code(client, told)
    body = {"mobile": MOBILE, "code": codes_sent(told)[-1], "password": PASSWORD}
    refused = client.post("/users", {**body, "username": username})
    assert (refused.status_code, list(errors(refused))) == (422, ["username"])
    assert rows(app, select(Person)) == []


def test_a_user_name_is_unique_however_it_is_written(client, told):
    """A-03: compared without case and width."""
    assert register(client, told, username="Lotus").status_code == 201
    refused = register(Client(client.http.application), told, "13800001002", username="ｌＯＴＵＳ")
    assert (refused.status_code, list(errors(refused))) == (409, ["username"])
    assert log_in(Client(client.http.application), "LOTUS").status_code == 201


def test_two_registrations_of_one_number_at_once(app):
    """A-01: the unique key decides; the other is told, nothing breaks."""

    def attempt(_turn):
        with app.test_request_context():
            try:
                app.extensions["hutong"].database.run(lambda: actions.register("+8613800001001", password_hash()))
            except AlreadyRegistered:
                return "registered already"
            return "made"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(attempt, range(4)))
    assert outcomes == ["made", *["registered already"] * 3]
    assert len(rows(app, select(Person))) == 1


def test_codes_and_passwords_are_not_kept_in_the_clear(app, client, told):
    """A-08: nothing that could be read back."""
    register(client, told)
    with app.app_context(), pytest.raises(AttributeError):
        _ = rows(app, select(Person))[0].password
    with pytest.raises(TypeError):
        Person(password=PASSWORD)
    assert PASSWORD not in repr(told)
    assert codes_sent(told)[0] not in repr(told)


def test_a_reset_by_sms(app, client, told):
    """A-08: a new password; all sessions end; for nobody's number the same answer and no SMS."""
    person(app)
    here = Client(app)
    log_in(here)
    known, unknown = ask_code(client, told, purpose="reset"), ask_code(client, told, "13800001009", "reset")
    assert (
        (known.status_code, known.json.keys()) == (unknown.status_code, unknown.json.keys()) == (202, known.json.keys())
    )
    assert len(codes_sent(told)) == 1
    body = {"mobile": MOBILE, "code": codes_sent(told)[0], "password": "Another-lantern-8"}
    assert client.post("/users", body).status_code == 422  # a code serves its purpose only
    assert client.post("/password-resets", body).status_code == 204
    assert here.get("/session").json["user"] is None
    assert log_in(client, password=PASSWORD).status_code == 401
    assert log_in(client, password="Another-lantern-8").status_code == 201


def test_nobodys_reset_is_a_wrong_code(within, client):
    """A-03: even a guessed code tells nothing."""
    code = codes.issue("reset", "+8613800001009", "127.0.0.1")
    refused = client.post("/password-resets", {"mobile": "13800001009", "code": code, "password": PASSWORD})
    assert (refused.status_code, refused.json["code"]) == (422, "code_wrong")
