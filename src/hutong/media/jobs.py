"""Work on pictures that nobody waits for."""

from hutong.kernel.jobs import job
from hutong.kernel.state import state
from hutong.media import queries
from hutong.media.gateways import thumbnails
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
