"""What people are told about photos, and what photos hear of bookings."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from hutong.booking.events import BookingPaid
from hutong.kernel import clock
from hutong.notices.kinds import Kind
from hutong.photos import jobs

Data = dict[str, Any]
TAPS_ARE_WRITTEN = 5 * clock.MINUTE


def booking_paid(event: BookingPaid) -> None:
    """A booking may have come by a photo: looked up once the taps of these minutes are written."""
    jobs.credit.at(clock.now() + TAPS_ARE_WRITTEN)(booking_id=event.booking_id)


def _named(title: str) -> str:
    return title or _("your photo")


def _reviewed(data: Data) -> str:
    if data["accepted"]:
        return _("“%(title)s” is published", title=_named(data["title"]))
    return _("“%(title)s” was not published", title=_named(data["title"]))


def _liked(data: Data) -> str:
    title = _named(data["title"])
    return ngettext("%(num)s person likes “%(title)s”", "%(num)s people like “%(title)s”", data["likes"], title=title)


KINDS = (
    Kind(
        "photo.commented",
        lambda data: _("%(name)s commented on your photo", name=data["name"]),
        lambda data: str(data["text"]),
        label=_l("Photos and comments"),
    ),
    Kind(
        "photo.answered",
        lambda data: _("%(name)s answered your comment", name=data["name"]),
        lambda data: str(data["text"]),
    ),
    Kind(
        "photo.mentioned",
        lambda data: _("%(name)s mentioned you", name=data["name"]),
        lambda data: str(data["text"]),
    ),
    Kind("photo.liked", _liked, lambda _data: "", ways=("app",)),
    Kind(
        "photo.reviewed",
        _reviewed,
        lambda data: "" if data["accepted"] else _("Reason: %(reason)s.", reason=data["reason"]),
    ),
    Kind(
        "photo.removed",
        lambda data: _("A moderator removed “%(title)s”", title=_named(data["title"])),
        lambda data: _("Reason: %(reason)s.", reason=data["reason"]),
    ),
    Kind("follow.new", lambda data: _("%(name)s follows you", name=data["name"]), lambda _data: "", ways=("app",)),
)
