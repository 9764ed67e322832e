"""What staff do with people: suspending, roles, permissions, real names."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hutong.accounts.models import Identity, Person
from hutong.accounts.realname import check_digit, key_of, seal
from hutong.kernel import ids
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session
from hutong.notices.models import Notice
from tests.accounts.world import person, signed_in
from tests.client import Client


def read(app: Flask, question: Any) -> Any:
    """An answer of the database."""
    with app.app_context(), app.extensions["hutong"].database.reading():
        return question()


def entries(app: Flask, action: str) -> list[tuple[str, Any, Any]]:
    """What the audit log says of an action."""
    wanted = select(AuditEntry.subject, AuditEntry.before, AuditEntry.after).where(AuditEntry.action == action)
    return [tuple(row) for row in read(app, lambda: session().execute(wanted).all())]


def test_suspended_and_restored(app: Flask, administrator: Client) -> None:
    """B-02: with a reason, out at once on every device, in the log with before and after, told; and in again."""
    someone = person(app, "13800006001")
    here, path = signed_in(app, someone), f"/people/{ids.show(someone)}/suspension"
    assert administrator.put(path, {"reason": " "}).status_code == 422
    assert here.get("/me").status_code == 200
    answer = administrator.put(path, {"reason": "Spam"}).json
    assert (answer["suspended"], answer["suspended_reason"]) == (True, "Spam")
    assert here.get("/me").status_code == 401
    assert administrator.put(path, {"reason": "Again"}).json["code"] == "already_suspended"
    subject = f"person:{ids.show(someone)}"
    gone = {"suspended": True, "reason": "Spam", "sessions_ended": 1}
    assert entries(app, "person.suspended") == [(subject, {"suspended": False}, gone)]
    assert "Spam" in administrator.page(f"/staff/people/{ids.show(someone)}").text
    assert administrator.delete(path).status_code == 204
    assert administrator.delete(path).json["code"] == "not_suspended"
    told = read(app, lambda: session().scalars(select(Notice.kind).order_by(Notice.id)).all())
    assert told == ["account.suspended", "account.restored"]
    assert signed_in(app, someone).get("/me").status_code == 200


def test_several_at_once(app: Flask, administrator: Client) -> None:
    """B-02: those that cannot be suspended say why, the others are; also by a plain form."""
    first, second = person(app, "13800006001"), person(app, "13800006002")
    root = read(app, lambda: session().scalar(select(Person.id).where(Person.mobile == "+8613700000001")))
    body = {"ids": [ids.show(each) for each in (first, root)], "reason": "Spam"}
    answer = administrator.post("/people/suspensions", body).json
    assert (answer["done"], answer["refused"]) == (1, 1)
    assert {one["problem"] for one in answer["items"]} == {None, "own_account"}
    assert administrator.post("/people/suspensions", {**body, "ids": []}).status_code == 422
    page = administrator.form("/people/suspensions", "/staff/people", ids=[], reason="x")
    assert page.status_code == 422
    assert "Tick at least one row." in page.text
    sent = administrator.form(
        "/people/suspensions",
        "/staff/people",
        _next="/staff/people?refused={refused}",
        ids=ids.show(second),
        reason="x",
    )
    assert sent.status_code == 303
    assert "refused=0" in sent.headers["Location"]
    assert administrator.page("/staff/people", state="suspended").text.count("<tr>") == 3


@pytest.fixture
def granter(app: Flask) -> Client:
    """Who may give roles and see people, and moderate."""
    made = person(app, "13700000008", role="moderator", name="Granter")
    root = signed_in(app, person(app, "13700000009", role="administrator"))
    body = {"permissions": ["GRANT_ROLES", "MANAGE_PEOPLE"]}
    assert root.put(f"/people/{ids.show(made)}/permissions", body).json["permissions"] == [
        "MANAGE_PEOPLE",
        "GRANT_ROLES",
    ]
    return signed_in(app, made)


def test_nobody_gives_more_than_they_hold(app: Flask, granter: Client, administrator: Client) -> None:
    """A-12: neither roles nor single permissions, nor to themselves; what others hold beyond stays."""
    someone = person(app, "13800006001")
    path = f"/people/{ids.show(someone)}"
    given = granter.put(f"{path}/roles/moderator").json
    assert given["roles"] == ["moderator"]
    assert granter.put(f"{path}/roles/administrator").json["code"] == "role_beyond_own"
    assert granter.put(f"{path}/roles/nothing").status_code == 404
    assert granter.put(f"{path}/roles/host_manager").status_code == 404
    assert granter.put(f"{path}/roles/direct").status_code == 404
    assert granter.put(f"{path}/permissions", {"permissions": ["REFUND"]}).json["code"] == "role_beyond_own"
    assert granter.put(f"{path}/permissions", {"permissions": ["EVERYTHING"]}).status_code == 422
    assert granter.put(f"{path}/permissions", {"permissions": ["GRANT_ROLES"]}).json["permissions"] == ["GRANT_ROLES"]
    mine = read(app, lambda: session().scalar(select(Person.id).where(Person.nickname == "Granter")))
    own = f"/people/{ids.show(mine)}"
    for answer in (
        granter.put(f"{own}/roles/support"),
        granter.delete(f"{own}/roles/moderator"),
        granter.put(f"{own}/permissions", {"permissions": []}),
    ):
        assert (answer.status_code, answer.json["code"]) == (403, "own_role")
    assert administrator.put(f"{path}/permissions", {"permissions": ["GRANT_ROLES", "REFUND"]}).status_code == 200
    assert granter.put(f"{path}/permissions", {"permissions": ["GRANT_ROLES"]}).json["code"] == "role_beyond_own"
    assert granter.put(f"{path}/permissions", {"permissions": ["REFUND"]}).json["permissions"] == ["REFUND"]
    assert entries(app, "permissions.set")[-1][1:] == (
        {"permissions": ["GRANT_ROLES", "REFUND"]},
        {"permissions": ["REFUND"]},
    )
    assert administrator.delete(f"{path}/roles/moderator").status_code == 204
    assert administrator.delete(f"{path}/roles/moderator").status_code == 404


def test_who_may_do_more_is_not_theirs(app: Flask, granter: Client) -> None:
    """A-12: an administrator is not suspended, nor logged out, by somebody who holds less."""
    root = person(app, "13700000007", role="administrator")
    for answer in (
        granter.put(f"/people/{ids.show(root)}/suspension", {"reason": "x"}),
        granter.delete(f"/people/{ids.show(root)}/sessions"),
        granter.delete(f"/people/{ids.show(root)}/suspension"),
        granter.delete(f"/people/{ids.show(root)}/roles/administrator"),
    ):
        assert answer.status_code == 403
        assert answer.json["code"] in ("holds_more", "role_beyond_own")


def test_the_page_of_a_person(app: Flask, administrator: Client, granter: Client) -> None:
    """B-02: contact masked, buttons only for what one may."""
    someone = person(app, "13800006001", name="Somebody")
    signed_in(app, someone)
    page = administrator.page(f"/staff/people/{ids.show(someone)}").text
    assert "138****6001" in page
    assert "13800006001" not in page
    assert "Make Administrator" in page
    assert "Make Administrator" not in granter.page(f"/staff/people/{ids.show(someone)}").text
    assert administrator.delete(f"/people/{ids.show(someone)}/sessions").json == {"sessions_ended": 1}
    assert administrator.page(f"/staff/people/{ids.show(1)}").status_code == 404
    assert administrator.get(f"/people/{ids.show(someone)}/account").json["name"] == "Somebody"


def waiting(app: Flask, mobile: str, body: str) -> int:
    """Somebody whose real name waits."""
    made, number = person(app, mobile), body + check_digit(f"{body}0")

    def give() -> None:
        secrets = {"name_secret": seal(made, "张三丰"), "number_secret": seal(made, number)}
        session().add(Identity(person_id=made, number_key=key_of(number), state="pending", **secrets))

    with app.app_context():
        app.extensions["hutong"].database.run(give)
    return made


def test_real_names(app: Flask, support: Client, moderator: Client) -> None:
    """A-09 B-03: masked in the list, whole while they wait; taken once, or rejected with a reason and forgotten."""
    good, bad = waiting(app, "13800006001", "11010119900307009"), waiting(app, "13800006002", "11010119910307001")
    listed = support.page("/staff/identities").text
    assert "张**" in listed
    assert "张三丰" not in listed
    assert "张三丰" in support.page(f"/staff/identities/{ids.show(good)}").text
    assert "Real names to check" in support.page("/staff").text
    accept, reject = (f"/people/{ids.show(each)}/identity/decision" for each in (good, bad))
    assert moderator.put(accept, {"accept": True}).json["permission"] == "VERIFY_PEOPLE"
    assert support.put(reject, {"accept": False}).json["errors"][0]["field"] == "reason"
    assert support.put(accept, {"accept": True}).status_code == 204
    assert support.put(accept, {"accept": True}).status_code == 409
    assert support.put(reject, {"accept": False, "reason": "Unreadable"}).status_code == 204
    assert support.put(reject, {"accept": False, "reason": "Unreadable"}).status_code == 404
    assert "张三丰" not in support.page(f"/staff/identities/{ids.show(good)}").text
    assert read(app, lambda: session().get_one(Person, good).verified_at) is not None
    assert read(app, lambda: session().get_one(Person, bad).verified_at) is None
    told = read(app, lambda: session().execute(select(Notice.kind, Notice.person_id)).all())
    assert told == [("account.identity_rejected", bad)]
    own = signed_in(app, waiting(app, "13800006003", "11010119920307001"))
    assert own.put(accept, {"accept": True}).status_code == 403


def test_organisations_are_decided(app: Flask, support: Client, moderator: Client) -> None:
    """B-03: a firm that waits stands in the list with its buttons; approved with a reason, it can be suspended next."""
    founder = signed_in(app, person(app, "13800006001", verified=True, name="Founder"))
    firm = founder.post("/organisations", {"kind": "host", "name": "Lane Houses"}).json["id"]
    page = support.page("/staff/organisations", state="pending").text
    assert "Lane Houses" in page
    assert "Approve" in page
    assert "Organisations to approve" in support.page("/staff").text
    assert moderator.page("/staff/organisations").status_code == 403
    path = f"/organisations/{firm}/decision"
    form = support.form(path, "/staff/organisations", _method="PUT", state="approved", reason="")
    assert form.status_code == 422
    assert form.text.count('<details class="desk-act" open>') == 1
    sent = support.form(path, "/staff/organisations", _method="PUT", state="approved", reason="Papers are fine")
    assert sent.status_code == 303
    page = support.page("/staff/organisations").text
    assert "Papers are fine" in page
    assert ">Suspend<" in page


def test_who_decides_about_cinemas_alone_sees_theirs(app: Flask, administrator: Client) -> None:
    """B-03 A-12: the list opens for whoever decides about one kind of firm, with that kind only."""
    founder = signed_in(app, person(app, "13800006001", verified=True))
    firms = [
        founder.post("/organisations", {"kind": kind, "name": f"Lane {kind}"}).json["id"] for kind in ("host", "cinema")
    ]
    officer = person(app, "13800006002")
    rights = {"permissions": ["BACK_OFFICE", "MANAGE_CINEMAS"]}
    assert administrator.put(f"/people/{ids.show(officer)}/permissions", rights).status_code in (200, 204)
    seen = signed_in(app, officer)
    page = seen.page("/staff/organisations").text
    assert "Lane cinema" in page
    assert "Lane host" not in page
    assert "Organisations to approve" in seen.page("/staff").text
    answers = [
        seen.put(f"/organisations/{firm}/decision", {"state": "approved", "reason": "Fine"}).status_code
        for firm in firms
    ]
    assert answers == [404, 200]


def test_who_reads_the_ledger_alone_moves_no_money(app: Flask, administrator: Client) -> None:
    """B-03 M-05: reading and refunding together are asked for what pays out, on the page as in the API."""
    reader = person(app, "13800006003")
    for rights, seen in ((["READ_LEDGER"], False), (["READ_LEDGER", "REFUND"], True)):
        given = {"permissions": ["BACK_OFFICE", *rights]}
        assert administrator.put(f"/people/{ids.show(reader)}/permissions", given).status_code == 200
        page = signed_in(app, reader).page("/staff/ledger")
        assert (page.status_code, "Arrived at the bank" in page.text) == (200, seen)
