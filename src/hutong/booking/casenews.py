"""What both sides are told about a case."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.booking import parties
from hutong.booking.models import Booking, Case
from hutong.kernel import i18n, ids
from hutong.kernel.db import session
from hutong.kernel.pages import show_money
from hutong.notices import actions as notices
from hutong.notices.kinds import Kind

Data = dict[str, Any]


def tell(case: Case, by: str, step: str) -> None:
    """Tell a step to those who did not take it."""
    booking = session().get_one(Booking, case.booking_id)
    data = {
        "zh": booking.title_zh,
        "en": booking.title_en,
        "currency": booking.currency,
        "refund": case.refund if step in ("decided", "settled") else case.offer_refund,
        "taken": case.taken if step in ("decided", "settled") else case.offer_taken,
    }
    link = f"/cases/{ids.show(case.id)}"
    guests = [] if by == parties.GUEST else [booking.customer_id]
    hosts = [] if by == parties.HOST else parties.hosts(booking)
    for person_id in dict.fromkeys([*guests, *hosts]):
        notices.tell(person_id, f"case.{step}", data, link)


def _title(data: Data) -> str:
    return str(data["zh"] if i18n.language() == "zh" else data["en"])


def _figures(data: Data) -> str:
    refund, taken = (show_money(data[name], data["currency"]) for name in ("refund", "taken"))
    if data["taken"] and data["refund"]:
        return _(
            "%(what)s: %(refund)s back to the guest, %(taken)s of the deposit to the host.",
            what=_title(data),
            refund=refund,
            taken=taken,
        )
    if data["taken"]:
        return _("%(what)s: %(taken)s of the deposit to the host.", what=_title(data), taken=taken)
    return _("%(what)s: %(refund)s back to the guest.", what=_title(data), refund=refund)


def _plain(sentence: Callable[[], str]) -> Callable[[Data], str]:
    return lambda _data: sentence()


KINDS = (
    Kind("case.opened", _plain(lambda: _("A case about a booking was opened")), _figures, label=_l("Cases")),
    Kind("case.said", _plain(lambda: _("Something was said in a case")), _title),
    Kind("case.offered", _plain(lambda: _("An offer was made in a case")), _figures),
    Kind("case.agreed", _plain(lambda: _("The other side agrees in a case")), _figures),
    Kind("case.refused", _plain(lambda: _("An offer in a case was contested")), _figures),
    Kind("case.settled", _plain(lambda: _("A case was settled by agreement")), _figures),
    Kind("case.decided", _plain(lambda: _("A case was decided")), _figures),
    Kind("case.withdrawn", _plain(lambda: _("A case was withdrawn")), _title),
)
