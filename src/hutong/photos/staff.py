"""What moderators see: every photo, those that wait for them, and today's picks."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import Field
from sqlalchemy import or_, select

from hutong.accounts.models import Permission
from hutong.kernel import desk, ids
from hutong.kernel.desk import Asked, Column, Figures, Filter, Period, Rows, StaffList, Waiting
from hutong.kernel.input import read_page_query
from hutong.kernel.paging import PageQuery
from hutong.kernel.plots import Plot, Series
from hutong.kernel.text import asked as tokens
from hutong.kernel.text import matches
from hutong.kernel.web import Pages
from hutong.photos.models import Photo, PhotoState, PhotoWords, Visibility
from hutong.photos.queries import photos, picks

staff = Pages("photos")
staff.name = "photos_staff"
STATES: dict[str, Any] = {
    PhotoState.LIVE: _l("Live"),
    PhotoState.WAITING: _l("Waits for review"),
    PhotoState.HIDDEN: _l("Hidden"),
    PhotoState.TRASHED: _l("Removed"),
}
TONES: dict[str, str] = {
    PhotoState.LIVE: "free",
    PhotoState.WAITING: "waiting",
    PhotoState.HIDDEN: "bad",
    PhotoState.TRASHED: "over",
}


class DeskQuery(PageQuery):
    """Which photos."""

    state: str = Field("waiting", pattern="^(waiting|hidden|trashed)$")


@staff.page("/staff/moderation/photos", needs=Permission.MODERATE)
def look() -> str:
    """Photos that wait, were hidden or removed, and the picks of today."""
    query = read_page_query(DeskQuery)
    names = {"waiting": _("Waits for review"), "hidden": _("Hidden"), "trashed": _("Removed")}
    return render_template(
        "photos/staff/photos.html",
        found=photos.waiting(query.limit, query.cursor, query.state),
        state=query.state,
        tabs=[(label, f"/staff/moderation/photos?state={key}", key == query.state) for key, label in names.items()],
        picks=picks.picked(None),
        midnight=picks.midnight(),
    )


def rows(wanted: Asked) -> Rows[Photo]:
    """The photos that everybody may find or that wait for a moderator, by words and state."""
    query = select(Photo).where(or_(Photo.visibility == Visibility.PUBLIC, Photo.state == PhotoState.WAITING))
    if wanted.words and tokens(wanted.words):
        query = query.where(Photo.id.in_(select(PhotoWords.rowid).where(matches(PhotoWords.words, wanted.words))))
    if wanted["state"]:
        query = query.where(Photo.state == wanted["state"])
    return desk.keyset(query, wanted, {"newest": [(Photo.id, True)]})


def draw(period: Period) -> Plot:
    """Photos shared per day."""
    counted = desk.per_day(period, Photo.made_at, made=Photo.id)
    return Plot(_("Photos per day"), desk.day_labels(period), [Series(_("Photos"), counted)], across=_("Day"))


PHOTOS = StaffList[Photo](
    "photos",
    _l("Photos"),
    "images",
    group="content",
    needs=Permission.MODERATE,
    rows=rows,
    search=_l("Words or a tag"),
    href=lambda photo: f"/photos/{ids.show(photo.id)}",
    columns=(
        Column(_l("Photo"), lambda photo: photo.title or _("A photo without words")),
        Column(_l("State"), lambda photo: STATES[photo.state], "tag", tone=lambda photo: TONES[photo.state]),
        Column(_l("Views"), lambda photo: photo.views, "number"),
        Column(_l("Likes"), lambda photo: photo.likes, "number"),
        Column(_l("Shared on"), lambda photo: photo.made_at, "moment"),
        Column(_l("Reason"), lambda photo: photo.reason),
    ),
    filters=(Filter("state", _l("State"), tuple(STATES.items())),),
    links=((_l("Waiting and picks"), "/staff/moderation/photos"),),
)
WAITS = Waiting(_l("Photos that wait"), "images", "/staff/moderation/photos", Permission.MODERATE, photos.waiting_count)
UPLOADS = Figures(Permission.MODERATE, draw)
