"""Pages of logging in by way of other sites: away, back, and what is to be done then."""

import structlog
from flask import Response, g, render_template, request

from hutong.accounts import errands
from hutong.accounts.gateways import PROVIDERS, Unbelievable, provider
from hutong.accounts.pages.account import next_page, to
from hutong.accounts.pages.base import pages
from hutong.accounts.queries import outsiders, own
from hutong.kernel import clock, limits
from hutong.kernel.exchange import Silent
from hutong.kernel.limits import Limit
from hutong.kernel.web import me, viewer

ERRANDS = Limit("errands", 60, 10 * clock.MINUTE)
log = structlog.get_logger("accounts")


@pages.page("/login/with/<name>", public=True)
def log_in_elsewhere(name: str) -> Response:
    """Away to another site, which is asked to vouch for whoever sits here."""
    limits.spend(ERRANDS, request.remote_addr)
    found = provider(name)
    errand = errands.begin(name, next_page())
    try:
        return to(found.address(errand))
    except (Silent, Unbelievable) as error:
        return _failed(name, error)


@pages.page("/login/with/<name>/back", public=True)
def come_back(name: str) -> Response:
    """Back from another site: its word is checked in every part before anything is made of it."""
    limits.spend(ERRANDS, request.remote_addr)
    found = provider(name)
    try:
        errand, following = errands.come_back(name, request.args.get("state", ""))
        code, issuer = request.args.get("code", ""), request.args.get("iss")
        if not code:
            raise Unbelievable(f"no code but {request.args.get('error', 'nothing')[:40]}")
        if issuer is not None and issuer != getattr(found, "issuer", issuer):  # RFC 9207
            raise Unbelievable("an answer of another issuer")
        return to(errands.keep(found.identify(errand, code), following))
    except (Silent, Unbelievable) as error:
        return _failed(name, error)


@pages.page("/login/with", public=True)
def decide_outsider() -> str | Response:
    """What is to be made of an account that was proven elsewhere: log in, link, or register."""
    g.private = True
    outsider = errands.proven()
    if outsider is None:
        return to("/login")
    linked = outsiders.login_of(outsider)
    return render_template(
        "accounts/outsider.html",
        outsider=outsider,
        label=_label(outsider.provider),
        linked=linked is not None,
        mine=linked is not None and viewer() is not None and linked.person_id == me().id,
        taken=linked is None and outsiders.address_taken(outsider),
        next=next_page(),
    )


@pages.page("/me/logins")
def logins() -> str:
    """Other sites' accounts that open one's own."""
    return render_template(
        "accounts/logins.html",
        logins=outsiders.logins(me().id),
        labels={one.name: one.label for one in PROVIDERS.all()},
        password=bool(own(me().id).password_hash),
        tab="security",
    )


def _failed(name: str, error: Exception) -> Response:
    """Nothing was proven: the reason is for the log, the reader begins again."""
    log.warning("external_login_refused", provider=name, reason=str(error)[:200])
    silent = isinstance(error, Silent)
    text = render_template("accounts/not-proven.html", label=_label(name), silent=silent)
    return Response(text, status=503 if silent else 400, headers={"Cache-Control": "no-store"})


def _label(name: str) -> str:
    return next((str(one.label) for one in PROVIDERS.all() if one.name == name), name)
