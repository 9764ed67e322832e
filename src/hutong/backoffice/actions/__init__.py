"""What staff do that belongs to no slice alone."""

from hutong.backoffice.actions.jobs import JobBusy, drop_job, run_job_again
from hutong.backoffice.actions.regions import edit_region
from hutong.backoffice.actions.site import SetUpAlready, agree_as_author, change_site, found_site, set_logo

__all__ = [
    "JobBusy", "SetUpAlready", "agree_as_author", "change_site", "drop_job", "edit_region", "found_site",
    "run_job_again", "set_logo",
]  # fmt: skip
