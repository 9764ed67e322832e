"""Changing a ticket for seats of another show: the difference is paid or goes back, the old seat stays until then."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.booking.actions import Who, exchange
from hutong.booking.models import Booking, Line
from hutong.cinema import pricing
from hutong.cinema.actions.seats import NotOnSale, order_of
from hutong.cinema.choosing import MOST
from hutong.cinema.models.tickets import SEAT
from hutong.cinema.queries import extras, seats, shows, tickets
from hutong.cinema.queries.tickets import VALID
from hutong.cinema.schemas.seats import ChangeIn
from hutong.kernel.errors import Conflict, invalid


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
    places = seats.live(body.screening).places
    wanted = pricing.chosen(places, [body.seat], other.cinema.gap_rule, most=1)
    lines = pricing.seat_lines(wanted, extras.card(person_id, other.cinema.id))
    order = order_of(other, person_id, lines, {}, most_slots=MOST)
    return exchange(ticket.booking.id, [ticket.id], order, Who("guest", person_id))


def keep_used(booking: Booking, lines: Sequence[Line]) -> None:
    """A seat that somebody sits in, or sat in, is neither given back nor changed; raises NotChangeable."""
    chosen = {line.id for line in lines if line.kind == SEAT}
    if not chosen:
        return
    for ticket in tickets.of_booking(booking.id):
        if ticket.id in chosen and ticket.entered_at is not None:
            raise NotChangeable(_("Seat %(seat)s was let in: it can no longer be given back.", seat=ticket.seat))
