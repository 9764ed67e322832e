"""People as others see them, for programs."""

from pydantic import Field

from hutong.accounts.api.base import api
from hutong.accounts.queries import finding
from hutong.accounts.queries.finding import PublicPerson
from hutong.kernel.errors import NotFound
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.schemas import At, Line, Out, ShownId
from hutong.kernel.search import LONGEST
from hutong.kernel.web import me, viewer
from hutong.media import queries as media

FACE = 320


class PeopleQuery(PageQuery):
    """Whose name begins how."""

    q: Line = Field(max_length=LONGEST, description="how the chosen name begins, or the whole user name")


class PublicPersonOut(Out):
    """What everybody may read of a person; homes, photos and reviews of them are lists of their own."""

    id: ShownId
    name: str
    bio: str
    avatar_url: str | None
    joined_at: At
    verified: bool


@api.get("/people")
def find_people(query: PeopleQuery) -> Page[PublicPersonOut]:
    """The people whose name begins with some words, for people who are signed in; masked numbers are no names."""
    found = finding.by_name(query.q, me().id, query.limit, query.cursor)
    return Page(items=[_shown(person) for person in found.people], next=found.next)


@api.get("/people/<id:person_id>", public=True, raises=(NotFound,))
def show_person(person_id: int) -> PublicPersonOut:
    """A person as others see them."""
    reader = viewer()
    return _shown(finding.public(person_id, reader.id if reader else None))


def _shown(person: PublicPerson) -> PublicPersonOut:
    return PublicPersonOut(
        id=person.id,
        name=person.name,
        bio=person.bio,
        avatar_url=media.url(person.face, FACE) if person.face else None,
        joined_at=person.joined_at,
        verified=person.verified,
    )
