"""Each storefront can be left out, and what is left has no dead ends."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from flask import Flask
from tests.client import Client

from hutong.app import ALL, FLOORS, STAFF, STOREFRONTS, create_app
from hutong.kernel.settings import Settings

WITHOUT = [(), *[(name,) for name in STOREFRONTS], tuple(STOREFRONTS)]
LINKS = re.compile(r"<(?:a|link|script|img|use|form)\b[^>]*?\s(?:href|src|action)=\"([^\"]*)\"")


def _names(left_out: tuple[str, ...]) -> str:
    return "without " + " and ".join(left_out) if left_out else "whole"


@pytest.fixture(params=list(dict.fromkeys(WITHOUT)), ids=_names)
def town(request: pytest.FixtureRequest, app: Flask, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The house without some storefronts, on the database of the tests."""
    names = tuple(name for name in ALL if name not in request.param)
    made = create_app(settings, names)
    yield made
    made.extensions["hutong"].database.dispose()


def links(page: str, at: str) -> set[str]:
    """Where a page leads on this site."""
    found = {urldefrag(urljoin(at, unescape(link)))[0] for link in LINKS.findall(page)}
    return {link for link in found if link.startswith("/") and not link.startswith("//")}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_leads_somewhere(town: Flask, language: str) -> None:
    """O-02, X-05: all pages that can be reached from the front page, signed out."""
    browser = Client(town, language)
    waiting, seen, dead = ["/"], {"/"}, []
    while waiting and len(seen) < 400:
        at = waiting.pop(0)
        answer = browser.http.get(at)
        if answer.status_code >= 400 and answer.status_code not in (401, 405):
            dead.append((at, answer.status_code))
        if answer.mimetype != "text/html" or "/static/" in at:
            continue
        for link in sorted(links(answer.text + answer.headers.get("Location", ""), at) - seen):
            bare = re.sub(r"([?&])(next|page_path)=[^&]*", r"\1", link)
            if link.startswith("/api/") and link != "/api/v1/openapi.json":
                continue  # the target of a form
            if bare not in seen:
                seen |= {link, bare}
                waiting.append(link)
    assert dead == []
    assert len(seen) > 5


def test_every_form_has_its_route(town: Flask) -> None:
    """X-01: no form of a public page posts to an address that is not there."""
    browser = Client(town)
    addresses = town.url_map.bind("localhost")
    for page in ("/", "/language", "/login", "/register", "/homes"):
        text = browser.http.get(page).text
        for action, inside in re.findall(r"<form data-api action=\"([^\"]*)\"(.*?)</form>", text, re.S):
            method = (re.findall(r"name=\"_method\" value=\"(\w+)\"", inside) or ["POST"])[0]
            assert addresses.test(action, method), (page, method, action)


def test_the_floors_stand_without_any_storefront() -> None:
    """O-02."""
    assert set(FLOORS) & set(STOREFRONTS) == set()
    assert ALL == FLOORS + STOREFRONTS + STAFF
