"""The trash: 30 days in which a photo can come back, and what is removed after them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from hutong.kernel import audit, clock
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound, invalid
from hutong.notices import actions as notices
from hutong.photos import purging
from hutong.photos.actions import listing
from hutong.photos.models import Photo, PhotoState, photo_subject
from hutong.photos.queries import seeing


class TakenAway(Conflict):
    """What a moderator took away, its owner does not bring back."""

    code = "taken_away"
    detail = _l("A moderator removed this photo. You cannot bring it back yourself.")


def trash(photo_id: int, person_id: int, moderates: bool = False, reason: str = "") -> Photo:
    """Lay a photo into the trash: one's own, or as a moderator with a reason. Raises NotFound, Conflict or Invalid."""
    photo = seeing.seen(photo_id, person_id, moderates)
    own = photo.owner_id == person_id
    if not own and not moderates:
        raise NotFound
    if not own and not reason:
        raise invalid("reason", _l("Please say why: the owner reads it."))
    was = photo.state
    values: dict[str, Any] = {"state": PhotoState.TRASHED, "trashed_at": clock.now(), "trashed_by": person_id}
    values |= {"was": was} if own else {"was": was, "reason": reason}
    mine = update(Photo).where(Photo.id == photo_id, Photo.state == was, Photo.state != PhotoState.TRASHED)
    if rows_changed(mine.values(**values)) != 1:
        raise Conflict
    session().refresh(photo)
    listing.settle(photo)
    audit.record("photo.trashed", photo_subject(photo_id), {"state": was}, {"own": own})
    if not own:
        data = {"title": photo.title, "reason": reason}
        notices.tell(photo.owner_id, "photo.removed", data, "/me/photos/trash")
    return photo


def bring_back(photo_id: int, person_id: int, moderates: bool = False) -> Photo:
    """Take a photo out of the trash; raises NotFound, Conflict or TakenAway."""
    photo = seeing.seen(photo_id, person_id, moderates)
    by_owner = photo.trashed_by == photo.owner_id
    if (photo.owner_id == person_id) is not by_owner or (photo.owner_id != person_id and not moderates):
        raise TakenAway
    values: dict[str, Any] = {"state": photo.was or PhotoState.LIVE, "trashed_at": None, "trashed_by": None}
    values |= {} if by_owner else {"reason": ""}
    mine = update(Photo).where(Photo.id == photo_id, Photo.state == PhotoState.TRASHED)
    if rows_changed(mine.values(**values)) != 1:
        raise Conflict
    session().refresh(photo)
    listing.settle(photo)
    audit.record("photo.brought_back", photo_subject(photo_id), after={"state": photo.state})
    return photo


def purge(photo_id: int, owner_id: int) -> None:
    """Remove a photo of one's own for good, out of the trash; raises NotFound or Conflict."""
    photo = seeing.own(photo_id, owner_id)
    if photo.state != PhotoState.TRASHED:
        raise Conflict
    purging.remove(photo.id, photo.picture_id)
