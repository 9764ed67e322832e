"""What people are told about reviews and reports, and when guests and hosts are asked for a review."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.booking.events import BookingCompleted
from hutong.booking.models import Booking
from hutong.kernel import i18n
from hutong.kernel.db import session
from hutong.notices import actions as notices
from hutong.notices.kinds import Kind
from hutong.reviews import publishing, subjects
from hutong.reviews.models import HIDDEN, RESTORED

Data = dict[str, Any]


def ask_for_reviews(event: BookingCompleted) -> None:
    """After check-out, ask both sides that may review each other."""
    booking = session().get(Booking, event.booking_id)
    known = subjects.reviewable(booking) if booking else None
    if booking is None or known is None:
        return
    data = {"zh": booking.title_zh, "en": booking.title_en}
    if known.host:
        notices.tell(booking.customer_id, "review.asked", data, publishing.review_page(booking.id))
    if known.guest:
        notices.tell(booking.seller_id, "review.asked", data, publishing.review_page(booking.id))


def _title(data: Data) -> str:
    return str(data[i18n.language()])


def _decided(data: Data) -> str:
    if data["state"] == HIDDEN:
        return _("“%(title)s” was hidden", title=data["title"])
    return _("“%(title)s” can be seen again", title=data["title"])


def _decided_body(data: Data) -> str:
    if data["state"] == HIDDEN:
        return _("Reason: %(reason)s. You may appeal once; another moderator will look at it.", reason=data["reason"])
    return _("Reason: %(reason)s.", reason=data["reason"])


def _appeal_decided(data: Data) -> str:
    if data["state"] == RESTORED:
        return _("Your appeal was granted: “%(title)s” can be seen again", title=data["title"])
    return _("Your appeal was turned down: “%(title)s” stays hidden", title=data["title"])


def _looked_at_body(data: Data) -> str:
    if data["state"] == HIDDEN:
        return _("It is no longer shown. Thank you for telling us.")
    return _("We found nothing against our rules. Thank you for telling us.")


KINDS = (
    Kind(
        "review.asked",
        lambda data: _("How was it: %(title)s?", title=_title(data)),
        lambda _data: _(
            "Write your review within 14 days. It is read when both sides have written, or after that time."
        ),
        label=_l("Reviews"),
    ),
    Kind(
        "review.received",
        lambda data: _("A review about you can be read: %(title)s", title=_title(data)),
        lambda data: _("%(score)s of 5 stars. You may answer once.", score=data["overall"]),
    ),
    Kind(
        "review.answered",
        lambda _data: _("Your review was answered"),
        lambda _data: "",
    ),
    Kind("report.decided", _decided, _decided_body, label=_l("Reports and decisions")),
    Kind(
        "report.appeal_decided",
        _appeal_decided,
        lambda data: _("Reason: %(reason)s.", reason=data["reason"]),
    ),
    Kind(
        "report.looked_at",
        lambda data: _("We looked at what you reported: “%(title)s”", title=data["title"]),
        _looked_at_body,
        ways=("app",),
    ),
)
