"""Jobs: those that failed and wait for a person, and the others."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from hutong.accounts.models import Permission
from hutong.kernel import desk, ids
from hutong.kernel.db import session
from hutong.kernel.desk import Act, Asked, Column, Filter, Rows, StaffList, Waiting
from hutong.kernel.jobs import NEVER, Job

STATES = {
    "given_up": _l("Given up"),
    "trying": _l("Tried again"),
    "waiting": _l("Waiting"),
    "done": _l("Done"),
}
TONES = {"given_up": "bad", "trying": "waiting", "done": "free"}


def state_of(job: Job) -> str:
    """How far a job has come."""
    if job.done_at is not None:
        return "done"
    if job.due_at == NEVER:
        return "given_up"
    return "trying" if job.error else "waiting"


def found(asked: Asked) -> Rows[Job]:
    """Jobs, newest first; what is done stays for some days."""
    query = select(Job)
    if asked["state"] == "given_up":
        query = query.where(Job.due_at == NEVER, Job.done_at.is_(None))
    elif asked["state"] == "trying":
        query = query.where(Job.due_at < NEVER, Job.error.is_not(None))
    elif asked["state"] == "waiting":
        query = query.where(Job.due_at < NEVER, Job.error.is_(None))
    elif asked["state"] == "done":
        query = query.where(Job.done_at.is_not(None))
    if asked.words:
        query = query.where(desk.begins(Job.name, asked.words))
    return desk.keyset(query, asked, {"newest": [(Job.id, True)]})


def _why(job: Job) -> str:
    """The last line of what went wrong: the rest is in the log."""
    return (job.error or "").strip().rpartition("\n")[2][:300]


def _count() -> int:
    return session().scalar(select(func.count()).where(Job.due_at == NEVER, Job.done_at.is_(None))) or 0


JOBS = StaffList[Job](
    "jobs",
    _l("Jobs"),
    "gear",
    group="site",
    needs=Permission.MANAGE_SETTINGS,
    rows=found,
    search=_l("Name of the job"),
    columns=(
        Column(_l("Job"), lambda job: job.name, note=lambda job: ids.show(job.id)),
        Column(
            _l("State"), lambda job: STATES[state_of(job)], "tag", tone=lambda job: TONES.get(state_of(job), "over")
        ),
        Column(_l("Tries"), lambda job: job.tries, "number"),
        Column(_l("What went wrong"), _why),
        Column(_l("Made"), lambda job: job.made_at, "moment"),
        Column(_l("Due"), lambda job: job.due_at if job.due_at < NEVER else None, "moment"),
        Column(_l("Done"), lambda job: job.done_at, "moment"),
    ),
    filters=(Filter("state", _l("State"), tuple(STATES.items())),),
    acts=(
        Act(
            _l("Run again"),
            "/api/v1/jobs/{id}/tries",
            needs=Permission.MANAGE_SETTINGS,
            offered=lambda job: state_of(job) in ("given_up", "trying"),
        ),
        Act(
            _l("Drop"),
            "/api/v1/jobs/{id}",
            "DELETE",
            needs=Permission.MANAGE_SETTINGS,
            kind="danger",
            offered=lambda job: state_of(job) == "given_up",
        ),
    ),
    empty=_l("No job waits and none has failed."),
    order=80,
)
FAILED_JOBS = Waiting(
    _l("Jobs that failed"), "gear", "/staff/jobs?state=given_up", Permission.MANAGE_SETTINGS, _count, order=80
)
