"""Liking photos."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from hutong.kernel import clock
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict
from hutong.photos.actions import listing
from hutong.photos.models import Like
from hutong.photos.queries import seeing


class OwnPhoto(Conflict):
    """Nobody counts for their own photos."""

    code = "own"
    detail = _l("This is your own.")


def like(photo_id: int, person_id: int) -> None:
    """Like a photo of somebody; it counts once. Raises NotFound or OwnPhoto."""
    if seeing.living(photo_id, person_id).owner_id == person_id:
        raise OwnPhoto
    if session().get(Like, (photo_id, person_id)) is not None:
        return
    try:
        with session().begin_nested():
            session().add(Like(photo_id=photo_id, person_id=person_id, at=clock.now()))
    except IntegrityError:
        return  # a second finger was faster
    listing.uncounted(photo_id)


def unlike(photo_id: int, person_id: int) -> None:
    """Take that back; raises NotFound for a photo that one neither liked nor may see."""
    gone = delete(Like).where(Like.photo_id == photo_id, Like.person_id == person_id)
    if rows_changed(gone) == 1:
        listing.uncounted(photo_id)
    else:
        seeing.seen(photo_id, person_id)
