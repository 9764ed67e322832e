"""What staff do with people: keeping them out, roles and permissions, real names."""

from flask_babel import lazy_gettext as _l

from hutong.accounts import queries
from hutong.accounts.actions import identity, people
from hutong.accounts.actions.identity import OwnIdentity
from hutong.accounts.actions.organisations import BeyondOwn, OwnRole
from hutong.accounts.actions.people import AlreadySuspended, HoldsMore, NotSuspended, OwnAccount
from hutong.accounts.api.base import api, myself
from hutong.accounts.models import Permission
from hutong.accounts.principal import BROWSER
from hutong.accounts.schemas.people import (
    EndedOut,
    HolderOut,
    IdentityDecisionIn,
    PermissionsIn,
    ReasonIn,
    SuspensionsIn,
)
from hutong.kernel import desk
from hutong.kernel.desk import SeveralOut
from hutong.kernel.errors import Conflict, NotFound, invalid


@api.get("/people/<id:person_id>/account", needs=Permission.MANAGE_PEOPLE, raises=(NotFound,))
def show_holder(person_id: int) -> HolderOut:
    """What somebody holds on this site (staff)."""
    return _holder(person_id)


@api.put(
    "/people/<id:person_id>/suspension",
    needs=Permission.MANAGE_PEOPLE,
    raises=(NotFound, OwnAccount, HoldsMore, AlreadySuspended),
    done=_l("They are logged out everywhere and cannot log in."),
)
def suspend_person(person_id: int, body: ReasonIn) -> HolderOut:
    """Keep somebody out, with a reason that they read; their sessions end."""
    people.suspend(person_id, body.reason, by=myself().id)
    return _holder(person_id)


@api.delete(
    "/people/<id:person_id>/suspension",
    needs=Permission.MANAGE_PEOPLE,
    raises=(NotFound, OwnAccount, HoldsMore, NotSuspended),
    done=_l("They can log in again."),
)
def restore_person(person_id: int) -> None:
    """Let somebody in again."""
    people.restore(person_id, by=myself().id)


@api.post(
    "/people/suspensions",
    status=200,
    needs=Permission.MANAGE_PEOPLE,
    done=_l("They are logged out everywhere and cannot log in."),
)
def suspend_people(body: SuspensionsIn) -> SeveralOut:
    """Keep several people out, for one reason; each says what became of it."""
    return desk.each(body.ids, lambda one: people.suspend(one, body.reason, by=myself().id))


@api.delete(
    "/people/<id:person_id>/sessions",
    status=200,
    needs=Permission.MANAGE_PEOPLE,
    raises=(NotFound, OwnAccount, HoldsMore),
    done=_l("They are logged out everywhere."),
)
def end_sessions_of_person(person_id: int) -> EndedOut:
    """Log somebody out everywhere."""
    return EndedOut(sessions_ended=people.end_sessions_of(person_id, by=myself().id))


@api.put(
    "/people/<id:person_id>/roles/<role>",
    scope=BROWSER,
    needs=Permission.GRANT_ROLES,
    raises=(NotFound, OwnRole, BeyondOwn),
    done=_l("The role was given."),
)
def give_role(person_id: int, role: str) -> HolderOut:
    """Give somebody a role on the whole site, which cannot hold more than one's own; nobody does so for themselves."""
    people.give_role(person_id, role, by=myself().id)
    return _holder(person_id)


@api.delete(
    "/people/<id:person_id>/roles/<role>",
    scope=BROWSER,
    needs=Permission.GRANT_ROLES,
    raises=(NotFound, OwnRole, BeyondOwn),
    done=_l("The role was taken away."),
)
def take_role(person_id: int, role: str) -> None:
    """Take a role on the whole site away from somebody."""
    people.take_role(person_id, role, by=myself().id)


@api.put(
    "/people/<id:person_id>/permissions",
    scope=BROWSER,
    needs=Permission.GRANT_ROLES,
    raises=(NotFound, OwnRole, BeyondOwn),
    done=_l("The permissions were set."),
)
def set_permissions(person_id: int, body: PermissionsIn) -> HolderOut:
    """Set the single permissions somebody holds beside their roles; one gives and takes only what one holds."""
    people.set_permissions(person_id, body.permissions, by=myself().id)
    return _holder(person_id)


@api.put(
    "/people/<id:person_id>/identity/decision",
    needs=Permission.VERIFY_PEOPLE,
    raises=(NotFound, OwnIdentity, Conflict),
    done=_l("The decision was kept and the person told."),
)
def decide_identity(person_id: int, body: IdentityDecisionIn) -> None:
    """Take a real name that waits as checked, or reject it with a reason; what is rejected can be given anew."""
    if not body.accept and not body.reason:
        raise invalid("reason", _l("Please say why."))
    identity.decide_identity(person_id, body.accept, body.reason, by=myself().id)


def _holder(person_id: int) -> HolderOut:
    person = queries.person(person_id)
    if person is None:
        raise NotFound
    roles, direct = queries.holdings(person_id)
    return HolderOut(
        id=person.id,
        name=person.nickname,
        joined_at=person.joined_at,
        suspended=person.suspended_at is not None,
        suspended_reason=person.suspended_reason,
        verified=person.verified_at is not None,
        roles=roles,
        permissions=[str(flag.name) for flag in Permission if flag in direct],
    )
