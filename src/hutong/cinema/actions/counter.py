"""The counter: shifts, selling for cash, by card or for nothing, other seats, and tickets that come back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from hutong.accounts.models import Permission
from hutong.booking.actions import Taken, Who, cancel_lines, exchange, same_total, sell
from hutong.booking.events import BookingNews, BookingPaid, PaidBack
from hutong.booking.models import NOBODY, Booking, Claim, Line
from hutong.booking.queries import alive
from hutong.cinema import access, pricing
from hutong.cinema.actions import combos
from hutong.cinema.actions.seats import NotOnSale, order_of, same_show
from hutong.cinema.models import KIND, Cinema, ScreeningState
from hutong.cinema.models.tickets import CounterMove, Shift
from hutong.cinema.queries import counter, seats, shows, tickets
from hutong.cinema.queries.shows import Showing
from hutong.cinema.quotes import snack_lines
from hutong.cinema.schemas.counter import ClosingIn, ReseatIn, ReturnIn, SaleIn, ShiftIn
from hutong.cinema.seating import Place
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.kernel.web import me, viewer

MOST = 20  # seats of one sale


class ShiftOpen(Conflict):
    """Nobody has two shifts at a time."""

    code = "shift_open"
    detail = _l("You have an open shift already: close it first.")


class NoShift(Conflict):
    """Money is only taken in a shift."""

    code = "no_shift"
    detail = _l("Open a shift first.")


def open_shift(cinema: Cinema, body: ShiftIn) -> Shift:
    """Begin a shift with so much change in the drawer; raises ShiftOpen."""
    if counter.open_shift(cinema.id, me().id) is not None:
        raise ShiftOpen
    made = Shift(
        id=ids.new_id(),
        cinema_id=cinema.id,
        person_id=me().id,
        opened_at=clock.now(),
        open_no=1,
        float_amount=body.float_amount,
        note="",
    )
    session().add(made)
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None
    audit.record("shift.opened", f"shift:{made.id}", after={"float": made.float_amount})
    return made


def close_shift(shift: Shift, body: ClosingIn) -> Shift:
    """End a shift with what was counted in the drawer; raises Conflict where it is over."""
    mine = update(Shift).where(Shift.id == shift.id, Shift.open_no == 1)
    values = {"closed_at": clock.now(), "open_no": None, "counted": body.counted, "note": body.note}
    if rows_changed(mine.values(**values)) != 1:
        raise Conflict
    session().refresh(shift)
    audit.record("shift.closed", f"shift:{shift.id}", after={"counted": body.counted})
    return shift


def sell_seats(screening_id: int, body: SaleIn) -> Booking:
    """Sell seats at the counter; raises NoShift, NotOnSale, Invalid, and Taken with the minutes a client has left."""
    shown = shows.showing(screening_id)
    access.require(shown.cinema.organisation_id, Permission.SELL_AT_COUNTER)
    _in_shift(shown.cinema.id)
    if not shown.cinema.open or shown.screening.state != ScreeningState.ON_SALE:
        raise NotOnSale
    if clock.now() >= shown.screening.ends_at:
        raise NotOnSale
    wanted = pricing.chosen(seats.unsold(shown.screening), body.seats, most=MOST)
    snacks, combo_ids = snack_lines(body.combos, shown.cinema.id)
    lines = [*pricing.seat_lines(wanted), *snacks]
    same_total(body.total, sum(line.price for line in lines))
    with _explained(shown, wanted):
        booking = sell(order_of(shown, NOBODY, lines), body.method, me().id)
    combos.take(booking, combo_ids)
    return booking


def reseat(ticket_id: int, body: ReseatIn) -> Booking:
    """Give a ticket another seat of the same show; what it costs more or less changes hands here and now."""
    ticket = tickets.ticket(ticket_id)
    if ticket is None:
        raise NotFound
    shown = ticket.shown
    access.require(shown.cinema.organisation_id, Permission.SELL_AT_COUNTER)
    _in_shift(shown.cinema.id)
    wanted = pricing.chosen(seats.unsold(shown.screening), [body.seat], most=1)
    snacks, combo_ids = combos.carried(ticket.booking.id, ticket.id)
    order = order_of(shown, ticket.booking.customer_id, [*pricing.seat_lines(wanted), *snacks])
    with _explained(shown, wanted):
        made = exchange(ticket.booking.id, [ticket.id], order, Who("host", me().id), method=body.method, whole=True)
    combos.take(made, combo_ids)
    return made


def take_back(ticket_id: int, body: ReturnIn) -> Booking:
    """Take a ticket back at the counter by the cinema's rule, or (who may refund) for all of its price."""
    ticket = tickets.ticket(ticket_id)
    if ticket is None:
        raise NotFound
    needed = Permission.REFUND if body.whole else Permission.SELL_AT_COUNTER
    access.require(ticket.shown.cinema.organisation_id, needed)
    _in_shift(ticket.shown.cinema.id)
    return cancel_lines(ticket.booking.id, [ticket.id], Who("host", me().id), whole=body.whole, reason=body.reason)


def note_sale(event: BookingPaid) -> None:
    """Money was taken at a counter: it belongs to the shift of whoever took it."""
    booking = session().get(Booking, event.booking_id) if event.kind == KIND else None
    if booking is not None and booking.method:
        count = session().scalar(select(func.count()).where(Line.booking_id == booking.id, Line.slot.is_not(None)))
        _note(event, f"counter:{booking.id}", booking.method, booking.to_pay, count or 0)


def note_return(event: PaidBack) -> None:
    """Money was handed back at a counter."""
    if event.kind == KIND:
        _note(event, f"paid_back:{event.key}", event.method, -event.amount, 0)


def _note(event: BookingNews, key: str, method: str, amount: int, count: int) -> None:
    booking = session().get_one(Booking, event.booking_id)
    person = viewer()
    cinema_id = ids.read(booking.facts["cinema_id"])
    shift = counter.open_shift(cinema_id, person.id) if person else None
    move = CounterMove(
        shift_id=shift.id if shift else None,
        booking_id=booking.id,
        key=key,
        method=method,
        amount=amount,
        seats=count,
        at=clock.now(),
    )
    session().add(move)


def _in_shift(cinema_id: int) -> Shift:
    found = counter.open_shift(cinema_id, me().id)
    if found is None:
        raise NoShift
    return found


@contextmanager
def _explained(shown: Showing, wanted: Sequence[Place]) -> Iterator[None]:
    """Say for how long somebody else has seats that cannot be taken; afterwards see that the show is the same."""
    try:
        yield
    except Taken as taken:
        taken.detail = _why_taken(shown.screening.resource_id, wanted)
        raise
    same_show(shown)


def _why_taken(resource_id: int, wanted: Sequence[Place]) -> Any:
    """Sold, or for how long a client holds them."""
    labels = {place.slot: place.label for place in wanted}
    rows = select(Claim.slot, Claim.expires_at).where(
        Claim.resource_id == resource_id, Claim.slot.in_(sorted(labels)), alive()
    )
    found = session().execute(rows.order_by(Claim.slot)).all()
    held = [row for row in found if row.expires_at is not None]
    if not held:
        return _("%(seats)s: sold.", seats=", ".join(labels[row.slot] for row in found))
    left = max(1, -(-(max(row.expires_at for row in held) - clock.now()) // clock.MINUTE))
    names = ", ".join(labels[row.slot] for row in held)
    return ngettext(
        "%(seats)s: held by a customer, for %(num)s more minute.",
        "%(seats)s: held by a customer, for %(num)s more minutes.",
        left,
        seats=names,
    )
