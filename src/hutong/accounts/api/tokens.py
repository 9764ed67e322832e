"""Tokens for programs; they are made and ended in a browser, never by a token."""

from flask import Response, render_template
from flask_babel import lazy_gettext as _l

from hutong.accounts import actions, queries, scopes
from hutong.accounts.actions.tokens import TokensFull
from hutong.accounts.api.base import api, prove
from hutong.accounts.principal import BROWSER
from hutong.accounts.schemas.tokens import TokenIn, TokenMadeOut, TokenOut
from hutong.kernel import clock, limits
from hutong.kernel.errors import NotFound, TooMany, invalid
from hutong.kernel.forms import page_asked
from hutong.kernel.limits import Limit
from hutong.kernel.paging import Page
from hutong.kernel.web import me

A_DAY = Limit("tokens", 100, clock.DAY)


@api.get("/me/tokens", scope=BROWSER)
def list_tokens() -> Page[TokenOut]:
    """One's tokens for programs, without their texts, latest first."""
    return Page(items=[TokenOut.model_validate(row) for row in queries.tokens(me().id)])


def check_scopes(body: TokenIn) -> None:
    """Refuse what no route asks for, and ask for the password."""
    if not set(body.scopes) <= set(scopes.offered()):
        raise invalid("scopes", _l("There is no such scope."))
    limits.spend(A_DAY, me().id)
    prove(body.password)


@api.post("/me/tokens", scope=BROWSER, before=check_scopes, raises=(TokensFull, TooMany))
def make_token(body: TokenIn) -> TokenMadeOut | Response:
    """Make a token for a program; its text is in this answer and nowhere else.

    A plain form gets a page that shows it: a redirect would put it into an address or have to keep it.
    """
    row, text = actions.make_token(me().id, body.name, body.scopes, body.days)
    made = TokenMadeOut(**{name: getattr(row, name) for name in TokenOut.model_fields}, token=text)
    return made if page_asked() is None else _shown_once(made)


@api.delete("/me/tokens/<id:token_id>", scope=BROWSER, raises=(NotFound,), done=_l("The token was ended."))
def end_token(token_id: int) -> None:
    """End a token; the next request with it is refused."""
    actions.end_token(me().id, token_id)


def _shown_once(made: TokenMadeOut) -> Response:
    text = render_template(
        "accounts/tokens.html",
        tokens=queries.tokens(me().id),
        scopes=scopes.offered(),
        made=made,
        tab="tokens",
        page_path="/me/tokens",
    )
    return Response(text, status=201, mimetype="text/html")
