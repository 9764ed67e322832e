"""Somebody takes their data along or wants to leave: their bookings."""

from collections.abc import Iterator

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import or_, select

from hutong.accounts.leaving import EXPORTS, UNSETTLED, Archive, Unsettled
from hutong.accounts.scopes import SETTLING
from hutong.booking.models import PAID, UNPAID, Booking, Line
from hutong.booking.models.cases import UNSETTLED as DISPUTED
from hutong.booking.models.cases import Case
from hutong.kernel import i18n, ids
from hutong.kernel.db import session


def install(app: Flask) -> None:
    """Contribute to archives and to what keeps somebody here."""
    EXPORTS.add(app, export)
    UNSETTLED.add(app, unsettled)
    SETTLING.add(app, "booking.booking", "booking.case", "booking_api.cancel_booking", "booking_api.withdraw_case")
    SETTLING.add(app, "booking_api.answer_case", "booking_api.say_in_case")


def export(person_id: int, archive: Archive) -> None:
    """What a person has booked, and what was booked with them."""
    bought = select(Booking).where(Booking.customer_id == person_id)
    archive.rows("booking/bookings.json", bought.order_by(Booking.id))
    lines = select(Line).join(Booking, Booking.id == Line.booking_id).where(Booking.customer_id == person_id)
    archive.rows("booking/lines.json", lines.order_by(Line.id))
    archive.rows("booking/sold.json", select(Booking).where(Booking.seller_id == person_id).order_by(Booking.id))


def unsettled(person_id: int) -> Iterator[Unsettled]:
    """Bookings that are neither over nor ended, and cases that nobody has settled, on either side."""
    theirs = or_(Booking.customer_id == person_id, Booking.seller_id == person_id)
    open_ones = select(Booking).where(theirs, Booking.state.in_((*UNPAID, PAID))).order_by(Booking.id).limit(20)
    for booking in session().scalars(open_ones):
        title = booking.title_zh if i18n.language() == "zh" else booking.title_en
        yield Unsettled(_("A booking is still open: %(title)s", title=title), f"/bookings/{ids.show(booking.id)}")
    cases = select(Case.id).join(Booking, Booking.id == Case.booking_id).where(theirs, Case.state.in_(DISPUTED))
    for case_id in session().scalars(cases.order_by(Case.id).limit(20)):
        yield Unsettled(_("A case is not settled yet."), f"/cases/{ids.show(case_id)}")
