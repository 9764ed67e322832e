"""Tickets: seeing and changing them; the door."""

from datetime import date

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.booking.actions import NotExchangeable, Taken, TooManySlots, TooManyUnpaid
from hutong.booking.api import shown
from hutong.booking.schemas import BookingOut
from hutong.cinema import access
from hutong.cinema.actions import changing, combos, door
from hutong.cinema.actions.seats import NotOnSale
from hutong.cinema.api.base import api
from hutong.cinema.pricing import SingleLeft
from hutong.cinema.queries import door as snapshots
from hutong.cinema.queries import tickets
from hutong.cinema.schemas.seats import ChangeIn
from hutong.cinema.schemas.tickets import (
    CheckInIn,
    EnteredOut,
    RefundIn,
    ScansIn,
    ScansOut,
    SnapshotOut,
    SnapshotQuery,
    TicketOut,
)
from hutong.cinema.words import hall
from hutong.kernel import clock, paging
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, invalid
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.web import me

REFUSALS = (
    door.AlteredTicket,
    door.UnknownCode,
    door.OtherCinema,
    door.OtherHall,
    door.OtherDay,
    door.GivenBack,
    door.AlreadyIn,
)


@api.get("/tickets")
def list_tickets(query: PageQuery) -> Page[TicketOut]:
    """Your tickets, the latest bought first."""
    found = tickets.listed(me().id, query.limit, query.cursor)
    return paging.page(found, query.limit, lambda one: paging.encode(one.id), TicketOut.of)


@api.get("/tickets/<id:ticket_id>", raises=(NotFound,))
def show_ticket(ticket_id: int) -> TicketOut:
    """A ticket of yours; giving it back is cancelling its line of the booking."""
    return TicketOut.of(tickets.own(ticket_id, me().id))


@api.post(
    "/tickets/<id:ticket_id>/change",
    idempotent=True,
    raises=(
        NotFound,
        Invalid,
        changing.NotChangeable,
        NotOnSale,
        SingleLeft,
        NotExchangeable,
        Taken,
        TooManySlots,
        TooManyUnpaid,
        combos.SoldOut,
    ),
    done=_l("The new seat is yours, or held until the difference is paid."),
)
def change_ticket(ticket_id: int, body: ChangeIn) -> BookingOut:
    """Change a ticket for a seat of another show of the cinema: the difference is paid, or comes back."""
    return shown(changing.change(ticket_id, me().id, body), new=True)


@api.post(
    "/tickets/<id:ticket_id>/refund",
    status=200,
    needs=Permission.REFUND,
    raises=(NotFound, Conflict, Invalid, changing.NotChangeable),
    done=_l("The ticket was called off, and its price goes back."),
)
def refund_ticket(ticket_id: int, body: RefundIn) -> TicketOut:
    """Call a ticket off in the platform's name: all of its price goes back, its seat is free."""
    return TicketOut.of(changing.refund(ticket_id, me().id, body.reason))


@api.post("/check-ins", raises=(NotFound, Forbidden, Invalid, *REFUSALS))
def check_in(body: CheckInIn) -> EnteredOut:
    """Let in a scanned ticket, or all tickets of a pick-up code, once."""
    cinema = access.cinema_for(body.cinema, Permission.CHECK_IN)
    entered = door.check_in(cinema, body.ticket, body.hall, body.device)
    first = entered[0]
    return EnteredOut(
        seats=[ticket.seat for ticket in entered],
        film=first.shown.film.title,
        hall=hall(first.shown.hall.name),
        starts_at=first.shown.screening.starts_at,
        combos=snapshots.counted(tickets.combos_of([first.booking.id])[first.booking.id]),
        at=clock.now(),
    )


@api.post("/check-ins/merges", status=200, raises=(NotFound, Forbidden, Invalid))
def merge_check_ins(body: ScansIn) -> ScansOut:
    """Take over what a scanner let in while it was offline; tickets that were in already are named."""
    return door.merge(access.cinema_for(body.cinema, Permission.CHECK_IN), body)


@api.get("/cinemas/<id:cinema_id>/check-ins/snapshot", raises=(NotFound, Forbidden, Invalid))
def show_snapshot(cinema_id: int, query: SnapshotQuery) -> SnapshotOut:
    """All that a scanner needs to work offline for a day: shows, tickets and the public key."""
    cinema = access.cinema_for(cinema_id, Permission.CHECK_IN)
    try:
        day = date.fromisoformat(query.day) if query.day else clock.today(cinema.timezone)
    except ValueError:
        raise invalid("day", _l("A date such as 2026-05-01 is needed.")) from None
    return SnapshotOut(**snapshots.snapshot(cinema, day))
