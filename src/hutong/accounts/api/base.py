"""What the routes of accounts share."""

from typing import cast

from flask import g, request
from flask import session as cookie

from hutong.accounts import actions, devices, principal
from hutong.accounts.principal import Principal
from hutong.kernel.web import Api, me, viewer

api = Api("accounts")


def myself() -> Principal:
    """Whoever is signed in; raises Unauthenticated."""
    return cast(Principal, me())


def enter(person_id: int, remember: bool) -> None:
    """Sign this browser in: a fresh session id and a fresh CSRF secret, nothing of before."""
    before = cast(Principal | None, viewer())
    sid = principal.new_sid()
    actions.begin_session(
        person_id,
        sid,
        remember,
        devices.device(request.user_agent.string),
        request.remote_addr or "",
        before.session_id if before else None,
    )
    leave()
    cookie["sid"] = sid
    cookie.permanent = remember


def leave() -> None:
    """Empty this browser's cookie."""
    cookie.clear()
    g.pop("csrf_token", None)  # Flask-WTF keeps the token it has signed
