"""Keeping what the streams read in step with a photo: its flag, its tags and its words."""

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import clock
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.text import column, fold
from hutong.media import actions as media
from hutong.photos import jobs
from hutong.photos.models import Photo, PhotoState, PhotoTag, PhotoWords, Tag, Visibility


def settle(photo: Photo, tags: list[str] | None = None) -> None:
    """Bring flag, tags and words in step with a photo; `tags` are new ones, None leaves them as they are."""
    photo.listed = int(photo.state == PhotoState.LIVE and photo.visibility == Visibility.PUBLIC)
    media.withhold(photo.picture_id, photo.guarded)
    session().flush()
    if tags is not None:
        _tag(photo, tags)
    listed = update(PhotoTag).where(PhotoTag.photo_id == photo.id)
    session().execute(listed.values(listed=photo.listed, shown_at=photo.shown_at))
    index(photo)


def index(photo: Photo) -> None:
    """Write anew under which words a photo is found."""
    session().execute(delete(PhotoWords).where(PhotoWords.rowid == photo.id))
    if photo.listed:
        named = select(Tag.name).join(PhotoTag, PhotoTag.tag_id == Tag.id).where(PhotoTag.photo_id == photo.id)
        said = column(photo.caption, photo.place, photo.alt, *session().scalars(named))
        session().execute(insert(PhotoWords).values(rowid=photo.id, words=said))


def uncounted(photo_id: int) -> None:
    """Note that something about a photo is to be counted anew, which a job does soon: no row is hot."""
    mine = update(Photo).where(Photo.id == photo_id, Photo.uncounted_at.is_(None))
    if rows_changed(mine.values(uncounted_at=clock.now())) == 1:
        jobs.count.later()


def _tag(photo: Photo, names: list[str]) -> None:
    wanted = {fold(name)[:80]: name for name in names}
    known = {tag.key: tag.id for tag in session().scalars(select(Tag).where(Tag.key.in_(wanted)))}
    for key in sorted(wanted.keys() - known.keys()):
        tag = Tag(key=key, name=wanted[key])
        try:
            with session().begin_nested():
                session().add(tag)
        except IntegrityError:
            raise Retry from None  # somebody uses it for the first time at this moment: theirs is the tag
        known[key] = tag.id
    session().execute(delete(PhotoTag).where(PhotoTag.photo_id == photo.id))
    session().add_all(
        PhotoTag(photo_id=photo.id, tag_id=known[key], position=at, listed=photo.listed, shown_at=photo.shown_at)
        for at, key in enumerate(wanted)
    )
    session().flush()
