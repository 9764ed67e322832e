"""Firms and their members."""

from flask_babel import lazy_gettext as _l

from hutong.accounts.actions import organisations as actions
from hutong.accounts.actions.organisations import (
    AlreadyMember,
    BeyondOwn,
    LastManager,
    NotApproved,
    NotVerified,
    OwnRole,
    TooManyFounded,
)
from hutong.accounts.api.base import api, myself
from hutong.accounts.models import Organisation
from hutong.accounts.models.organisations import TO_DECIDE
from hutong.accounts.queries import organisations as queries
from hutong.accounts.schemas.organisations import (
    ApplicationIn,
    DecisionIn,
    MemberIn,
    MemberOut,
    OrganisationIn,
    OrganisationOut,
    OrganisationQuery,
    RoleIn,
)
from hutong.kernel import clock, limits
from hutong.kernel.errors import Conflict, Forbidden, NotFound, TooMany
from hutong.kernel.limits import Limit
from hutong.kernel.paging import Page, encode, page

TAKEN_IN = Limit("members", 100, clock.DAY)  # or else people could be looked for here


@api.get("/organisations", raises=(Forbidden,))
def list_organisations(query: OrganisationQuery) -> Page[OrganisationOut]:
    """The firms one belongs to; `whose=all` lists those that staff decide about, newest first."""
    if query.whose == "mine":
        return Page(items=[OrganisationOut.of(row, role) for row, role in queries.of_person(myself().id)])
    kinds = [kind for kind, needed in TO_DECIDE.items() if myself().can(needed)]
    if not kinds:
        raise Forbidden(permission=TO_DECIDE["cinema"].name)
    rows = queries.every(kinds, query.state, query.limit, query.cursor)
    return page(rows, query.limit, lambda row: encode(row.id), OrganisationOut.of)


@api.post("/organisations", raises=(NotVerified, TooManyFounded), done=_l("Your organisation now waits for approval."))
def found_organisation(body: OrganisationIn) -> OrganisationOut:
    """Found a firm; staff approve it, and until then it cannot trade."""
    made = actions.found(body.kind, body.name, myself().id, vouched=myself().can(TO_DECIDE[body.kind]))
    return OrganisationOut.of(made, queries.role_in(made.id, myself().id))


@api.get("/organisations/<id:organisation_id>", raises=(NotFound,))
def show_organisation(organisation_id: int) -> OrganisationOut:
    """A firm one belongs to, or decides about."""
    found, role = seen(organisation_id)
    return OrganisationOut.of(found, role)


@api.put(
    "/organisations/<id:organisation_id>/decision",
    raises=(NotFound, Forbidden, Conflict),
    done=_l("The organisation's managers were told."),
)
def decide_organisation(organisation_id: int, body: DecisionIn) -> OrganisationOut:
    """Approve, reject or suspend a firm, with a reason (staff)."""
    seen(organisation_id)
    return OrganisationOut.of(actions.decide(organisation_id, body.state, body.reason, by=myself().id))


@api.put(
    "/organisations/<id:organisation_id>/application",
    raises=(NotFound, Forbidden, Conflict),
    done=_l("Your organisation waits for approval again."),
)
def hand_in_again(organisation_id: int, body: ApplicationIn) -> OrganisationOut:
    """Mend a firm that was rejected, and have staff look at it once more; only its managers may."""
    found = actions.hand_in_again(organisation_id, body.name, by=myself().id)
    return OrganisationOut.of(found, queries.role_in(organisation_id, myself().id))


@api.get("/organisations/<id:organisation_id>/members", raises=(NotFound,))
def list_members(organisation_id: int) -> Page[MemberOut]:
    """Who belongs to a firm, first come first."""
    seen(organisation_id)
    return Page(items=[_shown(member) for member in queries.members(organisation_id)])


def count_member(organisation_id: int, body: MemberIn) -> None:  # noqa: ARG001 - only counts
    """People are not to be tried out here."""
    limits.spend(TAKEN_IN, myself().id)


@api.post(
    "/organisations/<id:organisation_id>/members",
    before=count_member,
    raises=(NotFound, Forbidden, BeyondOwn, NotApproved, AlreadyMember, Conflict, TooMany),
    done=_l("The new member was told."),
)
def add_member(organisation_id: int, body: MemberIn) -> MemberOut:
    """Take somebody in; the role cannot hold more than one's own."""
    person = actions.add_member(organisation_id, body.login, body.role, by=myself().id)
    return _member(organisation_id, person.id)


@api.put(
    "/organisations/<id:organisation_id>/members/<id:person_id>",
    raises=(NotFound, Forbidden, BeyondOwn, OwnRole, NotApproved, LastManager),
    done=_l("The role was changed."),
)
def change_member(organisation_id: int, person_id: int, body: RoleIn) -> MemberOut:
    """Give a member another role."""
    actions.change_role(organisation_id, person_id, body.role, by=myself().id)
    return _member(organisation_id, person_id)


@api.delete(
    "/organisations/<id:organisation_id>/members/<id:person_id>",
    raises=(NotFound, Forbidden, BeyondOwn, NotApproved, LastManager),
    done=_l("The member has left."),
)
def remove_member(organisation_id: int, person_id: int) -> None:
    """Let a member go; with one's own id: leave."""
    seen(organisation_id)
    actions.remove_member(organisation_id, person_id, by=myself().id)


def seen(organisation_id: int) -> tuple[Organisation, str | None]:
    """A firm that whoever is signed in may see, and their role in it; raises NotFound."""
    found = queries.organisation(organisation_id)
    role = queries.role_in(organisation_id, myself().id) if found else None
    if found is None or (role is None and not myself().can(TO_DECIDE[found.kind])):
        raise NotFound
    return found, role


def _member(organisation_id: int, person_id: int) -> MemberOut:
    return next(_shown(one) for one in queries.members(organisation_id) if one.person.id == person_id)


def _shown(member: queries.Member) -> MemberOut:
    return MemberOut(person_id=member.person.id, name=member.person.name, role=member.role, since=member.since)
