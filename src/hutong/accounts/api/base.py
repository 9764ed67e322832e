"""What the routes of accounts share."""

from typing import cast

from flask import g, request
from flask import session as cookie
from flask_babel import lazy_gettext as _l

from hutong.accounts import actions, devices, errands, halfway, passwords, principal, queries
from hutong.accounts.principal import Principal
from hutong.accounts.queries import doors
from hutong.kernel import clock, limits
from hutong.kernel.errors import invalid
from hutong.kernel.limits import Limit
from hutong.kernel.web import Api, header, me, viewer

api = Api("accounts")
PASSWORD_TRIES = Limit("password", 10, 10 * clock.MINUTE)
FRESH = 10 * clock.MINUTE  # how long after logging in those are believed who have no password
CODE_PAGE = "/login/code"


def myself() -> Principal:
    """Whoever is signed in; raises Unauthenticated."""
    return cast(Principal, me())


def prove(password: str, field: str = "password") -> None:
    """Whoever is signed in proves it once more, outside of a transaction; raises Invalid or TooMany."""
    limits.spend(PASSWORD_TRIES, me().id)
    person = queries.own(me().id)
    if not person.password_hash:
        if clock.now() - queries.session_begun(myself().session_id) > FRESH:
            raise invalid(field, _l("Log out and in again, and then do this within ten minutes."))
    elif not passwords.matches(password, person.password_hash):
        raise invalid(field, _l("This is not your current password."))
    limits.forget(PASSWORD_TRIES, me().id)


def let_in(person_id: int, remember: bool) -> bool:
    """Sign this browser in, or stop it at the second step where the person has one; whether it is in."""
    if not doors.two_steps(person_id):
        enter(person_id, remember)
        return True
    outside = cookie.get(errands.PROVEN)
    leave()
    if outside is not None:
        cookie[errands.PROVEN] = outside
    halfway.stop(person_id, remember)
    header("X-Next", CODE_PAGE)
    return False


def enter(person_id: int, remember: bool, proven: bool = False) -> None:
    """Sign this browser in, `proven` by both steps: a fresh session id and CSRF secret, nothing of before."""
    before = cast(Principal | None, viewer())
    sid = principal.new_sid()
    actions.begin_session(
        person_id,
        sid,
        remember,
        proven,
        devices.device(request.user_agent.string),
        request.remote_addr or "",
        before.session_id if before else None,
    )
    outside = cookie.get(errands.PROVEN)  # may be linked after logging in
    leave()
    if outside is not None:
        cookie[errands.PROVEN] = outside
    cookie["sid"] = sid
    cookie.permanent = remember


def leave() -> None:
    """Empty this browser's cookie."""
    cookie.clear()
    g.pop("csrf_token", None)  # Flask-WTF keeps the token it has signed
