"""Questions about people."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from hutong.accounts.models import Person
from hutong.kernel.db import session


@dataclass(frozen=True)
class PersonCard:
    """What others may see of a person."""

    id: int
    name: str
    avatar_id: int | None
    joined_at: int
    verified: bool


@dataclass(frozen=True)
class Contact:
    """How a person is reached."""

    mobile: str | None
    email: str | None
    language: str | None


def person(person_id: int) -> Person | None:
    """The person with this id."""
    return session().get(Person, person_id)


def people(ids: Iterable[int]) -> dict[int, PersonCard]:
    """Cards of people by their ids, in one statement."""
    wanted = set(ids)
    if not wanted:
        return {}
    columns = (Person.id, Person.nickname, Person.avatar_id, Person.joined_at, Person.verified_at)
    rows = session().execute(select(*columns).where(Person.id.in_(wanted))).all()
    return {
        row.id: PersonCard(row.id, row.nickname, row.avatar_id, row.joined_at, row.verified_at is not None)
        for row in rows
    }


def contact(person_id: int) -> Contact | None:
    """How to reach a person."""
    row = session().execute(select(Person.mobile, Person.email, Person.language).where(Person.id == person_id)).first()
    return Contact(*row) if row else None


def is_verified(person_id: int) -> bool:
    """Whether a person's real name was checked."""
    return session().scalar(select(Person.verified_at).where(Person.id == person_id)) is not None
