"""A host's figures, guests whom a host writes down, and leaving early."""

from flask_babel import lazy_gettext as _l

from hutong.booking.actions import RefundChanged, Taken
from hutong.booking.api import shown
from hutong.booking.schemas import BookingOut
from hutong.kernel.errors import Conflict, Invalid, NotFound
from hutong.kernel.state import settings
from hutong.kernel.web import me
from hutong.stays import actions, queries
from hutong.stays.api.base import api
from hutong.stays.queries import figures
from hutong.stays.schemas import (
    DepartureIn,
    DepartureOut,
    DepartureQuery,
    FiguresOut,
    FiguresQuery,
    MonthOut,
    WalkInIn,
)


@api.get("/me/figures", raises=(Invalid, NotFound))
def show_figures(query: FiguresQuery) -> FiguresOut:
    """Your figures as a host by month: occupancy, average night, and what the ledger says you earned."""
    if query.home is not None:
        queries.own_home(query.home, me().id)
    found = figures.months(me().id, query.months, query.home)
    return FiguresOut(currency=settings().currency, months=[MonthOut.model_validate(month) for month in found])


@api.post(
    "/homes/<id:home_id>/walk-ins",
    idempotent=True,
    raises=(Invalid, NotFound, Taken),
    done=_l("The booking was written down."),
)
def write_down_guest(home_id: int, body: WalkInIn) -> BookingOut:
    """Write down a guest who came by telephone or to the door: a paid booking at once, in cash, by card or free."""
    return shown(actions.write_down(home_id, me().id, body), new=True)


@api.get("/bookings/<id:booking_id>/departure", raises=(Invalid, NotFound, Conflict))
def quote_departure(booking_id: int, query: DepartureQuery) -> DepartureOut:
    """What leaving on an earlier day gives back."""
    booking, refund = actions.refund_of_leaving(booking_id, me().id, query.check_out)
    return DepartureOut(check_out=query.check_out, refund=refund, currency=booking.currency)


@api.post(
    "/bookings/<id:booking_id>/departure",
    status=200,
    raises=(Invalid, NotFound, Conflict, RefundChanged),
    done=_l("The stay ends earlier; the nights after it are free again."),
)
def leave_early(booking_id: int, body: DepartureIn) -> BookingOut:
    """End a stay earlier: its guest gets back what the policy says, its host gives those nights back whole."""
    return shown(actions.leave(booking_id, me().id, body))
