"""docs/api.md cannot lie: what it shows is sent, and answered so."""

import doctest
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3
from flask import Flask
from hutong_client import Hutong

from hutong.kernel import clock, ids
from tests.accounts.world import PASSWORD, person, signed_in
from tests.cinema import world as cinema
from tests.live import served
from tests.media.pictures import encoded
from tests.stays import world as stays

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
MONDAY = 1_795_413_600_000  # 2026-11-23, 14:00 in China: the week in which the guide books
EXAMPLE = re.compile(r"^```(http|pycon)\n(.*?)^```$", re.M | re.S)
HTTP = urllib3.PoolManager(retries=False)


@pytest.fixture
def values(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """What the guide's own values stand for: a site with two homes and a show, and Mei's token."""
    monkeypatch.chdir(tmp_path)
    Path("lane.jpg").write_bytes(encoded())
    settings = app.extensions["hutong"].settings
    monkeypatch.setitem(settings.__dict__, "request_limit", 600)
    with clock.frozen(MONDAY), served(app) as url:
        mei, lin = person(app, "13800004001", verified=True, name="Mei"), person(app, "13800004002", verified=True)
        mine = stays.home(app, mei, title="Attic over the tea shop")
        home = stays.home(app, lin)
        house = cinema.cinema(app)
        show = cinema.screening(app, house, cinema.hall(app, house), cinema.film(app))
        tokens = [token_of(app, one) for one in (mei, lin)]
        yield {
            "site": url,
            "token": tokens[0],
            "neighbour": Hutong(url, tokens[1]),
            "home": ids.show(home),
            "mine": ids.show(mine),
            "show": ids.show(show.id),
        }


def token_of(app: Flask, person_id: int) -> str:
    """A token for everything."""
    made = signed_in(app, person_id).post("/me/tokens", {"name": "Guide", "scopes": ["*"], "password": PASSWORD})
    return str(made.json["token"])


def test_every_example_is_answered_as_the_guide_says(values: dict[str, Any]) -> None:
    """X-01, X-02, X-03, X-04: from the first example to the last, in their order."""
    text = GUIDE.read_text()
    examples = [
        (kind, body, text[: found.start()].count("\n") + 2)
        for found in EXAMPLE.finditer(text)
        for kind, body in [found.groups()]
    ]
    assert len(examples) > 20
    for kind, body, line in examples:
        if kind == "http":
            exchanged(body, values, line)
        else:
            interpreted(body, values, line)


def interpreted(body: str, values: dict[str, Any], line: int) -> None:
    """Run what stands at the prompts."""
    test = doctest.DocTestParser().get_doctest(body, values, "docs/api.md", str(GUIDE), line - 1)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=told.append, clear_globs=False)
    assert runner.failures == 0, "".join(told)
    values.update(test.globs)


def exchanged(body: str, values: dict[str, Any], line: int) -> None:
    """Send a request as it is written, and compare status, headers and the members that are shown."""
    asked, shown = re.split(r"^(?=HTTP/1\.1 )", body, flags=re.M)
    head, _, content = asked.strip().partition("\n\n")
    first, *headers = re.sub(r"{(\w+)}", lambda found: str(values[found[1]]), head).splitlines()
    method, path = first.split()
    sent = dict(header.split(": ", 1) for header in headers)
    if content:
        sent["Content-Type"] = "application/json"
    answer = HTTP.request(method, values["site"] + path, body=content.encode() or None, headers=sent)
    head, _, content = shown.strip().partition("\n\n")
    status, *headers = head.splitlines()
    place = f"docs/api.md:{line} {first}: {answer.data[:300]!r}"
    assert f"HTTP/1.1 {answer.status}" == status, place
    for name, value in (header.split(": ", 1) for header in headers):
        pattern = re.escape(value).replace("…", ".+")
        assert re.fullmatch(pattern, answer.headers.get(name, "")), f"{place} {name}: {answer.headers.get(name)}"
    assert fits(json.loads(content), json.loads(answer.data)), place


def fits(shown: Any, given: Any) -> bool:
    """Whether an answer has everything that is shown of it."""
    if shown == "…":
        return True
    if isinstance(shown, dict):
        return isinstance(given, dict) and all(
            name in given and fits(part, given[name]) for name, part in shown.items()
        )
    if isinstance(shown, list):
        return len(shown) == len(given) and all(map(fits, shown, given))
    return bool(shown == given)


def test_what_fits() -> None:
    """The comparison itself finds what differs."""
    assert fits({"a": "…", "b": [1]}, {"a": 2, "b": [1], "c": 3})
    assert not fits({"a": 1}, {"a": 2})
    assert not fits({"a": 1}, {"b": 1})
    assert not fits([1], [1, 2])
