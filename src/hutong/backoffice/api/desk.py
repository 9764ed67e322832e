"""What staff do that belongs to no slice alone."""

from urllib.parse import parse_qsl

from flask import Response
from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.backoffice import actions, asking, cells
from hutong.backoffice.actions import JobBusy
from hutong.backoffice.api.base import api
from hutong.backoffice.pages import opened
from hutong.backoffice.schemas import ExportIn, RegionIn, RegionNamesOut
from hutong.kernel import audit, clock, sheets
from hutong.kernel.errors import Forbidden, Invalid, NotFound
from hutong.kernel.limits import Limit, spend
from hutong.kernel.state import settings
from hutong.kernel.web import me

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


@api.post(
    "/jobs/<id:job_id>/tries",
    status=204,
    needs=Permission.MANAGE_SETTINGS,
    raises=(NotFound, JobBusy),
    done=_l("The job runs again."),
)
def run_job_again(job_id: int) -> None:
    """Let a failed job run once more."""
    actions.run_job_again(job_id)


@api.delete(
    "/jobs/<id:job_id>",
    needs=Permission.MANAGE_SETTINGS,
    raises=(NotFound, JobBusy),
    done=_l("The job was dropped."),
)
def drop_job(job_id: int) -> None:
    """Let a job go that was given up."""
    actions.drop_job(job_id)


@api.patch(
    "/regions/<code>",
    needs=Permission.MANAGE_REGIONS,
    raises=(NotFound,),
    done=_l("The region was saved."),
)
def edit_region(code: str, body: RegionIn) -> RegionNamesOut:
    """Change a region's names or its letter."""
    changes = {name: value for name, value in body.model_dump(include=body.model_fields_set).items() if value != ""}
    return RegionNamesOut.model_validate(actions.edit_region(code, changes))
