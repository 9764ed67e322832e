"""What people are told about the cinema: the kinds of notices and their words."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.kernel import i18n
from hutong.kernel.pages import show_money
from hutong.notices.kinds import Kind

Data = dict[str, Any]


def _title(data: Data) -> str:
    return str(data["zh"] if i18n.language() == "zh" else data["en"])


def _said(sentence: Callable[[], str]) -> Callable[[Data], str]:
    return lambda _data: sentence()


def _approved(data: Data) -> str:
    if not data["amount"]:
        return _("You may schedule %(film)s now.", film=_title(data))
    price = show_money(data["amount"], data["currency"])
    return _("Pay %(price)s for %(film)s, then you may schedule it.", price=price, film=_title(data))


def _rejected(data: Data) -> str:
    return _("%(film)s: %(reason)s", film=_title(data), reason=data["reason"])


def _paid(data: Data) -> str:
    return _("%(film)s is paid. You may schedule it now.", film=_title(data))


KINDS = (
    Kind(
        "right.approved", _said(lambda: _("The right to a film was approved")), _approved, label=_l("Rights to films")
    ),
    Kind("right.rejected", _said(lambda: _("The right to a film was rejected")), _rejected),
    Kind("right.paid", _said(lambda: _("The right to a film is paid")), _paid),
)
