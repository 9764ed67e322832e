"""Sharing, finding, changing and removing photos, and liking them."""

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.kernel import limits
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge, TooMany, Unavailable
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.web import me
from hutong.media import actions as media
from hutong.media.actions import Prepared
from hutong.photos import actions, tally
from hutong.photos.api.base import POSTS, TOUCHES, UPLOADS, api
from hutong.photos.queries import leads, photos, seeing, streams
from hutong.photos.queries.streams import Found
from hutong.photos.readers import moderates, reader
from hutong.photos.schemas import (
    LikeOut,
    PhotoCard,
    PhotoIn,
    PhotoOut,
    PhotoPatch,
    PhotosQuery,
    ReasonIn,
    ReviewIn,
    TagOut,
    TailCardOut,
    TailFiguresOut,
    TailIn,
)
from hutong.photos.showing import card_out, photo_out, tail_out


@api.get("/photos", public=True, raises=(Invalid, NotFound))
def list_photos(query: PhotosQuery) -> Page[PhotoCard]:
    """A stream of photos: newest, hot, of those you follow, of a tag, or found by words."""
    stream = streams.of_request(query.stream, reader(), query.tag, query.q)
    return shown(streams.page(stream, reader(), query.limit, query.cursor))


def prepare(body: PhotoIn) -> Prepared | None:
    """Count the photo; where the file itself was sent, make the picture anew and store it."""
    limits.spend(POSTS, me().id)
    if body.file is None:
        return None
    limits.spend(UPLOADS, me().id)
    return media.prepare(body.file.stream)


@api.post(
    "/photos",
    before=prepare,
    raises=(Invalid, Conflict, Forbidden, TooLarge, TooMany, Unavailable),
    done=_l("The photo was shared."),
)
def share_photo(body: PhotoIn, ready: Prepared | None) -> PhotoOut:
    """Share a picture. 409 `already_uploaded` names the same photo, 409 `looks_alike` similar ones: send `anyway`."""
    return photo_out(photos.around(actions.post(me().id, body, ready), me().id))


@api.get("/photos/<id:photo_id>", public=True, raises=(NotFound,))
def show_photo(photo_id: int) -> PhotoOut:
    """One photo, with where it leads to and why it is hot. Counts a view."""
    found = photos.detail(photo_id, reader(), moderates())
    tally.saw(photo_id, found.photo.owner_id)
    return photo_out(found)


@api.patch("/photos/<id:photo_id>", raises=(Invalid, NotFound, Conflict), done=_l("Saved."))
def edit_photo(photo_id: int, body: PhotoPatch) -> PhotoOut:
    """Change what is said about a photo of yours, and who may see it."""
    return photo_out(photos.around(actions.edit(photo_id, me().id, body), me().id))


@api.delete(
    "/photos/<id:photo_id>",
    raises=(Invalid, NotFound, Conflict),
    done=_l("The photo lies in the trash for 30 days."),
)
def trash_photo(photo_id: int, body: ReasonIn) -> None:
    """Lay a photo into the trash: your own, or as a moderator with a reason that its owner reads."""
    actions.trash(photo_id, me().id, moderates(), body.reason)


@api.get("/me/photos/trash")
def list_trash(query: PageQuery) -> Page[PhotoCard]:
    """What lies in your trash."""
    found = photos.trash(me().id, query.limit, query.cursor)
    return Page(items=[card_out(card) for card in found.cards], next=found.next)


@api.put("/photos/<id:photo_id>/restoration", raises=(NotFound, Conflict), done=_l("The photo is back."))
def bring_back_photo(photo_id: int) -> PhotoOut:
    """Take a photo out of the trash."""
    return photo_out(photos.around(actions.bring_back(photo_id, me().id, moderates()), me().id))


@api.delete("/me/photos/trash/<id:photo_id>", raises=(NotFound, Conflict), done=_l("The photo was removed for good."))
def purge_photo(photo_id: int) -> None:
    """Remove a photo from your trash for good."""
    actions.purge(photo_id, me().id)


@api.put(
    "/photos/<id:photo_id>/review",
    needs=Permission.MODERATE,
    raises=(Invalid, NotFound, Conflict),
    done=_l("The decision was kept."),
)
def review_photo(photo_id: int, body: ReviewIn) -> PhotoOut:
    """Let a photo be shown that waits for it, or not."""
    return photo_out(photos.around(actions.review(photo_id, me().id, body.accept, body.reason), me().id))


def count_touch(photo_id: int) -> None:  # noqa: ARG001 - every touch counts alike
    """Count the touch."""
    limits.spend(TOUCHES, me().id)


@api.put("/photos/<id:photo_id>/like", before=count_touch, raises=(NotFound, Conflict, TooMany))
def like_photo(photo_id: int) -> LikeOut:
    """Like a photo; it counts once."""
    actions.like(photo_id, me().id)
    return _liked(photo_id)


@api.delete("/photos/<id:photo_id>/like", status=200, before=count_touch, raises=(NotFound, TooMany))
def unlike_photo(photo_id: int) -> LikeOut:
    """Take that back."""
    actions.unlike(photo_id, me().id)
    return _liked(photo_id)


@api.put("/photos/<id:photo_id>/tail", raises=(Invalid, NotFound), done=_l("Saved."))
def lead_photo(photo_id: int, body: TailIn) -> TailCardOut | None:
    """Let a photo of yours lead to a home, a film, or an address that the operator allows."""
    actions.lead(photo_id, me().id, body.to, body.label)
    card = leads.card(seeing.own(photo_id, me().id))
    return tail_out(card) if card else None


@api.delete("/photos/<id:photo_id>/tail", raises=(NotFound,), done=_l("Saved."))
def cut_tail(photo_id: int) -> None:
    """Let a photo of yours lead nowhere."""
    actions.cut(photo_id, me().id)


@api.get("/photos/<id:photo_id>/tail", raises=(NotFound,))
def show_figures(photo_id: int) -> TailFiguresOut:
    """What came of the tail of a photo of yours."""
    return TailFiguresOut.model_validate(leads.figures(seeing.own(photo_id, me().id)))


@api.get("/tags", public=True)
def list_tags(query: PhotosQuery) -> Page[TagOut]:
    """The most used tags, or those that begin with `q`."""
    found = photos.tags(query.q, query.limit)
    return Page(items=[TagOut(name=tag.name, count=tag.count) for tag in found])


def shown(found: Found) -> Page[PhotoCard]:
    """A page of a stream as JSON."""
    return Page(items=[card_out(card) for card in found.cards], next=found.next)


def _liked(photo_id: int) -> LikeOut:
    liked, likes = photos.likes(photo_id, me().id)
    return LikeOut(liked=liked, likes=likes)
