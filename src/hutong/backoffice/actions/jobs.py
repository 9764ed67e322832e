"""Running failed jobs again, or dropping them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update

from hutong.kernel import audit, clock, ids
from hutong.kernel.db import after_commit, rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.kernel.jobs import NEVER, Job, wake


class JobBusy(Conflict):
    """It is being run, or will be, or is done."""

    code = "job_not_failed"
    detail = _l("This job has not failed: it waits for its turn, or is done.")


def run_job_again(job_id: int) -> None:
    """Let a failed job run now, with all its tries again; raises NotFound or JobBusy."""
    name = _name(job_id)
    failed = update(Job).where(Job.id == job_id, Job.done_at.is_(None), Job.error.is_not(None))
    if rows_changed(failed.values(due_at=clock.now(), tries=0, lease=None)) != 1:
        raise JobBusy
    audit.record("job.run_again", f"job:{ids.show(job_id)}", after={"name": name})
    after_commit(wake)


def drop_job(job_id: int) -> None:
    """Let a job that was given up go; raises NotFound or JobBusy."""
    name = _name(job_id)
    if rows_changed(delete(Job).where(Job.id == job_id, Job.due_at == NEVER, Job.done_at.is_(None))) != 1:
        raise JobBusy
    audit.record("job.dropped", f"job:{ids.show(job_id)}", before={"name": name})


def _name(job_id: int) -> str:
    found = session().get(Job, job_id)
    if found is None:
        raise NotFound
    return found.name
