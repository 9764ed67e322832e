"""Logging in by way of other sites, and linking their accounts."""

from flask_babel import lazy_gettext as _l

from hutong.accounts import errands, queries
from hutong.accounts.actions import outsiders as actions
from hutong.accounts.actions.outsiders import AddressTaken, LastWayIn, LinkedElsewhere
from hutong.accounts.api.base import api, let_in, prove
from hutong.accounts.api.session import Suspended
from hutong.accounts.errands import NothingProven
from hutong.accounts.gateways import PROVIDERS, Outsider, Provider
from hutong.accounts.principal import BROWSER
from hutong.accounts.queries import outsiders
from hutong.accounts.schemas import SessionOut, UserOut
from hutong.accounts.schemas.outsiders import LoginOut, ProviderOut, VisitIn
from hutong.accounts.schemas.secondfactor import ProofIn
from hutong.kernel import security
from hutong.kernel.errors import NotFound, TooMany
from hutong.kernel.paging import Page
from hutong.kernel.web import me


@api.get("/login-providers", public=True)
def list_providers() -> Page[ProviderOut]:
    """The sites by way of which one can log in here; a browser begins at `url`."""
    return Page(items=[_offered(one) for one in PROVIDERS.all()])


def prove_outside(body: VisitIn) -> Outsider:  # noqa: ARG001 - what is proven is in the cookie
    """Whom this browser has proven to be elsewhere; read once, for the action may run again."""
    return errands.use()


@api.put(
    "/session/external",
    scope=BROWSER,
    public=True,
    before=prove_outside,
    raises=(NothingProven, NotFound, AddressTaken, Suspended),
)
def enter_from_outside(body: VisitIn, ready: Outsider) -> SessionOut:
    """Come in with what this browser has proven elsewhere; 404 where no account is linked and none is wanted."""
    person = actions.visit(ready)
    if person is None:
        if not body.register_new:
            raise NotFound
        person = actions.register_outsider(ready)
    if person.suspended_at is not None:
        raise Suspended
    errands.forget()
    if not let_in(person.id, remember=False):
        return SessionOut(csrf_token=security.csrf_token(), user=None, second_factor=True)
    return SessionOut(csrf_token=security.csrf_token(), user=UserOut.of_person(person, queries.avatar(person)))


@api.get("/me/logins", scope=BROWSER)
def list_logins() -> Page[LoginOut]:
    """The other sites' accounts that open one's own."""
    return Page(items=[LoginOut.model_validate(row) for row in outsiders.logins(me().id)])


@api.post(
    "/me/logins",
    scope=BROWSER,
    before=errands.use,
    raises=(NothingProven, LinkedElsewhere),
    done=_l("The accounts are linked."),
)
def link_login(ready: Outsider) -> LoginOut:
    """Link the account that this browser has proven elsewhere to one's own."""
    made = actions.link(me().id, ready)
    errands.forget()
    return LoginOut.model_validate(made)


def prove_for_unlinking(login_id: int, body: ProofIn) -> None:  # noqa: ARG001 - the id is the action's
    """The password once more."""
    prove(body.password)


@api.delete(
    "/me/logins/<id:login_id>",
    scope=BROWSER,
    before=prove_for_unlinking,
    raises=(NotFound, LastWayIn, TooMany),
    done=_l("The accounts are no longer linked."),
)
def unlink_login(login_id: int, body: ProofIn) -> None:  # noqa: ARG001 - read in `before`
    """Unlink another site's account."""
    actions.unlink(me().id, login_id)


def _offered(found: Provider) -> ProviderOut:
    return ProviderOut(name=found.name, label=str(found.label), url=f"/login/with/{found.name}")
