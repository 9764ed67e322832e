"""Who may do what in a cinema: its staff hold roles in its organisation, the platform's staff everywhere."""

from typing import cast

from hutong.accounts.models import Permission
from hutong.accounts.principal import Principal
from hutong.cinema.models import Cinema, Hall, Right, Screening
from hutong.kernel.db import session
from hutong.kernel.errors import Forbidden, NotFound
from hutong.kernel.web import me, viewer

MANAGER = Permission.MANAGE_HALLS  # what only the manager of a cinema holds


def myself() -> Principal:
    """Whoever is signed in; raises Unauthenticated."""
    return cast(Principal, me())


def works_at(organisation_id: int) -> bool:
    """Whether whoever asks belongs to this organisation, or to the platform's staff for cinemas."""
    person = cast(Principal | None, viewer())
    if person is None:
        return False
    return bool(person.masks.get(organisation_id)) or person.can(Permission.MANAGE_CINEMAS)


def works() -> bool:
    """Whether whoever asks has a role in some cinema (its ushers have), or is the platform's staff for cinemas."""
    person = cast(Principal | None, viewer())
    return person is not None and any(mask & Permission.CHECK_IN for mask in person.masks.values())


def require(organisation_id: int, *permissions: Permission) -> None:
    """One of these permissions in an organisation, or being its colleague at all where none is named.

    Raises NotFound for strangers, Forbidden with the missing permission for colleagues.
    """
    person = myself()
    if any(person.can(permission, organisation_id) for permission in permissions):
        return
    if not works_at(organisation_id):
        raise NotFound
    if permissions:
        raise Forbidden(permission=permissions[0].name)


def cinema_for(cinema_id: int, *permissions: Permission) -> Cinema:
    """A cinema in which whoever asks holds one of these permissions; raises NotFound or Forbidden."""
    found = session().get(Cinema, cinema_id)
    if found is None:
        raise NotFound
    require(found.organisation_id, *permissions)
    return found


def hall_for(hall_id: int, *permissions: Permission) -> tuple[Hall, Cinema]:
    """A hall and its cinema, likewise."""
    found = session().get(Hall, hall_id)
    if found is None:
        raise NotFound
    return found, cinema_for(found.cinema_id, *permissions)


def right_for(right_id: int, *permissions: Permission) -> tuple[Right, Cinema]:
    """A right and its cinema, likewise."""
    found = session().get(Right, right_id)
    if found is None:
        raise NotFound
    return found, cinema_for(found.cinema_id, *permissions)


def screening_for(screening_id: int, *permissions: Permission) -> tuple[Screening, Cinema]:
    """A show and its cinema, likewise."""
    found = session().get(Screening, screening_id)
    if found is None:
        raise NotFound
    return found, cinema_for(found.cinema_id, *permissions)
