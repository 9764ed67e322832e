"""People as photos know them: their photos, and who follows whom."""

from flask_babel import lazy_gettext as _l

from hutong.kernel import limits
from hutong.kernel.errors import Conflict, NotFound, TooMany
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.web import me
from hutong.photos import actions
from hutong.photos.api.base import TOUCHES, api
from hutong.photos.api.photos import shown
from hutong.photos.queries import people, streams
from hutong.photos.queries.people import People
from hutong.photos.queries.streams import Stream
from hutong.photos.readers import reader
from hutong.photos.schemas import FollowOut, OwnerOut, PhotoCard
from hutong.photos.showing import owner_out


@api.get("/people/<id:person_id>/photos", public=True, raises=(NotFound,))
def list_photos_of_person(person_id: int, query: PageQuery) -> Page[PhotoCard]:
    """The photos of a person that you may see, the newest first."""
    people.profile(person_id, reader())
    return shown(streams.page(Stream("person", person_id), reader(), query.limit, query.cursor))


@api.get("/people/<id:person_id>/followers", public=True, raises=(NotFound,))
def list_followers(person_id: int, query: PageQuery) -> Page[OwnerOut]:
    """Who follows a person, the latest first."""
    people.profile(person_id, reader())
    return _people(people.followers(person_id, query.limit, query.cursor))


@api.get("/people/<id:person_id>/following", public=True, raises=(NotFound,))
def list_following(person_id: int, query: PageQuery) -> Page[OwnerOut]:
    """Whom a person follows, the latest first."""
    people.profile(person_id, reader())
    return _people(people.following(person_id, query.limit, query.cursor))


def count_touch(person_id: int) -> None:  # noqa: ARG001 - every touch counts alike
    """Count the touch."""
    limits.spend(TOUCHES, me().id)


@api.put(
    "/people/<id:person_id>/follow",
    before=count_touch,
    raises=(NotFound, Conflict, TooMany),
    done=_l("You follow now."),
)
def follow_person(person_id: int) -> FollowOut:
    """See a person's photos in your own stream."""
    actions.follow(me().id, person_id)
    return _stands(person_id)


@api.delete("/people/<id:person_id>/follow", status=200, before=count_touch, raises=(NotFound, TooMany))
def unfollow_person(person_id: int) -> FollowOut:
    """No longer."""
    actions.unfollow(me().id, person_id)
    return _stands(person_id)


@api.put(
    "/people/<id:person_id>/mute",
    before=count_touch,
    raises=(NotFound, Conflict, TooMany),
    done=_l("You will not meet this person's photos and comments any more."),
)
def mute_person(person_id: int) -> FollowOut:
    """Meet a person's photos and comments nowhere but at their own addresses; they do not learn of it."""
    actions.mute(me().id, person_id)
    return _stands(person_id)


@api.delete("/people/<id:person_id>/mute", status=200, before=count_touch, raises=(NotFound, TooMany))
def unmute_person(person_id: int) -> FollowOut:
    """Meet them again."""
    actions.unmute(me().id, person_id)
    return _stands(person_id)


def _stands(person_id: int) -> FollowOut:
    found = people.profile(person_id, me().id)
    return FollowOut(following=found.followed, muted=found.muted, followers=found.followers)


def _people(found: People) -> Page[OwnerOut]:
    return Page(items=[owner_out(person) for person in found.people], next=found.next)
