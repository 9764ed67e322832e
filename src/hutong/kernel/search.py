"""One search over all storefronts: each contributes a shelf, and its own search goes on where the shelf ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask, render_template, request
from pydantic import Field

from hutong.kernel import text
from hutong.kernel.contribute import Point
from hutong.kernel.schemas import In, Line, Out
from hutong.kernel.web import API, Api, Pages, viewer

pages = Pages("search", "hutong.kernel", static=False)
api = Api("search", "hutong.kernel")
LONGEST = 60  # as for each search by itself
ON_PAGE = 6
MOST = 20


@dataclass(frozen=True)
class Image:
    """A small picture of known size."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True)
class Hit:
    """Something that was found."""

    id: str
    title: str
    href: str
    note: str = ""
    image: Image | None = None


@dataclass(frozen=True)
class Shelf:
    """Where a storefront looks for words: `find(words, limit)` gives the best hits, in a fixed number of statements.

    `list` is the page of its own search, and under /api/v1 its list: both take the words as `q` and go on by keyset.
    """

    kind: str
    label: Any
    find: Callable[[str, int], Sequence[Hit]]
    list: str
    api: str
    door: str = ""  # the storefront whose colour it has
    shape: str = "photo"  # of its pictures: photo, poster, square
    order: int = 50
    shown: Callable[[], bool] = lambda: True


SHELVES: Point[Shelf] = Point("search_shelves")


@dataclass(frozen=True)
class Group:
    """What one shelf holds of the words; `more` is the address of the rest."""

    shelf: Shelf
    hits: Sequence[Hit]
    more: str | None
    api: str | None


class SearchQuery(In):
    """The words that are looked for."""

    q: Line = Field(max_length=LONGEST, description="words, Chinese or English; all of them are found together")
    limit: int = Field(ON_PAGE, ge=1, le=MOST, description="how many of each kind at most")


class ImageOut(Out):
    """A small picture."""

    url: str
    width: int
    height: int
    alt: str


class HitOut(Out):
    """Something that was found: `href` is its page."""

    id: str
    title: str
    note: str
    href: str
    image: ImageOut | None


class GroupOut(Out):
    """What was found of one kind; `more` is the list under which all of it is, page by page, null where this is all."""

    kind: str
    label: str
    items: list[HitOut]
    more: str | None


class SearchOut(Out):
    """What was found, by kind; kinds without hits are left out."""

    groups: list[GroupOut]


def found(words: str, limit: int = ON_PAGE) -> list[Group]:
    """What all shelves that the reader may look at hold of the words; nothing for words that say nothing."""
    if not text.asked(words):
        return []
    shelves = sorted((shelf for shelf in SHELVES.all() if shelf.shown()), key=lambda shelf: shelf.order)
    return [group for shelf in shelves if (group := _group(shelf, words, limit)).hits]


def _group(shelf: Shelf, words: str, limit: int) -> Group:
    hits = shelf.find(words, limit + 1)
    rest, asked = len(hits) > limit, f"?q={quote(words)}"
    return Group(
        shelf, hits[:limit], f"{shelf.list}{asked}" if rest else None, f"{API}{shelf.api}{asked}" if rest else None
    )


@api.get("/search", public=True)
def search_everything(query: SearchQuery) -> SearchOut:
    """Search homes, films, cinemas, photos and, for those who are signed in, people, all at once."""
    return SearchOut(groups=[_shown(group) for group in found(query.q, query.limit)])


@pages.page("/search", public=True)
def search() -> str:
    """What was found of all kinds; without words, where to look."""
    words = " ".join(request.args.get("q", "").split())[:LONGEST]
    labels = [shelf.label for shelf in sorted(SHELVES.all(), key=lambda shelf: shelf.order)]
    return render_template(
        "kernel/search.html", words=words, groups=found(words), labels=labels, stranger=viewer() is None
    )


def _shown(group: Group) -> GroupOut:
    return GroupOut(
        kind=group.shelf.kind,
        label=str(group.shelf.label),
        items=[HitOut.model_validate(hit, from_attributes=True) for hit in group.hits],
        more=group.api,
    )


def install(app: Flask) -> None:
    """Serve the search."""
    app.register_blueprint(pages)
    app.register_blueprint(api.blueprint)
