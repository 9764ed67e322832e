"""One's own account: profile, real name, addresses, permissions."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from hutong.accounts import actions, realname
from hutong.accounts.cli import people
from hutong.accounts.models import Grant, Identity, Permission, Person
from hutong.accounts.principal import Principal
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session
from hutong.kernel.web import Api
from hutong.media.models import Picture
from hutong.regions.models import Region
from tests.accounts.steps import MOBILE, errors, rows
from tests.accounts.world import person, signed_in

HOSTILE = ["x" * 10_000, "a\x00b", "\u202eabc", 7, ["a"]]
GOOD = "330106199001011" + "23"


def number(first17: str = GOOD) -> str:
    """A number with its right check digit."""
    return first17 + realname.check_digit(first17)


def test_my_profile(app):
    """A-09: nickname, bio and user name; the number is masked everywhere."""
    guest = signed_in(app, person(app))
    shown = guest.patch("/me", {"nickname": " 莲  Lotus 🪷 ", "bio": "一\n二", "username": "lotus"})
    assert shown.status_code == 200
    fields = ("name", "bio", "username", "mobile", "verified")
    assert [guest.get("/me").json[name] for name in fields] == ["莲 Lotus 🪷", "一\n二", "lotus", "138****1001", False]
    assert "13800001001" not in guest.get("/me").text
    assert guest.patch("/me", {"bio": None, "username": None}).json["username"] is None


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["nickname", "bio", "username"])
def test_hostile_profiles(app, field, text):
    """A-09: field errors, nothing changed."""
    guest = signed_in(app, person(app))
    refused = guest.patch("/me", {"nickname": "Lotus", field: text})
    assert (refused.status_code, list(errors(refused))) == (422, [field])
    assert guest.get("/me").json["name"] == "138****1001"


@pytest.mark.parametrize("nickname", [None, "", "  ", "\u3164", "\u200b"])
def test_a_nickname_can_be_seen(app, nickname):
    guest = signed_in(app, person(app))
    assert list(errors(guest.patch("/me", {"nickname": nickname}))) == ["nickname"]


def test_a_taken_user_name(app):
    """A-03: unique."""
    signed_in(app, person(app)).patch("/me", {"username": "lotus"})
    refused = signed_in(app, person(app, "13800001002")).patch("/me", {"username": "LOTUS"})
    assert (refused.status_code, errors(refused)) == (409, {"username": "This user name is taken."})


def test_my_language_is_kept(app):
    """A-09: chosen once, kept on the profile."""
    guest = person(app)
    assert signed_in(app, guest).put("/language", {"language": "en"}).status_code == 200
    assert rows(app, select(Person.language)) == ["en"]


def test_my_picture(app):
    """A-09: one of my own, shown with my name."""
    guest, other = person(app), person(app, "13800001002")
    browser = signed_in(app, guest)
    ids = [_picture(app, owner) for owner in (guest, other)]
    assert browser.put("/me/avatar", {"picture_id": ids[0]}).json["avatar_url"].startswith("/media/")
    assert browser.get("/session").json["user"]["avatar_url"].startswith("/media/")
    assert list(errors(browser.put("/me/avatar", {"picture_id": ids[1]}))) == ["picture_id"]
    assert browser.put("/me/avatar", {"picture_id": None}).json["avatar_url"] is None


def _picture(app, owner):
    row = Picture(owner_id=owner, digest="0" * 64, kind="jpeg", width=400, height=400, size=1, made_at=1)

    def keep():
        session().add(row)
        session().flush()
        return row.id

    with app.app_context():
        from hutong.kernel import ids

        return ids.show(app.extensions["hutong"].database.run(keep))


def test_a_real_name_is_set_once(app, told):
    """S2: shown masked, stored encrypted, set once."""
    guest = signed_in(app, person(app))
    assert guest.get("/me/identity").status_code == 404
    shown = guest.put("/me/identity", {"name": "张三丰", "number": number()})
    assert shown.status_code == 200
    assert (shown.json["name"], shown.json["number"], shown.json["state"]) == (
        "张**", f"3301**********{number()[-4:]}", "verified",
    )  # fmt: skip
    assert guest.get("/me").json["verified"] is True
    [kept] = rows(app, select(Identity))
    assert number().encode() not in kept.number_secret
    again = guest.put("/me/identity", {"name": "张三丰", "number": number("11010119850505001")})
    assert (again.status_code, again.json["code"]) == (409, "identity_set")
    entries = rows(app, select(AuditEntry).where(AuditEntry.action.like("identity%")))
    assert [number() in str(vars(entry)) for entry in entries] == [False, False]


@pytest.mark.parametrize(
    "wrong",
    [
        number()[:17] + ("0" if number()[17] != "0" else "1"),
        number("33010619900230123"),
        number("33010618000101123"),
        number("33010620990101123"),
        number("33010620150101123"),
        number("93010619900101123"),
        "123456789012345", "", "x" * 10_000, "3301\x00", "🏮" * 18, 330106199001011237,
    ],
)  # fmt: skip
def test_what_is_no_id_number(app, wrong):
    """S2: wrong check digit, impossible dates, minors: a field error and no row."""
    guest = signed_in(app, person(app))
    refused = guest.put("/me/identity", {"name": "张三丰", "number": wrong})
    assert (refused.status_code, list(errors(refused))) == (422, ["number"])
    assert rows(app, select(Identity)) == []


@pytest.mark.parametrize("wrong", ["张", "张3", "🏮🏮", "", "x" * 51, "a\x00b", "\u202e张三", "张 ", "<b>"])
def test_what_is_no_real_name(app, wrong):
    """S2: a field error."""
    refused = signed_in(app, person(app)).put("/me/identity", {"name": wrong, "number": number()})
    assert (refused.status_code, list(errors(refused))) == (422, ["name"])


@pytest.mark.parametrize("name", ["张三", "迪丽热巴·迪力木拉提", "Jean-Luc O’Neill", "Mary Ann Smith Jr."])
def test_names_people_have(app, name):
    """S2: of every kind."""
    assert signed_in(app, person(app)).put("/me/identity", {"name": name, "number": number()}).status_code == 200


def test_one_number_belongs_to_one_account(app):
    """S2: a second account with it is refused."""
    body = {"name": "张三丰", "number": number()}
    assert signed_in(app, person(app)).put("/me/identity", body).status_code == 200
    refused = signed_in(app, person(app, "13800001002")).put("/me/identity", body)
    assert (refused.status_code, refused.json["code"], list(errors(refused))) == (409, "identity_taken", ["number"])


HOME = {"name": "Lotus", "mobile": MOBILE, "region_code": "330106", "street": "1 Lantern Lane"}


@pytest.fixture
def tree(app):
    """Two districts."""
    rows = [("330000", None, 1), ("330100", "330000", 2), ("330106", "330100", 3), ("330108", "330100", 3)]
    with app.app_context():
        app.extensions["hutong"].database.run(
            lambda: session().add_all(
                Region(code=code, parent_code=parent, level=level, name=code, letter="A")
                for code, parent, level in rows
            )
        )


def test_an_address_book_with_one_default(app, tree):
    """A-09: the first is the default, another can be, and one follows when it goes."""
    guest = signed_in(app, person(app))
    first = guest.post("/me/addresses", HOME).json
    second = guest.post("/me/addresses", {**HOME, "default": True, "region_code": "330108"}).json
    assert (first["default"], second["default"], first["mobile"]) == (True, True, "138****1001")
    assert _defaults(guest) == [second["id"]]
    guest.patch(f"/me/addresses/{first['id']}", {"street": "2 Lantern Lane", "default": True})
    assert _defaults(guest) == [first["id"]]
    assert guest.delete(f"/me/addresses/{first['id']}").status_code == 204
    assert _defaults(guest) == [second["id"]]


def _defaults(client):
    return [one["id"] for one in client.get("/me/addresses").json["items"] if one["default"]]


def test_an_address_is_edited_in_parts_but_not_emptied(app, tree):
    """A-09: what is left out stays; an empty name is a field error."""
    guest = signed_in(app, person(app))
    path = f"/me/addresses/{guest.post('/me/addresses', HOME).json['id']}"
    assert guest.patch(path, {"mobile": None, "street": "3 Lantern Lane"}).json["mobile"] == "138****1001"
    assert list(errors(guest.patch(path, {"name": None, "street": " "}))) == ["name", "street"]
    assert guest.get("/me/addresses").json["items"][0]["street"] == "3 Lantern Lane"


def test_addresses_are_read_in_constantly_many_statements(app, tree, statements):
    guest = signed_in(app, person(app))
    counts = []
    for _turn in range(2):
        guest.post("/me/addresses", HOME)
        statements.clear()
        guest.get("/me/addresses")
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("text", [*HOSTILE, ""])
@pytest.mark.parametrize("field", ["name", "mobile", "region_code", "street"])
def test_hostile_addresses(app, tree, field, text):
    """A-09: field errors, no row."""
    guest = signed_in(app, person(app))
    refused = guest.post("/me/addresses", {**HOME, field: text})
    assert (refused.status_code, list(errors(refused))) == (422, [field])
    assert guest.get("/me/addresses").json["items"] == []


@pytest.mark.parametrize("code", ["330100", "999999"])
def test_a_region_is_a_district(app, tree, code):
    """A-09: of the region tree."""
    refused = signed_in(app, person(app)).post("/me/addresses", {**HOME, "region_code": code})
    assert list(errors(refused)) == ["region_code"]


def test_addresses_of_others(app, tree):
    """A-09: are not found."""
    theirs = signed_in(app, person(app)).post("/me/addresses", HOME).json["id"]
    mine = signed_in(app, person(app, "13800001002"))
    assert mine.patch(f"/me/addresses/{theirs}", {"street": "x"}).status_code == 404
    assert mine.delete(f"/me/addresses/{theirs}").status_code == 404


def test_a_full_book(app, tree):
    guest = signed_in(app, person(app))
    answers = [guest.post("/me/addresses", HOME).status_code for _turn in range(21)]
    assert answers == [201] * 20 + [409]


def test_granting_by_command(app):
    """A-12: roles and single permissions, audited."""
    guest = person(app)
    run = CliRunner()
    assert _grant(run, app, MOBILE, "--role", "moderator").exit_code == 0
    assert _grant(run, app, MOBILE, "--permission", "refund").exit_code == 0
    assert _grant(run, app, MOBILE, "--role", "king").exit_code == 1
    assert _grant(run, app, "13800001009", "--role", "moderator").exit_code == 1
    assert _grant(run, app, MOBILE).exit_code == 2
    assert len(rows(app, select(Grant))) == 2
    assert len(rows(app, select(AuditEntry).where(AuditEntry.action == "grant.given"))) == 2
    held = signed_in(app, guest)
    with held.http as browser:
        browser.get("/api/v1/me")
        from flask import g

        assert g.viewer.can(Permission.MODERATE)
        assert g.viewer.can(Permission.REFUND | Permission.BACK_OFFICE)
        assert not g.viewer.can(Permission.MANAGE_PEOPLE)


def _grant(run, app, *arguments):
    with app.app_context():
        return run.invoke(people, ["grant", *arguments])


def test_a_role_in_one_organisation(app):
    """A-12: holds there and nowhere else."""
    guest = person(app)
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: actions.grant(MOBILE, "clerk", organisation_id=7))
    with signed_in(app, guest).http as browser:
        browser.get("/api/v1/me")
        from flask import g

        viewer: Principal = g.viewer
        assert [viewer.can(Permission.SELL_AT_COUNTER, place) for place in (0, 7, 8)] == [False, True, False]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """An app of its own with a route that asks for a permission."""
    from hutong.app import create_app
    from hutong.kernel.settings import Settings
    from tests import tables

    folder: Path = tmp_path_factory.mktemp("guarded")
    app = create_app(
        Settings(env="testing", data=folder, secret_key="s" * 40, data_key="d" * 40, identity="staff"),
        ("media", "regions", "accounts"),
    )
    api = Api("guarded")

    @api.get("/guarded", needs=Permission.REFUND)
    def guarded_route() -> None:
        """Nothing."""

    app.register_blueprint(api.blueprint)
    tables.create(app.extensions["hutong"].database)
    return app


def test_a_missing_permission_is_named(guarded):
    """A-12: 403 with its name."""
    plain = signed_in(guarded, person(guarded))
    refused = plain.get("/guarded")
    assert (refused.status_code, refused.json["permission"]) == (403, "REFUND")
    support = signed_in(guarded, person(guarded, "13800001002", role="cinema_manager"))
    assert support.get("/guarded").status_code == 204


def test_a_real_name_may_wait_for_staff(guarded):
    """A-09: where the operator wants it so, a name is pending and the person not yet verified."""
    guest = signed_in(guarded, person(guarded, "13800001003"))
    assert guest.put("/me/identity", {"name": "张三丰", "number": number()}).json["state"] == "pending"
    assert guest.get("/me").json["verified"] is False
