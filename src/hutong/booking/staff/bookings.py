"""What staff see of bookings: the list, one of them whole, and how many come in a day."""

from collections.abc import Sequence
from contextlib import suppress

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.accounts.models import Permission
from hutong.booking import parts, queries
from hutong.booking.models import PAID, UNPAID, Booking, subject_of
from hutong.booking.queries import View
from hutong.booking.schemas import STATES, CancellationOut, named
from hutong.booking.staff.base import staff
from hutong.booking.story import LABELS, TAGS
from hutong.kernel import clock, desk, ids
from hutong.kernel.db import session
from hutong.kernel.desk import Asked, Column, Figures, Filter, Period, Rows, StaffList
from hutong.kernel.errors import NotFound
from hutong.kernel.input import read_page_query
from hutong.kernel.money import Money
from hutong.kernel.plots import Plot, Series
from hutong.payments import lists
from hutong.payments import queries as payments


def found(asked: Asked) -> Rows[View]:
    """Bookings of everybody, newest first, by id, guest or seller; with people and pictures in a few statements."""
    query = select(Booking)
    if asked["state"]:
        query = query.where(Booking.state == asked["state"])
    if asked["kind"]:
        query = query.where(Booking.kind == asked["kind"])
    since, until = asked.since("from"), asked.until("to")
    if since is not None:
        query = query.where(Booking.made_at >= since, Booking.id >= ids.first_at(since - clock.DAY))
    if until is not None:
        query = query.where(Booking.made_at < until, Booking.id <= ids.first_at(until + clock.DAY))
    if asked.words:
        one = 0
        with suppress(ValueError):
            one = ids.read(asked.words)
        mine = (Booking.id == one, Booking.customer_id == one, Booking.seller_id == one, Booking.payment_id == one)
        parts = [select(Booking.id).where(part) for part in mine]
        query = query.where(Booking.id.in_(parts[0].union_all(*parts[1:])))
    return desk.keyset(query, asked, {"newest": [(Booking.id, True)], "oldest": [(Booking.id, False)]}, _views)


def _views(rows: Sequence[Booking]) -> list[View]:
    return queries.views(rows, whole=False)


def _bookings(period: Period) -> Plot:
    counts = desk.per_day(period, Booking.made_at, made=Booking.id)
    return Plot(_("Bookings"), desk.day_labels(period), [Series(_("Bookings"), counts)], _("Day"))


BOOKINGS = StaffList[View](
    "bookings",
    _l("Bookings"),
    "calendar-check",
    group="trade",
    needs=Permission.MANAGE_BOOKINGS,
    rows=found,
    search=_l("Id of a booking, guest, seller or payment"),
    key=lambda view: ids.show(view.booking.id),
    href=lambda view: f"/staff/bookings/{ids.show(view.booking.id)}",
    columns=(
        Column(_l("Booking"), lambda view: named(view.booking), note=lambda view: ids.show(view.booking.id)),
        Column(_l("Guest"), lambda view: view.customer.name if view.customer else ""),
        Column(_l("Seller"), lambda view: view.seller_name),
        Column(_l("Begins"), lambda view: view.booking.starts_at, "moment"),
        Column(_l("Total"), lambda view: Money(view.booking.due, view.booking.currency), "money"),
        Column(
            _l("State"),
            lambda view: TAGS[view.booking.state].text,
            "tag",
            tone=lambda view: TAGS[view.booking.state].kind,
            note=lambda view: view.booking.reason,
        ),
        Column(_l("Booked on"), lambda view: view.booking.made_at, "moment"),
    ),
    filters=(
        Filter("state", _l("State"), tuple((state, LABELS[state]) for state in STATES)),
        Filter("from", _l("Made from"), kind="day"),
        Filter("to", _l("to"), kind="day"),
    ),
    sorts=(("newest", _l("Newest first")), ("oldest", _l("Oldest first"))),
    order=10,
)
MADE = Figures(Permission.MANAGE_BOOKINGS, _bookings, order=20)


@staff.page("/staff/bookings/<id:booking_id>", needs=Permission.MANAGE_BOOKINGS)
def booking(booking_id: int) -> str:
    """One booking with its lines, its history and its money, and calling it off."""
    row = session().get(Booking, booking_id)
    if row is None:
        raise NotFound
    view = queries.view(row)
    paid = payments.of(subject_of(row.id))
    open_yet = row.state in (*UNPAID, PAID)
    asked = read_page_query(parts.PartQuery)
    return render_template(
        "booking/staff/booking.html",
        view=view,
        booking=row,
        tag=TAGS[row.state],
        labels=LABELS,
        payments=paid,
        payment_states=lists.STATES,
        refund_states=lists.REFUNDS,
        refunds=payments.refunds([one.id for one in paid]) if paid else [],
        by_policy=CancellationOut.of(row, view.lines, False) if open_yet else None,
        whole=CancellationOut.of(row, view.lines, True) if open_yet else None,
        part=parts.part_of(row, view.lines, asked, asked.whole),
    )
