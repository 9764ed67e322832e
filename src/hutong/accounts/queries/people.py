"""Questions about people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select

from hutong.accounts import activations, mobiles, principal
from hutong.accounts.models import (
    DIRECT,
    EVERYWHERE,
    Activation,
    Address,
    Grant,
    Identity,
    Organisation,
    Permission,
    Person,
    Role,
    Session,
    Token,
)
from hutong.accounts.models.organisations import APPROVED
from hutong.accounts.schemas import AddressOut
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound, Unauthenticated
from hutong.kernel.text import fold
from hutong.media.models import Picture
from hutong.regions import queries as regions


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


CARD = (Person.id, Person.nickname, Person.avatar_id, Person.joined_at, Person.verified_at)  # what card_of reads
_CARDS = select(*CARD).where(Person.id.in_(bindparam("ids", expanding=True)))  # nearly every page asks it: made once


def person(person_id: int) -> Person | None:
    """The person with this id."""
    return session().get(Person, person_id)


def people(ids: Iterable[int]) -> dict[int, PersonCard]:
    """Cards of people by their ids, in one statement."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session().execute(_CARDS, {"ids": sorted(wanted)}).all()
    return {row.id: card_of(row) for row in rows}


def card_of(row: Any) -> PersonCard:
    """The card of a person, of a row with these columns."""
    return PersonCard(row.id, row.nickname, row.avatar_id, row.joined_at, row.verified_at is not None)


def contact(person_id: int) -> Contact | None:
    """How to reach a person."""
    row = session().execute(select(Person.mobile, Person.email, Person.language).where(Person.id == person_id)).first()
    return Contact(*row) if row else None


def is_verified(person_id: int) -> bool:
    """Whether a person's real name was checked."""
    return session().scalar(select(Person.verified_at).where(Person.id == person_id)) is not None


def may_sell(seller_id: int) -> bool:
    """Whether anything is sold in the name of a person or a firm: not while staff keep them out."""
    person = select(Person.id).where(Person.id == seller_id, Person.suspended_at.is_not(None))
    firm = select(Organisation.id).where(Organisation.id == seller_id, Organisation.state != APPROVED)
    return session().scalar(person.union_all(firm).limit(1)) is None


def by_login(login: str) -> Person | None:
    """The person with this mobile number, mail address or user name."""
    return session().scalar(select(Person).where(login_is(login)))


def login_is(login: str) -> ColumnElement[bool]:
    """The condition under which a login names a person."""
    if "@" in login:
        return Person.email_key == fold(login)
    mobile = mobiles.read(login)
    if mobile is not None:
        return Person.mobile == mobile
    return Person.username_key == fold(login)


def username_free(username: str, but_for: int | None = None) -> bool:
    """Whether nobody else has a user name."""
    taken = select(Person.id).where(Person.username_key == fold(username))
    return session().scalar(taken.where(Person.id != (but_for or 0))) is None


def sessions(person_id: int) -> list[Session]:
    """The sessions in which a person is signed in, latest first."""
    mine = select(Session).where(Session.person_id == person_id, Session.ended_at.is_(None))
    rows = session().scalars(mine.order_by(Session.seen_at.desc(), Session.id.desc()).limit(200))
    now = clock.now()
    return [row for row in rows if principal.alive(row, now)][:100]


def session_begun(session_id: int) -> int:
    """When somebody logged in with this session; 0 without one."""
    return session().scalar(select(Session.made_at).where(Session.id == session_id)) or 0


def activation(token: str) -> tuple[Activation | None, Person | None]:
    """What an activation link's token stands for."""
    digest = activations.digest_of(token)
    row = session().scalar(select(Activation).where(Activation.digest == digest)) if digest else None
    return row, person(row.person_id) if row else None


def tokens(person_id: int) -> list[Token]:
    """A person's tokens that still open something, latest first."""
    living = or_(Token.expires_at.is_(None), Token.expires_at > clock.now())
    mine = select(Token).where(Token.person_id == person_id, Token.ended_at.is_(None), living)
    return list(session().scalars(mine.order_by(Token.made_at.desc(), Token.id.desc()).limit(100)))


def identity(person_id: int) -> Identity | None:
    """A person's real name, encrypted, if it is set."""
    return session().get(Identity, person_id)


def addresses(person_id: int) -> list[Address]:
    """A person's address book."""
    return list(session().scalars(select(Address).where(Address.person_id == person_id).order_by(Address.id)))


def address_book(person_id: int) -> list[AddressOut]:
    """A person's addresses with the names of their regions, the default first."""
    rows = addresses(person_id)
    names = regions.names(row.region_code for row in rows)
    default = session().scalar(select(Person.default_address_id).where(Person.id == person_id))
    shown = [AddressOut.of(row, str(names.get(row.region_code, row.region_code)), row.id == default) for row in rows]
    return sorted(shown, key=lambda address: not address.default)


def own(person_id: int) -> Person:
    """The row of whoever is signed in; raises Unauthenticated when it is gone."""
    found = person(person_id)
    if found is None:
        raise Unauthenticated
    return found


def own_identity(person_id: int) -> Identity:
    """A person's real name, encrypted; raises NotFound."""
    found = identity(person_id)
    if found is None:
        raise NotFound
    return found


def avatar(person: Person) -> Picture | None:
    """The picture a person shows."""
    return session().get(Picture, person.avatar_id) if person.avatar_id else None


def permissions(person_id: int, organisation_id: int = EVERYWHERE) -> Permission:
    """What a person may do in an organisation, with what they may do everywhere, by the tables of this moment."""
    return _granted(person_id, {EVERYWHERE, organisation_id})


def permissions_inside(person_id: int, organisation_id: int) -> Permission:
    """What a person may do in an organisation by their role there alone."""
    return _granted(person_id, {organisation_id} - {EVERYWHERE})


def _granted(person_id: int, organisation_ids: set[int]) -> Permission:
    mine = (
        select(Grant.permissions, Role.permissions)
        .join(Role, Role.code == Grant.role_code)
        .where(Grant.person_id == person_id, Grant.organisation_id.in_(organisation_ids))
    )
    held = Permission(0)
    for direct, by_role in session().execute(mine):
        held |= Permission(direct | by_role)
    return held


def holdings(person_id: int) -> tuple[list[str], Permission]:
    """The roles a person holds on the whole site, and the single permissions beside them."""
    mine = select(Grant.role_code, Grant.permissions).where(
        Grant.person_id == person_id, Grant.organisation_id == EVERYWHERE
    )
    rows = session().execute(mine.order_by(Grant.at, Grant.role_code)).all()
    direct = Permission(0)
    for _role, permissions in rows:
        direct |= Permission(permissions)
    return [role for role, _permissions in rows if role != DIRECT], direct
