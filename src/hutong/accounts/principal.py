"""Who is signed in: the person behind a session's cookie, as a plain value."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Any, Generic, TypeVar

from flask import request
from flask import session as cookie
from flask_babel import lazy_gettext as _l
from sqlalchemy import Update, and_, or_, select, update

from hutong.accounts.models import (
    EVERYWHERE,
    TERMS,
    Consent,
    Grant,
    Organisation,
    Person,
    Role,
    SecondFactor,
    Session,
    Token,
)
from hutong.accounts.models.organisations import APPROVED
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import Unauthenticated
from hutong.kernel.state import settings, state
from hutong.media import queries as pictures
from hutong.media.models import Picture

REMEMBERED = 30 * clock.DAY
IDLE = 12 * clock.HOUR  # how long a session lives that is not remembered
SEEN_EVERY = 5 * clock.MINUTE
AVATAR = 320  # pixels
BEARER = "bearer "  # as the kernel sees it when it asks for no CSRF token
BROWSER = "browser"  # the scope of what is a browser's alone: log-ins, passwords, tokens
EVERYTHING = "*"
R = TypeVar("R", Session, Token)


class TokenWrong(Unauthenticated):
    """A bearer token that opens nothing."""

    code = "token_wrong"
    detail = _l("This token is wrong, was ended, or has expired.")

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


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
    active: bool = True
    agreed: bool = True  # to the terms in force
    withheld: int = 0  # what staff may do once they have set up their second factor
    scopes: frozenset[str] | None = None  # of the token in use; a session has none and may do everything

    def can(self, permission: IntFlag, organisation_id: int = EVERYWHERE) -> bool:
        """Whether this person holds a permission, everywhere or in this organisation."""
        held = self.masks.get(EVERYWHERE, 0) | self.masks.get(organisation_id, 0)
        return held & int(permission) == int(permission)

    def may(self, scope: str) -> bool:
        """Whether the token in use, if any, carries a scope; none carries a browser's."""
        if self.scopes is None:
            return True
        return not scope.startswith(f"{BROWSER}:") and (EVERYTHING in self.scopes or scope in self.scopes)


def new_sid() -> str:
    """A fresh session id for the cookie."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """A fresh text for a program, recognisable where it should not be."""
    return f"hut_{secrets.token_urlsafe(32)}"


def digest(sid: str) -> str:
    """What the table keeps of a session id or token."""
    return hashlib.sha256(sid.encode()).hexdigest()


def alive(row: Session, now: int) -> bool:
    """Whether a session still lets its browser in."""
    if row.ended_at is not None:
        return False
    return now < (row.made_at + REMEMBERED if row.remember else row.seen_at + IDLE)


def authenticate() -> Principal | None:
    """Who asks, in one statement: with a bearer token whom it names, and only then; else whom the cookie names."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith(BEARER):
        return _by_token(header[len(BEARER) :].strip())
    sid = cookie.get("sid")
    return _by_session(sid) if isinstance(sid, str) else None


def _by_session(sid: str) -> Principal | None:
    """The person whose session this is; None when it has ended or they are suspended."""
    found = _holder(Session, sid)
    now = clock.now()
    if found is None or not alive(found.row, now) or found.person.suspended_at is not None:
        return None
    if now - found.row.seen_at >= SEEN_EVERY:
        old = update(Session).where(Session.id == found.row.id, Session.seen_at <= now - SEEN_EVERY)
        _note(old.values(seen_at=now))
    return _principal(found, session_id=found.row.id)


def _by_token(text: str) -> Principal:
    """The person for whom a program acts; raises TokenWrong, whatever the cookie says."""
    found = _holder(Token, text)
    now = clock.now()
    if found is None or found.row.ended_at is not None or found.person.suspended_at is not None:
        raise TokenWrong
    if found.row.expires_at is not None and found.row.expires_at <= now:
        raise TokenWrong
    if found.row.last_used_at is None or now - found.row.last_used_at >= SEEN_EVERY:
        before = or_(Token.last_used_at.is_(None), Token.last_used_at <= now - SEEN_EVERY)
        _note(update(Token).where(Token.id == found.row.id, before).values(last_used_at=now))
    return _principal(found, scopes=frozenset(found.row.scopes))


@dataclass(frozen=True)
class _Holder(Generic[R]):
    row: R
    person: Person
    picture: Picture | None
    masks: dict[int, int]
    withheld: int
    agreed: bool


def _holder(table: type[R], secret: str) -> _Holder[R] | None:
    """The row of a session or token, its person and what they may do."""
    found = (
        select(
            table,
            Person,
            Picture,
            Grant.organisation_id,
            Grant.permissions,
            Role.permissions,
            Organisation.state,
            SecondFactor.confirmed_at,
            Consent.at,
        )
        .join(Person, Person.id == table.person_id)
        .outerjoin(Picture, Picture.id == Person.avatar_id)
        .outerjoin(Grant, Grant.person_id == Person.id)
        .outerjoin(Role, Role.code == Grant.role_code)
        .outerjoin(Organisation, Organisation.id == Grant.organisation_id)
        .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
        .outerjoin(Consent, and_(Consent.person_id == Person.id, Consent.document == "terms", Consent.version == TERMS))
        .where(table.digest == digest(secret))
    )
    rows: list[Any] = list(session().execute(found))
    if not rows:
        return None
    masks: dict[int, int] = {}
    for _row, _person, _picture, organisation_id, direct, by_role, standing, *_more in rows:
        if organisation_id is not None and standing in (None, APPROVED):
            masks[organisation_id] = masks.get(organisation_id, 0) | direct | by_role
    row, person, picture, *_more, proven, agreed = rows[0]
    withheld = 0 if proven is not None or not settings().staff_proves_twice else masks.pop(EVERYWHERE, 0)
    return _Holder(row, person, picture, masks, withheld, agreed is not None)


def _principal(found: "_Holder[Any]", session_id: int = 0, scopes: frozenset[str] | None = None) -> Principal:
    person = found.person
    return Principal(
        id=person.id,
        name=person.nickname,
        language=person.language,
        verified=person.verified_at is not None,
        avatar_url=pictures.url(found.picture, AVATAR) if found.picture else None,
        session_id=session_id,
        masks=found.masks,
        active=person.inactive_since is None,
        withheld=found.withheld,
        agreed=found.agreed,
        scopes=scopes,
    )


def _note(use: Update) -> None:
    """Note that a session or token is in use, apart from whatever is being read or written."""
    state().database.run_apart(lambda connection: connection.execute(use))
