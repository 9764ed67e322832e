"""Uploading pictures."""

from hutong.kernel import clock, limits
from hutong.kernel.errors import Invalid, TooLarge, TooMany, Unavailable
from hutong.kernel.limits import Limit
from hutong.kernel.web import Api, me
from hutong.media import actions
from hutong.media.actions import Prepared
from hutong.media.schemas import PictureIn, PictureOut

api = Api("media")
UPLOADS = Limit("uploads", 300, clock.HOUR)


def prepare(body: PictureIn) -> Prepared:
    """Count the upload, make the picture anew and store it."""
    limits.spend(UPLOADS, me().id)
    return actions.prepare(body.file.stream)


@api.post("/pictures", before=prepare, raises=(Invalid, TooLarge, TooMany, Unavailable))
def upload_picture(body: PictureIn, ready: Prepared) -> PictureOut:
    """Upload a picture: it is made anew, upright and without its metadata; unused, it goes after a day."""
    return PictureOut.of(actions.keep(me().id, ready, body.alt, swept=True))
