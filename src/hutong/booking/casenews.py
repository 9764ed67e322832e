"""What both sides are told about a case."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.booking import parties
from hutong.booking.models import Booking, Case
from hutong.booking.words import Data, said, title_of
from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.kernel.pages import show_money
from hutong.notices import actions as notices
from hutong.notices.kinds import Kind


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


def _figures(data: Data) -> str:
    refund, taken = (show_money(data[name], data["currency"]) for name in ("refund", "taken"))
    if data["taken"] and data["refund"]:
        return _(
            "%(what)s: %(refund)s back to the guest, %(taken)s of the deposit to the host.",
            what=title_of(data),
            refund=refund,
            taken=taken,
        )
    if data["taken"]:
        return _("%(what)s: %(taken)s of the deposit to the host.", what=title_of(data), taken=taken)
    return _("%(what)s: %(refund)s back to the guest.", what=title_of(data), refund=refund)


KINDS = (
    Kind("case.opened", said(lambda: _("A case about a booking was opened")), _figures, label=_l("Cases")),
    Kind("case.said", said(lambda: _("Something was said in a case")), title_of),
    Kind("case.offered", said(lambda: _("An offer was made in a case")), _figures),
    Kind("case.agreed", said(lambda: _("The other side agrees in a case")), _figures),
    Kind("case.refused", said(lambda: _("An offer in a case was contested")), _figures),
    Kind("case.settled", said(lambda: _("A case was settled by agreement")), _figures),
    Kind("case.decided", said(lambda: _("A case was decided")), _figures),
    Kind("case.withdrawn", said(lambda: _("A case was withdrawn")), title_of),
)
