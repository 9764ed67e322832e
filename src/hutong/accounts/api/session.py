"""Logging in and out, and one's sessions."""

from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _l

from hutong.accounts import actions, codes, passwords, queries, suspicion
from hutong.accounts.api.base import api, leave, let_in, myself
from hutong.accounts.codes import CaptchaWrong
from hutong.accounts.passwords import PasswordHash
from hutong.accounts.principal import BROWSER
from hutong.accounts.schemas import DeviceOut, LoginIn, SessionOut, UserOut
from hutong.accounts.suspicion import CaptchaNeeded
from hutong.kernel import clock, limits, security
from hutong.kernel.errors import Forbidden, NotFound, Problem, TooMany
from hutong.kernel.limits import Limit
from hutong.kernel.paging import Page

ACCOUNT_AND_ADDRESS = Limit("login", 5, 10 * clock.MINUTE)
ADDRESS = Limit("login-address", 100, 10 * clock.MINUTE)


class LoginFailed(Problem):
    """Not the right password, or no such account: that is not said."""

    status = 401
    code = "login_failed"
    detail = _l("Login name and password do not fit together.")


class Suspended(Forbidden):
    """The password is right, but the account is closed by staff."""

    code = "suspended"
    detail = _l("This account is suspended. Please contact the staff of this site.")


@dataclass(frozen=True)
class Known:
    """A person who has proven the password."""

    person_id: int
    renewed: PasswordHash | None


@api.get("/session", scope=BROWSER, public=True)
def show_session() -> SessionOut:
    """Who is signed in, if anybody, and the token that changes must carry."""
    return SessionOut(csrf_token=security.csrf_token(), user=UserOut.of_session())


def prove_password(body: LoginIn) -> Known:
    """Count the try, then check the password with the same work for every login."""
    key = suspicion.key_of(body.login)
    if suspicion.aroused(request.remote_addr, body.login):
        if body.captcha_id is None or not body.captcha_text:
            raise CaptchaNeeded
        codes.answer_captcha(body.captcha_id, body.captcha_text)
    limits.spend(ACCOUNT_AND_ADDRESS, key, request.remote_addr)
    limits.spend(ADDRESS, request.remote_addr)
    person = queries.by_login(body.login)
    if not passwords.matches(body.password, person.password_hash if person else None) or person is None:
        suspicion.note_failure(request.remote_addr, body.login)
        raise LoginFailed
    limits.forget(ACCOUNT_AND_ADDRESS, key, request.remote_addr)
    limits.spend(ADDRESS, request.remote_addr, times=-1)
    if person.suspended_at is not None:
        raise Suspended
    renewed = passwords.hashed(body.password) if passwords.outdated(person.password_hash) else None
    return Known(person.id, renewed)


@api.post(
    "/session",
    scope=BROWSER,
    public=True,
    before=prove_password,
    raises=(LoginFailed, Suspended, CaptchaNeeded, CaptchaWrong, TooMany),
)
def log_in(body: LoginIn, ready: Known) -> SessionOut:
    """Sign this browser in: the cookie gets a new session, `csrf_token` is its token.

    With `second_factor` true nobody is signed in yet: the code goes to `PUT /session/second-factor` first,
    or a passkey's answer to `PUT /session/passkey`, which staff may have instead of a code.
    """
    person = queries.person(ready.person_id)
    if person is None:
        raise LoginFailed
    if ready.renewed is not None:
        person.password = ready.renewed
    if not let_in(person.id, body.remember):
        return SessionOut(csrf_token=security.csrf_token(), user=None, second_factor=True)
    user = UserOut.of_person(person, queries.avatar(person))
    return SessionOut(csrf_token=security.csrf_token(), user=user)


@api.delete("/session", scope=BROWSER, done=_l("You are logged out."))
def log_out() -> None:
    """Sign this browser out."""
    actions.end_session(myself().id, myself().session_id)
    leave()


@api.get("/me/sessions", scope=BROWSER)
def list_sessions() -> Page[DeviceOut]:
    """Where one is signed in, latest first."""
    here = myself()
    return Page(items=[DeviceOut.of(row, here.session_id) for row in queries.sessions(here.id)])


@api.delete("/me/sessions", scope=BROWSER, done=_l("All other devices are logged out."))
def end_others() -> None:
    """Sign all other browsers out."""
    actions.end_all_others(myself().id, myself().session_id)


@api.delete("/me/sessions/<id:session_id>", scope=BROWSER, raises=(NotFound,), done=_l("That device is logged out."))
def end_session(session_id: int) -> None:
    """Sign one browser out."""
    actions.end_session(myself().id, session_id)
    if session_id == myself().session_id:
        leave()
