"""Changing what is said about a photo, and who may see it."""

from hutong.kernel import audit, clock
from hutong.kernel.errors import Conflict
from hutong.kernel.state import settings
from hutong.photos.actions import listing, tails
from hutong.photos.models import Photo, PhotoState, Visibility, photo_subject
from hutong.photos.queries import seeing
from hutong.photos.schemas import PhotoPatch

PLAIN = ("caption", "place", "alt", "visibility", "comments_open")


def edit(photo_id: int, owner_id: int, wanted: PhotoPatch) -> Photo:
    """Change a photo of one's own; raises NotFound, Conflict or Invalid."""
    photo = seeing.own(photo_id, owner_id)
    if photo.state == PhotoState.TRASHED:
        raise Conflict
    before = {"visibility": photo.visibility, "comments_open": photo.comments_open}
    for name in PLAIN:
        if (value := getattr(wanted, name)) is not None:
            setattr(photo, name, value)
    opened = before["visibility"] == Visibility.PRIVATE and photo.visibility != Visibility.PRIVATE
    if opened and settings().photo_review and photo.state == PhotoState.LIVE:
        photo.state = PhotoState.WAITING  # nobody has looked at it before others see it
    photo.edited_at = clock.now()
    listing.settle(photo, wanted.tags)
    if wanted.tail:
        tails.lead(photo_id, owner_id, wanted.tail)
    elif wanted.tail == "":
        tails.cut(photo_id, owner_id)
    after = {"visibility": photo.visibility, "comments_open": photo.comments_open}
    audit.record("photo.edited", photo_subject(photo_id), before, after)
    return photo
