"""A person as photos know them: what they share and gather, and who follows whom."""

from collections.abc import Callable

from flask import render_template
from markupsafe import Markup

from hutong.accounts.pages.people import Part
from hutong.kernel.input import read_page_query
from hutong.kernel.paging import PageQuery
from hutong.photos.pages.base import pages
from hutong.photos.pages.streams import StreamQuery, next_of
from hutong.photos.queries import people, streams
from hutong.photos.queries.people import People
from hutong.photos.queries.streams import Stream
from hutong.photos.readers import reader

ON_PROFILE = 8


def part_of(person_id: int, reader_id: int | None) -> Part | None:
    """The photos on the page about a person: the newest, and the way to all of them."""
    found = streams.page(Stream("person", person_id), reader_id, ON_PROFILE)
    if not found.cards:
        return None
    profile = people.profile(person_id, reader_id)
    section = render_template("photos/person_part.html", profile=profile, found=found)
    head = render_template("photos/front_head.html")
    return Part(Markup(section), Markup(head))  # noqa: S704 - made by templates, which have escaped what people wrote


@pages.page("/people/<id:person_id>/photos", public=True)
def photos_of(person_id: int) -> str:
    """A person's photos."""
    query = read_page_query(StreamQuery)
    profile = people.profile(person_id, reader())
    found = streams.page(Stream("person", person_id), reader(), query.limit, query.cursor)
    return render_template(
        "photos/person.html",
        profile=profile,
        tab="photos",
        found=found,
        first=query.cursor is None,
        next=next_of(found),
    )


@pages.page("/people/<id:person_id>/collections", public=True)
def collections_of(person_id: int) -> str:
    """A person's collections."""
    profile = people.profile(person_id, reader())
    found = people.collections(person_id, reader())
    return render_template("photos/person.html", profile=profile, tab="collections", collections=found)


@pages.page("/people/<id:person_id>/followers", public=True)
def followers_of(person_id: int) -> str:
    """Who follows a person."""
    return _folk(person_id, "followers", people.followers)


@pages.page("/people/<id:person_id>/following", public=True)
def followed_by(person_id: int) -> str:
    """Whom a person follows."""
    return _folk(person_id, "following", people.following)


def _folk(person_id: int, tab: str, asked: Callable[[int, int, str | None], People]) -> str:
    query = read_page_query(PageQuery)
    profile = people.profile(person_id, reader())
    found = asked(person_id, query.limit, query.cursor)
    return render_template("photos/person.html", profile=profile, tab=tab, people=found)
