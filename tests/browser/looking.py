"""One look at a page in Chromium: everything about it that a machine can see to be wrong."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from tests.browser.words import QUICK, catalogue

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "build" / "axe"
EYES = [(HERE / name).read_text(encoding="utf-8") for name in ("vendor/axe.min.js", "looking.js")]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = (390, 844), (1280, 900)
JUMP = 0.1  # what is called a good layout shift at most
LATIN, HAN = re.compile(r"[A-Za-z]{3}"), re.compile(r"[一-龥]")
FEW = {"zh": 9, "en": 4}  # with fewer letters beside its places, a sentence is like any other
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")

WATCH = """new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (!entry.hadRecentInput) window.jumped = (window.jumped ?? 0) + entry.value;
})).observe({type: "layout-shift", buffered: true});"""


class Looker:
    """A visitor who notices everything; `faults` are sentences that name the page."""

    def __init__(self, context: BrowserContext, language: str, size: tuple[int, int], theme: str) -> None:
        self.language, self.size, self.theme = language, size, theme
        self.context, self.faults, self.links = context, [], set()
        for script in (WATCH, *EYES):
            context.add_init_script(script)
        self.page: Page = context.new_page()
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.fault(f"script: {error}"))
        self.page.on("response", self._answered)
        self.expected = 200
        self.seen: list[str] = []
        self.good: set[str] = set()

    faults: list[str]
    links: set[str]

    def look(self, path: str, status: int = 200) -> None:
        """Open a page and look at it in its theme, then at the contrast of the other one (QUICK: not)."""
        self.expected = status
        answer = self.page.goto(path)
        if answer is None or answer.status != status:
            self.fault(f"answered {answer and answer.status} instead of {status}")
        self.again()

    def look_if_shown(self, path: str) -> None:
        """Look at a page, unless it leads to another or is not for this visitor."""
        self.expected, before = 200, len(self.faults)
        answer = self.page.goto(path)
        if answer and answer.status == 200 and answer.request.redirected_from is None:
            self.again()
        else:
            del self.faults[before:]

    def again(self) -> None:
        """Look at what the page shows now."""
        if urlsplit(self.page.url).path == "/docs":
            self.page.locator(".opblock").first.wait_for()
        self.seen.append(self.page.url)
        if self.expected == 200:
            self.good.add(_shape(self.page.url))
        other = "dark" if self.theme == "light" else "light"
        self._paint(self.theme)
        self._judge(self.page.evaluate("looking.look()"))
        self._ask({"type": "tag", "values": TAGS}, self.theme)
        if not QUICK:
            self._paint(other)
            self._ask({"type": "rule", "values": ["color-contrast"]}, other)

    def fault(self, what: str) -> None:
        """Note what is wrong, and where."""
        at = urlsplit(self.page.url)
        self.faults.append(f"{at.path}{'?' + at.query if at.query else ''} [{self.language} {self.size[0]}]: {what}")

    def report(self, name: str) -> None:
        """Leave in build/axe what was looked at and what was found."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        how = {"language": self.language, "width": self.size[0], "theme": self.theme}
        pages = [urlsplit(url)._replace(scheme="", netloc="").geturl() for url in self.seen]
        found = json.dumps({**how, "faults": self.faults, "pages": pages}, ensure_ascii=False, indent=1)
        (FOLDER / f"{name}-{self.language}.json").write_text(f"{found}\n", encoding="utf-8")

    def dead(self, seen: set[str]) -> Iterator[str]:
        """The links met so far that lead nowhere; `seen` are known to be good, as are the pages looked at."""
        seen |= self.good
        for shape, link in {_shape(link): link for link in sorted(self.links)}.items():
            if shape in seen:
                continue
            seen.add(shape)
            status = self.context.request.get(link, max_redirects=0).status
            if status == 404 or status >= 500:
                yield f"{link}: {status}"

    def _paint(self, theme: str) -> None:
        self.page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme; }", theme)

    def _ask(self, only: dict[str, Any], theme: str) -> None:
        options = {"runOnly": only, "resultTypes": ["violations"]}
        for violation in self.page.evaluate("options => looking.axe(options)", options):
            self.fault(f"axe, {theme}: {violation}")

    def _judge(self, seen: dict[str, Any]) -> None:
        for fault in seen["faults"]:
            self.fault(fault)
        if seen["jump"] > JUMP:
            self.fault(f"jumps while it loads: {seen['jump']:.2f}")
        for text in sorted({" ".join(text.split()) for text in seen["texts"]}):
            if foreign(text, self.language):
                self.fault(f"not translated: {text}")
        here = urlsplit(self.page.url).netloc
        own = urldefrag(self.page.url)[0]
        self.links |= {urldefrag(link)[0] for link in seen["links"] if urlsplit(link).netloc == here} - {own}

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not (self.expected != 200 and "Failed to load resource" in message.text):
            self.fault(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request() and self.expected == 200:
            self.fault(f"{response.status} for {response.url}")


def foreign(text: str, language: str) -> bool:
    """Whether a text of a page is one of the site's in the other language."""
    if not (LATIN if language == "zh" else HAN).search(text):
        return False
    plain, patterns = _texts(language)
    return text in plain or any(pattern.fullmatch(text) for pattern in patterns)


@cache
def _texts(language: str) -> tuple[set[str], list[re.Pattern[str]]]:
    """What must not stand on the pages of a language: the sources in Chinese ones, the translations in English ones."""
    pairs = [(source, form) for source, forms in catalogue().items() for form in forms if form != source]
    texts = {" ".join((source if language == "zh" else form).replace("%%", "%").split()) for source, form in pairs}
    places = [text for text in texts if PLACES.search(text) and len(PLACES.sub("", text).strip()) > FEW[language]]
    patterns = [re.compile(".+".join(map(re.escape, PLACES.split(text)))) for text in places]
    return texts - {"English", "中文"}, patterns


def _shape(link: str) -> str:
    """Links alike but for the values of their query are one."""
    parts = urlsplit(link)
    return f"{parts.path}?{sorted({name for name, _value in parse_qsl(parts.query)})}"
