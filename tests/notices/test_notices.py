"""Notices in the app: told, listed, read, chosen."""

from typing import Any

import pytest
from flask import Flask

from hutong.kernel import clock, i18n
from hutong.kernel.pages import show_day
from hutong.kernel.state import state
from hutong.notices import actions, kinds, queries
from hutong.notices.kinds import KINDS, Kind
from tests.accounts import world
from tests.client import Client

TEA = Kind(
    "tea.ready",
    title=lambda data: "茶好了" if i18n.language() == "zh" else "Tea is ready",
    body=lambda data: f"{data['cups']} × {show_day(clock.day_of(20_000))}",
    label="Tea",
)
ALARM = Kind("safety.door", lambda data: "The door is open", lambda data: "", ways=("app", "mail"), must=True)


@pytest.fixture
def told(app: Flask) -> Flask:
    """An app that knows two kinds of notices."""
    if not any(kind.name == TEA.name for kind in KINDS.all(app)):
        KINDS.add(app, TEA, ALARM)
    return app


def tell(app: Flask, person: int, times: int = 1, **given: Any) -> None:
    def many() -> None:
        for number in range(times):
            actions.tell(person, "tea.ready", {"cups": number}, **given)

    with app.app_context():
        state().database.run(many)


def test_a_notice_is_told_in_the_language_of_its_reader(told: Flask) -> None:
    """N-03: the words are found when it is read."""
    person = world.person(told)
    tell(told, person, link="/trips")
    shown = world.signed_in(told, person).get("/notices").get_json()
    assert (shown["unread"], shown["next"], len(shown["items"])) == (1, None, 1)
    item = shown["items"][0]
    assert {name: item[name] for name in ("kind", "title", "body", "link", "read")} == {
        "kind": "tea.ready", "title": "Tea is ready", "body": "0 × Fri, 4 Oct", "link": "/trips", "read": False,
    }  # fmt: skip
    zh = world.signed_in(told, person, "zh")
    assert zh.get("/notices").get_json()["items"][0]["title"] == "茶好了"
    assert "茶好了" in zh.page("/notices").text


def test_only_my_own(told: Flask, client: Client) -> None:
    """N-03: nobody sees or marks another's."""
    mine, other = world.person(told), world.person(told, "13800001002")
    tell(told, mine)
    stranger = world.signed_in(told, other)
    number = world.signed_in(told, mine).get("/notices").get_json()["items"][0]["id"]
    assert stranger.get("/notices").get_json() == {"items": [], "next": None, "unread": 0}
    assert stranger.put("/notices/read", {"ids": [number]}).get_json() == {"unread": 0}
    assert world.signed_in(told, mine).get("/notices", limit=1).get_json()["unread"] == 1
    assert client.get("/notices").status_code == 401
    assert client.page("/notices").headers["Location"] == "/login?next=%2Fnotices"


def test_reading_some_or_all(told: Flask) -> None:
    """N-03: an unread count."""
    person = world.person(told)
    tell(told, person, 4)
    reader = world.signed_in(told, person)
    newest = reader.get("/notices", limit=1).get_json()["items"][0]["id"]
    assert reader.put("/notices/read", {"ids": [newest]}).get_json() == {"unread": 3}
    assert [item["read"] for item in reader.get("/notices").get_json()["items"]] == [True, False, False, False]
    assert reader.put("/notices/read", {"ids": []}).get_json() == {"unread": 3}
    assert reader.put("/notices/read").get_json() == {"unread": 0}
    assert reader.put("/notices/read", {"ids": ["x"]}).status_code == 422


def test_pages_of_notices_skip_and_repeat_nothing(told: Flask, statements: list[str]) -> None:
    """N-03: keyset pages, the same few statements whatever the number."""
    person = world.person(told)
    tell(told, person, 1)
    reader = world.signed_in(told, person)
    statements.clear()
    reader.get("/notices")
    few = len(statements)
    tell(told, person, 24)
    statements.clear()
    first = reader.get("/notices", limit=10).get_json()
    assert len(statements) == few
    tell(told, person)
    second = reader.get("/notices", limit=10, cursor=first["next"]).get_json()
    third = reader.get("/notices", limit=10, cursor=second["next"]).get_json()
    ids = [item["id"] for page in (first, second, third) for item in page["items"]]
    assert (len(ids), len(set(ids)), third["next"]) == (25, 25, None)
    assert reader.get("/notices", cursor="nonsense").status_code == 422


def test_the_page_without_javascript(told: Flask) -> None:
    """N-03: dots, a link to the subject, one form; empty it says so."""
    person = world.person(told)
    reader = world.signed_in(told, person)
    assert "No notices yet" in reader.page("/notices").text
    tell(told, person, link="/trips")
    page = reader.page("/notices").text
    assert 'class="unread"' in page
    assert '<a href="/trips">Tea is ready</a>' in page
    answer = reader.form("/notices/read", "/notices", _method="PUT", _next="/notices")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/notices")
    assert 'class="unread"' not in reader.page("/notices").text


def test_the_bell(told: Flask) -> None:
    """N-03: the figure in the head of every page."""
    person = world.person(told)
    tell(told, person, 3)
    assert "<span data-poll-value>3</span>" in world.signed_in(told, person).page("/language").text


def test_kinds_that_went_or_changed(told: Flask) -> None:
    """N-03: a list is never broken by one notice."""
    person = world.person(told)
    with told.app_context():
        state().database.run(lambda: actions.tell(person, "tea.ready", {}))
        with pytest.raises(LookupError, match="no kind"):
            state().database.run(lambda: actions.tell(person, "nobody.knows", {}))
    item = world.signed_in(told, person).get("/notices").get_json()["items"][0]
    assert (item["title"], item["body"]) == ("A notice that can no longer be shown", "")


def test_choosing_what_comes_by_mail(told: Flask) -> None:
    """N-03: choices of what comes by which way; safety always does."""
    person = world.person(told)
    reader = world.signed_in(told, person)
    tea = {"topic": "tea", "label": "Tea", "mail": True}
    assert [item for item in reader.get("/notices/choices").get_json()["items"] if item["topic"] == "tea"] == [tea]
    off = reader.put("/notices/choices", {"mail": ["nonsense"]}).get_json()["items"]
    assert not any(item["mail"] for item in off)
    assert [item["topic"] for item in off].count("safety") == 0
    with told.app_context(), state().database.reading():
        assert "tea" in queries.muted(person)
        assert queries.muted(person) == set(kinds.topics())
    assert 'value="tea"' in reader.page("/notices/choices").text
    answer = reader.form(
        "/notices/choices", "/notices/choices", _method="PUT", _next="/notices/choices", mail=["tea"], _mail=""
    )
    assert answer.status_code == 303
    items = reader.get("/notices/choices").get_json()["items"]
    assert [item["topic"] for item in items if item["mail"]] == ["tea"]
    reader.form("/notices/choices", "/notices/choices", _method="PUT", _mail="")
    assert not any(item["mail"] for item in reader.get("/notices/choices").get_json()["items"])
