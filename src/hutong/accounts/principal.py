"""Who is signed in: the person behind a session's cookie, as a plain value."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from typing import cast

from flask import session as cookie
from sqlalchemy import Connection, select, update

from hutong.accounts.models import EVERYWHERE, Grant, Person, Role, Session
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.state import state
from hutong.media import queries as pictures
from hutong.media.models import Picture

REMEMBERED = 30 * clock.DAY
IDLE = 12 * clock.HOUR  # how long a session lives that is not remembered
SEEN_EVERY = 5 * clock.MINUTE
AVATAR = 320  # pixels


@dataclass(frozen=True)
class Principal:
    """Somebody signed in; outlives transactions."""

    id: int
    name: str
    language: str | None
    verified: bool
    avatar_url: str | None
    session_id: int
    masks: Mapping[int, int] = field(default_factory=dict)  # organisation → permissions

    def can(self, permission: IntFlag, organisation_id: int = EVERYWHERE) -> bool:
        """Whether this person holds a permission, everywhere or in this organisation."""
        held = self.masks.get(EVERYWHERE, 0) | self.masks.get(organisation_id, 0)
        return held & int(permission) == int(permission)

    def may(self, scope: str) -> bool:  # noqa: ARG002 - a browser's session has no scopes, a token will
        """Whether the token in use carries a scope."""
        return True


def new_sid() -> str:
    """A fresh session id for the cookie."""
    return secrets.token_urlsafe(32)


def digest(sid: str) -> str:
    """What the table keeps of a session id."""
    return hashlib.sha256(sid.encode()).hexdigest()


def alive(row: Session, now: int) -> bool:
    """Whether a session still lets its browser in."""
    if row.ended_at is not None:
        return False
    return now < (row.made_at + REMEMBERED if row.remember else row.seen_at + IDLE)


def authenticate() -> Principal | None:
    """The person whose session the cookie names, in one statement; None when it has ended or they are suspended."""
    sid = cookie.get("sid")
    if not isinstance(sid, str):
        return None
    found = (
        select(Session, Person, Picture, Grant.organisation_id, Grant.permissions, Role.permissions)
        .join(Person, Person.id == Session.person_id)
        .outerjoin(Picture, Picture.id == Person.avatar_id)
        .outerjoin(Grant, Grant.person_id == Person.id)
        .outerjoin(Role, Role.code == Grant.role_code)
        .where(Session.digest == digest(sid))
    )
    rows = session().execute(found).all()
    if not rows:
        return None
    row, person, picture = rows[0][0], rows[0][1], cast(Picture | None, rows[0][2])
    now = clock.now()
    if not alive(row, now) or person.suspended_at is not None:
        return None
    if now - row.seen_at >= SEEN_EVERY:
        _seen(row.id, now)
    masks: dict[int, int] = {}
    for _row, _person, _picture, organisation_id, direct, by_role in rows:
        if organisation_id is not None:
            masks[organisation_id] = masks.get(organisation_id, 0) | direct | by_role
    return Principal(
        id=person.id,
        name=person.nickname,
        language=person.language,
        verified=person.verified_at is not None,
        avatar_url=pictures.url(picture, AVATAR) if picture else None,
        session_id=row.id,
        masks=masks,
    )


def _seen(session_id: int, now: int) -> None:
    """Note that a session is in use, apart from whatever is being read or written."""

    def note(connection: Connection) -> None:
        old = update(Session).where(Session.id == session_id, Session.seen_at <= now - SEEN_EVERY)
        connection.execute(old.values(seen_at=now))

    state().database.run_apart(note)
