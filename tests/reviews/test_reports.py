"""Reports, decisions and appeals (B-03, F10)."""

import threading
from typing import Any

import pytest
from sqlalchemy import select, update

from hutong.kernel import ids
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session
from hutong.notices.models import Notice
from hutong.reviews import queries
from hutong.reviews.checks import faults
from hutong.reviews.models import ReviewScore
from tests.accounts.steps import after
from tests.accounts.world import person
from tests.client import Client
from tests.reviews import world
from tests.reviews.world import World, many, notices


@pytest.fixture
def moderators(town: World) -> list[Client]:
    """Two of them."""
    found = [person(town.app, f"1370000000{at}", role="moderator", name=f"Moderator {at}") for at in range(2)]
    return [town.client(each) for each in found]


def reported(town: World, count: int = 3, subject: str | None = None, first: int = 0) -> None:
    """So many people report a subject."""
    for each in many(town.app, count, first):
        sent = town.client(each).post(
            "/reports", {"subject": subject or town.subject, "reason": "spam", "text": "Look"}
        )
        assert sent.status_code == 201


def queue(client: Client, **query: object) -> list[dict[str, Any]]:
    """The cases of a list."""
    return client.get("/reports", **query).get_json()["items"]


def test_one_item(town: World, moderators: list[Client]) -> None:
    """F10: three reports make one queue item with three; each person reports once, and nobody their own."""
    reported(town)
    one = town.client(many(town.app, 1, 3)[0])
    body = {"subject": town.subject, "reason": "other", "text": "It <i>smells</i>"}
    assert one.post("/reports", body).status_code == 201
    again = one.post("/reports", body)
    assert (again.status_code, again.get_json()["code"]) == (409, "already_reported")
    assert town.client(town.host).post("/reports", body).get_json()["code"] == "own"
    (case,) = queue(moderators[0])
    assert (case["subject"], case["state"], case["count"]) == (town.subject, "open", 4)
    assert case["reasons"] == {"spam": 3, "other": 1}
    assert len(case["latest"]) == 3
    assert case["actions"] == ["hide", "dismiss"]
    page = moderators[0].page("/staff/reports").text
    assert "4 reports" in page
    assert "<i>" not in page


def test_hidden_appealed_restored(town: World, moderators: list[Client]) -> None:
    """F10 B-03: hidden with a reason, appealed once, restored by another moderator; the owner is told each time."""
    first, second = moderators
    reported(town)
    case = queue(first)[0]["id"]
    decision, appeal = f"/reports/{case}/decision", f"/reports/{case}/appeal"
    owner = town.client(town.host)
    assert owner.post(appeal, {"text": "Why"}).status_code == 404
    assert first.put(decision, {"action": "hide", "reason": " "}).status_code == 422
    hidden = first.put(decision, {"action": "hide", "reason": "Not as described"}).get_json()
    assert (hidden["state"], hidden["reason"]) == ("hidden", "Not as described")
    assert {town.thing: "Not as described"} == world.HIDDEN
    assert first.put(decision, {"action": "dismiss", "reason": "x"}).get_json()["code"] == "decided"
    assert notices(owner)[0][0] == "report.decided"
    assert "Not as described" in notices(owner)[0][2]
    assert town.client(town.guest).post(appeal, {"text": "Why"}).status_code == 404
    assert "Appeal" in owner.page(f"/reports/{case}").text

    assert owner.post(appeal, {"text": "It is true"}).get_json()["state"] == "appealed"
    assert owner.post(appeal, {"text": "Again"}).get_json()["code"] == "no_appeal"
    assert queue(first)[0]["actions"] == []
    same = first.put(decision, {"action": "restore", "reason": "x"})
    assert (same.status_code, same.get_json()["code"]) == (409, "another_moderator")
    assert "another moderator must look at it" in first.page("/staff/reports").text
    restored = second.put(decision, {"action": "restore", "reason": "The owner is right"}).get_json()
    assert (restored["state"], restored["appeal_reason"]) == ("restored", "The owner is right")
    assert world.HIDDEN == {}
    assert notices(owner)[0][:2] == (
        "report.appeal_decided",
        f"Your appeal was granted: “Thing {town.thing % 1000}” can be seen again",
    )
    assert owner.page(f"/reports/{case}").status_code == 200
    entries = town.read(lambda: session().scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all())
    steps = [entry for entry in entries if entry.startswith("report.") and entry != "report.made"]
    assert steps == ["report.hidden", "report.appealed", "report.restored"]


def test_appeal_turned_down(town: World, moderators: list[Client]) -> None:
    """F10: the other moderator may keep it hidden; there is no second appeal."""
    reported(town, 1)
    case = queue(moderators[0])[0]["id"]
    owner = town.client(town.host)
    moderators[0].put(f"/reports/{case}/decision", {"action": "hide", "reason": "No"})
    owner.post(f"/reports/{case}/appeal", {"text": "Please"})
    kept = moderators[1].put(f"/reports/{case}/decision", {"action": "hide", "reason": "Still no"}).get_json()
    assert (kept["state"], kept["appeal_reason"]) == ("hidden", "Still no")
    assert {town.thing: "No"} == world.HIDDEN
    assert owner.post(f"/reports/{case}/appeal", {"text": "Again"}).get_json()["code"] == "no_appeal"


def test_opened_again(town: World, moderators: list[Client]) -> None:
    """F10: what was dismissed comes back when somebody else reports it; those who reported hear what became of it."""
    reported(town, 2)
    case = queue(moderators[0])[0]["id"]
    moderators[0].put(f"/reports/{case}/decision", {"action": "dismiss", "reason": "Fine"})
    assert queue(moderators[0]) == []
    town.jobs()
    told = town.read(lambda: session().execute(select(Notice.kind, Notice.data)).all())
    thing = {"title": f"Thing {town.thing % 1000}", "state": "dismissed"}
    assert told == [("report.looked_at", thing)] * 2
    reported(town, 1, first=60)
    assert (queue(moderators[0])[0]["id"], queue(moderators[0])[0]["count"]) == (case, 3)
    assert notices(town.client(town.host)) == []


def test_ten_at_once(town: World, moderators: list[Client]) -> None:
    """F10: ten are closed at once; what cannot be decided like this says why and stays."""
    for at in range(10):
        reported(town, 1, f"thing:{ids.show(town.make_thing(town.host))}", first=at)
    waiting = [case["id"] for case in queue(moderators[0])]
    body = {"ids": [*waiting, "0" * 13], "action": "dismiss", "reason": "Nothing wrong"}
    answer = moderators[0].post("/reports/decisions", body)
    assert answer.status_code == 200
    assert (
        sorted((each["state"], each["problem"]) for each in answer.get_json()["items"] if each["state"])
        == [("dismissed", None)] * 10
    )
    assert [each["problem"] for each in answer.get_json()["items"] if not each["state"]] == ["not_found"]
    assert queue(moderators[0]) == []
    assert moderators[0].post("/reports/decisions", {**body, "ids": []}).status_code == 422
    assert moderators[0].post("/reports/decisions", {**body, "ids": ["0" * 13] * 101}).status_code == 422


def test_bulk_without_script(town: World, moderators: list[Client]) -> None:
    """F10: the same by a plain form."""
    reported(town)
    case = queue(moderators[0])[0]["id"]
    page = "/staff/reports?state=waiting"
    nothing = moderators[0].form("/reports/decisions", page, action="dismiss", reason="x")
    assert nothing.status_code == 422
    assert "Tick at least one case." in nothing.text
    sent = moderators[0].form("/reports/decisions", page, ids=case, action="dismiss", reason="x")
    assert sent.status_code == 303
    assert "Nothing waits here" in moderators[0].http.get(sent.headers["Location"]).text


def test_reviews_and_people(town: World, moderators: list[Client]) -> None:
    """B-03: a review can be reported and hidden, and no longer counts; a person can be reported, not hidden."""
    subject = f"thing:{town.thing}"
    with town.after():
        town.complete()
        guest, host = town.client(town.guest), town.client(town.host)
        moderator = town.client(person(town.app, "13700000005", role="moderator"))
        review = guest.post(town.path, {"overall": 1, "text": "Terrible"}).get_json()["id"]
        assert host.post("/reports", {"subject": f"review:{review}", "reason": "offensive"}).status_code == 404
        host.post(town.path, {"overall": 5})
        assert host.page(f"/report/review:{review}").status_code == 200
        assert host.post("/reports", {"subject": f"review:{review}", "reason": "offensive"}).status_code == 201
        town.jobs()
        assert town.read(lambda: queries.summary([subject]))[subject].count == 1
        case = queue(moderator)[0]
        assert (case["card"]["title"], case["card"]["kind"]) == ("Terrible", "review")
        moderator.put(f"/reports/{case['id']}/decision", {"action": "hide", "reason": "Insulting"})
        town.jobs()
        assert town.read(lambda: queries.summary([subject]))[subject].count == 0
        assert town.read(lambda: queries.page_of(subject, 20)).items == []
        assert host.put(f"/reviews/{review}/helpful").status_code == 404
        assert notices(guest)[0][0] == "report.decided"
        moderator.put(f"/reports/{case['id']}/decision", {"action": "restore", "reason": "A mistake"})
        town.jobs()
        assert town.read(lambda: queries.summary([subject]))[subject].count == 1

        assert town.read(lambda: list(faults())) == []
        town.run(lambda: session().execute(update(ReviewScore).values(total=9)))
        assert len(town.read(lambda: list(faults()))) == 2  # of the thing and of the guest

        somebody = f"person:{ids.show(town.guest)}"
        assert host.post("/reports", {"subject": somebody, "reason": "spam"}).status_code == 201
        case = queue(moderator)[0]
        assert case["actions"] == ["dismiss"]
        refused = moderator.put(f"/reports/{case['id']}/decision", {"action": "hide", "reason": "x"})
        assert refused.get_json()["code"] == "cannot_hide"
        assert queue(moderator)[0]["state"] == "open"


def test_who_may(town: World, moderators: list[Client]) -> None:
    """B-03: only moderators see and decide; nobody decides about their own things."""
    reported(town)
    case = queue(moderators[0])[0]["id"]
    body = {"action": "hide", "reason": "x"}
    for client, status in ((town.client(town.guest), 403), (Client(town.app), 401)):
        assert client.get("/reports").status_code == status
        assert client.put(f"/reports/{case}/decision", body).status_code == status
        assert client.post("/reports/decisions", {**body, "ids": [case]}).status_code == status
    assert town.client(town.guest).page("/staff/reports").status_code == 403
    assert "/staff/reports" not in town.client(town.guest).page("/favourites").text
    own = person(town.app, "13700000007", role="moderator")
    thing = town.make_thing(own)
    reported(town, 1, f"thing:{ids.show(thing)}", first=80)
    case = queue(moderators[0])[0]["id"]
    refused = town.client(own).put(f"/reports/{case}/decision", body)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "own")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"subject": "thing:0000000000000"}, 404),
        ({"subject": "nothing:0000000000000"}, 422),
        ({"subject": "thing"}, 422),
        ({"subject": 5}, 422),
        ({"reason": "because"}, 422),
        ({"reason": "other"}, 422),
        ({"text": "x" * 1001}, 422),
        ({"text": "\ud800"}, 422),
    ],
)
def test_hostile_input(town: World, change: dict[str, object], status: int) -> None:
    """B-03: what is no report is refused."""
    sent = town.client(town.guest).post("/reports", {"subject": town.subject, "reason": "spam", **change})
    assert sent.status_code == status


def test_limit(town: World) -> None:
    """B-03: ten reports an hour."""
    guest = town.client(town.guest)
    things = [f"thing:{ids.show(town.make_thing(town.host))}" for _ in range(11)]
    answers = [guest.post("/reports", {"subject": thing, "reason": "spam"}).status_code for thing in things]
    assert answers == [201] * 10 + [429]
    with after(3600):
        assert guest.post("/reports", {"subject": things[10], "reason": "spam"}).status_code == 201


def test_statements(town: World, moderators: list[Client], statements: list[str]) -> None:
    """F10 B-03: one or twenty cases take the same statements, and pages neither skip nor repeat."""
    counts = []
    for at in range(20):
        reported(town, 1, f"thing:{ids.show(town.make_thing(town.host))}", first=at)
        if at in (0, 19):
            for ask in (lambda: queue(moderators[0], limit=30), lambda: moderators[0].page("/staff/reports", limit=30)):
                statements.clear()
                ask()
                counts.append(len(statements))
    assert counts[:2] == counts[2:]
    first = moderators[0].get("/reports", limit=12).get_json()
    second = moderators[0].get("/reports", limit=12, cursor=first["next"]).get_json()
    assert len({case["id"] for case in first["items"] + second["items"]}) == 20
    assert second["next"] is None
    assert queue(moderators[0], kind="review") == []
    assert len(queue(moderators[0], kind="thing", state="all", limit=30)) == 20


@pytest.mark.race
def test_two_at_once(town: World, moderators: list[Client]) -> None:
    """F10: people who report one subject at the same moment make one case, and none is lost."""
    clients = [town.client(each) for each in many(town.app, 4)]
    for client in clients:
        client.csrf()
    start = threading.Barrier(4)
    answers: list[int] = []

    def send(client: Client) -> None:
        start.wait()
        answers.append(client.post("/reports", {"subject": town.subject, "reason": "spam"}).status_code)

    threads = [threading.Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [201] * 4
    assert [case["count"] for case in queue(moderators[0])] == [4]
