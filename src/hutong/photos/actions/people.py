"""Following people and muting them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from hutong.accounts import queries as accounts
from hutong.kernel import clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.notices import actions as notices
from hutong.photos.models import Follow, PhotoMute
from hutong.photos.queries import seeing


class Oneself(Conflict):
    """Nobody follows or mutes themselves."""

    code = "oneself"
    detail = _l("This is you.")


def follow(follower_id: int, followed_id: int) -> None:
    """See a person's photos in one's own stream; raises NotFound or Oneself."""
    _other(follower_id, followed_id)
    made = Follow(follower_id=follower_id, followed_id=followed_id, id=ids.new_id(), at=clock.now())
    if _put(made, (follower_id, followed_id)):
        me = accounts.people([follower_id])[follower_id]
        notices.tell(followed_id, "follow.new", {"name": me.name}, f"/people/{ids.show(follower_id)}/photos")


def unfollow(follower_id: int, followed_id: int) -> None:
    """No longer."""
    rows_changed(delete(Follow).where(Follow.follower_id == follower_id, Follow.followed_id == followed_id))


def mute(person_id: int, muted_id: int) -> None:
    """Meet a person's photos in no stream; raises NotFound or Oneself."""
    _other(person_id, muted_id)
    _put(PhotoMute(person_id=person_id, muted_id=muted_id, at=clock.now()), (person_id, muted_id))


def unmute(person_id: int, muted_id: int) -> None:
    """Meet them again."""
    rows_changed(delete(PhotoMute).where(PhotoMute.person_id == person_id, PhotoMute.muted_id == muted_id))


def _other(person_id: int, other_id: int) -> None:
    if person_id == other_id:
        raise Oneself
    if accounts.person(other_id) is None or seeing.apart(person_id, other_id):
        raise NotFound


def _put(row: Follow | PhotoMute, key: tuple[int, int]) -> bool:
    """Add a row that may be there; whether it was added now."""
    if session().get(type(row), key) is not None:
        return False
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return False
    return True
