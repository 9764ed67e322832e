"""Counting what people made of photos."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select, update

from hutong.kernel import clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.notices import actions as notices
from hutong.photos import heat
from hutong.photos.models import Comment, Like, Photo, PhotoTag, Tag, Tail, TailVisit, ViewMark
from hutong.photos.models.tail import CREDITED
from hutong.photos.queries.counts import ONLY
from hutong.photos.tally import TAP, VIEW, Entry

BATCH = 200
MILESTONES = (1, 10, 100, 1_000, 10_000)


def count_some() -> bool:
    """Count photos anew about which there is news; whether there may be more."""
    due = select(Photo).where(Photo.uncounted_at.is_not(None)).order_by(Photo.uncounted_at).limit(BATCH)
    photos = list(session().scalars(due))
    numbers = [photo.id for photo in photos]
    liked = _counted(select(Like.photo_id, func.count()).where(Like.photo_id.in_(numbers)).group_by(Like.photo_id))
    said = (Comment.photo_id.in_(numbers), Comment.deleted_at.is_(None), Comment.hidden_at.is_(None))
    comments = _counted(select(Comment.photo_id, func.count()).where(*said).group_by(Comment.photo_id))
    others = select(Comment.photo_id, func.count(Comment.author_id.distinct())).where(*said)
    others = others.join(Photo, Photo.id == Comment.photo_id).where(Comment.author_id != Photo.owner_id)
    talkers = _counted(others.group_by(Comment.photo_id))
    for photo in photos:
        photo.likes, photo.comments = liked.get(photo.id, 0), comments.get(photo.id, 0)
        photo.talkers = talkers.get(photo.id, 0)
        photo.heat = heat.heat(photo.shown_at, heat.points(photo.views, photo.likes, photo.talkers))
        photo.uncounted_at = None
        _tell_owner(photo)
    session().flush()
    return len(photos) == BATCH


def write_minutes(before: int, until: int, entries: Sequence[Entry]) -> None:
    """Write views and taps, and up to where: all of it once, whoever else tries."""
    if not _advance(before, until):
        return
    for kind, column in ((VIEW, Photo.views), (TAP, Tail.taps)):
        counted = Counter(entry.photo_id for entry in entries if entry.kind == kind)
        for photo_id, more in sorted(counted.items()):
            _add(column, photo_id, more)
    for entry in entries:
        if entry.kind == TAP and entry.person_id:
            _visit(entry)
    session().execute(delete(TailVisit).where(TailVisit.at < clock.now() - CREDITED))


def count_tags() -> None:
    """Note of every tag how many listed photos carry it."""
    counted = select(PhotoTag.tag_id, func.count()).where(PhotoTag.listed == 1).group_by(PhotoTag.tag_id)
    counts = _counted(counted)
    changed = [
        {"id": tag_id, "count": counts.get(tag_id, 0)}
        for tag_id, was in session().execute(select(Tag.id, Tag.count).order_by(Tag.id))
        if counts.get(tag_id, 0) != was
    ]
    if changed:
        session().execute(update(Tag), changed)


def _counted(question: Any) -> dict[int, int]:
    return dict(session().execute(question).all())


def _advance(before: int, until: int) -> bool:
    if not before:
        session().add(ViewMark(id=ONLY, minute=until))
        session().flush()
        return True
    mine = update(ViewMark).where(ViewMark.id == ONLY, ViewMark.minute == before)
    return rows_changed(mine.values(minute=until)) == 1


def _add(column: Any, photo_id: int, more: int) -> None:
    table = column.class_
    key = table.id if table is Photo else table.photo_id
    values: dict[Any, Any] = {column: column + more}
    values |= {Photo.uncounted_at: clock.now()} if table is Photo else {}
    rows_changed(update(table).where(key == photo_id).values(values))


def _visit(entry: Entry) -> None:
    """Remember which photo led somebody to a subject last."""
    tail = session().get(Tail, entry.photo_id)
    if tail is None or not tail.subject:
        return
    key = (entry.person_id, tail.subject)
    known = session().get(TailVisit, key)
    if known is None:
        session().add(TailVisit(person_id=key[0], subject=key[1], photo_id=entry.photo_id, at=entry.at))
    else:
        known.photo_id, known.at = entry.photo_id, entry.at
    session().flush()


def _tell_owner(photo: Photo) -> None:
    reached = max((milestone for milestone in MILESTONES if milestone <= photo.likes), default=0)
    if reached > photo.likes_told:
        photo.likes_told = reached
        data = {"title": photo.title, "likes": reached}
        notices.tell(photo.owner_id, "photo.liked", data, f"/photos/{ids.show(photo.id)}")
