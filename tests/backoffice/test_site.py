"""Jobs, regions, the audit log, settings, and the first set-up."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hutong.accounts.models import Person
from hutong.backoffice import founding
from hutong.backoffice.cli import invitation
from hutong.kernel import audit, clock, ids, jobs, site
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session
from hutong.kernel.jobs import NEVER, Job
from tests.accounts.world import person, signed_in
from tests.client import Client
from tests.media.pictures import encoded
from tests.stays.world import regions


def run(app: Flask, unit: Any) -> Any:
    """Something in a transaction."""
    with app.app_context():
        return app.extensions["hutong"].database.run(unit)


def job(app: Flask, **values: Any) -> int:
    """A job as it stands in the table."""
    given = {
        "name": "kernel.forget_done_jobs",
        "payload": {},
        "made_at": 1,
        "due_at": NEVER,
        "error": "Boom\nKeyError: x",
    }
    made = Job(id=ids.new_id(), **{**given, **values})
    run(app, lambda: session().add(made))
    return made.id


def test_failed_jobs(app: Flask, administrator: Client, moderator: Client) -> None:
    """B-02: seen with what went wrong, run again, or dropped; those that have not failed are left alone."""
    failed, other, fine = job(app), job(app), job(app, due_at=1, error=None)
    page = administrator.page("/staff/jobs", state="given_up").text
    assert "KeyError: x" in page
    assert "Boom" not in page
    assert "Jobs that failed" in administrator.page("/staff").text
    assert moderator.post(f"/jobs/{ids.show(failed)}/tries").json["permission"] == "MANAGE_SETTINGS"
    assert administrator.post(f"/jobs/{ids.show(failed)}/tries").status_code == 204
    assert administrator.post(f"/jobs/{ids.show(fine)}/tries").json["code"] == "job_not_failed"
    assert administrator.delete(f"/jobs/{ids.show(fine)}").json["code"] == "job_not_failed"
    assert administrator.delete(f"/jobs/{ids.show(other)}").status_code == 204
    assert administrator.delete(f"/jobs/{ids.show(other)}").status_code == 404
    with app.app_context():
        jobs.run_all()
    assert run(app, lambda: session().get_one(Job, failed).done_at) is not None
    actions = run(app, lambda: session().scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all())
    assert [one for one in actions if one.startswith("job.")] == ["job.run_again", "job.dropped"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"letter": "b"}, "letter"), ({"letter": "AB"}, "letter"), ({"name": "x" * 101}, "name"), ({"level": 1}, "level")],
)
def test_wrong_names_of_regions(app: Flask, administrator: Client, change: dict, field: str) -> None:
    """B-05: each its own error, nothing changed."""
    regions(app)
    answer = administrator.patch("/regions/110101", change)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_names_of_regions(app: Flask, administrator: Client, support: Client) -> None:
    """B-05 B-04: corrected with before and after; found by name, letter and what they lie in."""
    regions(app)
    assert support.patch("/regions/110101", {"name": "东城"}).json["permission"] == "MANAGE_REGIONS"
    assert administrator.patch("/regions/999999", {"name": "东城"}).status_code == 404
    answer = administrator.patch("/regions/110101", {"name_en": "East City", "letter": "E"}).json
    assert (answer["name"], answer["name_en"], answer["letter"]) == ("东城区", "East City", "E")
    assert administrator.page("/staff/regions", below="110100").text.count("<tr>") == 4
    assert administrator.page("/staff/regions", letter="E", level="3").text.count("<tr>") == 2
    assert "East City" in administrator.page("/staff/regions/110101").text
    assert administrator.page("/staff/regions/999999").status_code == 404
    entry = administrator.page("/staff/audit", action="region.", subject="region:110101").text
    assert "letter: D → E" in entry


def test_the_audit_log(app: Flask, administrator: Client, support: Client) -> None:
    """B-04: by person, subject however its id is written, action and day; nobody without the permission."""
    someone = person(app, "13800007001", name="Doer")
    run(app, lambda: audit.record("home.edited", f"home:{someone}", {"price": 1}, {"price": 2}, person_id=someone))
    shown, today = ids.show(someone), clock.today("Asia/Shanghai").isoformat()
    for query, found in (
        ({"person": shown}, 2),
        ({"person": "nobody"}, 0),
        ({"subject": f"home:{shown}"}, 2),
        ({"subject": f"home:{someone}"}, 2),
        ({"action": "home", "from": today, "to": today}, 2),
        ({"action": "home", "to": "2020-01-01"}, 0),
    ):
        page = administrator.page("/staff/audit", **query).text
        assert page.count("<tr>") == found, query
    page = administrator.page("/staff/audit", person=shown).text
    assert "price: 1 → 2" in page
    assert "Doer" in page
    assert f"home:{shown}" in page
    assert administrator.page("/staff/audit", **{"from": "yesterday"}).status_code == 422
    assert support.page("/staff/audit").status_code == 403


def test_what_the_site_says(app: Flask, administrator: Client, support: Client) -> None:
    """B-02 B-04: name, footer and terms are rows, noted with before and after; empty, the environment's come back."""
    assert support.patch("/site", {"site_name": "x"}).json["permission"] == "MANAGE_SETTINGS"
    body = {"site_name": "Lane", "footer_en": "Lane Ltd\n<b>ICP</b>", "terms_en": "One.\n\nTwo.", "terms_zh": "一。"}
    assert administrator.patch("/site", body).json["site_name"] == "Lane"
    page = administrator.page("/terms").text
    assert "<span>Lane</span>" in page
    assert "<p>Two.</p>" in page
    assert agree(administrator) == "2026-11.2"
    assert "&lt;b&gt;ICP" in page
    assert "一。" in Client(app, "zh").page("/terms").text
    assert administrator.patch("/site", {"site_name": "Alley"}).json["footer_en"] == "Lane Ltd\n<b>ICP</b>"
    site.load(app)
    assert app.extensions["hutong"].settings.site_name == "Alley"
    administrator.patch("/site", {"site_name": "", "footer_en": None})
    assert "Hutong 胡同" in administrator.page("/terms").text
    changes = select(AuditEntry.before, AuditEntry.after).where(AuditEntry.action == "site.changed")
    noted = run(app, lambda: session().execute(changes.order_by(AuditEntry.id)).all())
    assert noted[1] == ({"site_name": "Lane"}, {"site_name": "Alley"})
    settings = administrator.page("/staff/settings").text
    assert "HUTONG_SECRET_KEY" in settings
    assert "testing-testing" not in settings


def agree(client: Client) -> str:
    """Agree to what is in force; the version that the page shows."""
    found = re.search(r'name="version" value="([^"]+)"', client.page("/terms/agree").text)
    assert found
    assert client.put("/me/consent", {"version": found[1]}).status_code == 204
    return found[1]


def test_other_terms_ask_everybody_again(app: Flask, administrator: Client) -> None:
    """A-13 B-06: a change of the terms or the privacy notice, in any language, is a new version; the rows name it."""
    guest = signed_in(app, person(app, "13800008005"))
    versions = []
    for body in ({"terms_zh": "一。"}, {"privacy_en": "We keep little."}, {"privacy_en": ""}):
        assert guest.patch("/me", {"bio": "x"}).status_code == 200
        assert administrator.patch("/site", body).status_code == 200
        refused = guest.patch("/me", {"bio": "x"})
        assert (refused.status_code, refused.json["code"]) == (403, "consent_needed")
        assert administrator.patch("/site", {"site_name": "Lane"}).json["code"] == "consent_needed"
        agree(administrator)
        versions.append(agree(guest))
        assert f"Version of {versions[-1]}" in guest.page("/terms").text
    assert administrator.patch("/site", {"footer_en": "Lane Ltd"}).status_code == 200
    assert guest.patch("/me", {"bio": "x"}).status_code == 200  # not everything that staff write is agreed to
    assert versions == ["2026-11.1", "2026-11.2", "2026-11.3"]
    kept = {(row["document"], row["version"]) for row in guest.get("/me/consents").json["items"]}
    assert kept == {(one, v) for one in ("terms", "privacy") for v in ("2026-11", *versions)}
    assert guest.put("/me/consent", {"version": versions[0]}).json["code"] == "other_version"
    assert ("We keep what you enter" in guest.page("/terms").text, "一。" in guest.page("/terms").text) == (True, True)


def test_the_logo(app: Flask, administrator: Client) -> None:
    """B-02: a picture beside the name, made anew; a text file is refused."""
    send = {"headers": {"X-CSRFToken": administrator.csrf()}, "method": "PUT", "path": "/api/v1/site/logo"}
    bad = administrator.http.open(data={"file": (io.BytesIO(b"text"), "logo.png")}, **send)
    assert bad.status_code == 422
    good = administrator.http.open(data={"file": (io.BytesIO(encoded()), "logo.jpg")}, **send)
    assert good.status_code == 200
    assert '<img class="sign" src="/media/' in administrator.page("/terms").text
    assert administrator.delete("/site/logo").status_code == 204
    assert '<img class="sign"' not in administrator.page("/terms").text


SETUP = {
    "name": "Root",
    "mobile": "13800008001",
    "password": "lantern-Hutong-7",
    "site_name": "Lane",
    "currency": "JPY",
}


def test_set_up_once(app: Flask, client: Client) -> None:
    """B-06: by the code that was printed; its administrator is in, regions and texts are there; then it is gone."""
    with app.app_context():
        code = str(invitation()).split("code ")[1].split()[0]
    assert client.page("/setup").status_code == 200
    body = {**SETUP, "code": code.lower().replace("-", " "), "languages": "en", "terms_en": "Be kind."}
    answer = client.post("/setup", body)
    assert answer.status_code == 201, answer.json
    assert (answer.json["site_name"], answer.json["currency"], answer.json["languages"]) == ("Lane", "JPY", ["en"])
    page = client.page("/staff")
    assert page.status_code == 200
    assert "<span>Lane</span>" in page.text
    assert 'data-places="0"' in page.text  # amounts have the decimals of the currency just chosen
    assert ">JP¥<" in client.page("/staff/ledger").text
    assert 'data-lang="zh"' not in page.text
    assert "Be kind." in client.page("/terms").text
    assert {row["version"] for row in client.get("/me/consents").json["items"]} == {"2026-11.1"}
    client.token = None
    assert client.patch("/site", {"site_name": "Lane"}).status_code == 200  # whoever wrote the terms is not asked
    assert client.get("/regions").json["items"] != []
    assert client.page("/setup").status_code == 404
    assert Client(app).post("/setup", body).status_code == 404
    with app.app_context():
        assert invitation() is None
    assert run(app, lambda: session().execute(select(Person.nickname, Person.inactive_since)).all()) == [("Root", None)]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"code": "AAAA-BBBB-CCCC"}, 403, "code"),
        ({"mobile": None}, 422, "mobile"),
        ({"mobile": "12"}, 422, "mobile"),
        ({"email": "nobody"}, 422, "email"),
        ({"password": "hutong"}, 422, "password"),
        ({"site_name": " "}, 422, "site_name"),
        ({"currency": "XXX"}, 422, "currency"),
        ({"languages": "fr"}, 422, "languages"),
        ({"logo": "text"}, 422, "logo"),
    ],
)
def test_set_up_with_something_wrong(app: Flask, client: Client, change: dict, status: int, field: str) -> None:
    """B-06: nothing is made, and the code still opens."""
    with app.app_context():
        code = founding.new_code()
    answer = client.post("/setup", {**SETUP, "code": code, **change})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (status, field)
    with app.app_context(), app.extensions["hutong"].database.reading():
        assert founding.opens(code)
        assert founding.empty()


def test_guessing_the_code(app: Flask, client: Client) -> None:
    """B-06: ten tries from one address, then wait; after twenty wrong ones in all the code is void."""
    with app.app_context():
        code = founding.new_code()
        assert founding.opens(code)
    statuses = [client.post("/setup", {**SETUP, "code": "x"}).status_code for _ in range(11)]
    assert statuses == [403] * 10 + [429]
    with app.app_context():
        assert not any(founding.opens("y") for _ in range(10))
        assert not founding.opens(code)
    assert signed_in(app, person(app)).post("/setup", {**SETUP, "code": code}).status_code in (404, 429)
