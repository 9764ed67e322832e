"""Who may see which photo."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from hutong.accounts import queries as accounts
from hutong.accounts.models import Block
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.photos.models import COLUMNS as PHOTO
from hutong.photos.models import Follow, Photo, PhotoMute, PhotoState, Visibility

FOLLOW: Any = Follow.__table__.c
MUTE: Any = PhotoMute.__table__.c


def left_out(reader_id: Any) -> tuple[Select[Any], ...]:
    """The people whose photos a reader does not want to meet, or who do not want to be met by them."""
    return (
        select(MUTE.muted_id).where(MUTE.person_id == reader_id),
        select(Block.blocked_id).where(Block.person_id == reader_id),
        select(Block.person_id).where(Block.blocked_id == reader_id),
    )


def apart(one_id: int, other_id: int) -> bool:
    """Whether one of two people has blocked the other."""
    return one_id != other_id and accounts.blocked_between(one_id, other_id)


def follows(follower_id: int, followed_id: int) -> bool:
    """Whether a person follows another."""
    return session().get(Follow, (follower_id, followed_id)) is not None


def listed_for(reader_id: Any) -> ColumnElement[bool]:
    """What a reader may meet in a list that is not the owner's own."""
    if reader_id is None:
        return PHOTO.listed == 1  # type: ignore[no-any-return]
    followed = exists().where(FOLLOW.follower_id == reader_id, FOLLOW.followed_id == PHOTO.owner_id)
    followers = and_(PHOTO.state == PhotoState.LIVE, PHOTO.visibility == Visibility.FOLLOWERS, followed)
    return or_(PHOTO.listed == 1, and_(PHOTO.owner_id == reader_id, PHOTO.state == PhotoState.LIVE), followers)


def may_see(photo: Photo, reader_id: int | None, moderates: bool = False) -> bool:
    """Whether a reader may see a photo at its own address."""
    if reader_id == photo.owner_id:
        return True
    if moderates and (photo.visibility == Visibility.PUBLIC or photo.state == PhotoState.WAITING):
        return True  # also what is hidden or lies in the trash
    if photo.state != PhotoState.LIVE or photo.visibility == Visibility.PRIVATE:
        return False
    if reader_id is not None and apart(reader_id, photo.owner_id):
        return False
    if photo.visibility == Visibility.FOLLOWERS:
        return reader_id is not None and follows(reader_id, photo.owner_id)
    return True


def seen(photo_id: int, reader_id: int | None, moderates: bool = False) -> Photo:
    """A photo that a reader may see; raises NotFound."""
    photo = session().get(Photo, photo_id)
    if photo is None or not may_see(photo, reader_id, moderates):
        raise NotFound
    return photo


def living(photo_id: int, reader_id: int | None) -> Photo:
    """The same, unless it lies in the trash, waits or is hidden: what people may talk about; raises NotFound."""
    photo = seen(photo_id, reader_id)
    if photo.state != PhotoState.LIVE:
        raise NotFound
    return photo


def own(photo_id: int, owner_id: int) -> Photo:
    """A photo of one's own; raises NotFound."""
    photo = session().get(Photo, photo_id)
    if photo is None or photo.owner_id != owner_id:
        raise NotFound
    return photo
