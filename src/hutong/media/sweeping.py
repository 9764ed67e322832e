"""Pictures that nothing shows go: uploads that were never used, and what was replaced."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.media.models import SHOWN_BY, InLists, Picture

GRACE = clock.DAY  # somebody may still fill in the form for which they uploaded it
MONTH = 30 * clock.DAY
ON_ITS_WAY = 10 * clock.SECOND  # an upload of the same picture may be: its row comes after its file
BATCH = 200
APART = clock.HOUR  # the clocks of two machines at most
_PICTURES = select(Picture.id, Picture.digest, Picture.owner_id, Picture.made_at)

Found = Row[int, str, int | None, int]


def sweep_some() -> tuple[list[str], bool]:
    """Forget some pictures whose time is over; the digests of those that went, and whether there may be more.

    What something shows is looked at again after a month: so whatever lets go of a picture need not say so.
    """
    due = _PICTURES.where(Picture.sweep_at <= clock.now()).order_by(Picture.sweep_at).limit(BATCH)
    found = session().execute(due).all()
    held = _held(found)
    gone = []
    for picture in found:
        if picture.id not in held and _remove(picture.id, Picture.sweep_at <= clock.now()):
            gone.append(picture.digest)
        else:
            held.add(picture.id)
    _look_again(held)
    return gone, len(found) == BATCH


def remove(picture_id: int) -> str | None:
    """Forget a picture now, unless it was taken for good, or something shows it; its digest if it went."""
    found = session().execute(_PICTURES.where(Picture.id == picture_id, Picture.sweep_at.is_not(None))).all()
    if _held(found) or not _remove(picture_id, Picture.sweep_at.is_not(None)):
        return None
    return found[0].digest if found else None


def let_go(picture_ids: Collection[int]) -> None:
    """These are no longer shown where they were: they are swept after a day, even where they were due at this moment.

    So who moves a picture to another place while a sweep looks there and here in turn does not lose it.
    """
    for first in range(0, len(picture_ids), BATCH):
        some = sorted(picture_ids)[first : first + BATCH]
        after = clock.now() + GRACE
        sooner = or_(Picture.sweep_at.is_(None), Picture.sweep_at < after)
        session().execute(update(Picture).where(Picture.id.in_(some), sooner).values(sweep_at=after))


def hold(picture_ids: Collection[int]) -> bool:
    """These stay until somebody lets go of them; whether all are still there."""
    kept = update(Picture).where(Picture.id.in_(sorted(picture_ids)))
    return not picture_ids or rows_changed(kept.values(sweep_at=None)) == len(picture_ids)


def _remove(picture_id: int, still: Any) -> bool:
    """Forget a picture of which this is still true: whoever takes it at this moment was faster, or finds it gone."""
    try:
        with session().begin_nested():
            return rows_changed(delete(Picture).where(Picture.id == picture_id, still)) == 1
    except IntegrityError:  # by a table of a slice that is switched off
        return False


def _held(found: Sequence[Found]) -> set[int]:
    """Those of these pictures that something shows; a statement for each place that may."""
    if not found:
        return set()
    wanted = {picture.id for picture in found}
    return {shown for place in SHOWN_BY.all() for shown in _shown(place, found, wanted)}


def _shown(place: Any, found: Sequence[Found], wanted: set[int]) -> Iterable[int]:
    if not isinstance(place, InLists):
        return session().scalars(select(place).where(place.in_(sorted(wanted))))
    owners = sorted({picture.owner_id for picture in found if picture.owner_id is not None})
    since = ids.first_at(min(picture.made_at for picture in found) - APART)  # a picture is there before it is shown
    lists = session().scalars(select(place.lists).where(place.author.in_(owners), place.id >= since))
    return wanted & {each for one in lists for each in one}


def _look_again(picture_ids: Iterable[int]) -> None:
    later = update(Picture).where(Picture.id.in_(sorted(picture_ids)), Picture.sweep_at <= clock.now())
    if picture_ids:
        session().execute(later.values(sweep_at=clock.now() + MONTH))
