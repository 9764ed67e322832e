"""What people are told about bookings: the kinds of notices and their words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.booking.models import Booking
from hutong.kernel import i18n
from hutong.kernel.contribute import Point
from hutong.kernel.pages import show_day, show_moment, show_money
from hutong.notices.kinds import Kind

Data = dict[str, Any]
UNTOLD: Point[str] = Point("booking_untold")  # kinds of bookings of which their sellers are not told one by one
TOLD: dict[str, tuple[tuple[str, str], ...]] = {  # what happened: who is told, and by which kind
    "made": (("host", "booking.requested"),),
    "accepted": (("guest", "booking.accepted"),),
    "rejected": (("guest", "booking.rejected"),),
    "paid": (("guest", "booking.confirmed"), ("host", "booking.paid")),
    "expired": (("guest", "booking.expired"), ("host", "booking.expired")),
    "cancelled": (("guest", "booking.cancelled"), ("host", "booking.called_off")),
    "refunded": (("guest", "booking.refunded"),),
    "partly": (("guest", "booking.partly"),),
}


def data_of(booking: Booking) -> Data:
    """All that the words about a booking need."""
    return {
        "zh": booking.title_zh,
        "en": booking.title_en,
        "starts_at": booking.starts_at,
        "check_in": booking.facts.get("check_in"),
        "check_out": booking.facts.get("check_out"),
        "reason": booking.reason,
        "due": booking.due,
        "refund": booking.refund,
        "currency": booking.currency,
    }


def title_of(data: Data) -> str:
    """The title in the reader's language."""
    return str(data["zh"] if i18n.language() == "zh" else data["en"])


def _what(data: Data) -> str:
    """The thing that is booked, and when."""
    title = title_of(data)
    if not data.get("check_in"):
        return f"{title}, {show_moment(data['starts_at'])}"
    first, last = (show_day(date.fromisoformat(data[name])) for name in ("check_in", "check_out"))
    return _("%(title)s, %(first)s to %(last)s", title=title, first=first, last=last)


def said(sentence: Callable[[], str]) -> Callable[[Data], str]:
    """A title of notices that is the same for all of a kind."""
    return lambda _data: sentence()


def _requested(data: Data) -> str:
    return _("%(what)s. Please answer within 24 hours.", what=_what(data))


def _accepted(data: Data) -> str:
    price = show_money(data["due"], data["currency"])
    return _("%(what)s. Pay %(price)s within 24 hours to keep it.", what=_what(data), price=price)


def _rejected(data: Data) -> str:
    text = _('%(what)s. The host writes: "%(reason)s"', what=_what(data), reason=data["reason"])
    return text if not data["refund"] else f"{text} {_back(data)}"


def _paid(data: Data) -> str:
    return _("%(what)s. %(price)s has been paid.", what=_what(data), price=show_money(data["due"], data["currency"]))


def _expired(data: Data) -> str:
    if not data.get("check_in"):
        return _("%(what)s was not paid in time. What was held is free again.", what=_what(data))
    return _("%(what)s was not answered or not paid in time. The dates are free again.", what=_what(data))


def _cancelled(data: Data) -> str:
    text = _called_off(data) if data["reason"] else _what(data)
    return f"{text if data['reason'] else text + '.'} {_back(data)}" if data["refund"] else text


def _called_off(data: Data) -> str:
    if data["reason"]:
        return _('%(what)s. The reason given: "%(reason)s"', what=_what(data), reason=data["reason"])
    return _("%(what)s. The dates are free again.", what=_what(data)) if data.get("check_in") else _what(data)


def _refunded(data: Data) -> str:
    text = _("%(what)s. Your payment came after the time to pay, when it was no longer to be had.", what=_what(data))
    return f"{text} {_back(data)}"


def _back(data: Data) -> str:
    return _("%(amount)s goes back to you.", amount=show_money(data["refund"], data["currency"]))


KINDS = (
    Kind("booking.requested", said(lambda: _("Somebody would like to book")), _requested, label=_l("Bookings")),
    Kind("booking.accepted", said(lambda: _("Your booking was accepted")), _accepted),
    Kind("booking.rejected", said(lambda: _("Your booking was rejected")), _rejected),
    Kind("booking.confirmed", said(lambda: _("Your booking is confirmed")), _paid),
    Kind("booking.paid", said(lambda: _("A booking was paid")), _paid),
    Kind("booking.expired", said(lambda: _("A booking has expired")), _expired),
    Kind("booking.cancelled", said(lambda: _("Your booking was cancelled")), _cancelled),
    Kind("booking.called_off", said(lambda: _("A booking was cancelled")), _called_off),
    Kind("booking.partly", said(lambda: _("A part of your booking was cancelled")), _cancelled),
    Kind("booking.refunded", said(lambda: _("Your payment came too late and goes back")), _refunded),
)
