"""Collections."""

from flask_babel import lazy_gettext as _l

from hutong.kernel import limits
from hutong.kernel.errors import Conflict, Invalid, NotFound, TooMany
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.web import me
from hutong.photos import actions
from hutong.photos.api.base import TOUCHES, api
from hutong.photos.api.photos import shown
from hutong.photos.models import Collection
from hutong.photos.queries import people, streams
from hutong.photos.queries.streams import Stream
from hutong.photos.readers import reader
from hutong.photos.schemas import CollectionIn, CollectionOut, CollectionPatch, PhotoCard
from hutong.photos.showing import collection_out


@api.get("/people/<id:person_id>/collections", public=True, raises=(NotFound,))
def list_collections(person_id: int) -> Page[CollectionOut]:
    """The collections of a person that you may see."""
    people.profile(person_id, reader())
    return Page(items=[collection_out(found) for found in people.collections(person_id, reader())])


@api.post("/collections", raises=(Invalid, Conflict), done=_l("The collection was made."))
def make_collection(body: CollectionIn) -> CollectionOut:
    """Make a collection."""
    return _out(actions.collect(me().id, body))


@api.get("/collections/<id:collection_id>", public=True, raises=(NotFound,))
def show_collection(collection_id: int) -> CollectionOut:
    """A collection; its photos are at /collections/{id}/photos."""
    return _out(streams.collection(collection_id, reader()))


@api.get("/collections/<id:collection_id>/photos", public=True, raises=(NotFound,))
def list_collected(collection_id: int, query: PageQuery) -> Page[PhotoCard]:
    """The photos of a collection that you may see, the latest added first."""
    streams.collection(collection_id, reader())
    return shown(streams.page(Stream("collection", collection_id), reader(), query.limit, query.cursor))


@api.patch("/collections/<id:collection_id>", raises=(Invalid, NotFound), done=_l("Saved."))
def edit_collection(collection_id: int, body: CollectionPatch) -> CollectionOut:
    """Change a collection of yours."""
    return _out(actions.change(collection_id, me().id, body))


@api.delete("/collections/<id:collection_id>", raises=(NotFound,), done=_l("The collection was removed."))
def remove_collection(collection_id: int) -> None:
    """Remove a collection of yours; its photos stay where they are."""
    actions.dissolve(collection_id, me().id)


def count_touch(collection_id: int, photo_id: int) -> None:  # noqa: ARG001 - every touch counts alike
    """Count the touch."""
    limits.spend(TOUCHES, me().id)


@api.put(
    "/collections/<id:collection_id>/photos/<id:photo_id>",
    before=count_touch,
    raises=(NotFound, Conflict, TooMany),
    done=_l("The photo is in the collection."),
)
def collect_photo(collection_id: int, photo_id: int) -> CollectionOut:
    """Put a photo into a collection of yours."""
    actions.add_item(collection_id, me().id, photo_id)
    return _out(streams.collection(collection_id, me().id))


@api.delete(
    "/collections/<id:collection_id>/photos/<id:photo_id>",
    before=count_touch,
    raises=(NotFound, TooMany),
    done=_l("The photo was taken out of the collection."),
)
def uncollect_photo(collection_id: int, photo_id: int) -> None:
    """Take a photo out of a collection of yours."""
    actions.remove_item(collection_id, me().id, photo_id)


def _out(found: Collection) -> CollectionOut:
    return collection_out(people.gathered([found], reader())[0])
