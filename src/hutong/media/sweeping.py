"""Pictures that nothing shows go: uploads that were never used, and what was replaced."""

from collections.abc import Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import clock
from hutong.kernel.db import rows_changed, session
from hutong.media.models import SHOWN_BY, Picture

GRACE = clock.DAY  # somebody may still fill in the form for which they uploaded it
MONTH = 30 * clock.DAY
ON_ITS_WAY = 10 * clock.SECOND  # an upload of the same picture may be: its row comes after its file
BATCH = 200


def sweep_some() -> tuple[list[str], bool]:
    """Forget some pictures whose time is over; the digests of those that went, and whether there may be more.

    What a foreign key holds is looked at again after a month: so whatever lets go of a picture need not say so.
    """
    due = select(Picture.id).where(Picture.sweep_at <= clock.now()).order_by(Picture.sweep_at).limit(BATCH)
    found = list(session().scalars(due))
    held = _held(found)
    gone = []
    for picture_id in found:
        digest = None if picture_id in held else remove(picture_id, clock.now())
        if digest is None:
            held.add(picture_id)
        else:
            gone.append(digest)
    _look_again(held)
    return gone, len(found) == BATCH


def remove(picture_id: int, due: int | None = None) -> str | None:
    """Forget a picture unless it was taken, or a foreign key holds it; its digest if it went.

    With `due` only where it is to be swept by then: whoever takes it at this moment was faster, or finds it gone.
    """
    digest = session().scalar(select(Picture.digest).where(Picture.id == picture_id))
    gone = delete(Picture).where(Picture.id == picture_id)
    gone = gone.where(Picture.sweep_at.is_not(None) if due is None else Picture.sweep_at <= due)
    try:
        with session().begin_nested():
            return digest if rows_changed(gone) == 1 else None
    except IntegrityError:  # by a table of a slice that is switched off
        return None


def _held(ids: list[int]) -> set[int]:
    """Those of these pictures that something shows; a statement for each column that may."""
    if not ids:
        return set()
    return {shown for column in SHOWN_BY.all() for shown in session().scalars(select(column).where(column.in_(ids)))}


def _look_again(ids: Iterable[int]) -> None:
    later = update(Picture).where(Picture.id.in_(sorted(ids)), Picture.sweep_at <= clock.now())
    if ids:
        session().execute(later.values(sweep_at=clock.now() + MONTH))
