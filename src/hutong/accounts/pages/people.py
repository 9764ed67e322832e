"""A person for others: who they are, and what each storefront has of them; and finding people by their names."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from flask import render_template, request
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from pydantic import Field

from hutong.accounts.pages.base import pages
from hutong.accounts.queries import finding
from hutong.accounts.queries.finding import PublicPerson
from hutong.kernel import ids
from hutong.kernel.contribute import Point
from hutong.kernel.input import read_page_query
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import Line
from hutong.kernel.search import LONGEST, Hit, Shelf
from hutong.kernel.state import settings
from hutong.kernel.web import me, viewer
from hutong.media import queries as media

FACE = 320
NOTHING = Markup()


@dataclass(frozen=True)
class Part:
    """What a slice has of a person: a section of their page, and its sheets."""

    section: Markup
    head: Markup = NOTHING


PROFILE: Point[Callable[[int, int | None], Part | None]] = Point("profile_parts")  # of a person, for a reader


class PeopleQuery(PageQuery):
    """Whose name begins how."""

    q: Line = Field("", max_length=LONGEST)


@pages.page("/people/<id:person_id>", public=True)
def show_person(person_id: int) -> str:
    """A person: who they are, the homes they let, their photos, what others say about them."""
    reader = viewer()
    reader_id = reader.id if reader else None
    person = finding.public(person_id, reader_id)
    url = f"{settings().url}{request.path}"
    return render_template(
        "accounts/person.html",
        person=person,
        face=face_of(person),
        mine=reader_id == person_id,
        parts=[part for ask in PROFILE.all() if (part := ask(person_id, reader_id)) is not None],
        url=url,
        linked_data=linked_data(person, url),
    )


@pages.page("/people")
def find_people() -> str:
    """People whose name begins with some words."""
    query = read_page_query(PeopleQuery)
    found = finding.by_name(query.q, me().id, query.limit, query.cursor)
    more = f"/people?q={quote(query.q)}&cursor={found.next}" if found.next else None
    return render_template("accounts/people.html", people=found.people, words=query.q, next=more, face_of=face_of)


def face_of(person: PublicPerson) -> dict[str, str | None]:
    """A person as the avatar macro wants them."""
    return {"name": person.name, "avatar_url": media.url(person.face, FACE) if person.face else None}


def linked_data(person: PublicPerson, url: str) -> dict[str, object]:
    """The schema.org description of a person's page."""
    about: dict[str, object] = {"@type": "Person", "name": person.name, "url": url, "identifier": ids.show(person.id)}
    if person.bio:
        about["description"] = person.bio
    if person.face:
        about["image"] = settings().url + media.url(person.face, FACE, "jpg")
    return {"@context": "https://schema.org", "@type": "ProfilePage", "url": url, "mainEntity": about}


def _find(words: str, limit: int) -> list[Hit]:
    return [_hit(person) for person in finding.by_name(words, me().id, limit).people]


def _hit(person: PublicPerson) -> Hit:
    shown = ids.show(person.id)
    return Hit(shown, person.name, f"/people/{shown}", person.bio, media.small(person.face))


shelf = Shelf(
    "people", _l("People"), _find, "/people", "/people", shape="square", order=40, shown=lambda: viewer() is not None
)
