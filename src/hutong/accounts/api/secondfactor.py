"""The second factor: setting it up, the step after the password, and giving it up."""

from flask import Response, render_template
from flask_babel import lazy_gettext as _l

from hutong.accounts import halfway, queries, secondfactor
from hutong.accounts.actions import secondfactor as actions
from hutong.accounts.actions.secondfactor import FactorOn
from hutong.accounts.api.base import api, enter, myself, prove
from hutong.accounts.halfway import Half
from hutong.accounts.principal import BROWSER
from hutong.accounts.queries import doors
from hutong.accounts.schemas import SessionOut, UserOut
from hutong.accounts.schemas.secondfactor import EnrolmentOut, FactorCodeIn, FactorOut, ProofIn, RecoveryCodesOut
from hutong.accounts.secondfactor import FactorWrong, NoFactor
from hutong.kernel import clock, limits, security
from hutong.kernel.errors import TooMany, Unauthenticated
from hutong.kernel.forms import page_asked
from hutong.kernel.limits import Limit
from hutong.kernel.web import me

FIRST_CODES = Limit("second-factor-first", 20, 15 * clock.MINUTE)
PAGE = "/me/second-factor"


def try_code(body: FactorCodeIn) -> Half:  # noqa: ARG001 - only counts
    """Count the try, for this browser and this person."""
    return halfway.try_once()


@api.put(
    "/session/second-factor",
    scope=BROWSER,
    public=True,
    before=try_code,
    raises=(Unauthenticated, FactorWrong, TooMany),
)
def prove_second_factor(body: FactorCodeIn, ready: Half) -> SessionOut:
    """The second step of logging in, in the browser that has taken the first within five minutes."""
    actions.prove(ready.person_id, body.code)
    person = queries.own(ready.person_id)
    halfway.passed(ready)
    enter(person.id, ready.remember, proven=True)
    return SessionOut(csrf_token=security.csrf_token(), user=UserOut.of_person(person, queries.avatar(person)))


@api.get("/me/second-factor", scope=BROWSER)
def show_second_factor() -> FactorOut:
    """Whether two-step login is on, and how many recovery codes are left."""
    return FactorOut(on=doors.guarded(me().id), recovery_codes_left=doors.codes_left(me().id))


def prove_password_for_factor(body: ProofIn) -> None:
    """The password once more."""
    prove(body.password)


@api.post("/me/second-factor", scope=BROWSER, before=prove_password_for_factor, raises=(FactorOn, TooMany))
def begin_second_factor(body: ProofIn) -> EnrolmentOut:  # noqa: ARG001 - read in `before`
    """Get a secret for an authenticator; it guards nothing before its first code."""
    secret = actions.begin(me().id)
    return EnrolmentOut(secret=secret, uri=secondfactor.address_of(secret, me().name))


def count_first_code(body: FactorCodeIn) -> None:  # noqa: ARG001 - only counts
    """Count the try."""
    limits.spend(FIRST_CODES, me().id)


@api.put("/me/second-factor", scope=BROWSER, before=count_first_code, raises=(NoFactor, FactorOn, FactorWrong, TooMany))
def confirm_second_factor(body: FactorCodeIn) -> RecoveryCodesOut | Response:
    """Switch two-step login on with the first code; recovery codes are in this answer only, other sessions end."""
    return _shown_once(actions.confirm(me().id, body.code, myself().session_id))


@api.post(
    "/me/second-factor/recovery-codes", scope=BROWSER, before=prove_password_for_factor, raises=(NoFactor, TooMany)
)
def renew_recovery_codes(body: ProofIn) -> RecoveryCodesOut | Response:  # noqa: ARG001 - read in `before`
    """Get other recovery codes; the ones before are void."""
    return _shown_once(actions.renew_codes(me().id))


@api.delete(
    "/me/second-factor",
    scope=BROWSER,
    before=prove_password_for_factor,
    raises=(NoFactor, TooMany),
    done=_l("Two-step login is off."),
)
def turn_second_factor_off(body: ProofIn) -> None:  # noqa: ARG001 - read in `before`
    """Give two-step login up."""
    actions.turn_off(me().id)


def _shown_once(codes: list[str]) -> RecoveryCodesOut | Response:
    """A plain form gets a page: a redirect would have to keep the codes."""
    if page_asked() is None:
        return RecoveryCodesOut(recovery_codes=codes)
    text = render_template("accounts/recovery.html", codes=codes, tab="security", page_path=PAGE)
    return Response(text, status=201, mimetype="text/html")
