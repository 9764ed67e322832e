"""Firms: founding, approval, members and their roles."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from hutong.accounts.actions import organisations as actions
from hutong.accounts.models import Grant, Organisation, Permission
from hutong.accounts.models.roles import PRESETS
from hutong.kernel import ids
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import Retry, session
from hutong.kernel.web import viewer
from tests.accounts.steps import errors, rows
from tests.accounts.world import person, signed_in
from tests.counting import assert_same_count

OWNER, FRIEND, THIRD, STAFF = "13800001001", "13800001002", "13800001003", "13800001009"
NOBODY = "There is no such person here."


@pytest.fixture
def owner(app):
    """Somebody verified who founds firms."""
    return signed_in(app, person(app, OWNER, verified=True, name="Mei"))


@pytest.fixture
def staff(app):
    """An administrator."""
    return signed_in(app, person(app, STAFF, role="administrator"))


def founded(owner, staff=None, kind="cinema", name="Lantern Cinema"):
    """The id of a firm, approved where staff are given."""
    made = owner.post("/organisations", {"kind": kind, "name": name})
    assert made.status_code == 201, made.text
    if staff:
        decide(staff, made.json["id"])
    return made.json["id"]


def decide(staff, firm, state="approved", reason="papers seen"):
    """What staff decide."""
    return staff.put(f"/organisations/{firm}/decision", {"state": state, "reason": reason})


def take_in(client, firm, login=FRIEND, role="clerk"):
    """Take somebody in."""
    return client.post(f"/organisations/{firm}/members", {"login": login, "role": role})


def test_a_firm_is_founded_approved_and_told(app, owner, staff):
    """A-12: a verified person founds, staff decide with a reason, the manager is told and then manages."""
    firm = founded(owner)
    assert owner.get(f"/organisations/{firm}").json["state"] == "pending"
    assert take_in(owner, firm).json["code"] == "organisation_not_approved"
    waiting = staff.get("/organisations", whose="all", state="pending").json["items"]
    assert [row["id"] for row in waiting] == [firm]
    assert decide(staff, firm).json["state"] == "approved"
    [notice] = owner.get("/notices").json["items"]
    assert (notice["title"], notice["body"]) == ("Lantern Cinema was approved", "papers seen")
    person(app, FRIEND, name="Lin")
    assert take_in(owner, firm).json["role"] == "clerk"
    members = owner.get(f"/organisations/{firm}/members").json["items"]
    assert [(one["name"], one["role"]) for one in members] == [("Mei", "cinema_manager"), ("Lin", "clerk")]
    noted = [row.action for row in rows(app, select(AuditEntry).where(AuditEntry.subject == f"organisation:{firm}"))]
    assert noted == ["organisation.founded", "organisation.approved", "member.changed"]


def test_roles_count_in_their_firm_while_it_is_approved(app, owner, staff):
    """A-12: scoped; a suspended firm's roles are worth nothing."""
    firm = founded(owner, staff)
    masks = masks_of(app, owner)
    assert masks == {ids.read(firm): int(PRESETS["cinema_manager"])}
    assert decide(staff, firm, "suspended", "complaints").status_code == 200
    assert masks_of(app, owner) == {}
    assert take_in(owner, firm).json["code"] == "organisation_not_approved"


def masks_of(app, client):
    """What the gate knows about whoever is signed in."""
    with client.http as http:
        http.get("/api/v1/me")
        return dict(viewer().masks)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "bank", "name": "Lantern"}, "kind"),
        ({"kind": "host", "name": ""}, "name"),
        ({"kind": "host", "name": "x" * 101}, "name"),
        ({"kind": "host", "name": "\u3164\u3164"}, "name"),
        ({"kind": "host"}, "name"),
    ],
)
def test_firms_that_cannot_be_founded(app, owner, body, field):
    """A-12: field errors, nothing kept."""
    refused = owner.post("/organisations", body)
    assert (refused.status_code, list(errors(refused))) == (422, [field])
    assert rows(app, select(Organisation)) == []


def test_who_may_found_and_decide(app, owner, staff):
    """A-12: a real name is needed to found, a permission to decide, a reason either way; no way back to pending."""
    stranger = signed_in(app, person(app, FRIEND))
    assert stranger.post("/organisations", {"kind": "host", "name": "Nest"}).json["code"] == "not_verified"
    firm = founded(owner, kind="host")
    assert stranger.get(f"/organisations/{firm}").status_code == 404
    assert decide(stranger, firm).status_code == 404
    refused = decide(owner, firm)
    assert (refused.status_code, refused.json["permission"]) == (403, "MANAGE_HOMES")
    assert stranger.get("/organisations", whose="all").status_code == 403
    moderator = signed_in(app, person(app, THIRD, role="moderator"))
    assert decide(moderator, firm).status_code == 404
    assert list(errors(decide(staff, firm, reason=" "))) == ["reason"]
    assert decide(staff, firm, "suspended").status_code == 409
    assert decide(staff, firm, "rejected", "no papers").json["reason"] == "no papers"
    assert decide(staff, firm, "rejected", "again").status_code == 409
    assert rows(app, select(Organisation))[0].reason == "no papers"


def test_a_rejected_firm_is_mended_and_handed_in_again(app, owner, staff):
    """A-12 B-03: by its manager, once for each rejection; what was said before stays to be read."""
    firm = founded(owner)
    again = f"/organisations/{firm}/application"
    assert owner.put(again, {"name": "Lantern Ltd"}).status_code == 409
    decide(staff, firm, "rejected", "the name is not the licence's")
    assert "Hand in again" in owner.page(f"/organisations/{firm}").text
    assert "Hand in again" not in staff.page(f"/organisations/{firm}").text
    assert list(errors(owner.put(again, {"name": " "}))) == ["name"]
    assert signed_in(app, person(app, FRIEND)).put(again, {"name": "Mine"}).status_code == 404
    assert owner.put(again, {"name": "Lantern Ltd"}).json["state"] == "pending"
    assert owner.put(again, {"name": "Lantern Co"}).status_code == 409
    [waiting] = staff.get("/organisations", whose="all", state="pending").json["items"]
    assert (waiting["id"], waiting["name"], waiting["reason"]) == (firm, "Lantern Ltd", "the name is not the licence's")
    decide(staff, firm, "approved", "now it fits")
    for reader in (owner, staff):
        page = reader.page(f"/organisations/{firm}").text
        told = ["now it fits", "Handed in again", "the name is not the licence&#39;s", "Founded"]
        assert [word in page.split('id="history"')[1] for word in told] == [True] * 4
    noted = rows(app, select(AuditEntry).where(AuditEntry.action == "organisation.handed_in"))
    assert [(row.before["name"], row.after["name"]) for row in noted] == [("Lantern Cinema", "Lantern Ltd")]


def test_who_keeps_away_is_not_taken_in(app, owner, staff):
    """A-12: neither of two who are apart takes the other in, and the answer does not say why."""
    firm = founded(owner, staff)
    lin = signed_in(app, person(app, FRIEND))
    me = owner.get("/me").json["id"]
    lin.put(f"/people/{me}/block")
    refused = take_in(owner, firm)
    assert (errors(refused), errors(take_in(owner, firm, "nobody-here"))) == ({"login": NOBODY}, {"login": NOBODY})
    lin.delete(f"/people/{me}/block")
    assert take_in(owner, firm).status_code == 201


def test_staff_without_two_steps_decide_nothing(app, owner, staff):
    """X1: what is withheld from them at the gate is withheld from them in their own firm, too."""
    here = app.extensions["hutong"]
    firm = founded(staff)
    pending = founded(owner)
    app.extensions["hutong"] = replace(here, settings=here.settings.model_copy(update={"staff_second_factor": "on"}))
    try:
        refused = decide(staff, firm)
        assert (refused.status_code, refused.json["permission"]) == (403, "MANAGE_CINEMAS")
        assert decide(staff, pending).status_code == 404
        assert take_in(staff, firm, OWNER).json["code"] == "organisation_not_approved"  # as its manager, not as staff
    finally:
        app.extensions["hutong"] = here
    assert decide(staff, firm).status_code == 200


def test_nobody_gives_more_than_they_hold(app, owner, staff):
    """A-12: the ladder of the firm's kind only; nobody changes their own role; clerks change nothing."""
    firm = founded(owner, staff)
    lin = person(app, FRIEND)
    assert list(errors(take_in(owner, firm, role="administrator"))) == ["role"]
    assert list(errors(take_in(owner, firm, role="host_manager"))) == ["role"]
    assert list(errors(take_in(owner, firm, login="nobody-here"))) == ["login"]
    assert take_in(owner, firm).status_code == 201
    assert take_in(owner, firm).json["code"] == "already_member"
    clerk = signed_in(app, lin)
    person(app, THIRD)
    refused = take_in(clerk, firm, THIRD, "usher")
    assert (refused.status_code, refused.json["permission"]) == (403, "MANAGE_MEMBERS")
    own = clerk.put(f"/organisations/{firm}/members/{ids.show(lin)}", {"role": "cinema_manager"})
    assert own.status_code == 403
    me = owner.get("/me").json["id"]
    assert owner.put(f"/organisations/{firm}/members/{me}", {"role": "clerk"}).json["code"] == "own_role"
    with app.app_context():  # somebody who manages members and nothing else
        app.extensions["hutong"].database.run(lambda: give(lin, ids.read(firm), Permission.MANAGE_MEMBERS))
    assert take_in(clerk, firm, THIRD, "cinema_manager").json["code"] == "role_beyond_own"
    assert clerk.delete(f"/organisations/{firm}/members/{me}").json["code"] == "role_beyond_own"
    assert take_in(clerk, firm, THIRD, "usher").status_code == 201


def give(person_id, organisation_id, permission):
    """A single permission in a firm, as staff's command gives it."""
    session().get(Grant, (person_id, "clerk", organisation_id)).permissions = int(permission)


def test_the_last_manager_stays(app, owner, staff):
    """A-12: also when two leave at once; whoever is let go holds nothing there."""
    firm = founded(owner, staff)
    lin = person(app, FRIEND)
    me = owner.get("/me").json["id"]
    assert owner.delete(f"/organisations/{firm}/members/{me}").json["code"] == "last_manager"
    assert take_in(owner, firm, role="cinema_manager").status_code == 201
    second = signed_in(app, lin)
    assert owner.delete(f"/organisations/{firm}/members/{me}").status_code == 204
    assert owner.get(f"/organisations/{firm}").status_code == 404
    assert second.delete(f"/organisations/{firm}/members/{ids.show(lin)}").json["code"] == "last_manager"
    assert [row.person_id for row in rows(app, select(Grant).where(Grant.organisation_id != 0))] == [lin]


def test_two_changes_at_once(app, owner, staff, within):
    """A-12: the one that saw old members begins anew."""
    firm = ids.read(founded(owner, staff))
    database = within.extensions["hutong"].database

    def stale():
        found = actions.organisations.organisation(firm)
        found.__dict__["revision"] = 7
        actions._in_turn(found)

    with pytest.raises(Retry):
        database._once(stale)


def test_lists_of_firms_do_not_ask_more_for_more(app, owner, staff):
    """A-12: statements are counted."""
    assert_same_count(lambda: owner.get("/organisations"), lambda: founded(owner))
    assert_same_count(lambda: staff.get("/organisations", whose="all"), lambda: founded(owner))
    firm = founded(owner, staff)
    numbers = iter(range(3))

    def one_more():
        login = f"1380000200{next(numbers)}"
        person(app, login)
        take_in(owner, firm, login)

    assert_same_count(lambda: owner.page(f"/organisations/{firm}"), one_more)


def test_pages_of_firms(app, owner, staff):
    """A-12: empty, waiting, managed, decided by staff."""
    assert "No organisation yet" in owner.page("/me/organisations").text
    firm = founded(owner)
    assert "Waits for approval" in owner.page("/me/organisations").text
    page = staff.page(f"/organisations/{firm}").text
    assert "Approve" in page
    assert "Approve</span>" not in owner.page(f"/organisations/{firm}").text
    decide(staff, firm)
    assert "Take somebody in" in owner.page(f"/organisations/{firm}").text
    assert signed_in(app, person(app, THIRD)).page(f"/organisations/{firm}").status_code == 404
