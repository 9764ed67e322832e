"""Rights to films for programs."""

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.cinema import access, actions, queries
from hutong.cinema.actions.rights import RightNotPayable
from hutong.cinema.api.base import api
from hutong.cinema.models import Right
from hutong.cinema.schemas.rights import RightDecisionIn, RightIn, RightOut, RightQuery
from hutong.kernel import paging
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from hutong.kernel.paging import Page
from hutong.kernel.web import etag, me
from hutong.payments.schemas import PaymentIn, PaymentOut

PLATFORM = Permission.MANAGE_CINEMAS


@api.get("/rights", raises=(Invalid,))
def list_rights(query: RightQuery) -> Page[RightOut]:
    """The rights of the cinemas you work for; for the platform's staff those of all."""
    person = access.myself()
    firms = None if person.can(PLATFORM) else {firm for firm, mask in person.masks.items() if firm and mask}
    rows = queries.find_rights(query, firms)
    return paging.page(rows, query.limit, lambda row: paging.encode(row.id), RightOut.model_validate)


@api.post("/rights", raises=(Invalid, NotFound, Forbidden, Conflict), done=_l("The right was asked for."))
def ask_right(body: RightIn) -> RightOut:
    """Ask for the right to show a film, as the manager of a cinema."""
    return shown(actions.ask_right(access.cinema_for(body.cinema_id, access.MANAGER), body, me().id))


@api.get("/rights/<id:right_id>", raises=(NotFound,))
def show_right(right_id: int) -> RightOut:
    """A right of a cinema you work for."""
    return shown(access.right_for(right_id)[0])


@api.put(
    "/rights/<id:right_id>/decision",
    needs=PLATFORM,
    raises=(Invalid, NotFound, Conflict),
    done=_l("The cinema will be told."),
)
def decide_right(right_id: int, body: RightDecisionIn) -> RightOut:
    """Approve a right for a price, or reject it with a reason."""
    return shown(actions.decide_right(right_id, body, me().id))


@api.post("/rights/<id:right_id>/payments", idempotent=True, raises=(NotFound, Forbidden, RightNotPayable, Invalid))
def pay_right(right_id: int, body: PaymentIn) -> PaymentOut:
    """Start paying for an approved right; `action` comes a moment later: ask for the payment again."""
    right, _cinema = access.right_for(right_id, access.MANAGER)
    return PaymentOut.of(actions.pay_right(right, me().id, body.provider))


@api.delete(
    "/rights/<id:right_id>", raises=(NotFound, Forbidden, Conflict), done=_l("The right is no longer asked for.")
)
def withdraw_right(right_id: int) -> None:
    """Take back a right that was asked for and not paid."""
    right, _cinema = access.right_for(right_id, access.MANAGER)
    actions.withdraw_right(right)


def shown(right: Right) -> RightOut:
    """A right under its version."""
    out = RightOut.model_validate(right)
    etag(right.version, out.model_dump_json())
    return out
