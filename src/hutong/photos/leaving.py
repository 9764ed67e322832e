"""Somebody takes their photos along, or leaves for good."""

from typing import Any

from flask import Flask
from sqlalchemy import delete, or_, select, update

from hutong.accounts.events import AccountClosed, PersonBlocked
from hutong.accounts.leaving import EXPORTS, Archive
from hutong.accounts.models import Person
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.kernel.events import listen
from hutong.media import queries as media
from hutong.media.gateways import store
from hutong.media.models import Picture
from hutong.photos import jobs
from hutong.photos.models import Collection, CollectionItem, Comment, Follow, Like, Photo, PhotoMute
from hutong.photos.queries import photos

PHOTOS = "photos/photos.json"
WORDS = ("caption", "place", "alt", "source_url", "author", "licence")
KEPT = (*WORDS, "visibility", "state", "comments_open", "shown_at")


def install(app: Flask) -> None:
    """Contribute to archives, and let go of what was somebody's who leaves or keeps another away."""
    EXPORTS.add(app, export)
    listen(app, AccountClosed, let_go)
    listen(app, PersonBlocked, part)


def export(person_id: int, archive: Archive) -> None:
    """A person's photos with their files, and what they have said, liked, followed and gathered."""
    rows = session().scalars(select(Photo).where(Photo.owner_id == person_id).order_by(Photo.id)).all()
    pictures = media.pictures(photo.picture_id for photo in rows)
    archive.data(PHOTOS, [_photo(photo, pictures[photo.picture_id]) for photo in rows])
    for photo in rows:
        picture = pictures[photo.picture_id]
        data = store().read(media.stored_name(picture.digest, picture.kind))
        if data is not None:
            archive.file(f"photos/{_file(photo, picture)}", data)
    mine = select(Comment).where(Comment.author_id == person_id, Comment.deleted_at.is_(None)).order_by(Comment.id)
    archive.rows("photos/comments.json", mine)
    archive.rows("photos/likes.json", select(Like).where(Like.person_id == person_id))
    archive.rows("photos/follows.json", select(Follow).where(Follow.follower_id == person_id))
    archive.rows("photos/mutes.json", select(PhotoMute).where(PhotoMute.person_id == person_id))
    own = select(Collection).where(Collection.owner_id == person_id).order_by(Collection.id)
    archive.rows("photos/collections.json", own)
    held = select(CollectionItem).join(Collection, Collection.id == CollectionItem.collection_id)
    archive.rows("photos/collection-items.json", held.where(Collection.owner_id == person_id))


def let_go(event: AccountClosed) -> None:
    """Somebody has left: their photos and comments go, a job removes the files."""
    person_id = event.person_id
    for table, of in ((Like, Like.person_id), (Collection, Collection.owner_id)):
        session().execute(delete(table).where(of == person_id))
    gone = or_(Follow.follower_id == person_id, Follow.followed_id == person_id)
    session().execute(delete(Follow).where(gone))
    gone = or_(PhotoMute.person_id == person_id, PhotoMute.muted_id == person_id)
    session().execute(delete(PhotoMute).where(gone))
    said = update(Comment).where(Comment.author_id == person_id, Comment.deleted_at.is_(None))
    session().execute(said.values(deleted_at=clock.now(), text=""))
    jobs.let_go.later(person_id=person_id)


def part(event: PersonBlocked) -> None:
    """Who keeps somebody away does not follow them, nor the other way round."""
    one, other = event.person_id, event.blocked_id
    for follower, followed in ((one, other), (other, one)):
        session().execute(delete(Follow).where(Follow.follower_id == follower, Follow.followed_id == followed))


def _photo(photo: Photo, picture: Picture) -> dict[str, Any]:
    said = (
        select(Comment, Person.nickname)
        .join(Person, Person.id == Comment.author_id)
        .where(Comment.photo_id == photo.id, Comment.deleted_at.is_(None), Comment.hidden_at.is_(None))
    )
    comments = [
        {
            "id": ids.show(comment.id),
            "thread": ids.show(comment.thread_id),
            "author": name,
            "mine": comment.author_id == photo.owner_id,
            "text": comment.text,
        }
        for comment, name in session().execute(said.order_by(Comment.thread_id, Comment.id))
    ]
    facts = {name: getattr(photo, name) for name in KEPT}
    return {
        "id": ids.show(photo.id),
        "file": _file(photo, picture),
        **facts,
        "tags": photos.tags_of(photo.id),
        "comments": comments,
    }


def _file(photo: Photo, picture: Picture) -> str:
    return f"pictures/{ids.show(photo.id)}.{'jpg' if picture.kind == 'jpeg' else picture.kind}"
