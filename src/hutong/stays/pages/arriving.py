"""How a guest gets in: on the page of a confirmed booking, and nowhere before."""

from datetime import date, timedelta

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select

from hutong.booking.models import COMPLETED, PAID, Booking
from hutong.kernel.db import session
from hutong.kernel.pages import show_day
from hutong.stays.models import KIND, Home
from hutong.stays.queries import places, today


def arrival(booking: Booking, reader_id: int) -> str:
    """The address, the door code and the times of a home, and leaving early; one statement, two at most."""
    if booking.kind != KIND or booking.state not in (PAID, COMPLETED):
        return ""
    home = session().scalar(select(Home).where(Home.resource_id == booking.resource_id))
    if home is None:
        return ""
    place = f"{home.lat / 1_000_000:.6f},{home.lng / 1_000_000:.6f}" if home.lat and home.lng else ""
    days = _days(booking) if booking.state == PAID else []
    html = render_template(
        "stays/arrival.html",
        booking=booking,
        home=home,
        area=places.names([home.district_code]).get(home.district_code, ""),
        place=place,
        days=days,
        as_host=reader_id != booking.customer_id,
    )
    return Markup(html)  # noqa: S704 - a template of ours, which escapes


def _days(booking: Booking) -> list[tuple[str, str]]:
    """The days on which the stay could still end earlier."""
    first, last = (date.fromisoformat(booking.facts[name]) for name in ("check_in", "check_out"))
    begin = max(first + timedelta(days=1), today())
    return [
        (day.isoformat(), show_day(day)) for day in (begin + timedelta(days=at) for at in range((last - begin).days))
    ]
