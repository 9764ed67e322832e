"""Firms: founding, deciding about them, and who belongs to them with which role."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from hutong.accounts import queries
from hutong.accounts.actions.grants import ensure_role
from hutong.accounts.events import MemberChanged, OrganisationDecided
from hutong.accounts.models import LADDERS, PRESETS, Grant, Organisation, Permission, Person
from hutong.accounts.models.organisations import APPROVED, FOLLOWING, PENDING, REJECTED, TO_DECIDE
from hutong.accounts.queries import doors, organisations
from hutong.kernel import audit, clock, events, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict, Forbidden, NotFound, invalid
from hutong.kernel.state import settings

MOST_FOUNDED = 20
MOST_MEMBERS = 500


class NotVerified(Forbidden):
    """Founding a firm needs a real name."""

    code = "not_verified"
    detail = _l("Please verify your real name first: only verified people can found an organisation.")


class TooManyFounded(Conflict):
    """One person has founded enough."""

    code = "organisations_full"
    detail = _l("You have founded 20 organisations already.")


class NotApproved(Conflict):
    """The organisation waits for approval, or has lost it."""

    code = "organisation_not_approved"
    detail = _l("This organisation has to be approved first.")


class AlreadyMember(Conflict):
    """The person belongs to it already."""

    code = "already_member"
    detail = _l("This person is a member already. Change the role instead.")


class LastManager(Conflict):
    """Without a manager nobody could change anything any more."""

    code = "last_manager"
    detail = _l("An organisation needs a manager: make somebody else manager first.")


class BeyondOwn(Forbidden):
    """A role that holds more than whoever gives or takes it."""

    code = "role_beyond_own"
    detail = _l("You cannot give or take a role that may do more than yours.")


class OwnRole(Forbidden):
    """Nobody changes their own role."""

    code = "own_role"
    detail = _l("You cannot change your own role.")


def found(kind: str, name: str, person_id: int, vouched: bool = False) -> Organisation:
    """A firm that waits for approval, with its founder as manager.

    Raises NotVerified unless the founder's real name is known or staff vouch for them, and TooManyFounded.
    """
    if not vouched and not queries.is_verified(person_id):
        raise NotVerified
    count = select(func.count()).where(Organisation.owner_id == person_id)
    if (session().scalar(count) or 0) >= MOST_FOUNDED:
        raise TooManyFounded
    made = Organisation(id=ids.new_id(), kind=kind, name=name, owner_id=person_id, state=PENDING, made_at=clock.now())
    session().add(made)
    session().flush()
    _set_role(made, person_id, LADDERS[kind][-1])
    audit.record("organisation.founded", _subject(made), after={"kind": kind, "name": name}, person_id=person_id)
    return made


def hand_in_again(organisation_id: int, name: str, by: int) -> Organisation:
    """Mend a firm that was rejected and have staff look at it once more; raises NotFound, Forbidden or Conflict."""
    found = organisations.organisation(organisation_id)
    role = organisations.role_in(organisation_id, by)
    if found is None or role is None:
        raise NotFound
    if role != LADDERS[found.kind][-1]:
        raise Forbidden(permission=Permission.MANAGE_MEMBERS.name)
    before = {"state": REJECTED, "name": found.name, "reason": found.reason}
    mine = update(Organisation).where(Organisation.id == found.id, Organisation.state == REJECTED)
    if rows_changed(mine.values(state=PENDING, name=name)) != 1:
        raise Conflict  # not rejected, or somebody else was faster
    session().refresh(found)
    audit.record("organisation.handed_in", _subject(found), before, {"state": PENDING, "name": name})
    return found


def decide(organisation_id: int, state: str, reason: str, by: int | None = None) -> Organisation:
    """Approve, reject or suspend a firm, with a reason that its managers read.

    Raises NotFound, Forbidden without the permission for its kind, and Conflict from a state that does not lead there.
    """
    found = organisations.organisation(organisation_id)
    if found is None:
        raise NotFound
    needed = TO_DECIDE[found.kind]
    if by is not None and not held(by, 0) & needed:
        raise Forbidden(permission=needed.name)
    before, reason_before = found.state, found.reason
    if state not in FOLLOWING[before]:
        raise Conflict
    mine = update(Organisation).where(Organisation.id == found.id, Organisation.state == before)
    if rows_changed(mine.values(state=state, reason=reason, decided_at=clock.now())) != 1:
        raise Conflict  # somebody else was faster
    session().refresh(found)
    audit.record(f"organisation.{state}", _subject(found), {"state": before}, {"state": state, "reason": reason})
    managers = tuple(organisations.managers(found))
    events.tell(OrganisationDecided(found.id, found.name, state, reason, managers or (found.owner_id,), reason_before))
    return found


def add_member(organisation_id: int, login: str, role: str, by: int | None = None) -> Person:
    """Take somebody in by mobile, mail address or user name.

    Raises NotFound, NotApproved, Invalid, AlreadyMember, Forbidden or BeyondOwn.
    """
    found = _managed(organisation_id, by)
    person = queries.by_login(login)
    apart = person is not None and by is not None and queries.blocked_between(person.id, by)
    if person is None or person.suspended_at is not None or apart:
        raise invalid("login", _l("There is no such person here."))
    _refuse_beyond(found, role, by)
    if organisations.role_in(found.id, person.id) is not None:
        raise AlreadyMember
    if organisations.size(found.id) >= MOST_MEMBERS:
        raise Conflict
    _in_turn(found)
    _set_role(found, person.id, role)
    _note(found, person.id, None, role)
    return person


def change_role(organisation_id: int, person_id: int, role: str, by: int | None = None) -> None:
    """Give a member another role.

    Raises NotFound, NotApproved, Invalid, Forbidden, BeyondOwn, OwnRole or LastManager.
    """
    found = _managed(organisation_id, by)
    before = organisations.role_in(found.id, person_id)
    if before is None:
        raise NotFound
    if person_id == by:
        raise OwnRole
    _refuse_beyond(found, role, by)
    _refuse_beyond(found, before, by)
    _in_turn(found)
    if role != LADDERS[found.kind][-1]:
        _refuse_last(found, person_id)
    _take_roles(found, person_id)
    _set_role(found, person_id, role)
    _note(found, person_id, before, role)


def remove_member(organisation_id: int, person_id: int, by: int | None = None) -> None:
    """Let a member go, or leave oneself; raises NotFound, Forbidden, BeyondOwn or LastManager."""
    found = organisations.organisation(organisation_id)
    before = organisations.role_in(organisation_id, person_id)
    if found is None or before is None:
        raise NotFound
    if person_id != by:
        _managed(organisation_id, by)
        _refuse_beyond(found, before, by)
    _in_turn(found)
    _refuse_last(found, person_id)
    _take_roles(found, person_id)
    _note(found, person_id, before, None)


def held(person_id: int, organisation_id: int) -> Permission:
    """What a person may do in an organisation, with what they may do everywhere once they log in with two steps."""
    everywhere = queries.permissions(person_id)
    if settings().staff_proves_twice and not doors.proven_twice(person_id):
        everywhere = Permission(0)
    return everywhere | queries.permissions_inside(person_id, organisation_id)


def _managed(organisation_id: int, by: int | None) -> Organisation:
    """The approved firm whose members this person may change."""
    found = organisations.organisation(organisation_id)
    if found is None:
        raise NotFound
    if by is not None and not held(by, organisation_id) & Permission.MANAGE_MEMBERS:
        if organisations.role_in(organisation_id, by) is None:
            raise NotFound
        raise Forbidden(permission=Permission.MANAGE_MEMBERS.name)
    if found.state != APPROVED:
        raise NotApproved
    return found


def _refuse_beyond(found: Organisation, role: str, by: int | None) -> None:
    if role not in LADDERS[found.kind]:
        raise invalid("role", _l("There is no such role here."))
    if by is not None and PRESETS[role] & ~held(by, found.id):
        raise BeyondOwn


def _in_turn(found: Organisation) -> None:
    """One change of a firm's members at a time, so that the last two managers do not leave at once."""
    mine = update(Organisation).where(Organisation.id == found.id, Organisation.revision == found.revision)
    if rows_changed(mine.values(revision=found.revision + 1)) != 1:
        raise Retry


def _refuse_last(found: Organisation, person_id: int) -> None:
    if organisations.managers(found) == [person_id]:
        raise LastManager


def _set_role(found: Organisation, person_id: int, role: str) -> None:
    ensure_role(role)
    session().add(Grant(person_id=person_id, role_code=role, organisation_id=found.id, permissions=0))
    session().flush()


def _take_roles(found: Organisation, person_id: int) -> None:
    rows_changed(delete(Grant).where(Grant.organisation_id == found.id, Grant.person_id == person_id))
    session().expire_all()


def _note(found: Organisation, person_id: int, before: str | None, after: str | None) -> None:
    member = {"person": ids.show(person_id)}
    audit.record("member.changed", _subject(found), {**member, "role": before}, {**member, "role": after})
    events.tell(MemberChanged(found.id, found.name, person_id, after))


def _subject(found: Organisation) -> str:
    return f"organisation:{ids.show(found.id)}"
