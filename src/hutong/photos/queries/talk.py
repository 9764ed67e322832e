"""Comments as they are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, or_, select

from hutong.accounts.models import Person
from hutong.kernel import paging
from hutong.kernel.db import session
from hutong.media.models import Picture
from hutong.media.queries import PictureCard
from hutong.photos.models import Comment
from hutong.photos.queries import seeing
from hutong.photos.queries.cards import Owner

_C: Any = Comment.__table__.c
_ANSWERS: Any = Comment.__table__.alias("answers")
_FACES: Any = Picture.__table__.alias("faces")
_P: Any = Person.__table__.c
_KEYS = [(_C.thread_id, False), (_C.id, False)]


@dataclass(frozen=True)
class Said:
    """A comment; without author and text where it was removed and its answers stay."""

    id: int
    thread_id: int
    author: Owner | None
    text: str
    at: int
    edited_at: int | None

    @property
    def removed(self) -> bool:
        """Whether only a gap is left of it."""
        return self.author is None

    @property
    def answer(self) -> bool:
        """Whether it answers another."""
        return self.thread_id != self.id


@dataclass(frozen=True)
class Talk:
    """A page of comments: threads in the order in which they began, answers below what they answer."""

    comments: list[Said]
    next: str | None


def page(photo_id: int, reader_id: int | None, limit: int, cursor: str | None = None) -> Talk:
    """A page of the comments of a photo; one statement."""
    values = paging.decode(cursor, int, int) if cursor else None
    answered = exists().where(
        _ANSWERS.c.thread_id == _C.id,
        _ANSWERS.c.photo_id == photo_id,
        _ANSWERS.c.id != _C.id,
        _ANSWERS.c.deleted_at.is_(None),
        _ANSWERS.c.hidden_at.is_(None),
    )
    there = and_(_C.deleted_at.is_(None), _C.hidden_at.is_(None))
    rows = (
        select(
            _C.id, _C.thread_id, _C.author_id, _C.text, _C.made_at, _C.edited_at, _C.deleted_at, _C.hidden_at,
            _P.nickname, _FACES.c.digest, _FACES.c.width, _FACES.c.height,
        )
        .select_from(Comment.__table__.join(Person.__table__, _P.id == _C.author_id).outerjoin(
            _FACES, _FACES.c.id == _P.avatar_id
        ))
        .where(_C.photo_id == photo_id, or_(there, and_(_C.thread_id == _C.id, answered)))
    )  # fmt: skip
    for unwanted in seeing.left_out(reader_id) if reader_id is not None else ():
        rows = rows.where(_C.author_id.not_in(unwanted))
    found = session().execute(paging.ordered(rows, _KEYS, values).limit(limit + 1)).all()
    shown = [_said(row) for row in found[:limit]]
    following = paging.encode(shown[-1].thread_id, shown[-1].id) if len(found) > limit else None
    return Talk(shown, following)


def said(comment: Comment) -> Said:
    """One comment."""
    rows: Sequence[Any] = (
        session()
        .execute(
            select(_P.nickname, _FACES.c.digest, _FACES.c.width, _FACES.c.height)
            .select_from(Person.__table__.outerjoin(_FACES, _FACES.c.id == _P.avatar_id))
            .where(_P.id == comment.author_id)
        )
        .all()
    )
    author = _owner(comment.author_id, rows[0])
    return Said(comment.id, comment.thread_id, author, comment.text, comment.made_at, comment.edited_at)


def _said(row: Any) -> Said:
    if row.deleted_at is not None or row.hidden_at is not None:
        return Said(row.id, row.thread_id, None, "", row.made_at, None)
    return Said(row.id, row.thread_id, _owner(row.author_id, row), row.text, row.made_at, row.edited_at)


def _owner(person_id: int, row: Any) -> Owner:
    face = PictureCard(0, row.digest, row.width, row.height) if row.digest is not None else None
    return Owner(person_id, row.nickname, face)
