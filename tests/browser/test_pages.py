"""Every page, in both languages and both lights, as guest, host and stranger: readable, translated, quiet, fitting.

The pages are found by themselves: the site is walked from its front page as each person, and every page that the
routes declare must have been met.
"""

import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from hutong.app import create_app
from hutong.demo.people import PASSWORD
from hutong.kernel import web
from hutong.kernel.settings import Settings
from tests.live import Site

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PEOPLE = {"stranger": "", "guest": "13800000001", "host": "13800000002", "staff": "13800000009"}
PACKAGE = Path(__file__).parents[2] / "src" / "hutong"
HREF = re.compile(r"<a\b[^>]*?\shref=\"([^\"]*)\"")
# Pages that the demo leads nobody to: each is looked at by the tests of its slice.
NOT_MET = {"kernel.healthz", "kernel.readyz"}
SAME_IN_BOTH = {"Hutong", "Hutong 胡同", "English", "中文", "API", "OK"}
TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!parent.closest("script, style, [data-user], #api")) found.push(walk.currentNode.textContent);
  }
  for (const one of document.querySelectorAll("[placeholder], [aria-label], [title], [alt]"))
    for (const name of ["placeholder", "aria-label", "title", "alt"]) found.push(one.getAttribute(name) ?? "");
  return [document.title, ...found].map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""


@dataclass(frozen=True)
class Stop:
    """A page of the tour: the route, an address of it, and as whom it was met."""

    route: str
    path: str
    person: str


def declared() -> tuple[Flask, dict[str, web.Rule]]:
    """The pages that the routes declare."""
    app = create_app(Settings(env="testing", data=Path("/tmp/hutong-pages"), log_level="ERROR"))
    found = {name: rule for name, rule in web.rules(app).items() if not rule.path.startswith(web.API)}
    return app, found


@pytest.fixture(scope="module")
def people(browser: Browser, demo: Site) -> dict[str, Any]:
    """The cookies of everyone, signed in once."""
    kept: dict[str, Any] = {}
    for name, mobile in PEOPLE.items():
        context = browser.new_context(base_url=demo.url)
        if mobile:
            token = context.request.get("/api/v1/session").json()["csrf_token"]
            body = {"login": mobile, "password": PASSWORD, "remember": False}
            answer = context.request.post("/api/v1/session", data=body, headers={"X-CSRFToken": token})
            assert answer.ok, answer.text()
        kept[name] = context.storage_state()
        context.close()
    return kept


@pytest.fixture(scope="module")
def tour(browser: Browser, demo: Site, people: dict[str, Any]) -> list[Stop]:
    """Every route that can be reached, once, as whoever reaches it first."""
    app, pages = declared()
    routes = app.url_map.bind("localhost")
    met: dict[str, Stop] = {}
    for person, state in people.items():
        context = browser.new_context(base_url=demo.url, storage_state=state)
        plain = [rule.path for rule in pages.values() if "<" not in rule.path]
        waiting, seen, per_route = ["/", *plain], set[str](), dict[str, int]()
        while waiting:
            path = waiting.pop(0)
            route = _route(routes, path)
            if path in seen or route not in pages or per_route.get(route, 0) >= 3:
                continue
            seen.add(path)
            per_route[route] = per_route.get(route, 0) + 1
            answer = context.request.get(path, max_redirects=0)
            if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
                continue
            met.setdefault(route, Stop(route, path, person))
            waiting += [urldefrag(urljoin(path, unescape(link)))[0] for link in HREF.findall(answer.text())]
        context.close()
    return list(met.values())


def _route(routes: Any, path: str) -> str:
    if not path.startswith("/") or path.startswith(("/api/", "/static/", "//")):
        return ""
    try:
        return str(routes.match(urlsplit(path).path, "GET")[0])
    except Exception:
        return ""


def test_every_page_is_on_the_tour(tour: list[Stop]) -> None:
    """X-05: whatever the routes declare is met by somebody, or stands among those that cannot be."""
    _, pages = declared()
    missed = sorted(
        name for name, rule in pages.items() if name not in {stop.route for stop in tour} and not rule.hidden
    )
    strange = [name for name in missed if not any(name.startswith(part) for part in NOT_MET)]
    print("not met on the tour:", ", ".join(missed))
    assert strange == []
    assert len(tour) >= 10


@pytest.mark.parametrize("look", ["zh-light", "en-light", "zh-dark"])
def test_every_page(browser: Browser, demo: Site, people: dict[str, Any], tour: list[Stop], look: str) -> None:
    """X-05, X4: no violation of WCAG, no key shown raw, no error in the console, no scrolling sideways on a phone."""
    language, light = look.split("-")
    faults: list[str] = []
    for person, state in people.items():
        context = _visitor(browser, demo, state, language, light)
        for stop in tour:
            if stop.person == person:
                faults += [f"{stop.path} ({person}): {fault}" for fault in _look(context, stop.path, language)]
        context.close()
    assert faults == [], "\n" + "\n".join(faults)


def _visitor(browser: Browser, demo: Site, state: Any, language: str, light: Any) -> BrowserContext:
    context = browser.new_context(
        base_url=demo.url,
        storage_state=state,
        color_scheme=light,
        reduced_motion="reduce",
        viewport={"width": 1280, "height": 900},
    )
    context.add_cookies([{"name": "lang", "value": language, "url": demo.url}])
    context.set_default_timeout(15_000)
    return context


def _look(context: BrowserContext, path: str, language: str) -> list[str]:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    try:
        page.goto(path, wait_until="load")
        page.wait_for_timeout(50)
        found = [*_violations(page, path), *_untranslated(page, language)]
        page.set_viewport_size({"width": 390, "height": 844})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            found.append(f"scrolls sideways on a phone: {width} px, {page.evaluate(WIDEST)}")
        return [*found, *said]
    finally:
        page.close()


WIDEST = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > 391).slice(0, 3)
  .map((one) => `${one.tagName.toLowerCase()}.${one.className}`).join(", ")"""


def _violations(page: Page, path: str) -> list[str]:
    page.evaluate(AXE)
    outside = [["#api"]] if path == "/docs" else []  # swagger-ui is not ours
    result = page.evaluate(
        "([tags, exclude]) => axe.run({exclude}, {runOnly: tags, resultTypes: ['violations']})", [TAGS, outside]
    )
    return [
        f"axe {one['id']}: {node['target'][0]} ({len(one['nodes'])}×) {' '.join(node['failureSummary'].split())[:160]}"
        for one in result["violations"]
        for node in one["nodes"][:1]
    ]


@cache
def catalogue() -> tuple[set[str], list[re.Pattern[str]], set[str]]:
    """English texts that have a Chinese form, as they stand and as patterns, and the Chinese forms."""
    english, patterns, chinese = set[str](), [], set[str]()
    for file in sorted(PACKAGE.glob("*/translations/zh_CN/LC_MESSAGES/messages.po")):
        with file.open("rb") as opened:
            for message in read_po(opened, locale="zh_CN"):
                ids = [message.id] if isinstance(message.id, str) else list(message.id)
                told = [message.string] if isinstance(message.string, str) else list(message.string or ())
                for text in filter(None, ids):
                    if text in told or text in SAME_IN_BOTH or not re.search(r"[A-Za-z]{2}", text):
                        continue
                    parts = re.split(r"%\(\w+\)[sd]|\{\w*\}", text)
                    if len(parts) == 1:
                        english.add(" ".join(text.split()))
                    elif len("".join(parts)) >= 10:
                        patterns.append(re.compile(".+".join(re.escape(part) for part in parts)))
                chinese |= {one for one in told if one and "%(" not in one and "{" not in one and len(one) > 1}
    return english, patterns, chinese - SAME_IN_BOTH - english


def _untranslated(page: Page, language: str) -> list[str]:
    english, patterns, chinese = catalogue()
    texts = set(page.evaluate(TEXTS))
    if language == "en":
        return [f"Chinese on an English page: {text}" for text in sorted(texts & chinese)]
    raw = (texts & english) | {text for text in texts if any(one.fullmatch(text) for one in patterns)}
    return [f"not translated: {text}" for text in sorted(raw)]
