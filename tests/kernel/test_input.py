"""What is sent: every wrong kind of body is a clear problem, and nothing is half-written."""

import io
import json
from typing import Any

import pytest
from tests.client import API, Client
from werkzeug.test import TestResponse


def sent(browser: Client, body: bytes | str, kind: str = "application/json") -> TestResponse:
    """A raw body to the route that makes things."""
    return browser.http.post(f"{API}/things", data=body, content_type=kind, headers={"X-CSRFToken": browser.csrf()})


def fields(answer: TestResponse) -> dict[str, str]:
    """The messages by field of a refusal."""
    assert answer.status_code == 422, answer.text
    return {error["field"]: error["message"] for error in answer.get_json()["errors"]}


BROKEN = [
    "", "{", "{'name': 'a'}", '{"name": "a"', '{"name": NaN}', '{"size": Infinity, "name": "a"}', "[]", '"a"', "1",
    "null", '{"name": "a", "name": "b"}', "[" * 5000, '{"a":' * 5000, f'{{"size": {"9" * 5000}}}', b"\xff\xfe{}",
    b'{"name": "\xed\xa0\x80"}',
]  # fmt: skip


@pytest.mark.parametrize("body", BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_json_object(browser: Client, body: str) -> None:
    """X-02: broken, no object, not a number, a name twice, nested without end."""
    answer = sent(browser, body)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "", "application/json5", "image/png"])
def test_a_body_that_is_neither_json_nor_a_form(browser: Client, kind: str) -> None:
    """X-02."""
    assert sent(browser, '{"name": "a"}', kind).status_code == 415


def test_a_body_that_is_too_large(browser: Client) -> None:
    """X-02: as JSON and as a form."""
    assert sent(browser, json.dumps({"name": "a" * 1_000_001})).status_code == 413
    form = sent(browser, "name=" + "a" * 1_000_001, "application/x-www-form-urlencoded")
    assert (form.status_code, form.get_json()["code"]) == (413, "too_large")


def test_too_many_parts(browser: Client) -> None:
    """X-02."""
    parts = {f"part{number}": "a" for number in range(400)}
    answer = browser.http.post(f"{API}/things", data=parts, content_type="multipart/form-data")
    assert answer.status_code in (400, 413)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "name"),
    ({"name": ""}, "name"),
    ({"name": "  \u3000 "}, "name"),
    ({"name": "a" * 41}, "name"),
    ({"name": 5}, "name"),
    ({"name": None}, "name"),
    ({"name": ["a"]}, "name"),
    ({"name": "a\x00b"}, "name"),
    ({"name": "a\u202eb"}, "name"),
    ({"name": "a\u2067b"}, "name"),
    ({"name": "\ud800"}, "name"),
    ({"name": "a\ue000"}, "name"),
    ({"name": "\u0958" * 40}, "name"),  # composed anew it is longer than its column
    ({"name": "a", "note": "b\x07"}, "note"),
    ({"name": "a", "size": True}, "size"),
    ({"name": "a", "size": 1.0}, "size"),
    ({"name": "a", "size": "many"}, "size"),
    ({"name": "a", "size": 10}, "size"),
    ({"name": "a", "size": 10**30}, "size"),
    ({"name": "a", "price": -1}, "price"),
    ({"name": "a", "price": 10**14}, "price"),
    ({"name": "a", "price": 3.5}, "price"),
    ({"name": "a", "price": "abc"}, "price"),
    ({"name": "a", "tags": "abc"}, "tags"),
    ({"name": "a", "tags": ["a", "b", "c", "d"]}, "tags"),
    ({"name": "a", "open": "perhaps"}, "open"),
    ({"name": "a", "day": "2026-02-30"}, "day"),
    ({"name": "a", "day": "tomorrow"}, "day"),
    ({"name": "a", "other": "nonsense"}, "other"),
    ({"name": "a", "other": 5}, "other"),
    ({"name": "a", "other": 10**30}, "other"),
    ({"name": "a", "other": None, "count": 5}, "count"),
    ({"name": "a", "\ud800": 5}, "body"),
]


@pytest.mark.parametrize(("body", "field"), WRONG, ids=range(len(WRONG)))
def test_every_wrong_field_is_named(browser: Client, body: dict[str, Any], field: str) -> None:
    """X-02: with a message for people and nothing of the machinery."""
    found = fields(sent(browser, json.dumps(body)))
    assert list(found) == [field]
    assert found[field].endswith(".")
    assert "pydantic" not in found[field]


def test_messages_are_in_the_readers_language(lab: Any) -> None:
    """X-02, X4."""
    assert fields(sent(Client(lab, "en"), "{}")) == {"name": "Please fill this in."}
    chinese = sent(Client(lab, "zh"), "{}").get_json()
    assert chinese["errors"][0]["message"] == "请填写此项。"
    assert chinese["detail"] != "Please check the marked fields."


def test_good_text_stays_as_it_is(browser: Client) -> None:
    """X-02: emoji, marks, other scripts; lines and spaces are tidied."""
    for name in ("四合院 🏮", "👩‍👩‍👧 family", "Ünïcödé", "שלום", "a'b\"c<d>"):
        assert browser.post("/things", {"name": name}).get_json()["name"] == name
    assert browser.post("/things", {"name": "  two \t words "}).get_json()["name"] == "two words"
    assert browser.post("/things", {"name": "e\u0301"}).get_json()["name"] == "\u00e9"


FORMS = [("300.50", 30_050), ("1,000", 100_000), ("300", 30_000), ("", 0)]


@pytest.mark.parametrize(("typed", "price"), FORMS)
def test_money_in_forms_is_typed_as_people_write_it(browser: Client, typed: str, price: int) -> None:
    """M-01."""
    form = {"name": "a", "price": typed, "csrf_token": browser.csrf()}
    assert browser.http.post(f"{API}/things", data=form).get_json()["price"] == price


@pytest.mark.parametrize("typed", ["abc", "300.505", "1,5", "1_000", "1e3", "-1", "99999999999999999", "NaN"])
def test_money_that_is_none(browser: Client, typed: str) -> None:
    """M-01: never taken for minor units."""
    form = {"name": "a", "price": typed, "csrf_token": browser.csrf()}
    assert list(fields(browser.http.post(f"{API}/things", data=form))) == ["price"]


def test_money_in_json_is_minor_units(browser: Client) -> None:
    """M-01."""
    assert browser.post("/things", {"name": "a", "price": 30_050}).get_json()["price"] == 30_050


def test_forms_become_what_the_model_wants(browser: Client) -> None:
    """X-05: lists, ticked and unticked boxes, empty fields."""
    form = {"name": "a", "tags": ["x", "y", ""], "open": "1", "day": "", "note": "", "csrf_token": browser.csrf()}
    made = browser.http.post(f"{API}/things", data=form).get_json()
    assert (made["tags"], made["open"]) == (["x", "y"], True)
    unticked = {"name": "b", "_open": "", "_tags": "", "csrf_token": browser.csrf()}
    made = browser.http.post(f"{API}/things", data=unticked).get_json()
    assert (made["tags"], made["open"]) == ([], False)


def test_files(browser: Client) -> None:
    """P-01: a file is needed where one is asked for."""
    assert browser.upload("/files", file=(io.BytesIO(b"12345"), "a.png")).status_code == 201
    assert list(fields(browser.upload("/files"))) == ["file"]
    assert list(fields(browser.upload("/files", file=(io.BytesIO(b""), "")))) == ["file"]
    assert list(fields(browser.upload("/files", file="text"))) == ["file"]
    assert browser.post("/files", {"file": "text"}).status_code == 422


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=1.5", "limit=9" + "9" * 30, "page=2"])
def test_query_strings_are_held_to_their_model(browser: Client, query: str) -> None:
    """X-03."""
    assert browser.http.get(f"{API}/things?{query}").status_code == 422


def test_a_body_is_not_needed_where_nothing_is_asked(browser: Client) -> None:
    """X-02."""
    answer = browser.http.put(f"{API}/mine", headers={"X-CSRFToken": browser.csrf(), "X-Person": "4"})
    assert answer.status_code == 422
