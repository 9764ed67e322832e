"""Real-name verification."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from hutong.accounts import realname
from hutong.accounts.events import IdentityRejected, PersonVerified
from hutong.accounts.models import Identity, Person
from hutong.kernel import audit, clock, events, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, FieldError, NotFound
from hutong.kernel.state import settings


class IdentitySet(Conflict):
    """The real name is set once."""

    code = "identity_set"
    detail = _l("Your real name is set already and cannot be changed here.")


class IdentityTaken(Conflict):
    """The ID number belongs to another account."""

    code = "identity_taken"
    detail = _l("This ID number is used by another account already.")

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("number", self.detail)])


class OwnIdentity(Conflict):
    """Nobody vouches for themselves."""

    code = "own_identity"
    detail = _l("Somebody else must check your own real name.")


def verify_identity(person_id: int, name: str, number: str) -> Identity:
    """Keep a person's real name and checked number; raises Invalid, IdentitySet or IdentityTaken."""
    realname.check_number(number, clock.today(settings().timezone))
    if session().get(Identity, person_id) is not None:
        raise IdentitySet
    identity = Identity(
        person_id=person_id,
        name_secret=realname.seal(person_id, name),
        number_secret=realname.seal(person_id, number),
        number_key=realname.key_of(number),
        state="pending",
    )
    try:
        with session().begin_nested():
            session().add(identity)
    except IntegrityError:
        if session().get(Identity, person_id) is not None:
            raise IdentitySet from None  # two tabs at once
        raise IdentityTaken from None
    audit.record("identity.set", f"person:{ids.show(person_id)}", person_id=person_id)
    if settings().identity == "format":
        confirm_identity(person_id)
        session().refresh(identity)
    return identity


def confirm_identity(person_id: int) -> None:
    """Take a person's real name that waits as checked; raises Conflict where somebody else was faster."""
    waiting = update(Identity).where(Identity.person_id == person_id, Identity.state == "pending")
    if rows_changed(waiting.values(state="verified")) != 1:
        raise Conflict
    unverified = update(Person).where(Person.id == person_id, Person.verified_at.is_(None))
    if rows_changed(unverified.values(verified_at=clock.now())) == 1:
        audit.record("identity.verified", f"person:{ids.show(person_id)}")
        events.tell(PersonVerified(person_id))


def decide_identity(person_id: int, accept: bool, reason: str, by: int) -> None:
    """Confirm a real name that waits, or reject it with a reason; what was rejected is forgotten and can be given anew.

    Raises NotFound where none was given, Conflict where it was decided, OwnIdentity for one's own.
    """
    identity = session().get(Identity, person_id, populate_existing=True)
    if identity is None:
        raise NotFound
    if person_id == by:
        raise OwnIdentity
    if identity.state != "pending":
        raise Conflict
    audit.record(
        "identity.accepted" if accept else "identity.rejected",
        f"person:{ids.show(person_id)}",
        before={"state": "pending"},
        after={"state": "verified"} if accept else {"state": "rejected", "reason": reason},
    )
    if accept:
        confirm_identity(person_id)
        return
    waiting = delete(Identity).where(Identity.person_id == person_id, Identity.state == "pending")
    if rows_changed(waiting) != 1:
        raise Conflict  # somebody else was faster
    events.tell(IdentityRejected(person_id, reason))
