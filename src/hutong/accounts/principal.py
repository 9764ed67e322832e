"""Who is signed in: the person behind a session's cookie, as a plain value."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntFlag
from functools import cache
from typing import Any

from flask import request
from flask import session as cookie
from flask_babel import lazy_gettext as _l
from sqlalchemy import Update, and_, bindparam, or_, select, update

from hutong.accounts import terms
from hutong.accounts.models import (
    EVERYWHERE,
    Consent,
    Grant,
    Organisation,
    Passkey,
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
from hutong.kernel.prepared import Prepared
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
    proven: bool = False  # by both steps, in this session
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
    """The person whose session this is; None when it has ended, they are suspended, or the second step is wanting."""
    found = _held(Session, sid)
    now = clock.now()
    if not found or not alive(found[0], now) or found[0].suspended_at is not None:
        return None
    row = found[0]
    if now - row.seen_at >= SEEN_EVERY:
        old = update(Session).where(Session.id == row.id, Session.seen_at <= now - SEEN_EVERY)
        _note(old.values(seen_at=now))
    masks = _masks(found)
    if not row.proven and _unguarded(row, masks) and _has_passkey(row.person_id):
        return None  # a password alone has begun it, before staff needed more: the passkey leads in
    return _principal(found, masks, session_id=row.id, proven=row.proven)


def _by_token(text: str) -> Principal:
    """The person for whom a program acts; raises TokenWrong, whatever the cookie says."""
    found = _held(Token, text)
    now = clock.now()
    if not found or found[0].ended_at is not None or found[0].suspended_at is not None:
        raise TokenWrong
    row = found[0]
    if row.expires_at is not None and row.expires_at <= now:
        raise TokenWrong
    if row.last_used_at is None or now - row.last_used_at >= SEEN_EVERY:
        before = or_(Token.last_used_at.is_(None), Token.last_used_at <= now - SEEN_EVERY)
        _note(update(Token).where(Token.id == row.id, before).values(last_used_at=now))
    return _principal(found, _masks(found), scopes=frozenset(row.scopes))


@cache  # every request of somebody asks it: as plain rows, for making objects of them would cost more than the rest
def _asked_of(table: type[Session] | type[Token]) -> Prepared:
    """The row of a session or token by :digest, its person and what they may do, with consent to :terms."""
    agreed = and_(Consent.person_id == Person.id, Consent.document == "terms", Consent.version == bindparam("terms"))
    of_session = (Session.id, Session.ended_at, Session.made_at, Session.seen_at, Session.remember, Session.proven)
    of_token = (Token.id, Token.ended_at, Token.expires_at, Token.last_used_at, Token.scopes)
    return Prepared(
        lambda: (
            select(
                *(of_session if table is Session else of_token),
                Person.id.label("person_id"),
                Person.nickname,
                Person.language,
                Person.verified_at,
                Person.suspended_at,
                Person.inactive_since,
                Picture.digest,
                Grant.organisation_id,
                Grant.permissions.label("direct"),
                Role.permissions.label("by_role"),
                Organisation.state.label("standing"),
                SecondFactor.confirmed_at.label("proven_at"),
                Consent.at.label("agreed_at"),
            )
            .join(Person, Person.id == table.person_id)
            .outerjoin(Picture, Picture.id == Person.avatar_id)
            .outerjoin(Grant, Grant.person_id == Person.id)
            .outerjoin(Role, Role.code == Grant.role_code)
            .outerjoin(Organisation, Organisation.id == Grant.organisation_id)
            .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
            .outerjoin(Consent, agreed)
            .where(table.digest == bindparam("digest"))
        )
    )


def _held(table: type[Session] | type[Token], secret: str) -> Sequence[Any]:
    """What is known of a session or token and its person: a row for each of their roles, at least one, or none."""
    return _asked_of(table).rows({"digest": digest(secret), "terms": terms.version()})


def _masks(found: Sequence[Any]) -> dict[int, int]:
    """What they may do where."""
    masks: dict[int, int] = {}
    for row in found:
        if row.organisation_id is not None and row.standing in (None, APPROVED):
            masks[row.organisation_id] = masks.get(row.organisation_id, 0) | row.direct | row.by_role
    return masks


def _unguarded(row: Any, masks: Mapping[int, int]) -> bool:
    """Whether this is somebody of staff, who need a second factor, without an authenticator."""
    return EVERYWHERE in masks and row.proven_at is None and settings().staff_proves_twice


def _principal(
    found: Sequence[Any],
    masks: dict[int, int],
    session_id: int = 0,
    proven: bool = False,
    scopes: frozenset[str] | None = None,
) -> Principal:
    row = found[0]
    withheld = _unguarded(row, masks) and not _has_passkey(row.person_id)
    return Principal(
        id=row.person_id,
        name=row.nickname,
        language=row.language,
        verified=row.verified_at is not None,
        avatar_url=pictures.url(row, AVATAR) if row.digest else None,
        session_id=session_id,
        withheld=masks.pop(EVERYWHERE) if withheld else 0,
        masks=masks,
        active=row.inactive_since is None,
        agreed=row.agreed_at is not None,
        proven=proven,
        scopes=scopes,
    )


def _has_passkey(person_id: int) -> bool:
    """Asked apart, of staff without an authenticator only."""
    return session().scalar(select(Passkey.id).where(Passkey.person_id == person_id).limit(1)) is not None


def _note(use: Update) -> None:
    """Note that a session or token is in use, apart from whatever is being read or written."""
    state().database.run_apart(lambda connection: connection.execute(use))
