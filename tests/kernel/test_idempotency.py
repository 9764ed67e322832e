"""The same request twice has one effect and one answer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from tests.client import Client
from tests.lab import things

from hutong.kernel import clock
from hutong.kernel.db import Database, session
from hutong.kernel.idempotency import StoredAnswer, forget_answers


@pytest.fixture
def person(lab: Flask) -> Client:
    """A browser of person 1."""
    browser = Client(lab)
    browser.http.set_cookie("person", "1")
    return browser


def stored(database: Database) -> int:
    """How many answers are kept."""
    with database.reading():
        return session().scalar(select(func.count()).select_from(StoredAnswer)) or 0


def test_the_same_request_twice(person: Client, inside: Database) -> None:
    """X-03: one effect, the same answer to the byte."""
    first, second = (person.post("/orders", {"name": "a"}, Idempotency_Key="k1") for _ in range(2))
    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert first.status_code == 201
    with inside.reading():
        assert things.names() == ["a-0"]


def test_without_a_key_every_request_counts(person: Client, inside: Database) -> None:
    """X-03."""
    assert [person.post("/orders", {"name": "a"}).status_code for _ in range(2)] == [201, 201]
    assert stored(inside) == 0


def test_the_same_key_with_another_body(person: Client, inside: Database) -> None:
    """X-03: 422, whether the body or the route differs."""
    person.post("/orders", {"name": "a"}, Idempotency_Key="k1")
    for path, name in (("/orders", "b"), ("/orders/single", "a")):
        refused = person.post(path, {"name": name}, Idempotency_Key="k1")
        assert (refused.status_code, refused.get_json()["code"]) == (422, "idempotency_key_reused")
    with inside.reading():
        assert things.names() == ["a-0"]


def test_a_key_belongs_to_a_person(lab: Flask, person: Client) -> None:
    """X-03: nobody reads another's answer by guessing a key."""
    other = Client(lab)
    other.http.set_cookie("person", "4")
    answers = [browser.post("/orders", {"name": "a"}, Idempotency_Key="k1").get_json() for browser in (person, other)]
    assert answers[0]["id"] != answers[1]["id"]


def test_a_refusal_leaves_no_row(person: Client, inside: Database) -> None:
    """X-03: and the key may be used again."""
    assert person.post("/orders", {"name": "refused"}, Idempotency_Key="k1").status_code == 409
    assert person.post("/orders", {"name": ""}, Idempotency_Key="k1").status_code == 422
    assert stored(inside) == 0
    assert person.post("/orders", {"name": "a"}, Idempotency_Key="k1").status_code == 201


@pytest.mark.parametrize("key", ["k" * 101, "schlüssel", "a\tb"])
def test_keys_that_are_none(person: Client, key: str) -> None:
    """X-03."""
    refused = person.post("/orders", {"name": "a"}, Idempotency_Key=key)
    assert [error["field"] for error in refused.get_json()["errors"]] == ["Idempotency-Key"]


@pytest.mark.parametrize("path", ["/orders", "/orders/single"])
def test_two_at_once(lab: Flask, inside: Database, path: str) -> None:
    """X-03: every one of them gets the one answer, also where the second could not have been made any more."""

    def send(_number: int) -> tuple[int, bytes]:
        browser = Client(lab)
        browser.http.set_cookie("person", "1")
        answer = browser.post(path, {"name": "a"}, Idempotency_Key="k1")
        return answer.status_code, answer.data

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(8)))
    assert {status for status, _ in answers} == {201}
    assert len({data for _, data in answers}) == 1
    with inside.reading():
        assert len(things.names()) == 1


def test_answers_are_forgotten_in_the_end(person: Client, inside: Database) -> None:
    """X-03."""
    person.post("/orders", {"name": "a"}, Idempotency_Key="k1")
    with clock.moved(clock.DAY):
        inside.run(forget_answers.function)
        assert stored(inside) == 1
    with clock.moved(3 * clock.DAY):
        inside.run(forget_answers.function)
        assert stored(inside) == 0
