"""What people are told about messages."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.kernel import i18n
from hutong.notices.kinds import Kind


def _new(data: dict[str, Any]) -> str:
    return _("About %(title)s.", title=data["zh"] if i18n.language() == "zh" else data["en"])


NEW = Kind("messages.new", lambda _data: _("Somebody wrote to you"), _new, label=_l("Messages"))
