"""The photos on top of today."""

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.kernel.errors import Conflict, NotFound
from hutong.kernel.web import me
from hutong.photos import actions
from hutong.photos.api.base import api
from hutong.photos.queries import picks
from hutong.photos.readers import reader
from hutong.photos.schemas import PickIn, PicksOut
from hutong.photos.showing import card_out


@api.get("/picks", public=True)
def list_picks() -> PicksOut:
    """Today's picks, until midnight of the site."""
    return PicksOut(items=[card_out(card) for card in picks.picked(reader())], until=picks.midnight())


@api.post(
    "/picks",
    needs=Permission.MODERATE,
    raises=(NotFound, Conflict),
    done=_l("The photo is on top today."),
)
def pick_photo(body: PickIn) -> PicksOut:
    """Put a photo on top of today; 409 `picks_full` names the three that are there: send one as `instead_of`."""
    actions.pick(body.photo_id, me().id, body.instead_of)
    return list_picks()


@api.delete("/picks/<id:photo_id>", needs=Permission.MODERATE, done=_l("The photo is no longer on top."))
def unpick_photo(photo_id: int) -> None:
    """Take a photo from the top of today."""
    actions.unpick(photo_id)
