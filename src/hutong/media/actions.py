"""Taking pictures in."""

import hashlib
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from hutong.kernel import clock
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import TooLarge, Unavailable, invalid
from hutong.media import queries
from hutong.media.gateways import pillow, store
from hutong.media.jobs import make_thumbnails, remove_file
from hutong.media.models import Picture

LARGEST = 25_000_000
STILL_NEEDED = 10 * clock.SECOND  # an upload of the same picture may be on its way: its row comes after its file


@dataclass(frozen=True)
class Prepared:
    """A picture whose file lies in the store already."""

    digest: str
    kind: str
    width: int
    height: int
    size: int
    look: int | None = None


def prepare(data: bytes) -> Prepared:
    """Make a picture anew and store its file; outside of any transaction. Raises TooLarge, Invalid or Unavailable."""
    if len(data) > LARGEST:
        raise TooLarge(_l("A picture may have at most 25 MB."))
    try:
        made = pillow.clean(data)
    except pillow.TooManyPixels:
        raise invalid("file", _l("This picture has too many pixels: at most 60 million, 20,000 on a side.")) from None
    except pillow.NotAPicture:
        raise invalid(
            "file",
            _l("This file is damaged or not a picture of an allowed type: JPEG, PNG, WebP, HEIC, AVIF, GIF."),
        ) from None
    except (pillow.Busy, MemoryError):
        raise Unavailable from None
    digest = hashlib.sha256(made.data).hexdigest()
    store().put(queries.stored_name(digest, made.kind), made.data)
    return Prepared(digest, made.kind, made.width, made.height, len(made.data), made.look)


def adopt(data: bytes) -> Prepared:
    """Store a file that was made by `prepare` before (an archive), as it is; raises Invalid for any other."""
    try:
        made = pillow.made_here(data)
    except pillow.NotAPicture:
        raise invalid(
            "file",
            _l("This file is damaged or not a picture of an allowed type: JPEG, PNG, WebP, HEIC, AVIF, GIF."),
        ) from None
    except (pillow.Busy, MemoryError):
        raise Unavailable from None
    digest = hashlib.sha256(data).hexdigest()
    store().put(queries.stored_name(digest, made.kind), data)
    return Prepared(digest, made.kind, made.width, made.height, len(data), made.look)


def keep(owner_id: int | None, prepared: Prepared, alt: str = "") -> Picture:
    """Note in the running transaction whose picture this is; its thumbnails are made soon."""
    picture = Picture(
        owner_id=owner_id,
        digest=prepared.digest,
        kind=prepared.kind,
        width=prepared.width,
        height=prepared.height,
        size=prepared.size,
        alt=alt,
        look=prepared.look,
        made_at=clock.now(),
    )
    session().add(picture)
    session().flush()
    make_thumbnails.later(picture_id=picture.id)
    return picture


def discard(picture_id: int) -> None:
    """Forget a picture in the running transaction; its file goes soon, unless another picture shares it."""
    digest = session().scalar(select(Picture.digest).where(Picture.id == picture_id))
    if digest is not None and rows_changed(delete(Picture).where(Picture.id == picture_id)) == 1:
        remove_file.at(clock.now() + STILL_NEEDED)(digest=digest)
