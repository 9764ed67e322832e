"""One photo: its page, its guarded pictures, and where it leads to."""

from flask import Response, redirect, render_template, request

from hutong.kernel.errors import NotFound
from hutong.kernel.input import read_page_query
from hutong.kernel.paging import PageQuery
from hutong.kernel.state import settings
from hutong.kernel.web import me
from hutong.media import queries as media
from hutong.media.pages import thumbnail
from hutong.photos import tally
from hutong.photos.models import PhotoState
from hutong.photos.pages import linked
from hutong.photos.pages.base import pages
from hutong.photos.queries import leads, people, photos, picks, seeing, streams, talk
from hutong.photos.readers import moderates, reader
from hutong.photos.schemas.asked import PhotoIn

COMMENTS = 30
SHARED = 1280


@pages.page("/photos/<id:photo_id>", public=True)
def show_photo(photo_id: int) -> str:
    """A photo, its neighbours in the stream one comes from, and what is said about it."""
    query = read_page_query(PageQuery)
    found = photos.detail(photo_id, reader(), moderates())
    tally.saw(photo_id, found.photo.owner_id)
    stream = streams.read(request.args.get("in", ""))
    person = reader()
    share_url = f"{settings().url}/photos/{request.path.rpartition('/')[2]}"
    share_image = settings().url + media.url(found.card.picture, SHARED, "jpg") if found.photo.public else ""
    return render_template(
        "photos/photo.html",
        found=found,
        photo=found.photo,
        card=found.card,
        stream=stream,
        around=streams.neighbours(stream, found.photo, person),
        talk=talk.page(photo_id, person, COMMENTS, query.cursor),
        figures=leads.figures(found.photo) if found.mine and found.tail else None,
        follows=person is not None and not found.mine and seeing.follows(person, found.photo.owner_id),
        collections=people.collections(person, person) if person is not None and found.photo.state == "live" else [],
        picked=picks.is_picked(photo_id) if moderates() else False,
        picks=picks.picked(None) if moderates() else [],
        moderator=moderates(),
        share_url=share_url,
        share_image=share_image,
        linked_data=linked.photo(found.card, share_url, share_image),
    )


@pages.page("/photos/<id:photo_id>/<int:width>.webp", public=True, hidden=True)
def show_guarded(photo_id: int, width: int) -> Response:
    """A picture that not everybody may see; kept by no cache that others share."""
    photo = seeing.seen(photo_id, reader(), moderates())
    picture = media.pictures([photo.picture_id]).get(photo.picture_id)
    if picture is None or width not in media.WIDTHS:
        raise NotFound
    response = thumbnail(picture.digest, width)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept, Cookie"
    return response


@pages.page("/photos/<id:photo_id>/go", public=True)
def go(photo_id: int) -> Response:
    """On to where a photo leads; counts the tap."""
    photo = seeing.seen(photo_id, reader(), moderates())
    if photo.state != PhotoState.LIVE:
        raise NotFound
    target = leads.target(photo_id)
    tally.tapped(photo_id, photo.owner_id)
    response = redirect(target)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "origin"
    return response  # type: ignore[return-value]


@pages.page("/photos/upload")
def upload() -> str:
    """Share photos: many at once, each with what is said about it."""
    allowed = [name.strip() for name in settings().tail_hosts.split(",") if name.strip()]
    return render_template("photos/upload.html", wanted=PhotoIn(), hosts=allowed)


@pages.page("/photos/<id:photo_id>/edit")
def edit(photo_id: int) -> str:
    """Change what is said about a photo of one's own."""
    photo = seeing.own(photo_id, me().id)
    found = photos.around(photo, me().id)
    return render_template("photos/edit.html", photo=photo, found=found, card=found.card, tail=leads.typed(photo_id))
