"""Removing photos for good."""

from sqlalchemy import delete, select

from hutong.kernel import audit, clock
from hutong.kernel.db import rows_changed, session
from hutong.media import actions as media
from hutong.photos.models import Photo, PhotoWords, photo_subject
from hutong.photos.models.photo import KEPT_IN_TRASH

BATCH = 100


def purge_due() -> int:
    """Remove some photos whose time in the trash is over; how many."""
    due = select(Photo.id, Photo.picture_id).where(Photo.trashed_at < clock.now() - KEPT_IN_TRASH)
    rows = session().execute(due.order_by(Photo.trashed_at).limit(BATCH)).all()
    for photo_id, picture_id in rows:
        remove(photo_id, picture_id)
    return len(rows)


def let_go(person_id: int) -> int:
    """Remove some photos of somebody who has left; how many."""
    rows = session().execute(select(Photo.id, Photo.picture_id).where(Photo.owner_id == person_id).limit(BATCH)).all()
    for photo_id, picture_id in rows:
        remove(photo_id, picture_id)
    return len(rows)


def remove(photo_id: int, picture_id: int) -> None:
    """Everything of a photo goes with its row; the file too, where no other picture shares it."""
    session().execute(delete(PhotoWords).where(PhotoWords.rowid == photo_id))
    if rows_changed(delete(Photo).where(Photo.id == photo_id)) == 1:
        media.discard(picture_id)
        audit.record("photo.purged", photo_subject(photo_id))
