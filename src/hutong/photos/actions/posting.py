"""Sharing a photo: uploaded by a person, or brought in by the importer."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.accounts.models import Person
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict, Forbidden, invalid
from hutong.kernel.state import settings
from hutong.media import actions as media
from hutong.media.actions import Prepared
from hutong.media.jobs import make_avif
from hutong.media.models import Picture
from hutong.photos import heat
from hutong.photos.actions import listing, tails
from hutong.photos.models import Comment, Photo, PhotoBand, PhotoState, Visibility, photo_subject
from hutong.photos.queries import looks
from hutong.photos.schemas import PhotoIn


class AlreadyUploaded(Conflict):
    """The same picture again; `photo` is the id of the photo that is there, `href` its page."""

    code = "already_uploaded"
    detail = _l("You have uploaded this already.")


class LooksAlike(Conflict):
    """It looks like photos that are there; `photos` are their ids. Sent again with `anyway` it is taken."""

    code = "looks_alike"
    detail = _l("This looks like a photo that is here already. You can share it anyway.")


class NotActive(Forbidden):
    """An account whose mail address is not confirmed may look, but not post."""

    code = "not_active"
    detail = _l("Please follow the link in the mail we sent you first: then you can post.")


@dataclass(frozen=True)
class Source:
    """Where an imported photo comes from."""

    url: str
    key: str
    author: str = ""
    licence: str = ""


def post(owner_id: int, wanted: PhotoIn, prepared: Prepared | None = None) -> Photo:
    """Share a picture; raises Invalid, NotActive, AlreadyUploaded or LooksAlike."""
    may_post(owner_id)
    picture = prepared or _uploaded(owner_id, wanted.picture_id)
    _refuse_copies(owner_id, picture, wanted.anyway)
    kept = media.keep(owner_id, prepared, wanted.alt, swept=True) if prepared else picture
    photo = _put(owner_id, kept, wanted, PhotoState.WAITING if settings().photo_review else PhotoState.LIVE)
    if wanted.tail:
        tails.lead(photo.id, owner_id, wanted.tail)
    return photo


def bring_in(owner_id: int, wanted: PhotoIn, prepared: Prepared, source: Source) -> Photo:
    """Share a picture that was imported, with its source and licence; raises AlreadyUploaded."""
    _refuse_same(owner_id, prepared.digest)
    photo = _put(owner_id, media.keep(owner_id, prepared, wanted.alt, swept=True), wanted, PhotoState.LIVE)
    photo.source_url, photo.source_key = source.url[:1000], source.key
    photo.author, photo.licence = source.author[:100], source.licence[:100]
    return photo


def bring_back_words(photo: Photo, shown_at: int, comments: list[dict[str, Any]]) -> None:
    """Give a photo of an archive its time and comments back; what others said stands under their names."""
    photo.shown_at = min(shown_at, clock.now())
    photo.heat = heat.heat(photo.shown_at, 0)
    threads: dict[str, int] = {}
    for said in comments:
        number = ids.new_id()
        threads[said["id"]] = number
        text = str(said["text"]) if said["mine"] else f"{said['author']}: {said['text']}"
        thread = threads.get(said["thread"], number)
        session().add(
            Comment(
                id=number, photo_id=photo.id, thread_id=thread, author_id=photo.owner_id, text=text, made_at=clock.now()
            )
        )
    listing.settle(photo)
    listing.uncounted(photo.id)


def may_post(person_id: int) -> None:
    """Raises NotActive for an account that was not activated."""
    if session().scalar(select(Person.inactive_since).where(Person.id == person_id)) is not None:
        raise NotActive


def _uploaded(owner_id: int, picture_id: int | None) -> Any:
    """A picture of one's own that no photo shows yet."""
    if picture_id is None:
        raise invalid("file", _l("Choose a picture."))
    if not media.take([picture_id], owner_id, swept=True):
        raise invalid("picture_id", _l("There is no such picture of yours."))
    picture = session().get_one(Picture, picture_id)
    if session().scalar(select(Photo.id).where(Photo.picture_id == picture.id)) is not None:
        _refuse_same(owner_id, picture.digest)
        raise invalid("picture_id", _l("This picture is in use already."))
    return picture


def _refuse_copies(owner_id: int, picture: Any, anyway: bool) -> None:
    _refuse_same(owner_id, picture.digest)
    if anyway or picture.look is None:
        return
    alike = looks.like(picture.look, owner_id)
    if alike:
        raise LooksAlike(photos=[ids.show(photo_id) for photo_id in alike])


def _refuse_same(owner_id: int, digest: str) -> None:
    same = select(Photo.id).where(Photo.owner_id == owner_id, Photo.digest == digest, Photo.state != PhotoState.TRASHED)
    photo_id = session().scalar(same.limit(1))
    if photo_id is not None:
        shown = ids.show(photo_id)
        raise AlreadyUploaded(photo=shown, href=f"/photos/{shown}")


def _put(owner_id: int, picture: Any, wanted: PhotoIn, state: PhotoState) -> Photo:
    now = clock.now()
    private = wanted.visibility == Visibility.PRIVATE.value  # nobody but its owner sees it: nothing to review
    photo = Photo(
        owner_id=owner_id,
        picture_id=picture.id,
        digest=picture.digest,
        caption=wanted.caption,
        place=wanted.place,
        alt=wanted.alt or picture.alt,
        visibility=wanted.visibility,
        state=PhotoState.LIVE if private else state,
        comments_open=wanted.comments_open,
        made_at=now,
        shown_at=now,
        look=picture.look,
        heat=heat.heat(now, 0),
    )
    session().add(photo)
    session().flush()
    if picture.look is not None:
        session().add_all(PhotoBand(code=code, photo_id=photo.id) for code in looks.bands(picture.look))
    listing.settle(photo, wanted.tags)
    make_avif.later(picture_id=picture.id)
    after = {"visibility": photo.visibility, "state": photo.state}
    audit.record("photo.posted", photo_subject(photo.id), after=after, person_id=owner_id)
    return photo
