"""What staff see of bookings: the desk where cases are settled."""

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from hutong.accounts.models import Permission
from hutong.accounts.queries import people
from hutong.booking import parties, policies, queries
from hutong.booking.linewise import linewise, offered
from hutong.booking.models import DEPOSIT, Booking, Case
from hutong.booking.models.cases import AGREED, DECIDED, OPEN, REVIEW, UNSETTLED, WITHDRAWN
from hutong.booking.schemas import named
from hutong.booking.staff.base import staff
from hutong.kernel import clock, desk, ids
from hutong.kernel.db import session
from hutong.kernel.desk import Asked, Column, Filter, Rows, StaffList, Waiting
from hutong.kernel.money import Money
from hutong.kernel.web import me

NEEDS = Permission.MANAGE_BOOKINGS
KINDS = {"dispute": _l("Dispute"), "deposit": _l("Claim on the deposit")}
STATES = {
    OPEN: _l("the other side is heard"),
    REVIEW: _l("to be decided"),
    AGREED: _l("agreed"),
    DECIDED: _l("decided"),
    WITHDRAWN: _l("withdrawn"),
}
TONES = {OPEN: "waiting", REVIEW: "bad", AGREED: "free", DECIDED: "over", WITHDRAWN: "over"}
SIDES = {"guest": _l("Guest"), "host": _l("Host"), "staff": _l("The site's staff")}


class Row:
    """A case with its booking."""

    def __init__(self, case: Case, booking: Booking) -> None:
        self.case, self.booking = case, booking
        self.id = case.id


def cases(asked: Asked) -> Rows[Row]:
    """Cases, newest first."""
    query = select(Case)
    if asked["state"]:
        query = query.where(Case.state == asked["state"])
    if asked["kind"]:
        query = query.where(Case.kind == asked["kind"])
    return desk.keyset(query, asked, {"newest": [(Case.id, True)]}, _rows)


def _rows(found: Any) -> list[Row]:
    wanted = select(Booking).where(Booking.id.in_({case.booking_id for case in found}))
    bookings = {booking.id: booking for booking in session().scalars(wanted)} if found else {}
    return [Row(case, bookings[case.booking_id]) for case in found]


DISPUTES = StaffList[Row](
    "disputes",
    _l("Disputes"),
    "flag",
    group="trade",
    needs=NEEDS,
    rows=cases,
    href=lambda row: f"/staff/disputes/{ids.show(row.id)}",
    columns=(
        Column(_l("Booking"), lambda row: named(row.booking)),
        Column(_l("Case about"), lambda row: KINDS[row.case.kind]),
        Column(_l("State"), lambda row: STATES[row.case.state], "tag", tone=lambda row: TONES[row.case.state]),
        Column(_l("Opened by"), lambda row: SIDES[row.case.opened_by]),
        Column(_l("Refund wanted"), lambda row: Money(row.case.offer_refund, row.booking.currency), "money"),
        Column(_l("Of the deposit"), lambda row: Money(row.case.offer_taken, row.booking.currency), "money"),
        Column(_l("Opened"), lambda row: row.case.made_at, "moment"),
    ),
    filters=(
        Filter("state", _l("State"), tuple(STATES.items())),
        Filter("kind", _l("Case about"), tuple(KINDS.items())),
    ),
    about=_l("What guests and hosts could not settle between themselves. Both sides are heard before you decide."),
)


def waiting() -> int:
    """How many cases wait for staff: both sides are heard, or the time to answer is over."""
    due = or_(Case.state == REVIEW, Case.answer_by < clock.now())
    return session().scalar(select(func.count()).where(Case.state.in_(UNSETTLED), due)) or 0


WAITING = Waiting(_l("Disputes to be decided"), "flag", "/staff/disputes?state=review", NEEDS, waiting)


@staff.page("/staff/disputes/<id:dispute_id>", needs=NEEDS)
def dispute(dispute_id: int) -> str:
    """A case, and deciding it."""
    view = queries.case_view(dispute_id, me().id, staff=True)
    booking = view.booking
    lines = queries.lines_of([booking.id])[booking.id]
    names = people({booking.customer_id, booking.seller_id})
    deposit = booking.deposit if booking.deposit_back_at is None and booking.state == "completed" else 0
    return render_template(
        "booking/staff/dispute.html",
        view=view,
        case=view.case,
        booking=booking,
        lines=[line for line in lines if line.kind != DEPOSIT],
        by_line=linewise(booking, lines),
        offered=offered(view.case, lines),
        guest=names.get(booking.customer_id),
        host=queries.view(booking).seller_name,
        refundable=policies.refundable(booking),
        deposit=deposit,
        kinds=KINDS,
        states=STATES,
        tones=TONES,
        sides=SIDES,
        unsettled=view.case.state in UNSETTLED,
        heard=view.case.state == REVIEW or clock.now() >= view.case.answer_by or view.case.opened_by == "staff",
        own=parties.role_of(booking, me().id) is not None,
        may_pay=me().can(Permission.REFUND),
    )
