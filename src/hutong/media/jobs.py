"""Work on pictures that nobody waits for."""

import secrets
from collections.abc import Callable

from sqlalchemy import select, update

from hutong.kernel import clock
from hutong.kernel.db import rows_changed
from hutong.kernel.jobs import job
from hutong.kernel.state import state
from hutong.media import queries
from hutong.media.gateways import store, thumbnails
from hutong.media.gateways.s3 import S3Store
from hutong.media.models import Picture


@job("media.make_thumbnails", outside=True, patient=True)
def make_thumbnails(picture_id: int) -> None:
    """Make the thumbnails of a picture before somebody asks for them."""
    with state().database.reading() as session:
        picture = session.get(Picture, picture_id)
    if picture is None:
        return
    useful = [width for width in queries.WIDTHS if width < picture.width]
    widths = queries.WIDTHS[: len(useful) + 1]
    thumbnails.make(picture.digest, list(widths), "webp")


@job("media.trim_copies", outside=True, every=clock.HOUR)
def trim_copies() -> None:
    """Where pictures lie in an S3 store, keep the folder of copies on this machine within its bounds."""
    keeper = store()
    if isinstance(keeper, S3Store):
        keeper.trim()


@job("media.make_avif", outside=True, patient=True)
def make_avif(picture_id: int) -> None:
    """Make the smaller thumbnails of a picture in AVIF too: for those shown often enough to be worth the work."""
    with state().database.reading() as session:
        picture = session.get(Picture, picture_id)
    if picture is not None:
        thumbnails.make(picture.digest, [width for width in queries.SMALL if width <= picture.width], "avif")


@job("media.rename", outside=True)
def rename(picture_id: int) -> Callable[[], None] | None:
    """Give a picture's file another name, so that addresses which were given away before open nothing any more."""
    with state().database.reading() as session:
        picture = session.get(Picture, picture_id)
    data = store().read(queries.stored_name(picture.digest, picture.kind)) if picture else None
    if picture is None or data is None:
        return None
    old, fresh = picture.digest, secrets.token_hex(32)
    store().put(queries.stored_name(fresh, picture.kind), data)

    def write() -> None:
        mine = update(Picture).where(Picture.id == picture_id, Picture.digest == old)
        renamed = rows_changed(mine.values(digest=fresh)) == 1
        remove_file.later(digest=old if renamed else fresh)

    return write


@job("media.remove_file", outside=True)
def remove_file(digest: str) -> None:
    """Remove the files of a picture that nobody has any more."""
    with state().database.reading() as session:
        if session.scalar(select(Picture.id).where(Picture.digest == digest).limit(1)) is not None:
            return
    names = [f"{digest}.{ending}" for ending in ("jpg", "webp")]
    names += [f"{digest}-{width}.{form}" for width in queries.WIDTHS for form in thumbnails.KINDS]
    for name in names:
        store().remove(name)
