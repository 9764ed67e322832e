"""Who stops at the gate: tokens outside of their scopes, and accounts that are not active yet."""

from urllib.parse import urlencode

from flask import request
from flask_babel import lazy_gettext as _l

from hutong.accounts.principal import BROWSER, EVERYTHING, Principal
from hutong.kernel.contribute import Point
from hutong.kernel.errors import Forbidden
from hutong.kernel.web import API, Rule, rules, viewer

INACTIVE_MAY = {
    "kernel_api.choose_language",
    *(
        f"accounts_api.{name}"
        for name in (
            "activate", "ask_for_passkey", "change_password", "edit_me", "end_others", "end_session",
            "enter_by_passkey", "log_in", "log_out", "prove_second_factor", "register", "register_by_mail",
            "remove_passkey", "reset_password", "send_code", "send_link_again",
        )
    ),
}  # fmt: skip


# Routes of other slices by which somebody settles what keeps them here: leaving takes no consent to new terms.
SETTLING: Point[str] = Point("settling")
WITHOUT_CONSENT = {
    *(INACTIVE_MAY - {"accounts_api.edit_me"}),
    *(
        f"accounts_api.{name}"
        for name in (
            "give_consent",
            "ask_export",
            "close_account",
            "register",
            "answer_scan",
            "add_member",
            "change_member",
        )
    ),
    *(f"accounts.{name}" for name in ("agree", "privacy", "security", "passkeys", "organisation")),
}


class Inactive(Forbidden):
    """The account was made by mail and its link was not followed yet."""

    code = "inactive"
    detail = _l("Your account is not active yet: follow the link in the mail we sent you.")


def only_the_active(rule: Rule) -> None:
    """Let inactive accounts look, but not trade or post; raises Inactive."""
    person = viewer()
    if rule.writes and isinstance(person, Principal) and not person.active and rule.name not in INACTIVE_MAY:
        raise Inactive


class FactorMissing(Forbidden):
    """Staff set up two-step login before they work."""

    code = "second_factor_missing"
    detail = _l("Set up two-step login first: staff need it for their work.")


class ToSetUp(FactorMissing):
    """The same on a page: the answer leads to where it is set up."""

    status = 303

    def __init__(self, page: str) -> None:
        query = urlencode({"next": page})
        super().__init__(headers={"Location": f"/me/second-factor?{query}", "Cache-Control": "no-store"})


def only_the_proven(rule: Rule) -> None:
    """Lead staff without a second factor to setting it up, before any work of theirs; raises FactorMissing."""
    person = viewer()
    if not isinstance(person, Principal) or not person.withheld:
        return
    if rule.needs is not None or rule.path.startswith(("/staff", f"{API}/staff")):
        raise FactorMissing if rule.path.startswith(API) or rule.writes else ToSetUp(request.full_path.rstrip("?"))


class ConsentNeeded(Forbidden):
    """The terms have changed since the person has agreed to them."""

    code = "consent_needed"
    detail = _l("Our terms have changed. Please read them and agree first.")


class ToAgree(ConsentNeeded):
    """The same on a page: the answer leads to the texts."""

    status = 303

    def __init__(self, page: str) -> None:
        query = urlencode({"next": page})
        super().__init__(headers={"Location": f"/terms/agree?{query}", "Cache-Control": "no-store"})


def only_the_agreed(rule: Rule) -> None:
    """Ask again whoever has not agreed to the terms in force, before they go on; raises ConsentNeeded."""
    person = viewer()
    if not isinstance(person, Principal) or person.agreed or rule.name in WITHOUT_CONSENT:
        return
    if rule.name in SETTLING.all():
        return
    if rule.writes:
        raise ConsentNeeded
    if not rule.public and not rule.path.startswith(API):
        raise ToAgree(request.full_path.rstrip("?"))


def offered() -> list[str]:
    """The scopes there are, everything first."""
    found = {scope_of(rule) for rule in rules().values() if rule.path.startswith(API) and rule.scope != BROWSER}
    return [EVERYTHING, *sorted(found)]


def scope_of(rule: Rule) -> str:
    """What a token needs for a route."""
    return f"{rule.scope}:{'write' if rule.writes else 'read'}"


def only_the_api(rule: Rule) -> None:
    """Keep tokens from the pages that belong to a person; raises Forbidden."""
    person = viewer()
    by_token = isinstance(person, Principal) and person.scopes is not None
    if by_token and not rule.public and not rule.path.startswith(API):
        raise Forbidden(permission=f"scope {BROWSER}")
