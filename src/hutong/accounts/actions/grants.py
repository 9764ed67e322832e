"""Giving people roles and permissions."""

from sqlalchemy.exc import IntegrityError

from hutong.accounts.models import DIRECT, EVERYWHERE, PRESETS, Grant, Permission, Person, Role
from hutong.accounts.models.roles import ONLY_THERE
from hutong.accounts.queries import by_login
from hutong.kernel import audit, ids
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound


def grant(login: str, role: str, organisation_id: int = EVERYWHERE) -> Person:
    """Give somebody a role; raises NotFound where there is no such person or role, or none for the whole site."""
    if session().get(Role, role) is None and role not in PRESETS:
        raise NotFound
    if organisation_id == EVERYWHERE and role in ONLY_THERE:
        raise NotFound
    return _give(login, role, 0, organisation_id)


def grant_permission(login: str, permission: Permission, organisation_id: int = EVERYWHERE) -> Person:
    """Give somebody a single permission; raises NotFound where there is no such person."""
    return _give(login, DIRECT, int(permission), organisation_id)


def ensure_role(role: str) -> None:
    """Keep the role in the table; others may be doing the same."""
    if session().get(Role, role) is not None:
        return
    try:
        with session().begin_nested():
            session().add(Role(code=role, permissions=int(PRESETS.get(role, 0))))
    except IntegrityError:
        return


def _give(login: str, role: str, permissions: int, organisation_id: int) -> Person:
    person = by_login(login)
    if person is None:
        raise NotFound
    ensure_role(role)
    key = (person.id, role, organisation_id)
    held = session().get(Grant, key)
    before = held.permissions if held else None
    if held is None:
        held = Grant(person_id=person.id, role_code=role, organisation_id=organisation_id, permissions=0)
        session().add(held)
    held.permissions |= permissions
    audit.record(
        "grant.given",
        f"person:{ids.show(person.id)}",
        before={"role": role, "permissions": before},
        after={"role": role, "permissions": held.permissions, "organisation": organisation_id},
    )
    return person
