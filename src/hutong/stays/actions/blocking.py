"""Nights taken off sale: blocks are what sources say, block claims are what is left of them beside bookings."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import delete, select

from hutong.booking.actions import Taken, claim, release
from hutong.booking.events import BookingNews
from hutong.booking.models import Claim
from hutong.booking.queries import alive
from hutong.kernel import audit, clock
from hutong.kernel.db import session
from hutong.kernel.errors import FieldError, Invalid
from hutong.stays import queries
from hutong.stays.models import BLOCK, HOST, KIND, PREPARATION, Block, Home

TRIES = 3


def block(home_id: int, host_id: int, first: date, until: date, blocked: bool) -> list[date]:
    """Take nights off sale or put them back; the nights that stay booked all the same. Raises Invalid or NotFound."""
    home = queries.own_home(home_id, host_id)
    begin, end = checked_range(first, until)
    said = _said(home.id, HOST)
    night = set(range(begin, end))
    _say(home.id, HOST, said | night if blocked else said - night)
    booked = keep_blocks(home)
    after = {"from": str(first), "to": str(until), "blocked": blocked}
    audit.record("home.blocks_set", f"home:{home_id}", after=after)
    return [clock.day_of(number) for number in sorted(booked & night)] if blocked else []


def keep_blocks(home: Home) -> set[int]:
    """Make the block claims of a home agree with its blocks; the blocked nights that are booked, and stay so."""
    present = clock.day_number(queries.today())
    wanted = {number for number in _blocked(home.id) if number >= present}
    for _try in range(TRIES):
        claims = select(Claim.slot, Claim.kind).where(Claim.resource_id == home.resource_id, Claim.slot >= present)
        held = dict(session().execute(claims.where(alive())).all())
        mine = {slot for slot, kind in held.items() if kind == BLOCK}
        booked = {slot for slot, kind in held.items() if kind != BLOCK}
        if mine - wanted:
            release(home.id, kind=BLOCK, slots=mine - wanted)
        try:
            fresh = sorted(wanted - mine - booked)
            claim(home.resource_id, {slot: str(clock.day_of(slot)) for slot in fresh}, home.id, kind=BLOCK)
        except Taken:
            continue  # a guest was faster: that night is booked now
        return booked & wanted
    raise Taken


def after_release(news: BookingNews) -> None:
    """When a booking has let go of its nights, and of those to be ready in, those that are blocked come off sale."""
    if news.kind != KIND:
        return
    release(news.booking_id, kind=PREPARATION)
    home = session().scalar(select(Home).where(Home.resource_id == news.resource_id))
    if home is not None and _blocked(home.id):
        keep_blocks(home)


def checked_range(first: date, until: date) -> tuple[int, int]:
    """The nights from one day up to another as numbers; raises Invalid where they cannot be booked anyway."""
    errors = []
    if until <= first:
        errors.append(FieldError("to", _("The end must be after the beginning.")))
    elif until <= queries.today():
        errors.append(FieldError("to", _("These dates are in the past.")))
    elif until > queries.last_day():
        errors.append(FieldError("to", _("Dates can be booked up to 18 months ahead.")))
    elif (until - first).days > 2 * 366:
        errors.append(FieldError("from", _("These dates are in the past.")))
    if errors:
        raise Invalid(errors=errors)
    return clock.day_number(first), clock.day_number(until)


def _said(home_id: int, source: str) -> set[int]:
    """The nights one source blocks."""
    rows = select(Block.first, Block.until).where(Block.home_id == home_id, Block.source == source)
    return {number for begin, end in session().execute(rows) for number in range(begin, end)}


def _blocked(home_id: int) -> set[int]:
    """The nights that any source blocks."""
    rows = select(Block.first, Block.until).where(Block.home_id == home_id)
    return {number for begin, end in session().execute(rows) for number in range(begin, end)}


def _say(home_id: int, source: str, nights: set[int]) -> None:
    """Replace what a source blocks by these nights, as few ranges as there are gaps."""
    session().execute(delete(Block).where(Block.home_id == home_id, Block.source == source))
    begins = sorted(number for number in nights if number - 1 not in nights)
    ends = sorted(number + 1 for number in nights if number + 1 not in nights)
    for begin, end in zip(begins, ends, strict=True):
        session().add(Block(home_id=home_id, source=source, first=begin, until=end))
    session().flush()
