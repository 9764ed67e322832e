"""One's data and consent, keeping others away, and leaving."""

from flask import Response
from flask_babel import lazy_gettext as _l

from hutong.accounts.actions import blocks as blocking
from hutong.accounts.actions import consents
from hutong.accounts.actions import leaving as actions
from hutong.accounts.actions.blocks import BlockRefused
from hutong.accounts.actions.consents import OtherVersion
from hutong.accounts.actions.leaving import ExportUnderWay, NotSettled
from hutong.accounts.api.base import api, leave, prove
from hutong.accounts.principal import BROWSER
from hutong.accounts.queries import blocks
from hutong.accounts.queries import leaving as queries
from hutong.accounts.schemas.leaving import BlockedOut, ConsentIn, ConsentOut, ExportOut
from hutong.accounts.schemas.secondfactor import ProofIn
from hutong.kernel import clock, limits
from hutong.kernel.errors import NotFound, TooMany
from hutong.kernel.limits import Limit
from hutong.kernel.paging import Page
from hutong.kernel.web import me
from hutong.media.gateways import store

EXPORTS_A_DAY = Limit("exports", 5, clock.DAY)


@api.get("/me/consents")
def list_consents() -> Page[ConsentOut]:
    """What one has agreed to, latest first."""
    return Page(items=[ConsentOut.model_validate(row) for row in blocks.consents(me().id)])


@api.put("/me/consent", scope=BROWSER, status=204, raises=(OtherVersion,), done=_l("Thank you."))
def give_consent(body: ConsentIn) -> None:
    """Agree to the terms and the privacy notice in force."""
    consents.agree(me().id, body.version)


@api.get("/me/blocks")
def list_blocks() -> Page[BlockedOut]:
    """Whom one keeps away, latest first."""
    return Page(items=[BlockedOut.model_validate(card) for card in blocks.blocked_by(me().id)])


@api.put(
    "/people/<id:person_id>/block",
    status=204,
    raises=(NotFound, BlockRefused),
    done=_l("This person can no longer reach you."),
)
def block_person(person_id: int) -> None:
    """Keep somebody away from oneself."""
    blocking.block(me().id, person_id)


@api.delete("/people/<id:person_id>/block", raises=(NotFound,), done=_l("This person can reach you again."))
def unblock_person(person_id: int) -> None:
    """Keep somebody away no more."""
    blocking.unblock(me().id, person_id)


@api.get("/me/exports", scope=BROWSER)
def list_exports() -> Page[ExportOut]:
    """The archives of one's data, latest first."""
    return Page(items=[ExportOut.of(row) for row in queries.exports(me().id)])


def prove_for_export(body: ProofIn) -> None:
    """The password once more: an archive holds everything."""
    prove(body.password)
    limits.spend(EXPORTS_A_DAY, me().id)


@api.post(
    "/me/exports",
    scope=BROWSER,
    status=202,
    before=prove_for_export,
    raises=(ExportUnderWay, TooMany),
    done=_l("Your archive is being made. You will be told when it can be fetched."),
)
def ask_export(body: ProofIn) -> ExportOut:  # noqa: ARG001 - read in `before`
    """Have an archive of all one's data made."""
    return ExportOut.of(actions.ask_export(me().id))


@api.get("/me/exports/<id:export_id>/file", scope=BROWSER, raises=(NotFound,))
def fetch_export(export_id: int) -> Response:
    """The archive, as ZIP."""
    found = queries.export(me().id, export_id)
    content = store().read(found.file) if found and found.file else None
    if content is None:
        raise NotFound
    headers = {"Content-Disposition": 'attachment; filename="hutong.zip"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/zip", headers=headers)


def prove_for_leaving(body: ProofIn) -> None:
    """The password once more."""
    prove(body.password)


@api.delete(
    "/me",
    scope=BROWSER,
    before=prove_for_leaving,
    raises=(NotSettled, TooMany),
    done=_l("Your account is closed. Farewell."),
)
def close_account(body: ProofIn) -> None:  # noqa: ARG001 - read in `before`
    """Leave for good; 409 with `unsettled` while something has to be settled first."""
    actions.close_account(me().id)
    leave()
