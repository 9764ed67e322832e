"""What a person has booked and what is still to come, for their wallet; storefronts add what is shown at a door."""

from collections.abc import Callable, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from hutong.booking import story
from hutong.booking.models import PAID, UNPAID, Booking
from hutong.booking.schemas import named
from hutong.kernel import clock, ids
from hutong.kernel.contribute import Point
from hutong.kernel.db import session
from hutong.kernel.pages import show_day, show_moment
from hutong.media import queries as media
from hutong.promotions.wallet import Coming, Pass

MOST = 50
PASSES: Point[Callable[[Sequence[Booking]], dict[int, list[Pass]]]] = Point("booking_passes")  # by the booking's id


def coming(person_id: int) -> list[Coming]:
    """A person's bookings that have not ended, the soonest first: two statements, and those of the storefronts."""
    mine = select(Booking).where(
        Booking.customer_id == person_id, Booking.state.in_((*UNPAID, PAID)), Booking.ends_at > clock.now()
    )
    rows = session().scalars(mine.order_by(Booking.starts_at, Booking.id).limit(MOST)).all()
    pictures = media.pictures(row.picture_id for row in rows if row.picture_id)
    passes = [ask(rows) for ask in PASSES.all()] if rows else []
    return [
        Coming(
            id=row.id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            title=named(row),
            when=when(row),
            href=f"/bookings/{ids.show(row.id)}",
            state=row.state,
            said=story.tag(row),
            note=story.following(row, False),
            image=pictures.get(row.picture_id or 0),
            passes=[one for found in passes for one in found.get(row.id, [])],
        )
        for row in rows
    ]


def when(row: Booking) -> str:
    """When a booking takes place, in words."""
    first, last, nights = (row.facts.get(name) for name in ("check_in", "check_out", "nights"))
    if not (first and last):
        return show_moment(row.starts_at)
    stay = _("%(check_in)s – %(check_out)s", check_in=_day(first), check_out=_day(last))
    return f"{stay} · {ngettext('%(num)s night', '%(num)s nights', nights)}" if nights else stay


def _day(text: str) -> str:
    return show_day(date.fromisoformat(text))
