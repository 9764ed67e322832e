"""What is told about tickets, and a cancelled show that calls off its bookings."""

from datetime import timedelta
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from hutong.booking import actions as booking
from hutong.booking.models import LIVING, PAID, UNPAID, Booking
from hutong.cinema.models import KIND, Screening, ScreeningState
from hutong.cinema.queries import tickets
from hutong.cinema.words import hall
from hutong.kernel import clock, i18n, ids
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict
from hutong.kernel.jobs import job
from hutong.kernel.pages import show_moment
from hutong.kernel.state import state
from hutong.notices import actions as notices
from hutong.notices.kinds import Kind

BATCH = 100
LATE = timedelta(days=7)  # how long after its day a cancelled show is looked at again
TICKETS = Kind(
    "cinema.tickets",
    lambda data: _("Your tickets: %(film)s", film=_own(data, "film")),
    lambda data: _(
        "%(cinema)s, %(hall)s, %(when)s. Seats %(seats)s, pick-up code %(code)s. "
        "The page shows the codes for the door and has the tickets as a PDF.",
        cinema=_own(data, "cinema"),
        hall=hall(data["hall"]),
        when=show_moment(data["starts_at"]),
        seats=data["seats"],
        code=data["code"],
    ),
    label=_l("Cinema"),
)


def _own(data: dict[str, Any], name: str) -> str:
    """A name in the reader's language."""
    return str(data[f"{name}_{i18n.language()}"])


@job("cinema.send_tickets")
def send_tickets(booking_id: int) -> None:
    """Send a buyer the way to the tickets, unless they were given back in the meantime."""
    held = session().get(Booking, booking_id)
    if held is None or held.state != PAID:
        return
    found = [ticket for ticket in tickets.of_booking(booking_id) if ticket.alive]
    if not found:
        return
    shown = found[0].shown
    data = {
        "film_zh": held.title_zh,
        "film_en": held.title_en,
        "cinema_zh": held.facts["cinema_zh"],
        "cinema_en": held.facts["cinema_en"],
        "hall": shown.hall.name,
        "starts_at": shown.screening.starts_at,
        "seats": ", ".join(ticket.seat for ticket in found),
        "code": found[0].pickup,
    }
    notices.tell(held.customer_id, TICKETS.name, data, f"/tickets/{ids.show(found[0].id)}")


@job("cinema.call_off", outside=True)
def call_off(screening_id: int) -> None:
    """Call off all bookings of a cancelled show, each in a transaction of its own: refunded whole and told."""
    database = state().database
    while True:
        with database.reading():
            show = session().get(Screening, screening_id)
            if show is None or show.state != ScreeningState.CANCELLED:
                return
            wanted = _bookings(show.resource_id)
        done = [database.run(partial(_cancel, booking_id, show.reason)) for booking_id in wanted]
        if not any(done):
            return


@job("cinema.sweep", outside=True, every=5 * clock.MINUTE)
def sweep() -> None:
    """Find bookings that were made in the moment in which their show was cancelled."""
    cancelled = (Screening.state == ScreeningState.CANCELLED, Screening.day >= clock.today("UTC") - LATE)
    living = exists().where(Booking.resource_id == Screening.resource_id, Booking.state.in_((*UNPAID, PAID)))
    with state().database.reading() as reader:
        wanted = list(reader.scalars(select(Screening.id).where(*cancelled, living).limit(BATCH)))
    for screening_id in wanted:
        call_off.function(screening_id)


def _bookings(resource_id: int) -> list[int]:
    found = select(Booking.id).where(Booking.resource_id == resource_id, Booking.kind == KIND)
    living = found.where(Booking.state.in_([one for one in LIVING if one != "completed"]))
    return list(session().scalars(living.order_by(Booking.id).limit(BATCH)))


def _cancel(booking_id: int, reason: str) -> bool:
    try:
        booking.call_off(booking_id, reason)
    except Conflict:
        return False  # its state has changed meanwhile: it is looked at again
    return True
