"""Work on pictures that nobody waits for."""

from collections.abc import Callable

from sqlalchemy import select

from hutong.kernel import clock
from hutong.kernel.jobs import job
from hutong.kernel.state import state
from hutong.media import queries, sweeping
from hutong.media.gateways import store, thumbnails
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
    store().trim()


@job("media.make_avif", outside=True, patient=True)
def make_avif(picture_id: int) -> None:
    """Make the smaller thumbnails of a picture in AVIF too: for those shown often enough to be worth the work."""
    with state().database.reading() as session:
        picture = session.get(Picture, picture_id)
    if picture is not None:
        thumbnails.make(picture.digest, [width for width in queries.SMALL if width <= picture.width], "avif")


@job("media.sweep", every=clock.HOUR)
def sweep() -> None:
    """Forget uploads that nothing has shown for a day."""
    gone, more = sweeping.sweep_some()
    for digest in gone:
        remove_file.at(clock.now() + sweeping.ON_ITS_WAY)(digest=digest)
    if more:
        sweep.later()


@job("media.remove_file", outside=True)
def remove_file(digest: str) -> Callable[[], None] | None:
    """Remove the files of a picture that nobody has any more; later, where somebody is about to have it."""
    with state().database.reading() as session:
        if session.scalar(select(Picture.id).where(Picture.digest == digest).limit(1)) is not None:
            return None
    names = [f"{digest}.{ending}" for ending in ("jpg", "webp")]
    ages = [age for name in names if (age := store().age(name)) is not None]
    if ages and min(ages) < sweeping.ON_ITS_WAY:
        again = clock.now() + sweeping.ON_ITS_WAY
        return lambda: remove_file.at(again)(digest=digest)
    names += [f"{digest}-{width}.{form}" for width in queries.WIDTHS for form in thumbnails.KINDS]
    for name in names:
        store().remove(name)
    return None
