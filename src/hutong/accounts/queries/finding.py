"""People as others find them and read about them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from hutong.accounts.models import Person
from hutong.accounts.queries.blocks import away_from, blocked_between
from hutong.kernel import paging
from hutong.kernel.db import session
from hutong.kernel.desk.finding import begins
from hutong.kernel.errors import NotFound
from hutong.kernel.text import fold
from hutong.media.models import Picture
from hutong.media.queries import PictureCard

MASK = "***"  # in the names of those who have not chosen one


@dataclass(frozen=True)
class PublicPerson:
    """What everybody may read of a person."""

    id: int
    name: str
    bio: str
    face: PictureCard | None
    joined_at: int
    verified: bool


@dataclass(frozen=True)
class Found:
    """A page of people."""

    people: list[PublicPerson]
    next: str | None


def public(person_id: int, reader_id: int | None) -> PublicPerson:
    """A person as a reader may see them; raises NotFound for those who left, and between people kept apart."""
    row = session().execute(_rows().where(Person.id == person_id, Person.closed_at.is_(None))).one_or_none()
    if row is None:
        raise NotFound
    if reader_id is not None and reader_id != person_id and blocked_between(reader_id, person_id):
        raise NotFound
    return _shown(row)


def by_name(words: str, reader_id: int, limit: int, cursor: str | None = None) -> Found:
    """The people who chose a name that begins with these words, or have exactly this user name; two statements.

    Masked numbers are no names: nobody is found by them. Nor are those who keep away from the reader.
    """
    if not words.strip(" *") or MASK in words:
        return Found([], None)
    named = begins(Person.nickname, words) & Person.nickname.not_like(f"%{MASK}%")
    rows = _rows().where(or_(named, Person.username_key == fold(words)))
    rows = rows.where(Person.closed_at.is_(None), Person.suspended_at.is_(None), Person.inactive_since.is_(None))
    rows = rows.where(Person.id.not_in(sorted(away_from(reader_id))))
    last = paging.decode(cursor, int) if cursor else None
    found = session().execute(paging.ordered(rows, [(Person.id, True)], last).limit(limit + 1)).all()
    following = paging.encode(found[limit - 1].id) if len(found) > limit else None
    return Found([_shown(row) for row in found[:limit]], following)


def _rows() -> Any:
    face = Picture.__table__.c
    return select(
        Person.id, Person.nickname, Person.bio, Person.joined_at, Person.verified_at,
        face.id.label("face_id"), face.digest, face.width, face.height,
    ).outerjoin(Picture, Picture.id == Person.avatar_id)  # fmt: skip


def _shown(row: Any) -> PublicPerson:
    face = PictureCard(row.face_id, row.digest, row.width, row.height) if row.digest is not None else None
    return PublicPerson(row.id, row.nickname, row.bio, face, row.joined_at, row.verified_at is not None)
