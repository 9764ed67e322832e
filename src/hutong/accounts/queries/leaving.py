"""Questions about archives of people's data."""

from sqlalchemy import select

from hutong.accounts.models import Export
from hutong.kernel import clock
from hutong.kernel.db import session

KEPT = 7 * clock.DAY


def exports(person_id: int) -> list[Export]:
    """A person's archives that are being made or can be fetched, latest first."""
    mine = select(Export).where(Export.person_id == person_id, Export.made_at > clock.now() - KEPT)
    return list(session().scalars(mine.order_by(Export.made_at.desc(), Export.id.desc()).limit(20)))


def export(person_id: int, export_id: int) -> Export | None:
    """One of a person's archives, while it can be fetched."""
    found = session().get(Export, export_id)
    if found is None or found.person_id != person_id or found.made_at <= clock.now() - KEPT:
        return None
    return found
