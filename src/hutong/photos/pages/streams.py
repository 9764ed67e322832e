"""The streams, the search, and collections."""

from urllib.parse import urlencode

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import Field

from hutong.kernel import ids
from hutong.kernel.errors import NotFound, Unauthenticated
from hutong.kernel.input import read_page_query
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import Line
from hutong.kernel.search import Hit, Shelf
from hutong.media import queries as media
from hutong.photos.pages.base import PER_PAGE, pages
from hutong.photos.queries import people, photos, picks, streams
from hutong.photos.queries.cards import Card
from hutong.photos.queries.streams import Found, Stream
from hutong.photos.readers import moderates, reader

TABS = ("newest", "hot", "following")


class StreamQuery(PageQuery):
    """Which stream, and from where on."""

    limit: int = Field(PER_PAGE, ge=1, le=100)
    stream: str = Field("newest", pattern="^(newest|hot|following)$")
    q: Line = Field("", max_length=100)


@pages.page("/photos", public=True)
def list_photos() -> str:
    """The stream: newest, hot, or of those one follows; today's picks on top."""
    query = read_page_query(StreamQuery)
    if query.stream == "following" and reader() is None:
        raise Unauthenticated
    found = streams.page(Stream(query.stream), reader(), query.limit, query.cursor)  # type: ignore[arg-type]
    first = query.cursor is None
    return render_template(
        "photos/stream.html",
        found=found,
        first=first,
        picks=picks.picked(reader()) if first and query.stream == "newest" else [],
        tabs=_tabs(query.stream),
        next=next_of(found),
    )


@pages.page("/photos/tags/<tag>", public=True)
def tagged(tag: str) -> str:
    """The photos of a tag."""
    query = read_page_query(StreamQuery)
    stream = streams.tagged(tag[:80])
    if stream is None:
        raise NotFound
    found = streams.page(stream, reader(), query.limit, query.cursor)
    return render_template("photos/found.html", found=found, first=query.cursor is None, next=next_of(found), words="")


@pages.page("/photos/search", public=True)
def search() -> str:
    """Photos found by words."""
    query = read_page_query(StreamQuery)
    found = streams.page(Stream("search", words=query.q), reader(), query.limit, query.cursor)
    return render_template(
        "photos/found.html",
        found=found,
        first=query.cursor is None,
        next=next_of(found),
        words=query.q,
        tags=photos.tags("", 24) if not found.cards else [],
    )


def find(words: str, limit: int) -> list[Hit]:
    """Photos for the search over everything."""
    return [_hit(card) for card in streams.page(Stream("search", words=words), reader(), limit).cards]


def _hit(card: Card) -> Hit:
    shown = ids.show(card.id)
    title = card.title or _("A photo by %(name)s", name=card.owner.name)
    return Hit(shown, title, f"/photos/{shown}", card.owner.name, media.small(card.picture))


shelf = Shelf("photos", _l("Photos"), find, "/photos/search", "/photos", door="photos", order=30)


@pages.page("/collections/<id:collection_id>", public=True)
def show_collection(collection_id: int) -> str:
    """A collection."""
    query = read_page_query(StreamQuery)
    found = streams.page(Stream("collection", collection_id), reader(), query.limit, query.cursor)
    one = streams.collection(collection_id, reader())
    gathered = people.gathered([one], reader())[0]
    return render_template(
        "photos/collection.html",
        gathered=gathered,
        found=found,
        first=query.cursor is None,
        next=next_of(found),
        mine=one.owner_id == reader(),
    )


def next_of(found: Found) -> str | None:
    """The address of the page after this one."""
    if found.next is None:
        return None
    asked = {name: value for name, value in request.args.items() if name not in ("cursor", "done")}
    return f"{request.path}?{urlencode({**asked, 'cursor': found.next})}"


def _tabs(current: str) -> list[tuple[str, str, bool]]:
    names = {"newest": _("Newest"), "hot": _("Hot"), "following": _("Following")}
    return [(names[key], Stream(key).href, key == current) for key in TABS]  # type: ignore[arg-type]


@pages.app_template_global("moderates_photos")
def moderates_photos() -> bool:
    """Whether whoever looks may pick and remove photos."""
    return moderates()


@pages.app_template_global("picked_options")
def picked_options(cards: list[Card]) -> list[tuple[str, str]]:
    """Today's picks, to choose which one goes."""
    return [(ids.show(card.id), card.title or card.owner.name) for card in cards]
