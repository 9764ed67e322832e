"""What staff do that belongs to no slice alone."""

from urllib.parse import parse_qsl

from flask import Response

from hutong.accounts.models import Permission
from hutong.backoffice import asking, cells
from hutong.backoffice.pages import opened
from hutong.backoffice.schemas import ExportIn
from hutong.kernel import audit, clock, sheets
from hutong.kernel.errors import Forbidden, Invalid, NotFound
from hutong.kernel.limits import Limit, spend
from hutong.kernel.state import settings
from hutong.kernel.web import Api, me

api = Api("backoffice")
EXPORTS = Limit("exports", 30, clock.HOUR)


def count_export(name: str, body: ExportIn) -> None:  # noqa: ARG001 - every file counts alike
    """Count the file."""
    spend(EXPORTS, me().id)


@api.post(
    "/staff/lists/<name>/exports",
    status=200,
    needs=Permission.BACK_OFFICE,
    before=count_export,
    raises=(NotFound, Forbidden, Invalid),
)
def export_list(name: str, body: ExportIn) -> Response:
    """A list as CSV or XLSX, narrowed like its page; noted in the audit log. Needs the list's permission."""
    shown = opened(name)
    if not shown.exports:
        raise NotFound
    query = asking.asked(shown, dict(parse_qsl(body.query.removeprefix("?"))))
    narrowed = sorted([*query.filters, *(["words"] if query.words else [])])
    audit.record("list.exported", f"list:{name}", after={"format": body.format, "narrowed_by": narrowed})
    day = clock.today(settings().timezone)
    return sheets.download(f"{name}-{day:%Y%m%d}", cells.head(shown), cells.lines(shown, query), body.format)
