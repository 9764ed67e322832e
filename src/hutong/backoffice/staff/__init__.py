"""Lists that belong to no slice alone, or to one that knows no permissions."""

from hutong.backoffice.staff.audit import AUDIT
from hutong.backoffice.staff.figures import UPLOADS
from hutong.backoffice.staff.jobs import FAILED_JOBS, JOBS
from hutong.backoffice.staff.regions import REGIONS

__all__ = ["AUDIT", "FAILED_JOBS", "JOBS", "REGIONS", "UPLOADS"]
