"""Taking photos and comments out of sight, bringing them back, and reviewing photos before they are shown."""

from typing import Any

from sqlalchemy import update

from hutong.kernel import audit, clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.notices import actions as notices
from hutong.photos.actions import listing
from hutong.photos.models import Comment, Photo, PhotoState, comment_subject, photo_subject


def hide(photo_id: int, reason: str) -> None:
    """Let nobody but its owner see a photo, with the reason; out of the trash it would come back hidden."""
    if not _move(photo_id, (PhotoState.LIVE, PhotoState.WAITING), PhotoState.HIDDEN, reason=reason):
        in_trash = update(Photo).where(Photo.id == photo_id, Photo.state == PhotoState.TRASHED)
        rows_changed(in_trash.values(was=PhotoState.HIDDEN, reason=reason))


def restore(photo_id: int) -> None:
    """Show a hidden photo again."""
    if not _move(photo_id, (PhotoState.HIDDEN,), PhotoState.LIVE, reason=""):
        in_trash = update(Photo).where(Photo.id == photo_id, Photo.was == PhotoState.HIDDEN)
        rows_changed(in_trash.values(was=PhotoState.LIVE, reason=""))


def review(photo_id: int, moderator_id: int, accept: bool, reason: str) -> Photo:
    """Decide about a photo that waits; its owner is told. Raises NotFound or Conflict."""
    photo = session().get(Photo, photo_id)
    if photo is None:
        raise NotFound
    values: dict[str, Any] = {"shown_at": clock.now()} if accept else {"reason": reason}
    after = PhotoState.LIVE if accept else PhotoState.HIDDEN
    if not _move(photo_id, (PhotoState.WAITING,), after, person_id=moderator_id, **values):
        raise Conflict
    data = {"title": photo.title, "accepted": accept, "reason": reason}
    notices.tell(photo.owner_id, "photo.reviewed", data, f"/photos/{ids.show(photo_id)}")
    listing.uncounted(photo_id)
    return photo


def hide_comment(comment_id: int, _reason: str) -> None:
    """Let nobody read a comment."""
    _mark(comment_id, Comment.hidden_at.is_(None), clock.now())


def restore_comment(comment_id: int) -> None:
    """Let everybody read it again."""
    _mark(comment_id, Comment.hidden_at.is_not(None), None)


def _move(
    photo_id: int, before: tuple[PhotoState, ...], after: PhotoState, person_id: int | None = None, **values: Any
) -> bool:
    photo = session().get(Photo, photo_id)
    if photo is None:
        return False
    was = photo.state
    mine = update(Photo).where(Photo.id == photo_id, Photo.state.in_(before))
    if rows_changed(mine.values(state=after, **values)) != 1:
        return False
    session().refresh(photo)
    listing.settle(photo)
    audit.record(f"photo.{after}", photo_subject(photo_id), {"state": was}, {"state": after}, person_id=person_id)
    return True


def _mark(comment_id: int, only_if: Any, at: int | None) -> None:
    mine = update(Comment).where(Comment.id == comment_id, only_if)
    found = session().get(Comment, comment_id)
    if found is not None and rows_changed(mine.values(hidden_at=at)) == 1:
        session().refresh(found)
        listing.uncounted(found.photo_id)
        audit.record("comment.hidden" if at else "comment.restored", comment_subject(comment_id))
