"""What people are told about coupons, and how points' changes are called."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.kernel.pages import show_moment
from hutong.notices.kinds import Kind
from hutong.promotions.models import EARNED, EXPIRED, GRANTED, RECLAIMED, RETURNED, SPENT

CHANGES = {
    EARNED: _l("Earned"),
    SPENT: _l("Spent"),
    RETURNED: _l("Come back"),
    EXPIRED: _l("Expired"),
    GRANTED: _l("Given to you"),
    RECLAIMED: _l("Taken back: the price was refunded"),
}
WHY_NOT = {
    "used": _l("Used"),
    "expired": _l("Expired"),
    "stopped": _l("No longer given"),
    "gone": _l("Used up by others"),
}


def _got(data: dict[str, Any]) -> str:
    until = show_moment(data["ends_at"])
    return _("%(title)s: type %(code)s when you book, until %(until)s.", **{**data, "until": until})


def _given(data: dict[str, Any]) -> str:
    return _('You were given %(points)s points: "%(reason)s"', **data)


KINDS = (
    Kind("promotions.coupon", lambda _data: _("You have got a coupon"), _got, label=_l("Coupons and points")),
    Kind("promotions.points", lambda _data: _("You have got points"), _given, label=_l("Coupons and points")),
)
