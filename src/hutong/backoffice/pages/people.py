"""One person, and one real name that waits, as staff see them."""

from flask import render_template
from sqlalchemy import select

from hutong.accounts import mobiles, queries, realname
from hutong.accounts.models import PRESETS, Permission
from hutong.accounts.models.roles import ONLY_THERE
from hutong.accounts.queries import organisations
from hutong.accounts.staff import ROLE_NAMES, masked_mail
from hutong.backoffice.pages.base import pages
from hutong.backoffice.staff.audit import changes, shown_subject
from hutong.backoffice.words import PERMISSIONS
from hutong.kernel import desk, ids
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.kernel.web import me

LATEST = 10


@pages.page("/staff/people/<id:person_id>", needs=Permission.MANAGE_PEOPLE)
def person(person_id: int) -> str:
    """One person: contact (masked), sessions, roles and permissions, what was done about them."""
    found = queries.person(person_id)
    if found is None:
        raise NotFound
    roles, direct = queries.holdings(person_id)
    mine = queries.permissions(me().id)
    theirs = queries.permissions(person_id)
    return render_template(
        "backoffice/person.html",
        person=found,
        mobile=mobiles.masked(found.mobile) if found.mobile else "",
        email=masked_mail(found.email) if found.email else "",
        sessions=queries.sessions(person_id),
        roles=roles,
        role_names=ROLE_NAMES,
        offered=[code for code, held in PRESETS.items() if code not in ONLY_THERE and not held & ~mine],
        takeable=[code for code in roles if not PRESETS.get(code, Permission(0)) & ~mine],
        permissions=[(flag, PERMISSIONS[flag]) for flag in Permission],
        direct=direct,
        mine=mine,
        firms=organisations.of_person(person_id),
        oneself=person_id == me().id,
        beyond=bool(theirs & ~mine),
        may_grant=desk.may(Permission.GRANT_ROLES),
        log=_log(person_id) if desk.may(Permission.READ_AUDIT) else [],
    )


@pages.page("/staff/identities/<id:person_id>", needs=Permission.VERIFY_PEOPLE)
def identity(person_id: int) -> str:
    """One real name: whole while it waits to be compared, masked afterwards."""
    found, card = queries.identity(person_id), queries.people([person_id]).get(person_id)
    if found is None or card is None:
        raise NotFound
    name = realname.unseal(person_id, found.name_secret)
    number = realname.unseal(person_id, found.number_secret)
    waits = found.state == "pending" and person_id != me().id
    return render_template(
        "backoffice/identity.html",
        identity=found,
        card=card,
        name=name if waits else realname.masked_name(name),
        number=number if waits else realname.masked(number),
        waits=waits,
    )


def _log(person_id: int) -> list[tuple[AuditEntry, str, str]]:
    """The latest that was done about a person."""
    about = select(AuditEntry).where(AuditEntry.subject == f"person:{ids.show(person_id)}")
    rows = session().scalars(about.order_by(AuditEntry.id.desc()).limit(LATEST))
    return [(row, shown_subject(row.subject), changes(row)) for row in rows]
