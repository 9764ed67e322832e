"""Pages about firms and their members."""

from collections.abc import Callable
from typing import Any, cast

from flask import render_template
from flask_babel import gettext as _

from hutong.accounts.models import LADDERS, PRESETS, Permission
from hutong.accounts.models.organisations import FOLLOWING, TO_DECIDE
from hutong.accounts.pages.base import pages
from hutong.accounts.principal import Principal
from hutong.accounts.queries import is_verified, permissions
from hutong.accounts.queries import organisations as queries
from hutong.kernel.errors import NotFound
from hutong.kernel.web import me

ROLES: dict[str, Callable[[], Any]] = {
    "usher": lambda: _("Usher: lets guests in"),
    "clerk": lambda: _("Clerk: sells at the counter"),
    "scheduler": lambda: _("Scheduler: plans the shows"),
    "cinema_manager": lambda: _("Manager: everything in this cinema"),
    "host_keeper": lambda: _("Keeper: looks after bookings"),
    "host_manager": lambda: _("Manager: everything of this host"),
}
STATES: dict[str, tuple[Callable[[], Any], str]] = {
    "pending": (lambda: _("Waits for approval"), "waiting"),
    "approved": (lambda: _("Approved"), "free"),
    "rejected": (lambda: _("Not approved"), "bad"),
    "suspended": (lambda: _("Suspended"), "bad"),
}
STEPS: dict[str, Callable[[], Any]] = {
    "founded": lambda: _("Founded"),
    "handed_in": lambda: _("Handed in again"),
    **{state: word for state, (word, _colour) in STATES.items()},
}
KINDS: dict[str, Callable[[], Any]] = {"cinema": lambda: _("A cinema"), "host": lambda: _("A host")}


def _words() -> dict[str, Any]:
    return {
        "roles": {code: word() for code, word in ROLES.items()},
        "states": {code: (word(), colour) for code, (word, colour) in STATES.items()},
        "kinds": {code: word() for code, word in KINDS.items()},
    }


@pages.page("/me/organisations")
def organisations() -> str:
    """The firms one belongs to, and founding one."""
    return render_template(
        "accounts/organisations.html",
        mine=queries.of_person(me().id),
        verified=is_verified(me().id),
        tab="organisations",
        **_words(),
    )


@pages.page("/organisations/<id:organisation_id>")
def organisation(organisation_id: int) -> str:
    """One firm: its state, its members, and what staff decide about it."""
    here = cast(Principal, me())
    found = queries.organisation(organisation_id)
    role = queries.role_in(organisation_id, here.id) if found else None
    if found is None or (role is None and not here.can(TO_DECIDE[found.kind])):
        raise NotFound
    held = permissions(here.id, organisation_id)
    manages = bool(held & Permission.MANAGE_MEMBERS) and found.state == "approved"
    return render_template(
        "accounts/organisation.html",
        organisation=found,
        members=queries.members(organisation_id),
        role=role,
        manages=manages,
        may_give=[code for code in LADDERS[found.kind] if not PRESETS[code] & ~held],
        may_mend=found.state == "rejected" and role == LADDERS[found.kind][-1],
        history=[(STEPS[one.what](), one) for one in queries.history(found.id) if one.what in STEPS],
        decisions=FOLLOWING[found.state] if here.can(TO_DECIDE[found.kind]) else (),
        tab="organisations",
        **_words(),
    )
