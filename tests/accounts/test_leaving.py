"""One's data: archive, leaving, consent, keeping others away, a password forgotten."""

import io
import json
import re
import zipfile

import pytest
from sqlalchemy import select

from hutong.accounts import actions, passwords
from hutong.accounts.events import AccountClosed, ResetAsked
from hutong.accounts.leaving import EXPORTS, UNSETTLED, Unsettled
from hutong.accounts.models import Address, Block, Consent, Export, Grant, Identity, Person, Session, Token
from hutong.accounts.queries import blocked_between
from hutong.accounts.scopes import SETTLING
from hutong.kernel import events, ids, jobs
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session
from hutong.kernel.web import rules
from hutong.media import actions as pictures
from hutong.media.gateways import store
from hutong.media.models import Picture
from hutong.media.queries import stored_name
from tests.accounts.steps import MOBILE, after, errors, log_in, register, rows
from tests.accounts.world import PASSWORD, person, signed_in
from tests.client import Client
from tests.counting import assert_same_count
from tests.media.pictures import encoded, two_halves

OTHER = "13800001002"
MAIL = "mei@example.org"
NUMBER = "11010519491231002X"


def change(app, unit):
    """Write something."""
    with app.app_context():
        return app.extensions["hutong"].database.run(unit)


def mei(app, **more):
    """Somebody with a mail address."""
    who = person(app, MOBILE, name="Mei", **more)

    def write():
        row = session().get(Person, who)
        row.email = row.email_key = MAIL

    change(app, write)
    return who


# an archive of one's data


def test_an_archive_of_ones_data(app):
    """A-11: made by a job, every slice's part in it, fetched by its owner only, gone after a week."""
    who = mei(app)
    client = signed_in(app, who)
    assert client.put("/me/identity", {"name": "李小梅", "number": NUMBER}).status_code == 200
    client.patch("/me", {"bio": "早茶"})
    assert list(errors(client.post("/me/exports", {"password": "wrong"}))) == ["password"]
    asked = client.post("/me/exports", {"password": PASSWORD})
    assert (asked.status_code, asked.json["ready"], asked.json["url"]) == (202, False, None)
    assert client.post("/me/exports", {"password": PASSWORD}).json["code"] == "export_under_way"
    assert client.get(f"/me/exports/{asked.json['id']}/file").status_code == 404
    with app.app_context():
        jobs.run_all()
        parts = len(EXPORTS.all())
    [row] = client.get("/me/exports").json["items"]
    fetched = client.http.get(row["url"])
    assert (fetched.mimetype, fetched.headers["Cache-Control"], len(fetched.data)) == (
        "application/zip", "no-store", row["size"],
    )  # fmt: skip
    found = zipfile.ZipFile(io.BytesIO(fetched.data))
    assert len({name.partition("/")[0] for name in found.namelist()}) == parts >= 5
    profile = json.loads(found.read("accounts/profile.json"))
    assert [profile[name] for name in ("nickname", "mobile", "email", "bio", "real_name", "id_number")] == [
        "Mei", "+8613800001001", MAIL, "早茶", "李小梅", NUMBER,
    ]  # fmt: skip
    everything = b"".join(found.read(name) for name in found.namelist())
    assert b"$argon2" not in everything
    assert [notice["title"] for notice in client.get("/notices").json["items"]] == ["Your archive can be fetched"]
    stranger = signed_in(app, person(app, OTHER))
    assert stranger.http.get(row["url"]).status_code == 404
    with after(8 * 86_400):
        assert signed_in(app, who).http.get(row["url"]).status_code == 404
        with app.app_context():
            app.extensions["hutong"].database.run(jobs.KINDS["accounts.forget_exports"].later)
            jobs.run_all()
    assert rows(app, select(Export)) == []


# leaving for good


def test_leaving_for_good(app, told):
    """X3: asks for the password; the row stays without identity; the number can register again."""
    who = mei(app, role="moderator")
    client = signed_in(app, who)
    assert client.put("/me/identity", {"name": "李小梅", "number": NUMBER}).status_code == 200
    client.post("/me/tokens", {"name": "x", "scopes": ["*"], "password": PASSWORD})
    assert list(errors(client.send("DELETE", "/me", {"password": "wrong"}, {}))) == ["password"]
    assert client.get("/me").status_code == 200
    heard = []
    events.listen(app, AccountClosed, heard.append)
    assert client.send("DELETE", "/me", {"password": PASSWORD}, {}).status_code == 204
    app.extensions["hutong_events"][AccountClosed].pop()
    assert [(event.person_id, event.reached) for event in heard] == [(who, ("+8613800001001", MAIL))]
    [left] = rows(app, select(Person))
    shown = str({name: value for name, value in vars(left).items() if name != "_sa_instance_state"})
    assert not any(word in shown for word in ("Mei", "13800001001", MAIL, "argon2"))
    for table in (Session, Token, Identity, Grant, Address):
        assert rows(app, select(table)) == [], table
    assert client.get("/me").status_code == 401
    assert log_in(Client(app)).status_code == 401
    assert "account.closed" in [row.action for row in rows(app, select(AuditEntry))]
    again = Client(app)
    assert register(again, told).status_code == 201
    assert again.put("/me/identity", {"name": "李小梅", "number": NUMBER}).status_code == 200


def test_whoever_has_left_is_nobody(app):
    """X3 B-02: their picture's file goes with them; staff can do nothing with the row, and the list says what it is."""
    who = mei(app)
    client = signed_in(app, who)
    picture = client.upload("/pictures", file=(io.BytesIO(encoded()), "me.jpg")).json
    assert client.put("/me/avatar", {"picture_id": picture["id"]}).status_code == 200
    [kept] = rows(app, select(Picture))
    name = stored_name(kept.digest, kept.kind)
    with app.app_context():
        assert store().read(name) is not None
    assert client.send("DELETE", "/me", {"password": PASSWORD}, {}).status_code == 204
    with after(60), app.app_context():
        jobs.run_all()
        assert (store().read(name), rows(app, select(Picture))) == (None, [])
    staff = signed_in(app, person(app, "13800001009", role="administrator"))
    path = f"/people/{ids.show(who)}"
    assert staff.delete(f"{path}/suspension").status_code == 404
    assert staff.put(f"{path}/suspension", {"reason": "x"}).status_code == 404
    assert staff.put(f"{path}/roles/moderator").status_code == 404
    assert staff.put(f"{path}/permissions", {"permissions": ["MODERATE"]}).status_code == 404
    assert "Has left" in staff.page("/staff/people", state="closed").text.split("<tbody")[1]
    assert ids.show(who) not in staff.page("/staff/people", state="suspended").text


def test_a_face_that_was_replaced_goes(app):
    """A-09: with its file, at once; neither the one shown now, asked for twice, nor what was taken for good."""
    who = mei(app)
    client = signed_in(app, who)

    def lying(picture):
        jobs.run_all()
        return store().read(stored_name(picture.digest, picture.kind)) is not None

    shots = (encoded(two_halves(width, 60)) for width in (60, 80))
    faces = [client.upload("/pictures", file=(io.BytesIO(shot), "me.jpg")).json["id"] for shot in shots]
    first, second = (change(app, lambda face=face: session().get(Picture, ids.read(face))) for face in faces)
    for face in (faces[0], faces[0], faces[1], faces[1]):
        assert client.put("/me/avatar", {"picture_id": face}).status_code == 200
    with after(60), app.app_context():
        assert (lying(first), lying(second)) == (False, True)
    assert list(errors(client.put("/me/avatar", {"picture_id": faces[0]}))) == ["picture_id"]
    assert change(app, lambda: pictures.take([second.id], who))
    assert client.put("/me/avatar", {"picture_id": None}).status_code == 200
    with after(120), app.app_context():
        assert lying(second)
    assert [row.id for row in rows(app, select(Picture))] == [second.id]


def test_a_picture_that_something_still_shows_stays(app):
    """X3 D-01: of two who brought the same picture, the one who stays keeps its file."""
    mine, theirs = signed_in(app, mei(app)), signed_in(app, person(app, OTHER))
    for client in (mine, theirs):
        picture = client.upload("/pictures", file=(io.BytesIO(encoded()), "me.jpg")).json
        client.put("/me/avatar", {"picture_id": picture["id"]})
    assert mine.send("DELETE", "/me", {"password": PASSWORD}, {}).status_code == 204
    [kept] = rows(app, select(Picture))
    with after(60), app.app_context():
        jobs.run_all()
        assert store().read(stored_name(kept.digest, kept.kind)) is not None


def test_what_has_to_be_settled_first(app):
    """A-11: the list says what and where; nothing changed until it is."""
    who = mei(app, verified=True)
    client = signed_in(app, who)
    staff = signed_in(app, person(app, "13800001009", role="administrator"))
    firm = client.post("/organisations", {"kind": "cinema", "name": "Lantern"}).json["id"]
    staff.put(f"/organisations/{firm}/decision", {"state": "approved", "reason": "fine"})
    UNSETTLED.add(app, lambda _person: [Unsettled("A booking is open", "/trips")])
    refused = client.send("DELETE", "/me", {"password": PASSWORD}, {})
    assert (refused.status_code, refused.json["code"]) == (409, "not_settled")
    assert [one["link"] for one in refused.json["unsettled"]][-1] == "/trips"
    assert f"/organisations/{firm}" in [one["link"] for one in refused.json["unsettled"]]
    page = client.page("/me/privacy").text
    assert ("A booking is open" in page, "leave-for-good" in page) == (True, False)
    UNSETTLED.all(app).pop()
    assert client.get("/me").json["name"] == "Mei"


# consent


def test_new_terms_ask_again(app):
    """A-13: pages lead there, changes are refused, reading and leaving stay possible; kept with its version."""
    who = mei(app)
    client = signed_in(app, who)
    change(app, lambda: session().execute(Consent.__table__.update().values(version="2020-01")))
    assert client.patch("/me", {"bio": "x"}).json["code"] == "consent_needed"
    led = client.page("/me/addresses")
    assert led.headers["Location"] == "/terms/agree?next=%2Fme%2Faddresses"
    version = re.search(r'name="version" value="([^"]+)"', client.page(led.headers["Location"]).text)
    assert version
    assert [client.page(path).status_code for path in ("/", "/terms", "/me/privacy")] == [200, 200, 200]
    assert client.put("/me/consent", {"version": "2020-01"}).json["code"] == "other_version"
    for _time in range(2):
        assert client.put("/me/consent", {"version": version.group(1)}).status_code == 204
    assert client.patch("/me", {"bio": "x"}).status_code == 200
    kept = [(row["document"], row["version"]) for row in client.get("/me/consents").json["items"]]
    assert sorted(kept) == sorted((one, v) for one in ("privacy", "terms") for v in ("2020-01", version.group(1)))


def test_whoever_does_not_agree_can_settle_and_leave(app):
    """A-11 A-13: what keeps somebody here is settled without agreeing to new terms; nothing else is."""
    client = signed_in(app, mei(app))
    change(app, lambda: session().execute(Consent.__table__.update().values(version="2020-01")))
    assert set(SETTLING.all(app)) <= set(rules(app))
    assert client.page("/earnings").status_code == 200
    assert client.post("/earnings/waivers", {"amount": 1}).json["code"] == "other_amount"
    assert client.post("/bookings/0000000000001/cancellation", {}).status_code == 404
    assert client.post("/bookings/0000000000001/payments", {}).json["code"] == "consent_needed"
    assert client.send("DELETE", "/me", {"password": PASSWORD}, {}).status_code == 204


# keeping others away


def test_blocking_somebody(app):
    """A-11: both ways, once, listed, undone; not oneself, not nobody."""
    mine, theirs = mei(app), person(app, OTHER, name="Lin")
    client, shown = signed_in(app, mine), ids.show(theirs)
    assert "Neither of you" in client.page(f"/people/{shown}/block").text
    for _time in range(2):
        assert client.put(f"/people/{shown}/block").status_code == 204
    assert [row["name"] for row in client.get("/me/blocks").json["items"]] == ["Lin"]
    with app.app_context(), app.extensions["hutong"].database.reading():
        assert (blocked_between(mine, theirs), blocked_between(theirs, mine)) == (True, True)
    assert client.put(f"/people/{ids.show(mine)}/block").json["code"] == "block_refused"
    assert client.put(f"/people/{'0' * 13}/block").status_code == 404
    assert "Lin" in client.page("/me/privacy").text
    assert client.delete(f"/people/{shown}/block").status_code == 204
    assert client.delete(f"/people/{shown}/block").status_code == 404
    assert rows(app, select(Block)) == []
    numbers = iter(range(3))

    def one_more():
        client.put(f"/people/{ids.show(person(app, f'1380000300{next(numbers)}'))}/block")

    client.put(f"/people/{shown}/block")
    assert_same_count(lambda: client.get("/me/blocks"), one_more)


# a forgotten password, by mail


@pytest.fixture
def links(app):
    """The links that go out by mail."""
    heard = []
    events.listen(app, ResetAsked, heard.append)
    yield heard
    app.extensions["hutong_events"][ResetAsked].pop()


def ask(client, email=MAIL):
    """Ask for a link."""
    return client.post("/password-resets/by-mail", {"email": email})


def token_of(event):
    """What the link carries."""
    return event.link.partition("token=")[2]


def test_a_password_is_set_by_mail(app, links):
    """A-08: the same answer for everybody; the link works once, ends sessions and tokens, asks for a good password."""
    who = mei(app)
    before = signed_in(app, who)
    known, unknown = ask(Client(app)), ask(Client(app), "nobody@example.org")
    assert (known.status_code, known.json) == (unknown.status_code, unknown.json) == (202, {"expires_in": 3600})
    assert [event.email for event in links] == [MAIL]
    client, token = Client(app), token_of(links[0])
    assert "Save the new password" in client.page(f"/reset/new?token={token}").text
    weak = client.put("/password-resets/by-mail", {"token": token, "password": "12345678"})
    assert list(errors(weak)) == ["password"]
    body = {"token": token, "password": "another-Lantern-9"}
    assert client.put("/password-resets/by-mail", body).status_code == 204
    assert before.get("/me").status_code == 401
    assert client.put("/password-resets/by-mail", body).json["code"] == "reset_link"
    assert "Ask for another link" in client.page(f"/reset/new?token={token}").text
    assert log_in(Client(app), MAIL, "another-Lantern-9").status_code == 201


def test_links_that_set_nothing(app, links):
    """A-08: late, altered, for another person, made before a change of the password; mails are limited."""
    who, lin = mei(app), person(app, OTHER)
    client = Client(app)
    ask(client)
    token = token_of(links[0])
    first, rest = token.split(".", 1)
    altered = token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:]  # the last character holds spare bits
    for bad in ("", "x", altered, f"{ids.show(lin)}.{rest}", first, "é" * 20, token + token):
        answer = client.put("/password-resets/by-mail", {"token": bad or "-", "password": "another-Lantern-9"})
        assert answer.json["code"] == "reset_link", bad
        assert client.page(f"/reset/new?token={bad}").status_code == 200
    with after(3601):
        late = client.put("/password-resets/by-mail", {"token": token, "password": "another-Lantern-9"})
        assert late.json["code"] == "reset_link"
    change(app, lambda: actions.change_password(who, passwords.hashed("a-third-Lantern-5"), None))
    old = client.put("/password-resets/by-mail", {"token": token, "password": "another-Lantern-9"})
    assert old.json["code"] == "reset_link"
    for _mail in range(2):
        assert ask(client).status_code == 202
    assert ask(client).status_code == 429
