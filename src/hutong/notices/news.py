"""What the accounts tell people: kinds of notices with their words, and who listens."""

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.accounts.events import (
    ExportReady,
    IdentityRejected,
    LoginLinked,
    MemberChanged,
    OrganisationDecided,
    PasskeyChanged,
    PasswordChanged,
    PersonRestored,
    PersonSuspended,
    SecondFactorChanged,
)
from hutong.kernel import events, ids
from hutong.notices import actions
from hutong.notices.kinds import KINDS, Kind

SECURITY = "/me/security"


def install(app: Flask) -> None:
    """Contribute the kinds and listen."""
    KINDS.add(
        app,
        Kind("organisation.decided", _decided_title, lambda data: str(data["reason"]), label=_l("Organisations")),
        Kind("organisation.member", _member_title, lambda _data: ""),
        Kind("safety.password", lambda _data: _("Your password was changed"), _not_you, must=True),
        Kind("safety.login", _linked_title, _not_you, must=True),
        Kind("safety.export", lambda _data: _("Your archive can be fetched"), _not_you, must=True),
        Kind("safety.factor", _factor_title, _not_you, must=True),
        Kind("safety.passkey", _passkey_title, _not_your_passkey, must=True),
    )
    events.listen(app, PasskeyChanged, _tell_passkey)
    events.listen(app, PasswordChanged, lambda event: actions.tell(event.person_id, "safety.password", {}, SECURITY))
    events.listen(app, LoginLinked, _tell_linked)
    events.listen(app, ExportReady, lambda event: actions.tell(event.person_id, "safety.export", {}, "/me/privacy"))
    events.listen(app, SecondFactorChanged, _tell_factor)
    KINDS.add(
        app,
        Kind(
            "account.suspended",
            lambda _data: _("Your account was suspended"),
            _reason,
            label=_l("Your account"),
            must=True,
        ),
        Kind("account.restored", lambda _data: _("You can log in again"), lambda _data: "", must=True),
        Kind("account.identity_rejected", lambda _data: _("Your real name could not be verified"), _reason, must=True),
    )
    events.listen(app, OrganisationDecided, _tell_decided)
    events.listen(app, MemberChanged, _tell_member)
    events.listen(app, PersonSuspended, _tell_suspended)
    events.listen(app, PersonRestored, lambda event: actions.tell(event.person_id, "account.restored", {}))
    events.listen(app, IdentityRejected, _tell_rejected)


def _decided_title(data: dict[str, Any]) -> str:
    name = data["name"]
    if data["state"] == "approved":
        return _("%(name)s was approved", name=name)
    if data["state"] == "rejected":
        return _("%(name)s was not approved", name=name)
    return _("%(name)s was suspended", name=name)


def _member_title(data: dict[str, Any]) -> str:
    if data["role"] is None:
        return _("You do not belong to %(name)s any more", name=data["name"])
    return _("You have a role in %(name)s", name=data["name"])


def _factor_title(data: dict[str, Any]) -> str:
    return _("Two-step login was turned on") if data["on"] else _("Two-step login was turned off")


def _passkey_title(data: dict[str, Any]) -> str:
    if data["added"]:
        return _("A passkey (%(name)s) now opens your account", name=data["name"])
    return _("A passkey (%(name)s) opens your account no more", name=data["name"])


def _not_your_passkey(_data: dict[str, Any]) -> str:
    return _("Was it not you? Remove passkeys you do not know, set another password and log out all other devices.")


def _tell_passkey(event: PasskeyChanged) -> None:
    actions.tell(event.person_id, "safety.passkey", {"name": event.name, "added": event.added}, "/me/passkeys")


def _linked_title(data: dict[str, Any]) -> str:
    return _("An account of another site (%(site)s) now opens yours", site=data["site"])


def _tell_linked(event: LoginLinked) -> None:
    actions.tell(event.person_id, "safety.login", {"site": event.provider}, "/me/logins")


def _not_you(_data: dict[str, Any]) -> str:
    return _("Was it not you? Then set another password at once and log out all other devices.")


def _tell_factor(event: SecondFactorChanged) -> None:
    actions.tell(event.person_id, "safety.factor", {"on": event.on}, SECURITY)


def _tell_decided(event: OrganisationDecided) -> None:
    data = {"name": event.name, "state": event.state, "reason": event.reason}
    for person_id in event.managers:
        actions.tell(person_id, "organisation.decided", data, _page(event.organisation_id))


def _tell_member(event: MemberChanged) -> None:
    link = _page(event.organisation_id) if event.role else ""
    actions.tell(event.person_id, "organisation.member", {"name": event.name, "role": event.role}, link)


def _reason(data: dict[str, Any]) -> str:
    return str(data.get("reason", ""))


def _tell_suspended(event: PersonSuspended) -> None:
    actions.tell(event.person_id, "account.suspended", {"reason": event.reason})


def _tell_rejected(event: IdentityRejected) -> None:
    actions.tell(event.person_id, "account.identity_rejected", {"reason": event.reason}, "/me/identity")


def _page(organisation_id: int) -> str:
    return f"/organisations/{ids.show(organisation_id)}"
