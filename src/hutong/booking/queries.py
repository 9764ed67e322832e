"""Questions about slots and bookings."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, exists, func, inspect, or_, select

from hutong.accounts import queries as accounts
from hutong.accounts.queries import Contact, PersonCard, organisations
from hutong.booking import parties
from hutong.booking.models import CANCELLED, COMPLETED, PAID, Booking, Case, CaseStatement, Claim, Line, Transition
from hutong.booking.models.bookings import beginning
from hutong.kernel import clock, paging
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.media import queries as media
from hutong.media.models import Picture

_NEWEST = [(Booking.id, True)]


@dataclass(frozen=True)
class View:
    """A booking with all that is shown of it."""

    booking: Booking
    customer: PersonCard | None
    seller: PersonCard | None
    seller_name: str  # the organisation's where it is one
    picture: Picture | None
    lines: list[Line] = field(default_factory=list)
    history: list[Transition] = field(default_factory=list)


@dataclass(frozen=True)
class Around:
    """What whoever sells has read already of what is shown around a new booking."""

    seller: PersonCard | None
    seller_name: str
    picture: Picture | None


def taken(resource_id: int, first: int, last: int) -> set[int]:
    """The taken slots of a resource between two slots, both included."""
    return taken_of([resource_id], first, last)[resource_id]


def taken_of(resource_ids: Collection[int], first: int, last: int) -> dict[int, set[int]]:
    """The taken slots of several resources between two slots, both included, in one query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = select(Claim.resource_id, Claim.slot)
    rows = rows.where(Claim.resource_id.in_(sorted(resource_ids)), Claim.slot.between(first, last), alive())
    for resource_id, slot in session().execute(rows):
        found[resource_id].add(slot)
    return found


def free_on_all(resource: Any, first: Any, last: Any, now: Any = None) -> ColumnElement[bool]:
    """The condition that no slot between two, both included, of the resource in this column is taken."""
    return ~exists().where(Claim.resource_id == resource, Claim.slot.between(first, last), alive(now))


def alive(now: Any = None) -> ColumnElement[bool]:
    """The condition that a claim counts: readers ignore expired ones before anybody sweeps them.

    `now` is a parameter where the statement is kept for later.
    """
    return or_(Claim.expires_at.is_(None), Claim.expires_at > (clock.now() if now is None else now))


def held() -> int:
    """How many slots are taken for somebody who has not paid yet."""
    return session().scalar(select(func.count()).where(Claim.expires_at > clock.now())) or 0


def own(booking_id: int, person_id: int) -> Booking:
    """A booking of which this person is the guest or acts as the host; raises NotFound."""
    found = session().get(Booking, booking_id)
    if found is None or parties.role_of(found, person_id) is None:
        raise NotFound
    return found


def listed(
    person_id: int, as_seller: bool, states: Collection[str], limit: int, cursor: str | None = None
) -> Sequence[Booking]:
    """One more than the wanted number of a person's bookings, newest first; no states: all of them.

    Those of a seller are also the ones of the organisations in whose name the person sells.
    """
    mine = select(Booking)
    if as_seller:
        mine = mine.where(Booking.seller_id.in_(sorted(parties.sellers(person_id))))
    else:
        mine = mine.where(Booking.customer_id == person_id)
    if states:
        mine = mine.where(Booking.state.in_(sorted(states)))
    last = paging.decode(cursor, int) if cursor else None
    return session().scalars(paging.ordered(mine, _NEWEST, last).limit(limit + 1)).all()


def views(bookings: Sequence[Booking], whole: bool = True) -> list[View]:
    """Bookings with people and pictures, when `whole` also lines and history: as many statements for 1 as for 100."""
    people = accounts.people({person for one in bookings for person in (one.customer_id, one.seller_id)})
    firms = organisations.named({one.seller_id for one in bookings if one.seller_id not in people})
    pictures = media.pictures(one.picture_id for one in bookings if one.picture_id is not None)
    made = {one.id for one in bookings if "lines" not in inspect(one).unloaded}  # in this very transaction
    others = [one for one in bookings if one.id not in made] if whole else []
    lines, history = lines_of([one.id for one in others]), history_of(others)
    return [
        View(
            booking=one,
            customer=people.get(one.customer_id),
            seller=people.get(one.seller_id),
            seller_name=people[one.seller_id].name if one.seller_id in people else firms.get(one.seller_id, ""),
            picture=pictures.get(one.picture_id or 0),
            lines=one.lines if one.id in made else lines[one.id],
            history=one.history if one.id in made else history.get(one.id, []),
        )
        for one in bookings
    ]


def view(booking: Booking) -> View:
    """One booking with all that is shown of it."""
    return views([booking])[0]


def view_of_new(booking: Booking, customer: PersonCard, around: Around) -> View:
    """A booking that was made in this transaction, without a statement."""
    known = (around.seller, around.seller_name, around.picture)
    return View(booking, customer, *known, lines=booking.lines, history=booking.history)


def contact(booking: Booking, reader_id: int) -> Contact | None:
    """How one side reaches the other: only once it is paid."""
    if booking.state not in (PAID, COMPLETED):
        return None
    return accounts.contact(booking.seller_id if reader_id == booking.customer_id else booking.customer_id)


def lines_of(booking_ids: Collection[int]) -> dict[int, list[Line]]:
    """The lines of bookings, in order."""
    found: dict[int, list[Line]] = defaultdict(list)
    if booking_ids:
        rows = select(Line).where(Line.booking_id.in_(sorted(booking_ids)))
        for line in session().scalars(rows.order_by(Line.booking_id, Line.position)):
            found[line.booking_id].append(line)
    return found


def history_of(bookings: Collection[Booking]) -> dict[int, list[Transition]]:
    """The steps of bookings, oldest first; the first is that it was made."""
    found: dict[int, list[Transition]] = {one.id: [] for one in bookings}
    if bookings:
        rows = select(Transition).where(Transition.booking_id.in_(sorted(found)))
        for step in session().scalars(rows.order_by(Transition.booking_id, Transition.id)):
            found[step.booking_id].append(step)
    for one in bookings:
        steps = found[one.id]
        if not steps or steps[0].before:
            steps.insert(0, beginning(one, steps[0].before if steps else one.state))
    return found


@dataclass(frozen=True)
class CaseView:
    """A case with its booking, its steps and the pictures in them."""

    case: Case
    booking: Booking
    role: str | None  # of whoever looks: "guest", "host"; None: staff
    steps: list[CaseStatement]
    pictures: dict[int, Picture]


def case_view(case_id: int, reader_id: int, staff: bool = False) -> CaseView:
    """A case, for both sides of its booking and for staff; raises NotFound."""
    case = session().get(Case, case_id)
    booking = session().get(Booking, case.booking_id) if case else None
    role = parties.role_of(booking, reader_id) if booking else None
    if case is None or booking is None or (role is None and not staff):
        raise NotFound
    rows = select(CaseStatement).where(CaseStatement.case_id == case_id).order_by(CaseStatement.id)
    steps = list(session().scalars(rows))
    return CaseView(case, booking, role, steps, media.pictures(number for step in steps for number in step.pictures))


def cases_of(booking_id: int) -> Sequence[Case]:
    """The cases of a booking, newest first."""
    return session().scalars(select(Case).where(Case.booking_id == booking_id).order_by(Case.id.desc())).all()


def cases(state: str | None, limit: int, cursor: str | None = None) -> Sequence[Case]:
    """One more than the wanted number of all cases, newest first, for staff."""
    rows = select(Case) if state is None else select(Case).where(Case.state == state)
    last = paging.decode(cursor, int) if cursor else None
    return session().scalars(paging.ordered(rows, [(Case.id, True)], last).limit(limit + 1)).all()


def held_back(seller_id: int, currency: str) -> int:
    """What open cases may take from what a seller has earned: it is not paid out before they are settled."""
    over = (Booking.state.in_((COMPLETED, CANCELLED)), Booking.currency == currency)
    rows = select(func.sum(Case.offer_refund)).join(Booking, Booking.id == Case.booking_id)
    unsettled = (Case.seller_id == seller_id, Case.state.in_(("open", "review")))
    return int(session().scalar(rows.where(*unsettled, *over)) or 0)
