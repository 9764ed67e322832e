"""What staff do with people: keep them out, let them in again, give and take roles and permissions."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update

from hutong.accounts import queries
from hutong.accounts.actions.grants import ensure_role
from hutong.accounts.actions.organisations import BeyondOwn, OwnRole
from hutong.accounts.actions.sessions import end_other_sessions
from hutong.accounts.events import PersonRestored, PersonSuspended
from hutong.accounts.models import DIRECT, EVERYWHERE, PRESETS, Grant, Permission, Person, Role
from hutong.accounts.models.roles import ONLY_THERE
from hutong.kernel import audit, clock, events, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, Forbidden, NotFound, invalid


class OwnAccount(Conflict):
    """Nobody locks themselves out."""

    code = "own_account"
    detail = _l("This is your own account.")


class HoldsMore(Forbidden):
    """Whoever may do more than you is not yours to keep out."""

    code = "holds_more"
    detail = _l("This person may do more than you: somebody else must decide this.")


class AlreadySuspended(Conflict):
    """They are out already."""

    code = "already_suspended"
    detail = _l("This person is suspended already.")


class NotSuspended(Conflict):
    """They are not out."""

    code = "not_suspended"
    detail = _l("This person is not suspended.")


def suspend(person_id: int, reason: str = "", by: int | None = None) -> None:
    """Keep somebody out and end their sessions; raises NotFound, OwnAccount, HoldsMore or AlreadySuspended."""
    _known(person_id, by)
    them = update(Person).where(Person.id == person_id, Person.suspended_at.is_(None))
    if rows_changed(them.values(suspended_at=clock.now(), suspended_reason=reason)) != 1:
        raise AlreadySuspended
    ended = end_other_sessions(person_id, None)
    after = {"suspended": True, "reason": reason, "sessions_ended": ended}
    audit.record("person.suspended", _subject(person_id), {"suspended": False}, after)
    events.tell(PersonSuspended(person_id, reason))


def restore(person_id: int, by: int | None = None) -> None:
    """Let somebody in again; raises NotFound, OwnAccount, HoldsMore or NotSuspended."""
    person = _known(person_id, by)
    before = {"suspended": True, "reason": person.suspended_reason}
    them = update(Person).where(Person.id == person_id, Person.suspended_at.is_not(None))
    if rows_changed(them.values(suspended_at=None, suspended_reason="")) != 1:
        raise NotSuspended
    audit.record("person.restored", _subject(person_id), before, {"suspended": False})
    events.tell(PersonRestored(person_id))


def end_sessions_of(person_id: int, by: int) -> int:
    """Log somebody out everywhere; how many sessions ended. Raises NotFound, OwnAccount or HoldsMore."""
    _known(person_id, by)
    ended = end_other_sessions(person_id, None)
    audit.record("sessions.ended", _subject(person_id), after={"sessions_ended": ended})
    return ended


def give_role(person_id: int, role: str, by: int) -> None:
    """Give somebody a role on the whole site, no more than one holds oneself; raises NotFound, OwnRole or BeyondOwn."""
    _not_oneself(person_id, by)
    _living(person_id)
    if role == DIRECT or role in ONLY_THERE:
        raise NotFound
    if session().get(Role, role) is None and role not in PRESETS:
        raise NotFound
    ensure_role(role)
    _refuse_beyond(Permission(session().get_one(Role, role).permissions), by)
    if session().get(Grant, (person_id, role, EVERYWHERE)) is not None:
        return
    session().add(Grant(person_id=person_id, role_code=role, organisation_id=EVERYWHERE, permissions=0))
    session().flush()
    audit.record("role.given", _subject(person_id), {"role": None}, {"role": role})


def take_role(person_id: int, role: str, by: int) -> None:
    """Take a role on the whole site away; raises NotFound, OwnRole or BeyondOwn."""
    _not_oneself(person_id, by)
    held = session().get(Grant, (person_id, role, EVERYWHERE))
    if held is None or role == DIRECT:
        raise NotFound
    _refuse_beyond(Permission(session().get_one(Role, role).permissions | held.permissions), by)
    mine = delete(Grant).where(
        Grant.person_id == person_id, Grant.role_code == role, Grant.organisation_id == EVERYWHERE
    )
    rows_changed(mine)
    session().expunge(held)
    audit.record("role.taken", _subject(person_id), {"role": role}, {"role": None})


def set_permissions(person_id: int, names: Iterable[str], by: int) -> None:
    """Set the single permissions that somebody holds beside their roles: one changes only what one holds oneself.

    Raises NotFound, OwnRole, BeyondOwn, or Invalid for a name that is none.
    """
    _not_oneself(person_id, by)
    _living(person_id)
    try:
        wanted = reduce(or_, (Permission[name] for name in names), Permission(0))
    except KeyError:
        raise invalid("permissions", _l("There is no such permission.")) from None
    held = session().get(Grant, (person_id, DIRECT, EVERYWHERE), populate_existing=True)
    before = Permission(held.permissions if held else 0)
    if before == wanted:
        return
    _refuse_beyond(before ^ wanted, by)
    ensure_role(DIRECT)
    if held is None:
        session().add(Grant(person_id=person_id, role_code=DIRECT, organisation_id=EVERYWHERE, permissions=int(wanted)))
    elif wanted:
        held.permissions = int(wanted)
    else:
        session().delete(held)
    session().flush()
    audit.record(
        "permissions.set", _subject(person_id), {"permissions": _names(before)}, {"permissions": _names(wanted)}
    )


def _known(person_id: int, by: int | None) -> Person:
    """The person, where whoever acts may decide about them: not oneself, nobody who may do more."""
    found = _living(person_id)
    if by is not None:
        if person_id == by:
            raise OwnAccount
        if queries.permissions(person_id, EVERYWHERE) & ~queries.permissions(by, EVERYWHERE):
            raise HoldsMore
    return found


def _living(person_id: int) -> Person:
    """The person, unless they have left for good."""
    found = session().get(Person, person_id, populate_existing=True)
    if found is None or found.closed_at is not None:
        raise NotFound
    return found


def _not_oneself(person_id: int, by: int) -> None:
    if person_id == by:
        raise OwnRole


def _refuse_beyond(changed: Permission, by: int) -> None:
    if changed & ~queries.permissions(by, EVERYWHERE):
        raise BeyondOwn


def _names(permissions: Permission) -> list[str]:
    return [str(flag.name) for flag in Permission if flag in permissions]


def _subject(person_id: int) -> str:
    return f"person:{ids.show(person_id)}"
