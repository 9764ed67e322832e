"""Passkeys."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from hutong.accounts import passkeys
from hutong.accounts.actions import passkeys as actions
from hutong.accounts.api import passkeys as api
from hutong.accounts.cli import people
from hutong.accounts.models import Passkey, Person, Session
from hutong.app import create_app
from hutong.kernel import ids, jobs, schema
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session
from hutong.kernel.settings import Settings
from tests.accounts.authenticator import PRESENT, VERIFIED, Authenticator, text
from tests.accounts.steps import MOBILE, after, errors, log_in, rows
from tests.accounts.test_second_factor import enrol, half_in
from tests.accounts.world import PASSWORD, person, signed_in
from tests.client import Client


def options_for(client: Client, name: str = "My phone") -> dict[str, Any]:
    """What the browser is told when somebody adds a passkey."""
    answer = client.post("/me/passkeys/options", {"name": name, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return answer.json["options"]


def added(client: Client, phone: Authenticator | None = None, name: str = "My phone") -> Authenticator:
    """A passkey that opens this person's account."""
    phone = phone or Authenticator()
    answer = client.post("/me/passkeys", {"credential": phone.make(options_for(client, name))})
    assert answer.status_code == 201, answer.text
    return phone


def door(browser: Client) -> dict[str, Any]:
    """What the browser is told at the door."""
    answer = browser.post("/session/passkey/options")
    assert answer.status_code == 201, answer.text
    return answer.json["options"]


def enter(browser: Client, phone: Authenticator, **more: Any) -> Any:
    """Log in by a passkey."""
    answer = browser.put("/session/passkey", {"credential": phone.sign(door(browser)), **more})
    browser.token = None
    return answer


def said(answer: Any) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.json["code"]


@contextmanager
def served_at(app: Flask, address: str) -> Iterator[None]:
    """The site has another address for a while."""
    before = app.extensions["hutong"]
    elsewhere = before.settings.model_copy(update={"public_url": address})
    app.extensions["hutong"] = replace(before, settings=elsewhere)
    app.extensions.pop("hutong_site", None)  # which remembers the settings, too
    yield
    app.extensions["hutong"] = before
    app.extensions.pop("hutong_site", None)


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """A site with a host name."""
    with served_at(app, "https://hutong.example/"):
        yield app


@pytest.fixture
def mei(app: Flask) -> Client:
    """Somebody signed in."""
    return signed_in(app, person(app, MOBILE, name="Mei"))


@pytest.fixture
def kai(app: Flask) -> Client:
    """Somebody who has no password and has just logged in by way of another site: nothing has to be hashed."""
    who = person(app, MOBILE, name="Kai")
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: setattr(session().get(Person, who), "password_hash", ""))
    return signed_in(app, who)


def test_a_passkey_is_added_named_used_and_removed(app: Flask, mei: Client) -> None:
    """X1, A-08: it opens the account without a name, in a new session; removed, it opens nothing."""
    phone = added(mei, name="  My   phone ")
    [shown] = mei.get("/me/passkeys").json["items"]
    assert (shown["name"], shown["used_at"]) == ("My phone", None)
    browser = Client(app)
    entered = enter(browser, phone)
    assert (entered.status_code, entered.json["user"]["name"]) == (200, "Mei")
    assert browser.get("/me").json["name"] == "Mei"
    path = f"/me/passkeys/{shown['id']}"
    assert mei.patch(path, {"name": "Old phone"}).json["name"] == "Old phone"
    [shown] = mei.get("/me/passkeys").json["items"]
    assert (shown["name"], shown["used_at"] is not None) == ("Old phone", True)
    assert errors(mei.send("DELETE", path, {"password": "wrong"}, {})) == {
        "password": "This is not your current password."
    }
    assert mei.send("DELETE", path, {"password": PASSWORD}, {}).status_code == 204
    assert mei.get("/me/passkeys").json["items"] == []
    assert said(enter(Client(app), phone)) == (401, "passkey_unknown")


def test_what_the_browser_is_told(kai: Client) -> None:
    """A-08: a key that finds itself, opened by finger or PIN, no attestation; address and origin are the operator's."""
    options = options_for(kai)
    assert options["rp"] == {"id": "hutong.example", "name": "Hutong 胡同"}
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert (options["attestation"], options["user"]["name"], options["excludeCredentials"]) == ("none", "Kai", [])
    phone = added(kai)
    assert [one["id"] for one in options_for(kai)["excludeCredentials"]] == [text(phone.credential_id)]
    asked = kai.post("/session/passkey/options", X_Forwarded_Host="evil.example").json["options"]
    assert (asked["rpId"], asked["userVerification"], "allowCredentials" in asked) == (
        "hutong.example",
        "required",
        False,
    )


def test_the_session_is_a_fresh_one(app: Flask, mei: Client) -> None:
    """A-08: the session before ends, `remember` is kept, and whoever was signed in is no more."""
    phone = added(mei)
    other = signed_in(app, person(app, "13800001002", name="Bo"))
    with other.http.session_transaction() as cookie:
        before = cookie["sid"]
    assert enter(other, phone, remember=True).json["user"]["name"] == "Mei"
    with other.http.session_transaction() as cookie:
        assert cookie["sid"] != before
        assert cookie.permanent
        assert "keys" not in cookie
    assert sorted(row.ended_at is None for row in rows(app, select(Session))) == [False, True, True]


def test_adding_asks_for_the_password_and_a_name(app: Flask, mei: Client) -> None:
    """A-08: before the device makes anything."""
    assert list(errors(mei.post("/me/passkeys/options", {"name": "x", "password": "no"}))) == ["password"]
    assert list(errors(mei.post("/me/passkeys/options", {"name": " ", "password": PASSWORD}))) == ["name"]
    assert list(errors(mei.post("/me/passkeys/options", {"name": "x" * 61, "password": PASSWORD}))) == ["name"]
    assert Client(app).post("/me/passkeys/options", {"name": "x", "password": PASSWORD}).status_code == 401


@pytest.mark.parametrize(
    "forged",
    [
        {"origin": "https://hutong.example.evil.example"},
        {"origin": "http://hutong.example"},
        {"origin": "https://hutong.example:8443"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"crossing": True},
        {"algorithm": -65535},
        {"algorithm": -36},
    ],
    ids=str,
)
def test_nothing_is_added_that_was_made_elsewhere(app: Flask, kai: Client, forged: dict[str, Any]) -> None:
    """A-08: another origin, another site, no finger, a frame, an algorithm that nobody asked for."""
    made = Authenticator(**forged).make(options_for(kai))
    assert said(kai.post("/me/passkeys", {"credential": made})) == (422, "passkey_wrong")
    assert rows(app, select(Passkey)) == []


@pytest.mark.parametrize("change", ["origin", "host", "flags", "crossing", "key", "handle", "counter"])
def test_nobody_comes_in_by_a_forged_answer(app: Flask, kai: Client, change: str) -> None:
    """A-08: signed for another site, by another key, without a finger, with a counter that went back."""
    phone = added(kai, Authenticator(counts=True, counter=7))
    wrong = {
        "origin": "https://evil.example",
        "host": "evil.example",
        "flags": PRESENT,
        "crossing": True,
        "key": Authenticator().key,
        "handle": b"somebody else",
        "counter": 6,
    }
    forged = replace(phone, **{change: wrong[change]})
    browser = Client(app)
    code = (409, "passkey_copied") if change == "counter" else (422, "passkey_wrong")
    assert said(enter(browser, forged)) == code
    assert browser.get("/me").status_code == 401
    assert [(row.counter, row.used_at) for row in rows(app, select(Passkey))] == [(7, None)]
    noted = rows(app, select(AuditEntry).where(AuditEntry.action == "passkey.refused"))
    (key,) = rows(app, select(Passkey))
    kept = (f"person:{ids.show(key.person_id)}", key.person_id, {"passkey": ids.show(key.id)}, "127.0.0.1")
    assert [(row.subject, row.person_id, row.after, row.address) for row in noted] == [kept] * (change == "counter")
    assert enter(Client(app), phone).status_code == 200
    assert [row.counter for row in rows(app, select(Passkey))] == [8]


def test_a_challenge_is_good_once_even_for_a_refused_answer(app: Flask, kai: Client) -> None:
    """A-08: no replay, neither of what was right nor of what was wrong."""
    phone = Authenticator()
    options = options_for(kai)
    phone.origin = "https://evil.example"
    assert said(kai.post("/me/passkeys", {"credential": phone.make(options)})) == (422, "passkey_wrong")
    phone.origin = "https://hutong.example"
    assert said(kai.post("/me/passkeys", {"credential": phone.make(options)})) == (409, "challenge_gone")
    added(kai, phone)
    browser = Client(app)
    answer = phone.sign(door(browser))
    spoiled = {**answer, "response": {**answer["response"], "signature": text(b"\x30\x06\x02\x01\x01\x02\x01\x01")}}
    assert said(browser.put("/session/passkey", {"credential": spoiled})) == (422, "passkey_wrong")
    assert said(browser.put("/session/passkey", {"credential": answer})) == (409, "challenge_gone")
    answer = phone.sign(door(browser))
    assert browser.put("/session/passkey", {"credential": answer}).status_code == 200
    browser.token = None
    assert said(browser.put("/session/passkey", {"credential": answer})) == (409, "challenge_gone")


def test_a_challenge_belongs_to_its_browser_and_its_purpose(app: Flask, kai: Client) -> None:
    """A-08: what another browser, session or purpose was given opens nothing; tabs do not disturb each other."""
    phone = added(kai)
    browser, other = Client(app), Client(app)
    door(other)
    assert said(other.put("/session/passkey", {"credential": phone.sign(door(browser))})) == (409, "challenge_gone")
    foreign = signed_in(app, person(app, "13800001002"))
    assert said(foreign.post("/me/passkeys", {"credential": Authenticator().make(options_for(kai))})) == (
        409,
        "challenge_gone",
    )
    crossed = Authenticator().make({**options_for(kai), "challenge": door(kai)["challenge"]})
    assert said(kai.post("/me/passkeys", {"credential": crossed})) == (409, "challenge_gone")
    first, _second = door(browser), door(browser)
    assert browser.put("/session/passkey", {"credential": phone.sign(first)}).status_code == 200


def test_a_challenge_ends(app: Flask, kai: Client) -> None:
    """A-08: after ten minutes, at both ends."""
    phone = added(kai)
    options, browser = options_for(kai), Client(app)
    asked = door(browser)
    with after(601):
        assert said(kai.post("/me/passkeys", {"credential": Authenticator().make(options)})) == (409, "challenge_gone")
        late = browser.put("/session/passkey", {"credential": phone.sign(asked)})
        assert said(late) == (409, "challenge_gone")


def test_a_key_is_one_persons(app: Flask, mei: Client) -> None:
    """A-08: nobody adds, renames or removes somebody else's."""
    phone = added(mei)
    other = signed_in(app, person(app, "13800001002"))
    made = phone.make(options_for(other))
    assert said(other.post("/me/passkeys", {"credential": made})) == (409, "passkey_known")
    [key] = rows(app, select(Passkey))
    path = f"/me/passkeys/{ids.show(key.id)}"
    assert other.patch(path, {"name": "mine"}).status_code == 404
    assert other.send("DELETE", path, {"password": PASSWORD}, {}).status_code == 404
    assert [row.name for row in rows(app, select(Passkey))] == ["My phone"]
    assert other.get("/me/passkeys").json["items"] == []


MALFORMED = ["", "***", "a", "ä", "AAAA AAAA", "=", 7, None, "A" * 40_000]


@pytest.mark.parametrize("given", MALFORMED, ids=lambda given: str(given)[:9])
def test_what_is_no_base64url(app: Flask, kai: Client, given: Any) -> None:
    """A-08: the field is named, nothing is written."""
    made = Authenticator().make(options_for(kai), attestationObject=given)
    assert list(errors(kai.post("/me/passkeys", {"credential": made}))) == ["credential.response.attestationObject"]
    signed = Authenticator().sign(door(kai), signature=given)
    assert list(errors(kai.put("/session/passkey", {"credential": signed}))) == ["credential.response.signature"]
    assert rows(app, select(Passkey)) == []


@pytest.mark.parametrize(
    "given",
    [b"{", b"[]", b"7", b'{"challenge": 7}', b"\xff", b"[" * 3000, b'{"challenge": "\xc3\xa4"}'],
    ids=lambda given: str(given)[:12],
)
def test_client_data_that_is_none(kai: Client, given: bytes) -> None:
    """A-08."""
    made = Authenticator().make(options_for(kai), clientDataJSON=text(given))
    answer = kai.post("/me/passkeys", {"credential": made})
    assert said(answer) in ((422, "passkey_wrong"), (409, "challenge_gone"))


@pytest.mark.parametrize(
    "given",
    [b"\x00", b"\xff", b"\xa0", b"\x9f" * 5000, b"\xa3\x63fmt", b"\xbb" + b"\xff" * 8, b"\xa1hauthDataA0"],
    ids=lambda given: str(given)[:12],
)
def test_cbor_that_is_none(app: Flask, kai: Client, given: bytes) -> None:
    """A-08: a damaged attestation or authenticator's data is a refusal, whatever the bytes are."""
    made = Authenticator().make(options_for(kai), attestationObject=text(given))
    assert said(kai.post("/me/passkeys", {"credential": made})) == (422, "passkey_wrong")
    assert rows(app, select(Passkey)) == []
    phone, browser = added(kai), Client(app)
    signed = phone.sign(door(browser), authenticatorData=text(given))
    assert browser.put("/session/passkey", {"credential": signed}).json["code"] in (
        "passkey_wrong",
        "bad_input",
        "invalid",
    )
    assert browser.get("/me").status_code == 401


def test_at_most_twenty(kai: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A-08: here three."""
    assert actions.MOST == 20
    monkeypatch.setattr(actions, "MOST", 3)
    for _key in range(3):
        added(kai)
    one_more = Authenticator().make(options_for(kai))
    assert said(kai.post("/me/passkeys", {"credential": one_more})) == (409, "passkeys_full")


def test_failed_tries_are_counted_and_good_ones_are_not(app: Flask, kai: Client, monkeypatch: Any) -> None:
    """A-08: by network address, together with wrong passwords."""
    monkeypatch.setattr(api, "ADDRESS", api.ADDRESS._replace(most=2))
    phone = added(kai)
    for _time in range(3):
        assert enter(Client(app), phone).status_code == 200
    for _time in range(2):
        assert enter(Client(app), Authenticator()).status_code == 401
    assert enter(Client(app), phone).status_code == 429


def test_the_suspended_stay_out(app: Flask, kai: Client) -> None:
    """A-08."""
    phone = added(kai)
    chief = signed_in(app, person(app, "13800001009", role="administrator"))
    who = ids.show(rows(app, select(Passkey))[0].person_id)
    assert chief.put(f"/people/{who}/suspension", {"reason": "Spam"}).status_code in (200, 204)
    assert said(enter(Client(app), phone)) == (403, "suspended")


def test_it_is_noted_and_the_person_is_told(app: Flask, mei: Client) -> None:
    """A-08: in the audit log without the name, and in a notice with it."""
    phone = added(mei)
    enter(Client(app), phone)
    [key] = mei.get("/me/passkeys").json["items"]
    mei.send("DELETE", f"/me/passkeys/{key['id']}", {"password": PASSWORD}, {})
    noted = [row.action for row in rows(app, select(AuditEntry).order_by(AuditEntry.id))]
    assert noted == ["passkey.added", "login.passkey", "passkey.removed"]
    told = [notice["title"] for notice in mei.get("/notices").json["items"]]
    assert sorted(told) == [
        "A passkey (My phone) now opens your account",
        "A passkey (My phone) opens your account no more",
    ]


def test_it_is_both_steps(app: Flask, mei: Client) -> None:
    """A-08: no code is asked for, and the half-open door of before is shut."""
    enrol(mei)
    phone = added(mei)
    browser = half_in(app)
    assert "Log in with a passkey" in browser.page("/login/code").text
    assert enter(browser, phone).json["user"]["name"] == "Mei"
    assert browser.put("/session/second-factor", {"code": "000000"}).status_code == 401


@pytest.fixture
def strict(tmp_path: Path):
    """A site where staff need a second factor, as in production."""
    house = create_app(
        Settings(env="testing", data=tmp_path, staff_second_factor="on", public_url="https://hutong.example")
    )
    database = house.extensions["hutong"].database
    schema.upgrade(database)
    yield house
    database.dispose()


def test_a_passkey_is_the_second_factor_of_staff(strict: Flask) -> None:
    """X1: staff work with it, and their password alone then opens nothing, nor leads round it."""
    chief = signed_in(strict, person(strict, MOBILE, name="Chief", role="administrator"))
    assert said(chief.get("/reports")) == (403, "second_factor_missing")
    assert "/me/passkeys?next=" in chief.page("/me/second-factor?next=/staff").text
    assert "As you are staff, your password alone is not enough then" in chief.page("/me/passkeys").text
    phone = added(chief)
    assert chief.get("/reports").status_code == 200
    browser = Client(strict)
    assert log_in(browser).json["second_factor"] is True
    assert browser.get("/me").status_code == 401
    page = browser.page("/login/code").text
    assert "log in with your passkey" in page
    assert 'name="code"' not in page
    assert browser.put("/session/second-factor", {"code": "123456"}).status_code == 422
    assert enter(browser, phone).status_code == 200
    assert browser.get("/reports").status_code == 200
    [key] = chief.get("/me/passkeys").json["items"]
    chief.send("DELETE", f"/me/passkeys/{key['id']}", {"password": PASSWORD}, {})
    assert said(chief.get("/reports")) == (403, "second_factor_missing")
    assert log_in(Client(strict)).json["user"]["name"] == "Chief"


def test_sessions_that_a_password_began_end_before_they_are_staffs(strict: Flask) -> None:
    """X1: whoever knew the password of somebody who becomes staff, or adds a first passkey as staff, is out."""
    chief_id = person(strict, "13800001009", role="administrator")
    chief, stranger = signed_in(strict, chief_id), signed_in(strict, chief_id)
    added(chief)
    assert (chief.get("/reports").status_code, stranger.get("/me").status_code) == (200, 401)
    who = person(strict, MOBILE, name="Mei")
    mei, stranger = signed_in(strict, who), signed_in(strict, who)
    added(mei)
    assert stranger.get("/me").status_code == 200
    assert chief.put(f"/people/{ids.show(who)}/roles/moderator").status_code in (200, 204)
    assert (mei.get("/me").status_code, stranger.get("/me").status_code) == (200, 401)


def test_sessions_from_before_staff_needed_two_steps(strict: Flask) -> None:
    """X1: once the operator asks for it, a session that the password alone began is over; the passkey leads back."""
    here = strict.extensions["hutong"]
    lax = here.settings.model_copy(update={"staff_second_factor": "off"})
    strict.extensions["hutong"] = replace(here, settings=lax)
    chief_id = person(strict, MOBILE, name="Chief", role="administrator")
    phone, browser, scanning = added(signed_in(strict, chief_id)), Client(strict), Client(strict)
    assert log_in(browser).json["user"]["name"] == "Chief"
    assert scanned_in(scanning, browser) == 200
    assert [one.get("/reports").status_code for one in (browser, scanning)] == [200, 200]
    strict.extensions["hutong"] = here
    assert [one.get("/reports").status_code for one in (browser, scanning)] == [401, 401]
    assert browser.page("/staff/reports").headers["Location"] == "/login?next=%2Fstaff%2Freports"
    assert log_in(browser).json["second_factor"] is True
    assert enter(browser, phone).status_code == 200
    assert scanned_in(scanning, browser) == 200
    assert [one.get("/reports").status_code for one in (browser, scanning)] == [200, 200]


def scanned_in(browser: Client, by: Client) -> int:
    """What a browser is told whose QR code somebody else's scans."""
    browser.token = None
    token = browser.post("/session/scans").json["link"].rpartition("/")[2]
    assert by.put(f"/scans/{token}", {"approve": True}).status_code == 204
    browser.token = None
    return int(browser.put("/session/scans").status_code)


def test_others_go_on_with_their_password(strict: Flask) -> None:
    """A-08: a passkey beside it is a comfort, and nobody who loses it is locked out."""
    guest = signed_in(strict, person(strict, MOBILE, name="Mei"))
    added(guest)
    assert log_in(Client(strict)).json["user"]["name"] == "Mei"


def test_whoever_lost_it_is_let_in_by_the_operator(strict: Flask) -> None:
    """X1: `hutong people unguard`."""
    chief = signed_in(strict, person(strict, MOBILE, name="Chief", role="administrator"))
    added(chief)
    runner = strict.test_cli_runner()
    done = runner.invoke(people, ["unguard", MOBILE])
    assert done.output == f"{MOBILE}: two-step login is off, 1 passkeys removed\n"
    assert log_in(Client(strict)).json["user"]["name"] == "Chief"
    assert runner.invoke(people, ["unguard", MOBILE]).exit_code == 1


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("https://hutong.example", ("hutong.example", "https://hutong.example")),
        ("https://Hutong.example:443/", ("hutong.example", "https://hutong.example")),
        ("https://hutong.example:8443", ("hutong.example", "https://hutong.example:8443")),
        ("https://胡同.example", ("xn--hww0b.example", None)),
        ("http://localhost:8000", ("localhost", "http://localhost:8000")),
        ("http://hutong.example", None),
        ("http://127.0.0.1:8000", None),
        ("https://192.0.2.7", None),
        ("https://[2001:db8::1]", None),
        ("https://.example", None),
        ("", None),
    ],
)
def test_where_passkeys_belong(app: Flask, mei: Client, address: str, home: Any) -> None:
    """A-08: to the operator's host name with https, or to localhost; elsewhere the page says what works instead."""
    with served_at(app, address):
        looked_at(app, mei, home)


def looked_at(app: Flask, mei: Client, home: Any) -> None:
    """What pages and routes say at this address."""
    with app.app_context():
        found = passkeys.home()
    page = mei.page("/me/passkeys").text
    if home is None:
        assert found is None
        assert "Passkeys need a host name with https" in page
        assert "data-passkeys" not in page
        assert "data-passkeys" not in Client(app).page("/login").text
        asked = mei.post("/me/passkeys/options", {"name": "x", "password": PASSWORD})
        assert said(asked) == (409, "no_passkeys_here")
        assert said(mei.post("/session/passkey/options")) == (409, "no_passkeys_here")
    else:
        assert found is not None
        assert home[1] in (found.origin, None)
        assert found.host.endswith("example") or found.host == "localhost"
        assert f'data-passkeys="add" data-origin="{found.origin}" hidden' in page
        assert f'data-passkeys="enter" data-origin="{found.origin}" hidden' in Client(app).page("/login").text


def test_renaming_and_removing_without_javascript(app: Flask, mei: Client) -> None:
    """A-08, X-05: plain forms; what is wrong stands in the form that was sent."""
    added(mei)
    [key] = mei.get("/me/passkeys").json["items"]
    path = f"/me/passkeys/{key['id']}"
    renamed = mei.form(path, "/me/passkeys", name="Pocket", _method="PATCH")
    assert (renamed.status_code, renamed.headers["Location"]) == (
        303,
        "/me/passkeys?done=accounts_api.rename_passkey",
    )
    refused = mei.form(path, "/me/passkeys", password="wrong", _method="DELETE").text
    assert "This is not your current password." in refused
    assert 'value="Pocket"' in refused
    assert mei.form(path, "/me/passkeys", password=PASSWORD, _method="DELETE").status_code == 303
    assert "No passkey yet" in mei.page("/me/passkeys").text
    assert "Adding a passkey needs JavaScript" in mei.page("/me/passkeys").text
    assert "Passkeys need JavaScript" in Client(app).page("/login").text


def test_an_archive_names_them_and_leaving_deletes_them(app: Flask, mei: Client) -> None:
    """A-08: names and times, no keys; whoever has left leaves none."""
    phone = added(mei, name="My phone")
    assert mei.post("/me/exports", {"password": PASSWORD}).status_code == 202
    with app.app_context():
        jobs.run_all()
    [made] = mei.get("/me/exports").json["items"]
    with ZipFile(io.BytesIO(mei.http.get(made["url"]).data)) as archive:
        [row] = json.loads(archive.read("accounts/passkeys.json"))
    assert (row["name"], sorted(row)) == ("My phone", ["counter", "id", "made_at", "name", "person_id", "used_at"])
    assert mei.send("DELETE", "/me", {"password": PASSWORD}, {}).status_code == 204
    assert rows(app, select(Passkey)) == []
    assert said(enter(Client(app), phone)) == (401, "passkey_unknown")
