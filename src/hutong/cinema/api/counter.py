"""The counter for programs: shifts, sales, other seats, tickets that come back."""

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.booking.actions import NotExchangeable, PriceChanged, Taken
from hutong.booking.models import Booking
from hutong.cinema import access
from hutong.cinema.actions import combos
from hutong.cinema.actions import counter as actions
from hutong.cinema.actions.changing import NotChangeable
from hutong.cinema.actions.seats import NotOnSale
from hutong.cinema.api.base import api
from hutong.cinema.models.tickets import Shift
from hutong.cinema.queries import counter, tickets
from hutong.cinema.schemas.counter import (
    ClosingIn,
    ReseatIn,
    ReturnIn,
    SaleIn,
    SaleOut,
    ShiftIn,
    ShiftOut,
    SoldTicketOut,
    SumOut,
)
from hutong.kernel import ids, paging
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.web import me

SELL = Permission.SELL_AT_COUNTER


@api.post(
    "/cinemas/<id:cinema_id>/shifts",
    raises=(NotFound, Forbidden, Invalid, actions.ShiftOpen),
    done=_l("The shift has begun."),
)
def open_shift(cinema_id: int, body: ShiftIn) -> ShiftOut:
    """Begin a shift at the counter of a cinema."""
    return _report(actions.open_shift(access.cinema_for(cinema_id, SELL), body))


@api.get("/cinemas/<id:cinema_id>/shifts", raises=(NotFound, Forbidden, Invalid))
def list_shifts(cinema_id: int, query: PageQuery) -> Page[ShiftOut]:
    """The shifts of a cinema, the latest first."""
    access.cinema_for(cinema_id, Permission.READ_LEDGER)
    before = paging.decode(query.cursor, int)[0] if query.cursor else None
    found = counter.shifts(cinema_id, query.limit + 1, before)
    return paging.page(found, query.limit, lambda one: paging.encode(one.id), _report)


@api.get("/shifts/<id:shift_id>", raises=(NotFound, Forbidden))
def show_shift(shift_id: int) -> ShiftOut:
    """A shift of yours, or of your cinema: its sums, and the same by the ledger."""
    return _report(_shift(shift_id))


@api.put(
    "/shifts/<id:shift_id>/closing",
    raises=(NotFound, Forbidden, Invalid, Conflict),
    done=_l("The shift is closed."),
)
def close_shift(shift_id: int, body: ClosingIn) -> ShiftOut:
    """Close a shift with the cash that was counted."""
    return _report(actions.close_shift(_shift(shift_id), body))


@api.post(
    "/screenings/<id:screening_id>/sales",
    idempotent=True,
    raises=(NotFound, Forbidden, Invalid, actions.NoShift, NotOnSale, Taken, PriceChanged, combos.SoldOut),
    done=_l("Sold."),
)
def sell_seats(screening_id: int, body: SaleIn) -> SaleOut:
    """Sell seats at the counter, for cash, by card or as complimentary tickets."""
    return _sale(actions.sell_seats(screening_id, body))


@api.post(
    "/tickets/<id:ticket_id>/reseat",
    idempotent=True,
    raises=(NotFound, Forbidden, Invalid, actions.NoShift, Taken, NotExchangeable, NotChangeable),
    done=_l("The ticket has another seat."),
)
def reseat(ticket_id: int, body: ReseatIn) -> SaleOut:
    """Give a ticket another seat of its show."""
    return _sale(actions.reseat(ticket_id, body))


@api.post(
    "/tickets/<id:ticket_id>/return",
    raises=(NotFound, Forbidden, Invalid, Conflict, actions.NoShift, NotChangeable),
    done=_l("The ticket was taken back."),
)
def take_back(ticket_id: int, body: ReturnIn) -> SaleOut:
    """Take a ticket back at the counter; money goes back the way it came."""
    return _sale(actions.take_back(ticket_id, body))


def _shift(shift_id: int) -> Shift:
    found = counter.shift(shift_id)
    access.cinema_for(found.cinema_id, SELL if found.person_id == me().id else Permission.READ_LEDGER)
    return found


def _report(found: Shift) -> ShiftOut:
    report = counter.report(found)
    return ShiftOut(
        id=found.id,
        cinema=found.cinema_id,
        person=found.person_id,
        opened_at=found.opened_at,
        closed_at=found.closed_at,
        float_amount=found.float_amount,
        expected=report.expected,
        counted=found.counted,
        difference=report.difference,
        agrees=report.agrees,
        sums=[SumOut.model_validate(one) for one in report.sums],
        note=found.note,
    )


def _sale(booking: Booking) -> SaleOut:
    found = tickets.of_booking(booking.id)
    return SaleOut(
        id=booking.id,
        pickup_code=found[0].pickup,
        total=booking.total,
        currency=booking.currency,
        paid=booking.to_pay if booking.method else 0,
        method=booking.method,
        receipt=f"/counter/receipts/{ids.show(booking.id)}.pdf",
        tickets=[
            SoldTicketOut(id=ticket.id, seat=ticket.seat, state=ticket.state, price=ticket.line.net) for ticket in found
        ],
    )
