"""Work on pictures that nobody waits for."""

from hutong.kernel import clock
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
