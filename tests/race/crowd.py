"""A crowd before a running site: everybody asks at the same moment."""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import urllib3
from flask import Flask

from tests.accounts.world import person, signed_in
from tests.client import API, Client
from tests.live import Site


@dataclass(frozen=True)
class Guest:
    """A browser's cookie and token, for requests over the network."""

    cookie: str
    token: str


@dataclass(frozen=True)
class Call:
    """A call of the API that somebody makes."""

    guest: Guest
    path: str
    body: Mapping[str, Any]
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)


def guest_of(app: Flask, number: int) -> Guest:
    """Somebody new, signed in."""
    return guest(signed_in(app, person(app, f"137{number:08d}")))


def guest(client: Client) -> Guest:
    """Whoever is signed in there."""
    token = client.csrf()
    cookie = client.http.get_cookie("hutong")
    assert cookie is not None
    return Guest(f"hutong={cookie.value}; lang=en", token)


def all_at_once(running: Site, calls: Sequence[Call]) -> list[tuple[int, Any]]:
    """Make all these calls from as many threads, started together: status and JSON of each."""
    http = urllib3.PoolManager(maxsize=len(calls), retries=False, timeout=60)
    start = threading.Barrier(len(calls))
    answers: list[Any] = [None] * len(calls)

    def ask(index: int) -> None:
        one = calls[index]
        headers = {"Cookie": one.guest.cookie, "X-CSRFToken": one.guest.token, "Content-Type": "application/json"}
        start.wait()
        url = f"{running.url}{API}{one.path}"
        answer = http.request(one.method, url, body=json.dumps(one.body), headers={**headers, **one.headers})
        answers[index] = (answer.status, answer.json())

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
