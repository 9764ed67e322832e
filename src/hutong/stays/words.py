"""What hosts are told about the calendars of their homes."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.notices.kinds import Kind

Data = dict[str, Any]


def _sick(data: Data) -> str:
    return _(
        '"%(feed)s" of %(title)s cannot be read. Until it can, guests ask before they book.',
        feed=data["feed"],
        title=data["title"],
    )


def _conflict(data: Data) -> str:
    return _(
        '"%(feed)s" has nights of %(title)s that are booked here as well. Please decide which booking stays.',
        feed=data["feed"],
        title=data["title"],
    )


KINDS = (
    Kind("stays.calendar", lambda _data: _("A calendar cannot be read"), _sick, label=_l("Calendars of homes")),
    Kind("stays.conflict", lambda _data: _("The same nights were booked twice"), _conflict),
)
