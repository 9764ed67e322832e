"""A person as photos know them: what they share and gather, and who follows whom."""

from flask import render_template

from hutong.kernel.input import read_page_query
from hutong.kernel.paging import PageQuery
from hutong.photos.pages.base import pages, reader
from hutong.photos.pages.streams import StreamQuery, next_of
from hutong.photos.queries import people, streams
from hutong.photos.queries.streams import Stream


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
    query = read_page_query(PageQuery)
    profile = people.profile(person_id, reader())
    found = people.followers(person_id, query.limit, query.cursor)
    return render_template("photos/person.html", profile=profile, tab="followers", people=found)


@pages.page("/people/<id:person_id>/following", public=True)
def followed_by(person_id: int) -> str:
    """Whom a person follows."""
    query = read_page_query(PageQuery)
    profile = people.profile(person_id, reader())
    found = people.following(person_id, query.limit, query.cursor)
    return render_template("photos/person.html", profile=profile, tab="following", people=found)
