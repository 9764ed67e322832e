"""What moderators see: photos that wait for them, and today's picks."""

from flask import render_template
from flask_babel import gettext as _
from pydantic import Field

from hutong.accounts.models import Permission
from hutong.kernel.input import read_page_query
from hutong.kernel.paging import PageQuery
from hutong.kernel.web import Pages
from hutong.photos.queries import photos, picks

staff = Pages("photos")
staff.name = "photos_staff"


class DeskQuery(PageQuery):
    """Which photos."""

    state: str = Field("waiting", pattern="^(waiting|hidden|trashed)$")


@staff.page("/staff/photos", needs=Permission.MODERATE)
def desk() -> str:
    """Photos that wait, were hidden or removed, and the picks of today."""
    query = read_page_query(DeskQuery)
    names = {"waiting": _("Waiting"), "hidden": _("Hidden"), "trashed": _("Removed")}
    return render_template(
        "photos/staff/photos.html",
        found=photos.waiting(query.limit, query.cursor, query.state),
        state=query.state,
        tabs=[(label, f"/staff/photos?state={key}", key == query.state) for key, label in names.items()],
        picks=picks.picked(None),
        midnight=picks.midnight(),
    )
