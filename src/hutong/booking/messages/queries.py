"""Questions about messages: one booking's, a person's inbox, how soon a host answers."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import and_, func, or_, select

from hutong.accounts import queries as accounts
from hutong.accounts.queries import PersonCard
from hutong.booking import parties
from hutong.booking.messages.models import TALKED, BookingMessage, Talk
from hutong.booking.models import COMPLETED, EXPIRED, NOBODY, PAID, REQUESTED, Booking, Transition
from hutong.kernel import clock, paging
from hutong.kernel.db import session
from hutong.media import queries as media
from hutong.media.queries import PictureCard

COUNTED = 90 * clock.DAY
SOON = 24 * clock.HOUR


@dataclass(frozen=True)
class Said:
    """A message with its author and pictures."""

    message: BookingMessage
    author: PersonCard | None
    pictures: list[PictureCard]
    mine: bool


@dataclass(frozen=True)
class Thread:
    """A booking in the inbox: its last message, and whether it was read."""

    booking: Booking
    last: BookingMessage
    other: PersonCard | None
    as_host: bool
    unread: bool


@dataclass(frozen=True)
class Answers:
    """How a host answers: the share within a day in per cent, and the usual time in milliseconds."""

    rate: int
    usual: int


def talks(booking: Booking) -> bool:
    """Whether the sides of this booking write to each other here."""
    return booking.kind in TALKED.all() and booking.customer_id != NOBODY


def confirmed(booking: Booking) -> bool:
    """Whether the sides may know how to reach each other."""
    return booking.state in (PAID, COMPLETED)


def talk(booking_id: int) -> Talk | None:
    """The talk of a booking, if anybody has written."""
    return session().get(Talk, booking_id)


def messages(booking: Booking, reader_id: int, limit: int, after: int = 0, before: int | None = None) -> list[Said]:
    """Messages of a booking, oldest first: those after one, or the latest before one; three statements at most."""
    rows = select(BookingMessage).where(BookingMessage.booking_id == booking.id)
    if after:
        found = session().scalars(rows.where(BookingMessage.id > after).order_by(BookingMessage.id).limit(limit)).all()
    else:
        rows = rows if before is None else rows.where(BookingMessage.id < before)
        found = session().scalars(rows.order_by(BookingMessage.id.desc()).limit(limit)).all()[::-1]
    return said(booking, found, reader_id)


def said(booking: Booking, found: Sequence[BookingMessage], reader_id: int) -> list[Said]:
    """Messages with what is shown of them."""
    people = accounts.people({one.author_id for one in found})
    pictures = media.pictures({picture for one in found for picture in one.picture_ids})
    as_host = parties.role_of(booking, reader_id) == parties.HOST if found else False
    return [
        Said(
            message=one,
            author=people.get(one.author_id),
            pictures=[PictureCard.of(pictures[each]) for each in one.picture_ids if each in pictures],
            mine=one.by_host == as_host,
        )
        for one in found
    ]


def unread(person_id: int) -> int:
    """In how many bookings somebody waits to be read; one statement beside those of who sells for whom."""
    mine = _mine(parties.sellers(person_id), person_id)
    rows = select(func.count()).select_from(Talk).where(or_(*(and_(*side, _new(host)) for side, host in mine)))
    return session().scalar(rows) or 0


def inbox(person_id: int, limit: int, cursor: str | None) -> tuple[list[Thread], str | None]:
    """A person's talks on both sides, the latest first; as many statements for one as for many."""
    sides = [and_(*side) for side, _host in _mine(parties.sellers(person_id), person_id)]
    rows: Any = select(Talk, Booking, BookingMessage).join(Booking, Booking.id == Talk.booking_id)
    rows = rows.join(BookingMessage, BookingMessage.id == Talk.last_id).where(or_(*sides))
    last = paging.decode(cursor, int) if cursor else None
    found = session().execute(paging.ordered(rows, [(Talk.last_id, True)], last).limit(limit + 1)).all()
    shown = found[:limit]
    others = {_other(row[1], person_id) for row in shown}
    people = accounts.people(others)
    threads = [_thread(row, person_id, people) for row in shown]
    return threads, paging.encode(shown[-1][0].last_id) if len(found) > limit else None


def answers(seller_ids: Collection[int] = ()) -> dict[int, Answers]:
    """How the sellers answered in the last 90 days (all of them without names): requests and first messages."""
    since = clock.now() - COUNTED
    waits: dict[int, list[int | None]] = defaultdict(list)
    asked = select(Talk.seller_id, Talk.asked_at, Talk.answered_at).where(Talk.asked_at >= since)
    decided = select(Booking.seller_id, Booking.made_at, Transition.at, Transition.after)
    decided = decided.join(Transition, Transition.booking_id == Booking.id)
    decided = decided.where(Transition.before == REQUESTED, Transition.role.in_(("host", "system")))
    decided = decided.where(Booking.made_at >= since)
    if seller_ids:
        asked = asked.where(Talk.seller_id.in_(sorted(seller_ids)))
        decided = decided.where(Booking.seller_id.in_(sorted(seller_ids)))
    row: Any
    for row in session().execute(asked):
        seller_id, begin, end = row
        if end is not None or clock.now() - begin > SOON:
            waits[seller_id].append(None if end is None else end - begin)
    for seller_id, begin, end, after in session().execute(decided):
        waits[seller_id].append(None if after == EXPIRED else end - begin)
    return {seller_id: _answers(found) for seller_id, found in waits.items()}


def _answers(waits: Sequence[int | None]) -> Answers:
    answered = [wait for wait in waits if wait is not None]
    soon = sum(wait <= SOON for wait in answered)
    return Answers(soon * 100 // len(waits), int(median(answered)) if answered else 0)


def _mine(sellers: Collection[int], person_id: int) -> list[tuple[list[Any], bool]]:
    return [([Talk.customer_id == person_id], False), ([Talk.seller_id.in_(sorted(sellers))], True)]


def _new(as_host: bool) -> Any:
    return Talk.last_id > (Talk.host_read if as_host else Talk.guest_read)


def _other(booking: Booking, person_id: int) -> int:
    return booking.seller_id if booking.customer_id == person_id else booking.customer_id


def _thread(row: Any, person_id: int, people: dict[int, PersonCard]) -> Thread:
    found, booking, last = row
    as_host = booking.customer_id != person_id
    read = found.host_read if as_host else found.guest_read
    other = people.get(_other(booking, person_id))
    return Thread(booking, last, other, as_host, found.last_id > read)
