"""What is told about tickets."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.booking.models import PAID, Booking
from hutong.cinema.queries import tickets
from hutong.kernel import i18n, ids
from hutong.kernel.db import session
from hutong.kernel.jobs import job
from hutong.kernel.pages import show_moment
from hutong.notices import actions as notices
from hutong.notices.kinds import Kind

TICKETS = Kind(
    "cinema.tickets",
    lambda data: _("Your tickets: %(film)s", film=_own(data, "film")),
    lambda data: _(
        "%(cinema)s, hall %(hall)s, %(when)s. Seats %(seats)s, pick-up code %(code)s. "
        "The page shows the codes for the door and has the tickets as a PDF.",
        cinema=_own(data, "cinema"),
        hall=data["hall"],
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
    booking = session().get(Booking, booking_id)
    if booking is None or booking.state != PAID:
        return
    found = [ticket for ticket in tickets.of_booking(booking_id) if ticket.alive]
    if not found:
        return
    shown = found[0].shown
    data = {
        "film_zh": booking.title_zh,
        "film_en": booking.title_en,
        "cinema_zh": booking.facts["cinema_zh"],
        "cinema_en": booking.facts["cinema_en"],
        "hall": shown.hall.name,
        "starts_at": shown.screening.starts_at,
        "seats": ", ".join(ticket.seat for ticket in found),
        "code": found[0].pickup,
    }
    notices.tell(booking.customer_id, TICKETS.name, data, f"/tickets/{ids.show(found[0].id)}")
