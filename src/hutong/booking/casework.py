"""How cases are shown: the section on a booking's page, who may open which, and the words for them."""

from typing import Any

from flask import render_template
from markupsafe import Markup

from hutong.booking import parties, queries
from hutong.booking.models import CANCELLED, COMPLETED, DEPOSIT_MS, NOBODY, PAID, Booking
from hutong.booking.models.cases import CLAIM, DISPUTE, DISPUTE_MS, UNSETTLED
from hutong.booking.staff import cases
from hutong.kernel import clock
from hutong.media import queries as media
from hutong.media.models import Picture


def openable(booking: Booking, reader_id: int) -> list[str]:
    """The kinds of cases that somebody may open about a booking now."""
    now = clock.now()
    if booking.payment_id is None or booking.method or booking.customer_id == NOBODY:
        return []
    if booking.state not in (PAID, COMPLETED, CANCELLED) or now > booking.ends_at + DISPUTE_MS:
        return []
    found = [DISPUTE]
    late = now > booking.ends_at + DEPOSIT_MS
    if parties.role_of(booking, reader_id) == parties.HOST and deposit_left(booking) and not late:
        found.insert(0, CLAIM)
    return found


def deposit_left(booking: Booking) -> int:
    """What of the deposit is held and can be claimed."""
    return booking.deposit if booking.state == COMPLETED and booking.deposit_back_at is None else 0


def part(booking: Booking, reader_id: int) -> str:
    """The section about cases on a booking's page; nothing where there is none and none can be opened."""
    kinds = openable(booking, reader_id)
    if not kinds and booking.payment_id is None:
        return ""
    found = queries.cases_of(booking.id)
    if not kinds and not found:
        return ""
    if any(case.state in UNSETTLED for case in found):
        kinds = []
    shown = render_template("booking/case_part.html", booking=booking, cases=found, kinds_open=kinds, **words())
    return Markup(shown)  # noqa: S704 - of our own template


def evidence(picture: Picture, width: int) -> str:
    """The address of a picture of a case; it opens for an hour, since it is nobody else's business."""
    return media.url(picture, width, until=clock.now() + clock.HOUR)


def words() -> dict[str, Any]:
    """The words for kinds, states and sides."""
    return {"kinds": cases.KINDS, "states": cases.STATES, "tones": cases.TONES, "sides": cases.SIDES}
