"""Polite requests to other people's sites: through the guard, by their robots.txt, one at a time and not too fast."""

import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from hutong.kernel import outbound
from hutong.kernel.outbound import Answer, Guard, OutboundRefused

AGENT = "Hutong"
GONE = 400
SLOWEST = 30.0  # seconds that a site may ask us to wait between two requests


@dataclass
class Fetcher:
    """Requests to any site; `guard` says what is allowed, `delay` how many seconds lie between two to one host."""

    guard: Guard
    delay: float = 1.0
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)

    def get(self, url: str) -> Answer:
        """The answer of an address; raises OutboundRefused, also where the site's robots.txt does not want it."""
        self._refuse_unwanted(url)
        self._wait(url)
        answer = outbound.fetch(url, self.guard, {"User-Agent": AGENT, "Accept": "*/*"})
        if answer.url != url:
            self._refuse_unwanted(answer.url)
        if answer.status >= GONE:
            raise OutboundRefused(f"the answer is {answer.status}")
        return answer

    def _refuse_unwanted(self, url: str) -> None:
        if not self._rules(url).can_fetch(AGENT, url):
            raise OutboundRefused("robots.txt of this site does not want it")

    def _rules(self, url: str) -> RobotFileParser:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            rules = RobotFileParser()
            answer = outbound.fetch(f"{origin}/robots.txt", self.guard, {"User-Agent": AGENT})
            if answer.status in (401, 403) or answer.status >= 500:  # as RFC 9309 says: then nothing is wanted
                rules.disallow_all = True  # type: ignore[attr-defined]
            rules.parse(answer.body.decode("utf-8", "replace").splitlines() if answer.status == 200 else [])
            self._robots[origin] = rules
        return self._robots[origin]

    def _wait(self, url: str) -> None:
        host = urlsplit(url).netloc
        asked = self._rules(url).crawl_delay(AGENT)
        pause = max(self.delay, min(float(asked), SLOWEST) if asked else 0.0)
        left = self._last.get(host, 0.0) + pause - time.monotonic()
        if left > 0:
            time.sleep(left)
        self._last[host] = time.monotonic()
