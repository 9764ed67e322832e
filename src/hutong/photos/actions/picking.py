"""The picks of a day: three photos on top until midnight of the site."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import audit, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.photos.models import Photo, Pick, photo_subject
from hutong.photos.models.photo import PICKS_A_DAY
from hutong.photos.queries import picks


class PicksFull(Conflict):
    """Three photos are picked for today; `picks` are their ids: send one of them as `instead_of`."""

    code = "picks_full"
    detail = _l("Three photos are picked for today. Which one shall go?")


class AlreadyPicked(Conflict):
    """It is on top already."""

    code = "already_picked"
    detail = _l("This photo is picked for today already.")


def pick(photo_id: int, by: int, instead_of: int | None = None) -> None:
    """Put a photo on top of today; raises NotFound, AlreadyPicked or PicksFull."""
    photo = session().get(Photo, photo_id)
    if photo is None or not photo.public:
        raise NotFound
    day = picks.today()
    taken = dict(session().execute(select(Pick.place, Pick.photo_id).where(Pick.day == day)).all())
    if photo_id in taken.values():
        raise AlreadyPicked
    free = next((place for place in range(1, PICKS_A_DAY + 1) if place not in taken), None)
    if instead_of is not None:
        _replace(day, instead_of, photo_id, by)
    elif free is None:
        raise PicksFull(picks=[ids.show(picked) for picked in taken.values()])
    else:
        _put(Pick(day=day, place=free, photo_id=photo_id, picked_by=by))
    audit.record("photo.picked", photo_subject(photo_id), after={"day": day})


def unpick(photo_id: int) -> None:
    """Take a photo from the top of today."""
    gone = delete(Pick).where(Pick.day == picks.today(), Pick.photo_id == photo_id)
    if rows_changed(gone) == 1:
        audit.record("photo.unpicked", photo_subject(photo_id))


def _replace(day: int, old_id: int, photo_id: int, by: int) -> None:
    mine = update(Pick).where(Pick.day == day, Pick.photo_id == old_id)
    if rows_changed(mine.values(photo_id=photo_id, picked_by=by)) != 1:
        raise Conflict  # it went meanwhile


def _put(made: Pick) -> None:
    try:
        with session().begin_nested():
            session().add(made)
    except IntegrityError:
        raise Retry from None  # another hand took this place
