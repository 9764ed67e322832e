"""How far what gathers in the kv is written, and how much was shared today."""

from datetime import datetime, time

from sqlalchemy import func, select

from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.state import settings
from hutong.photos.models import COLUMNS as PHOTO
from hutong.photos.models import ViewMark

ONLY = 1
MOST = 200  # counted no further than anybody reads


def written_until() -> int:
    """The last minute whose views are in the tables; 0 before the first."""
    return session().scalar(select(ViewMark.minute).where(ViewMark.id == ONLY)) or 0


def shared_today() -> int:
    """How many photos everybody can see since the day at the site began, at most `MOST` + 1."""
    zone = settings().timezone
    began = clock.instant(datetime.combine(clock.today(zone), time(), clock.zone(zone)))
    some = select(PHOTO.id).where(PHOTO.listed == 1, PHOTO.shown_at >= began).limit(MOST + 1).subquery()
    return session().scalar(select(func.count()).select_from(some)) or 0
