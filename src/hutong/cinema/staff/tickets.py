"""The tickets of all cinemas, as the platform's staff see them."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, exists, or_, select

from hutong.accounts.models import Permission
from hutong.booking.models import COMPLETED, LIVE, PAID, Booking, Line
from hutong.cinema.models import KIND
from hutong.cinema.models.tickets import SEAT, CheckIn, Pickup
from hutong.cinema.queries import tickets
from hutong.cinema.queries.tickets import GONE, OVER, USED, VALID, Ticket
from hutong.kernel import clock, desk, ids
from hutong.kernel.desk import Act, Asked, Column, Filter, Rows, StaffList
from hutong.kernel.money import Money

STATES = {VALID: _l("Valid"), USED: _l("Let in"), GONE: _l("Ticket given back"), OVER: _l("Not used")}
TONES = {VALID: "free", USED: "over", GONE: "bad", OVER: "waiting"}
DIGITS = 8  # of a pick-up code


def found(asked: Asked) -> Rows[Ticket]:
    """Tickets by pick-up code, ids or the film's title, the latest sold first: a few statements."""
    query = select(Line).join(Booking, Booking.id == Line.booking_id).join(Pickup, Pickup.booking_id == Booking.id)
    query = query.where(Booking.kind == KIND, Line.kind == SEAT)
    if asked["state"] in STATES:
        query = query.where(_in_state(asked["state"]))
    since, until = asked.since("from"), asked.until("to")
    if since is not None:
        query = query.where(Booking.starts_at >= since)
    if until is not None:
        query = query.where(Booking.starts_at < until)
    if asked.words:
        query = query.where(_named(asked.words))
    return desk.keyset(query, asked, {"newest": [(Line.id, True)], "oldest": [(Line.id, False)]}, _tickets)


def _in_state(state: str) -> Any:
    alive = and_(Line.state == LIVE, Booking.state.in_((PAID, COMPLETED)))
    entered, over = exists().where(CheckIn.ticket_id == Line.id), Booking.ends_at <= clock.now()
    return {
        VALID: and_(alive, ~entered, ~over),
        USED: and_(alive, entered),
        GONE: ~alive,
        OVER: and_(alive, ~entered, over),
    }[state]


def _named(words: str) -> Any:
    digits = words.replace(" ", "")
    if digits.isascii() and digits.isdigit() and len(digits) == DIGITS:
        return Pickup.code == digits
    one = 0
    with suppress(ValueError):
        one = ids.read(words)
    titles = (desk.begins(Booking.title_zh, words), desk.begins(Booking.title_en, words))
    return or_(Line.id == one, Booking.id == one, Booking.customer_id == one, *titles)


def _tickets(rows: Sequence[Line]) -> list[Ticket]:
    return tickets.of_lines([row.id for row in rows])


TICKETS = StaffList[Ticket](
    "tickets", _l("Tickets"), "ticket-perforated", group="trade", needs=Permission.MANAGE_BOOKINGS, rows=found,
    search=_l("Pick-up code, film, or id of a ticket, booking or guest"),
    href=lambda ticket: f"/staff/bookings/{ids.show(ticket.booking.id)}",
    columns=(
        Column(_l("Film"), lambda ticket: ticket.shown.film.title, note=lambda ticket: ids.show(ticket.id)),
        Column(_l("Cinema"), lambda ticket: ticket.shown.cinema.name, note=lambda ticket: ticket.shown.hall.name),
        Column(_l("Begins"), lambda ticket: ticket.shown.screening.starts_at, "moment"),
        Column(_l("Seat"), lambda ticket: ticket.seat),
        Column(_l("Price"), lambda ticket: Money(ticket.line.net, ticket.booking.currency), "money"),
        Column(_l("Pick-up code"), lambda ticket: ticket.pickup, "code"),
        Column(_l("State"), lambda ticket: STATES[ticket.state], "tag", tone=lambda ticket: TONES[ticket.state]),
    ),
    filters=(
        Filter("state", _l("State"), tuple(STATES.items())),
        Filter("from", _l("Shown from"), kind="day"),
        Filter("to", _l("to"), kind="day"),
    ),
    sorts=(("newest", _l("Newest first")), ("oldest", _l("Oldest first"))),
    acts=(
        Act(_l("Refund"), "/api/v1/tickets/{id}/refund", needs=Permission.REFUND, reason=True, kind="danger",
            offered=lambda ticket: ticket.state == VALID),
    ),
)  # fmt: skip
