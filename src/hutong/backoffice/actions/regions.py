"""Correcting the names of regions."""

from typing import Any

from sqlalchemy import update

from hutong.kernel import audit
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import NotFound
from hutong.regions.models import Region


def edit_region(code: str, changes: dict[str, Any]) -> Region:
    """Change a region's names or letter; raises NotFound. The next import of a file says its own names again."""
    region = session().get(Region, code, populate_existing=True)
    if region is None:
        raise NotFound
    before = {name: getattr(region, name) for name in changes}
    if before == changes:
        return region
    rows_changed(update(Region).where(Region.code == code).values(**changes))
    session().refresh(region)
    audit.record("region.edited", f"region:{code}", before, changes)
    return region
