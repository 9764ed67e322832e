"""Changing a ticket for seats of another show: the difference is paid or goes back, the old seat stays until then."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.booking.actions import Who, cancel_lines, exchange
from hutong.booking.models import Booking, Line
from hutong.cinema import pricing
from hutong.cinema.actions import combos
from hutong.cinema.actions.seats import NotOnSale, order_of, same_show
from hutong.cinema.choosing import MOST
from hutong.cinema.models import KIND, ScreeningState
from hutong.cinema.models.tickets import COMBO
from hutong.cinema.queries import extras, seats, shows, tickets
from hutong.cinema.queries.tickets import VALID, Ticket
from hutong.cinema.schemas.seats import ChangeIn
from hutong.kernel.errors import Conflict, NotFound, invalid


class NotChangeable(Conflict):
    """It is used, given back, or too late."""

    code = "not_changeable"
    detail = _l("This ticket can no longer be changed.")


def change(ticket_id: int, person_id: int, body: ChangeIn) -> Booking:
    """Change a ticket for a seat of another show of the cinema; the new booking, paid where nothing is left to pay.

    Raises NotFound, NotChangeable, NotOnSale, and what choosing and exchanging raise.
    """
    ticket = tickets.own(ticket_id, person_id)
    if ticket.state != VALID or not ticket.refundable:
        raise NotChangeable
    other = shows.showing(body.screening)
    if other.cinema.id != ticket.shown.cinema.id:
        raise invalid("screening", _l("Choose another show of the same cinema."))
    if not other.selling:
        raise NotOnSale
    wanted = pricing.chosen(seats.unsold(other.screening), [body.seat], most=1)
    snacks, combo_ids = combos.carried(ticket.booking.id, ticket.id)
    lines = [*pricing.seat_lines(wanted, extras.card(person_id, other.cinema.id)), *snacks]
    order = order_of(other, person_id, lines, most_slots=MOST)
    made = exchange(ticket.booking.id, [ticket.id], order, Who("guest", person_id))
    same_show(other, wanted)
    combos.take(made, combo_ids)
    return made


def refund(ticket_id: int, by: int, reason: str) -> Ticket:
    """Call a ticket off in the platform's name, at any time before somebody sits there; raises NotFound, Conflict."""
    ticket = tickets.ticket(ticket_id)
    if ticket is None:
        raise NotFound
    cancel_lines(ticket.booking.id, [ticket_id], Who("staff", by), whole=True, reason=reason)
    return tickets.of_lines([ticket_id])[0]


def keep_used(booking: Booking, lines: Sequence[Line]) -> None:
    """A seat that somebody sits in is neither given back nor changed, nor what was handed out with it.

    Unless its show was cancelled: then all goes back. Raises NotChangeable.
    """
    if booking.kind != KIND:
        return
    chosen = {line.id for line in lines}
    combo = any(line.kind == COMBO for line in lines)
    for ticket in tickets.of_booking(booking.id):
        if ticket.entered_at is None or ticket.shown.screening.state == ScreeningState.CANCELLED:
            continue
        if ticket.id in chosen or combo:
            raise NotChangeable(_("Seat %(seat)s was let in: it can no longer be given back.", seat=ticket.seat))
