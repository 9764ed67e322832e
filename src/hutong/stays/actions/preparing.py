"""Nights kept free after a booking, to make the home ready: claims of their own, so that no race can take them."""

from datetime import date

from sqlalchemy import select

from hutong.booking.actions import Taken, claim, release
from hutong.booking.events import BookingNews
from hutong.booking.models import BOOKING, Booking, Claim
from hutong.booking.queries import alive
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.stays.actions.blocking import keep_blocks
from hutong.stays.models import BLOCK, KIND, PREPARATION, Home
from hutong.stays.queries import Stay


def look(home: Home, stay: Stay) -> None:
    """Raise Taken, with the nights, where another guest comes before the home is ready again; `prepare` decides."""
    if not home.prep_days:
        return
    first, last = stay.last + 1, stay.last + home.prep_days
    held = select(Claim.slot).where(
        Claim.resource_id == home.resource_id, Claim.slot.between(first, last), Claim.kind == BOOKING, alive()
    )
    gone = sorted(session().scalars(held))
    if gone:
        raise Taken(slots=[clock.day_of(night).isoformat() for night in gone])


def prepare(news: BookingNews) -> None:
    """When a booking is made: claim the nights after it as well; raises Taken where another booking has them."""
    wanted = _wanted(news)
    if wanted:
        claim(news.resource_id, wanted, news.booking_id, kind=PREPARATION)


def prepare_again(news: BookingNews) -> None:
    """When one is paid whose time was over: as far as the nights after it are still free, for money is money."""
    held = select(Claim.slot).where(Claim.holder_id == news.booking_id, Claim.kind == PREPARATION).limit(1)
    if news.kind != KIND or session().scalar(held) is not None:
        return
    try:
        prepare(news)
    except Taken:
        return


def _wanted(news: BookingNews) -> dict[int, str]:
    booking = session().get(Booking, news.booking_id) if news.kind == KIND else None
    home_id = booking.facts.get("home_id") if booking else None
    home = session().get(Home, ids.read(home_id)) if home_id else None
    if booking is None or home is None or not home.prep_days:
        return {}
    return _free_of_blocks(news.resource_id, date.fromisoformat(booking.facts["check_out"]), home.prep_days)


def prepare_after(home: Home, booking: Booking) -> None:
    """When a stay ends earlier: the nights to make the home ready follow its new end."""
    release(booking.id, kind=PREPARATION)
    if home.prep_days:
        wanted = _free_of_blocks(home.resource_id, date.fromisoformat(booking.facts["check_out"]), home.prep_days)
        claim(home.resource_id, wanted, booking.id, kind=PREPARATION)
    keep_blocks(home)


def _free_of_blocks(resource_id: int, check_out: date, days: int) -> dict[int, str]:
    nights = range(clock.day_number(check_out), clock.day_number(check_out) + days)
    blocked = select(Claim.slot).where(
        Claim.resource_id == resource_id, Claim.slot.in_(nights), Claim.kind == BLOCK, alive()
    )
    gone = set(session().scalars(blocked))
    return {night: clock.day_of(night).isoformat() for night in nights if night not in gone}
