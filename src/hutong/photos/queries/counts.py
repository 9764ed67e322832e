"""How far what gathers in the kv is written."""

from sqlalchemy import select

from hutong.kernel.db import session
from hutong.photos.models import ViewMark

ONLY = 1


def written_until() -> int:
    """The last minute whose views are in the tables; 0 before the first."""
    return session().scalar(select(ViewMark.minute).where(ViewMark.id == ONLY)) or 0
