"""A host's figures by month: nights from bookings, money from the ledger and from nowhere else."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from hutong.booking.models import COMPLETED, LIVE, PAID, Booking, Line, subject_of
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.kernel.state import settings
from hutong.payments.chart import PAYABLE, seller
from hutong.payments.queries import ledger
from hutong.payments.queries.ledger import Posted
from hutong.stays.models import KIND, Home, HomeState
from hutong.stays.models.policies import NIGHT
from hutong.stays.queries.dates import today

EARNED = ("sale", "promotion")
TAKEN = ("commission",)


@dataclass(frozen=True)
class Month:
    """One month: nights let and available, what they cost, and what the ledger posted."""

    month: str
    nights: int
    available: int
    worth: int
    sales: int
    commission: int

    @property
    def occupancy(self) -> float:
        """The share of the nights that were let, in per cent."""
        return round(self.nights * 100 / self.available, 1) if self.available else 0.0

    @property
    def average(self) -> int:
        """What a night that was let cost."""
        return self.worth // self.nights if self.nights else 0

    @property
    def income(self) -> int:
        """What was earned after the platform's share."""
        return self.sales + self.commission


@dataclass(frozen=True)
class Sale:
    """What the ledger posted for the host about one booking in a period."""

    booking: Booking | None
    subject: str
    sales: int
    commission: int

    @property
    def income(self) -> int:
        """After the platform's share."""
        return self.sales + self.commission


def homes_of(host_id: int) -> list[Home]:
    """The homes of a host that were ever let."""
    rows = select(Home).where(Home.host_id == host_id, Home.published_at.is_not(None)).order_by(Home.id)
    return list(session().scalars(rows))


def months(host_id: int, count: int, home_id: int | None = None) -> list[Month]:
    """The months up to the present one, oldest first: five statements, however many."""
    homes = [home for home in homes_of(host_id) if home_id in (None, home.id)]
    firsts = _firsts(count)
    nights, worth = _nights([home.resource_id for home in homes], firsts)
    money = _money(host_id, firsts, None if home_id is None else {home.resource_id for home in homes})
    return [
        Month(f"{first:%Y-%m}", nights[at], _available(homes, first, firsts[at + 1]), worth[at], *money[at])
        for at, first in enumerate(firsts[:-1])
    ]


def sales(host_id: int, first: date, until: date) -> list[Sale]:
    """What was earned from one day up to another, by booking; its sum is the ledger's."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for entry in _entries(host_id, _instant(first), _instant(until)):
        found[entry.subject][entry.what in TAKEN] -= entry.amount
    bookings = _bookings(found)
    return [Sale(bookings.get(subject), subject, *amounts) for subject, amounts in found.items()]


def _firsts(count: int) -> list[date]:
    """The first days of so many months up to this one, and of the next."""
    number = today().year * 12 + today().month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(number - count + 1, number + 2)]


def _nights(resources: Collection[int], firsts: list[date]) -> tuple[list[int], list[int]]:
    """How many nights were let in each month, and what they cost."""
    begins = [clock.day_number(first) for first in firsts]
    counts, worth = [0] * (len(begins) - 1), [0] * (len(begins) - 1)
    rows = select(Line.slot, Line.price).join(Booking, Booking.id == Line.booking_id)
    rows = rows.where(
        Booking.resource_id.in_(sorted(resources)),
        Booking.state.in_((PAID, COMPLETED)),
        Booking.ends_at >= _instant(firsts[0]),
        Line.kind == NIGHT,
        Line.state == LIVE,
        Line.slot >= begins[0],
        Line.slot < begins[-1],
    )
    found: list[Any] = list(session().execute(rows)) if resources else []
    for slot, price in found:
        at = sum(slot >= begin for begin in begins) - 1
        counts[at] += 1
        worth[at] += price
    return counts, worth


def _available(homes: list[Home], first: date, until: date) -> int:
    """The nights of all homes in a month, from the day on which each was published."""
    nights = 0
    for home in homes:
        published = clock.local(home.published_at or 0, settings().timezone).date()
        if home.state not in (HomeState.REMOVED,):
            nights += max(0, (until - max(first, published)).days)
    return nights


def _money(host_id: int, firsts: list[date], resources: set[int] | None) -> list[tuple[int, int]]:
    """Sales and the platform's share in each month, of all homes or of some."""
    begins = [_instant(first) for first in firsts]
    found = [[0, 0] for _ in begins[:-1]]
    entries = list(_entries(host_id, begins[0], begins[-1]))
    bookings = _bookings({entry.subject for entry in entries})
    for entry in entries:
        booking = bookings.get(entry.subject)
        if resources is None or (booking and booking.resource_id in resources):
            at = sum(entry.at >= begin for begin in begins) - 1
            found[at][entry.what in TAKEN] -= entry.amount
    return [(sold, share) for sold, share in found]


def _entries(host_id: int, begin: int, end: int) -> Iterator[Posted]:
    """What the ledger posted for a seller for stays: a liability grows by a credit, which is less than zero."""
    account = ledger.account(PAYABLE, seller(host_id), settings().currency)
    if account is not None:
        for entry in ledger.entries(account.id, begin, end):
            if entry.what in EARNED + TAKEN:
                yield entry


def _bookings(subjects: Collection[str]) -> dict[str, Booking]:
    numbers = {int(name.partition(":")[2]) for name in subjects if name.startswith("booking:")}
    rows = select(Booking).where(Booking.id.in_(sorted(numbers)), Booking.kind == KIND)
    return {subject_of(row.id): row for row in session().scalars(rows)} if numbers else {}


def _instant(day: date) -> int:
    zone = clock.zone(settings().timezone)
    return clock.instant(datetime(day.year, day.month, day.day, tzinfo=zone))


def shown_subject(subject: str) -> str:
    """The number of a booking, as people read it."""
    kind, _, number = subject.partition(":")
    return ids.show(int(number)) if kind == "booking" and number.isdigit() else subject
