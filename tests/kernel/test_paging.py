"""Keyset pages, entity tags, optimistic edits."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from tests.client import Client
from tests.lab import things

from hutong.kernel import paging
from hutong.kernel.db import Database, session
from hutong.kernel.errors import Invalid


@pytest.fixture
def five(inside: Database) -> list[str]:
    """Five things."""
    inside.run(lambda: [things.make(f"thing {number}") for number in range(5)] and None)
    return [f"thing {number}" for number in range(5)]


def test_pages_follow_each_other(browser: Client, five: list[str]) -> None:
    """X-03: by `next` and by the Link header, until there is none."""
    found, links, path = [], [], "/api/v1/things?limit=2"
    while path:
        answer = browser.http.get(path)
        found.append([item["name"] for item in answer.get_json()["items"]])
        link = answer.headers.get("Link", "")
        links.append(bool(link))
        assert link == ("" if answer.get_json()["next"] is None else f'<{link[1:].split(">")[0]}>; rel="next"')
        path = link[1:].split(">")[0] if link else ""
    assert found == [five[:2], five[2:4], five[4:]]
    assert links == [True, True, False]


def test_nothing_is_repeated_or_skipped_while_others_write(browser: Client, five: list[str], inside: Database) -> None:
    """X-03."""
    first = browser.get("/things", limit=2).get_json()
    inside.run(lambda: session().execute(things.things.delete().where(things.things.c.name == "thing 1")))
    inside.run(lambda: things.make("thing 5"))
    second = browser.get("/things", limit=9, cursor=first["next"]).get_json()
    assert [item["name"] for item in second["items"]] == [*five[2:], "thing 5"]


def test_a_full_last_page_has_no_next(browser: Client, five: list[str]) -> None:
    """X-03."""
    assert browser.get("/things", limit=5).get_json()["next"] is None


def damaged(values: object) -> str:
    """A cursor with anything in it."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    ["x", "====", "四", "e30", "A" * 300, damaged([]), damaged(["1"]), damaged([1, 2]), damaged([True]), damaged([1.5]),
     damaged([2**63]), damaged([None]), damaged({"a": 1}), damaged(5), damaged([[1]]), "W" * 299],
)  # fmt: skip
def test_damaged_cursors_are_refused(browser: Client, cursor: str) -> None:
    """X-03: a field error, never an error of the database."""
    answer = browser.get("/things", cursor=cursor)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.get_json()["errors"]] == ["cursor"]


@pytest.mark.parametrize("value", ["a\x00b", "\ud800"])
def test_cursors_hold_only_text_that_a_database_takes(within: object, value: str) -> None:
    """X-03."""
    with pytest.raises(Invalid):
        paging.decode(damaged([value]), str)


@given(st.integers(-(2**62), 2**62), st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=50))
def test_cursors_there_and_back(number: int, text: str) -> None:
    """X-03."""
    assert paging.decode(paging.encode(number, text), int, str) == [number, text]


def test_an_order_of_several_keys(inside: Database) -> None:
    """S-04: descending and ascending, the last one unique."""
    inside.run(lambda: [things.make(f"n{n}", count=n % 3) for n in range(9)] and None)
    keys = [(things.things.c.count, True), (things.things.c.id, False)]
    columns = select(things.things.c.name, things.things.c.count, things.things.c.id)
    with inside.reading():
        whole = session().execute(paging.ordered(columns, keys, None)).all()
        for place, row in enumerate(whole):
            rest = session().execute(paging.ordered(columns, keys, (row[1], row[2]))).all()
            assert rest == whole[place + 1 :]
    assert [row[0] for row in whole] == ["n2", "n5", "n8", "n1", "n4", "n7", "n0", "n3", "n6"]


def test_entity_tags(browser: Client, five: list[str]) -> None:
    """X-03: 304 to whoever has seen this version."""
    thing = browser.get("/things").get_json()["items"][0]["id"]
    shown = browser.get(f"/things/{thing}")
    assert shown.headers["ETag"] == '"0"'
    again = browser.http.get(f"/api/v1/things/{thing}", headers={"If-None-Match": '"0"'})
    assert (again.status_code, again.data) == (304, b"")
    newer = browser.http.get(f"/api/v1/things/{thing}", headers={"If-None-Match": '"7"'})
    assert newer.status_code == 200


def test_lists_have_entity_tags_too(browser: Client, five: list[str]) -> None:
    """X-03: of what they show."""
    tag = browser.get("/things").headers["ETag"]
    again = browser.http.get("/api/v1/things", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    browser.post("/things", {"name": "new"})
    assert browser.http.get("/api/v1/things", headers={"If-None-Match": tag}).status_code == 200


def test_an_edit_says_what_it_saw(browser: Client, five: list[str]) -> None:
    """X-03, X6: of two tabs the second gets 412 with the version there is now."""
    path = "/things/" + browser.get("/things").get_json()["items"][0]["id"]
    assert browser.patch(path, {"name": "a"}).status_code == 412
    first = browser.patch(path, {"name": "b"}, If_Match='"0"')
    assert (first.status_code, first.headers["ETag"]) == (200, '"1"')
    second = browser.patch(path, {"name": "c"}, If_Match='"0"')
    assert (second.status_code, second.get_json()["code"], second.get_json()["version"]) == (412, "stale", "1")
    assert browser.patch(path, {"name": "d"}, If_Match='W/"1"').status_code == 200
    assert browser.patch(path, {"name": "e"}, If_Match="*").status_code == 200
