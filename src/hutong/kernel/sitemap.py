"""What search engines may read: /robots.txt, and /sitemap.xml with pages of addresses by kind.

Each kind walks its keys in pages of a fixed size. Where the pages begin is worked out once an hour and kept.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from flask import Flask, Response
from sqlalchemy import ColumnElement, select

from hutong.kernel import clock, ids
from hutong.kernel.contribute import Point
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.kernel.settings import Environment
from hutong.kernel.state import settings, state
from hutong.kernel.web import Pages, header

pages = Pages("sitemap", "hutong.kernel", static=False)
PER_PAGE = 5_000
MOST_PAGES = 1_000  # the format allows 50,000 in an index
KEPT = clock.HOUR
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
CLOSED = ("/api/", "/dev/", "/me", "/staff", "/host/", "/search", "/login", "/register", "/media/")


@dataclass(frozen=True)
class Kind:
    """A kind of public pages: its ids, the condition under which everybody may see one, and the address of each."""

    name: str
    column: Any
    public: Callable[[], ColumnElement[bool]]
    path: Callable[[int], str]

    def starts(self) -> list[int]:
        """The ids at which its pages begin; one statement for each of them."""
        found: list[int] = []
        ids_of = select(self.column).where(self.public()).order_by(self.column)
        start = session().scalar(ids_of.limit(1))
        while start is not None and len(found) < MOST_PAGES:
            found.append(start)
            start = session().scalar(ids_of.where(self.column > start).offset(PER_PAGE - 1).limit(1))
        return found

    def places(self, start: int) -> list[str]:
        """The addresses of the page that begins there."""
        rows = select(self.column).where(self.public(), self.column >= start).order_by(self.column)
        return [self.path(number) for number in session().scalars(rows.limit(PER_PAGE))]


KINDS: Point[Kind] = Point("sitemap_kinds")
PLAIN: Point[str] = Point("sitemap_pages")  # addresses of single public pages


@pages.page("/robots.txt", public=True, hidden=True)
def robots() -> Response:
    """What crawlers may read: public pages in production, elsewhere nothing."""
    if settings().env in (Environment.PRODUCTION, Environment.TESTING):
        lines = [*(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {settings().url}/sitemap.xml"]
    else:
        lines = ["Disallow: /"]
    return _kept("\n".join(["User-agent: *", *lines, ""]), "text/plain")


@pages.page("/sitemap.xml", public=True, hidden=True)
def index() -> Response:
    """The pages of the sitemap."""
    names = ["pages", *(f"{kind.name}-{ids.show(start)}" for kind in KINDS.all() for start in _starts(kind))]
    entries = "".join(f"<sitemap><loc>{settings().url}/sitemap/{name}.xml</loc></sitemap>\n" for name in names)
    return _kept(f"{HEAD}<sitemapindex {NAMESPACE}>\n{entries}</sitemapindex>\n")


@pages.page("/sitemap/pages.xml", public=True, hidden=True)
def plain() -> Response:
    """Single pages: the front page and the storefronts' own."""
    return _urls(list(dict.fromkeys(("/", *PLAIN.all()))))


@pages.page("/sitemap/<kind>-<id:start>.xml", public=True, hidden=True)
def part(kind: str, start: int) -> Response:
    """One page of a kind."""
    found = next((one for one in KINDS.all() if one.name == kind), None)
    if found is None:
        raise NotFound
    return _urls(found.places(start))


def _starts(kind: Kind) -> list[int]:
    """Where the pages of a kind begin, at most an hour old."""
    key = f"sitemap:{kind.name}"
    kept = state().kv.get(key)
    if kept is not None:
        return [int(start) for start in json.loads(kept)]
    found = kind.starts()
    state().kv.set(key, json.dumps(found).encode(), KEPT)
    return found


def _urls(paths: Sequence[str]) -> Response:
    entries = "".join(f"<url><loc>{escape(settings().url + path)}</loc></url>\n" for path in paths)
    return _kept(f"{HEAD}<urlset {NAMESPACE}>\n{entries}</urlset>\n")


def _kept(text: str, kind: str = "application/xml") -> Response:
    header("Cache-Control", f"public, max-age={KEPT // 1000}")
    return Response(text, mimetype=kind)


def install(app: Flask) -> None:
    """Serve the sitemap."""
    app.register_blueprint(pages)
