"""Collections: made, changed, filled."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from hutong.kernel import clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.photos.models import Collection, CollectionItem
from hutong.photos.models.collection import MOST_COLLECTIONS, MOST_ITEMS
from hutong.photos.queries import seeing
from hutong.photos.schemas import CollectionIn, CollectionPatch


class Full(Conflict):
    """There are limits to how much one can collect."""

    code = "collection_full"
    detail = _l("There can be 200 collections, with 2,000 photos each.")


def collect(owner_id: int, wanted: CollectionIn) -> Collection:
    """Make a collection; raises Full."""
    mine = select(func.count()).where(Collection.owner_id == owner_id)
    if (session().scalar(mine) or 0) >= MOST_COLLECTIONS:
        raise Full
    made = Collection(owner_id=owner_id, made_at=clock.now(), **wanted.model_dump())
    session().add(made)
    session().flush()
    return made


def change(collection_id: int, owner_id: int, wanted: CollectionPatch) -> Collection:
    """Change a collection of one's own; raises NotFound."""
    found = _own(collection_id, owner_id)
    for name, value in wanted.model_dump(exclude_none=True).items():
        setattr(found, name, value)
    session().flush()
    return found


def dissolve(collection_id: int, owner_id: int) -> None:
    """Remove a collection of one's own; its photos stay where they are. Raises NotFound."""
    session().delete(_own(collection_id, owner_id))


def add_item(collection_id: int, owner_id: int, photo_id: int) -> None:
    """Put a photo one can see into a collection of one's own; raises NotFound or Full."""
    _own(collection_id, owner_id)
    seeing.living(photo_id, owner_id)
    if session().get(CollectionItem, (collection_id, photo_id)) is not None:
        return
    held = select(func.count()).where(CollectionItem.collection_id == collection_id)
    if (session().scalar(held) or 0) >= MOST_ITEMS:
        raise Full
    try:
        with session().begin_nested():
            session().add(CollectionItem(collection_id=collection_id, photo_id=photo_id, id=ids.new_id()))
    except IntegrityError:
        return  # it is in it by now


def remove_item(collection_id: int, owner_id: int, photo_id: int) -> None:
    """Take a photo out of a collection of one's own; raises NotFound."""
    _own(collection_id, owner_id)
    item = delete(CollectionItem).where(
        CollectionItem.collection_id == collection_id, CollectionItem.photo_id == photo_id
    )
    rows_changed(item)


def _own(collection_id: int, owner_id: int) -> Collection:
    found = session().get(Collection, collection_id)
    if found is None or found.owner_id != owner_id:
        raise NotFound
    return found
