"""What a rush is run on: a cinema, a show and buyers of its own, made as rows and taken away again."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select

from hutong.accounts import terms
from hutong.accounts.models import Consent, Organisation, Person, Token
from hutong.booking.actions import claim
from hutong.booking.models import BOOKING, LIVING, Booking, Claim, Line, Resource, Transition
from hutong.cinema import layouts
from hutong.cinema.models import HALL, SCREENING, STEP, Cinema, Film, FilmState, Hall, HallVersion, Right, Screening
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.kernel.state import settings

COLUMNS = 30
BATCH = 500
NAME = "rush"


@dataclass(frozen=True)
class Ground:
    """What was made for a rush: its show, and the buyers with their tokens."""

    screening_id: int
    resource_ids: tuple[int, ...]
    hall_id: int
    cinema_id: int
    film_id: int
    right_id: int
    organisation_id: int
    labels: tuple[str, ...]
    people: tuple[int, ...]
    tokens: tuple[str, ...]


def prepare(buyers: int, seats: int) -> Ground:
    """Make a show of so many seats, tomorrow in a cinema of its own, and so many people with tokens."""
    now = clock.now()
    people = [ids.new_id() for _ in range(buyers)]
    tokens = [f"hut_{secrets.token_urlsafe(32)}" for _ in range(buyers)]
    _rows(Person, [_person(number, who, now) for number, who in enumerate(people)])
    _rows(Consent, [{"person_id": who, "document": "terms", "version": terms.version(), "at": now} for who in people])
    _rows(Token, [_token(who, text, now) for who, text in zip(people, tokens, strict=True)])
    organisation = Organisation(id=ids.new_id(), kind="cinema", name=NAME, state="approved", owner_id=people[0])
    session().add(organisation)
    session().flush()
    layout, numbers = layouts.read(_plan(seats), ("",), None, 0)
    resources = [Resource(id=ids.new_id(), kind=kind) for kind in (HALL, SCREENING)]
    session().add_all(resources)
    cinema, film = _cinema(organisation.id, now), _film(now)
    session().add_all([cinema, film])
    session().flush()
    hall, version = _hall(cinema.id, resources[0].id, layout, numbers, now)
    right = _right(cinema, film.id, people[0], now)
    session().add_all([hall, right])
    session().flush()
    session().add(version)
    session().flush()
    show = _show(cinema, film, right, hall, resources[1].id, now)
    session().add(show)
    session().flush()
    steps = range(show.starts_at // STEP, show.free_at // STEP)
    claim(hall.resource_id, {step: str(step) for step in steps}, show.id, kind=SCREENING)
    return Ground(
        screening_id=show.id,
        resource_ids=tuple(one.id for one in resources),
        hall_id=hall.id,
        cinema_id=cinema.id,
        film_id=film.id,
        right_id=right.id,
        organisation_id=organisation.id,
        labels=tuple(seat.label for seat in version.map.seats),
        people=tuple(people),
        tokens=tuple(tokens),
    )


def double_sold(ground: Ground) -> int:
    """Seats that stand in more than one living booking, or are claimed by none of theirs."""
    living = (
        select(Line.slot, func.count().label("times"))
        .join(Booking, Booking.id == Line.booking_id)
        .where(Booking.resource_id == ground.resource_ids[1], Booking.state.in_(LIVING), Line.slot.is_not(None))
        .group_by(Line.slot)
    )
    times = [row.times for row in session().execute(living)]
    claims = select(func.count()).where(Claim.resource_id == ground.resource_ids[1], Claim.kind == BOOKING)
    claimed: int = session().scalar(claims) or 0
    return int(sum(count - 1 for count in times)) + abs(len(times) - claimed)


def tidy(ground: Ground) -> None:
    """Remove everything that the rush made, but for the audit log, which forgets nothing."""
    mine = select(Booking.id).where(Booking.resource_id == ground.resource_ids[1])
    bookings = list(session().scalars(mine))
    for at in range(0, len(bookings), BATCH):
        some = bookings[at : at + BATCH]
        session().execute(delete(Line).where(Line.booking_id.in_(some)))
        session().execute(delete(Transition).where(Transition.booking_id.in_(some)))
        session().execute(delete(Booking).where(Booking.id.in_(some)))
    session().execute(delete(Claim).where(Claim.resource_id.in_(ground.resource_ids)))
    session().execute(delete(Screening).where(Screening.id == ground.screening_id))
    session().execute(delete(HallVersion).where(HallVersion.hall_id == ground.hall_id))
    things: tuple[tuple[Any, int], ...] = (
        (Hall, ground.hall_id),
        (Right, ground.right_id),
        (Film, ground.film_id),
        (Cinema, ground.cinema_id),
        (Organisation, ground.organisation_id),
    )
    for thing, number in things:
        session().execute(delete(thing).where(thing.id == number))
    session().execute(delete(Resource).where(Resource.id.in_(ground.resource_ids)))
    for at in range(0, len(ground.people), BATCH):
        some_people = ground.people[at : at + BATCH]
        session().execute(delete(Token).where(Token.person_id.in_(some_people)))
        session().execute(delete(Consent).where(Consent.person_id.in_(some_people)))
        session().execute(delete(Person).where(Person.id.in_(some_people)))


def _rows(table: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    for at in range(0, len(rows), BATCH):
        session().execute(insert(table), rows[at : at + BATCH])


def _person(number: int, person_id: int, now: int) -> dict[str, Any]:
    return {
        "id": person_id,
        "username": f"{NAME}-{person_id}",
        "username_key": f"{NAME}-{person_id}",
        "nickname": f"{NAME} {number}",
        "password_hash": "-",
        "joined_at": now,
    }


def _token(person_id: int, text: str, now: int) -> dict[str, Any]:
    return {
        "id": ids.new_id(),
        "person_id": person_id,
        "name": NAME,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "scopes": ["*"],
        "made_at": now,
        "last_used_at": now,
        "expires_at": now + clock.HOUR,
    }


def _plan(seats: int) -> str:
    lines = []
    for number in range(-(-seats // COLUMNS)):
        high, low = divmod(number, 26)
        label = (chr(64 + high) if high else "") + chr(65 + low)
        lines.append(f"{label} {'S' * min(COLUMNS, seats - number * COLUMNS)}")
    return "\n".join(lines)


def _cinema(organisation_id: int, now: int) -> Cinema:
    return Cinema(
        id=ids.new_id(),
        organisation_id=organisation_id,
        version=1,
        state="open",
        made_at=now,
        name_zh=NAME,
        facilities=[],
        province_code="",
        city_code="",
        district_code="",
        address="",
        timezone=settings().timezone,
        currency=settings().currency,
        gap_rule="off",
        services={},
    )


def _film(now: int) -> Film:
    return Film(
        id=ids.new_id(),
        version=1,
        state=FilmState.HIDDEN,
        made_at=now,
        title_zh=NAME,
        minutes=90,
        genres=[],
        languages=["zh"],
        formats=["2D"],
        released_on=clock.today(settings().timezone),
        actors=[],
    )


def _hall(cinema_id: int, resource_id: int, layout: dict[str, Any], numbers: int, now: int) -> tuple[Hall, HallVersion]:
    hall_id, map_id = ids.new_id(), ids.new_id()
    hall = Hall(
        id=hall_id,
        cinema_id=cinema_id,
        resource_id=resource_id,
        version=1,
        name="1",
        formats=["2D"],
        closed=False,
        capacity=numbers,
        map_id=map_id,
        numbers=numbers,
        made_at=now,
    )
    return hall, HallVersion(id=map_id, hall_id=hall_id, no=1, capacity=numbers, layout=layout, made_at=now)


def _right(cinema: Cinema, film_id: int, person_id: int, now: int) -> Right:
    today = clock.today(settings().timezone)
    return Right(
        id=ids.new_id(),
        version=1,
        cinema_id=cinema.id,
        organisation_id=cinema.organisation_id,
        film_id=film_id,
        first_on=today,
        last_on=clock.day_of(clock.day_number(today) + 2),
        currency=cinema.currency,
        state="paid",
        asked_by=person_id,
        asked_at=now,
    )


def _show(cinema: Cinema, film: Film, right: Right, hall: Hall, resource_id: int, now: int) -> Screening:
    starts_at = (now + clock.DAY) // STEP * STEP
    return Screening(
        id=ids.new_id(),
        version=1,
        state="on_sale",
        cinema_id=cinema.id,
        organisation_id=cinema.organisation_id,
        film_id=film.id,
        right_id=right.id,
        hall_id=hall.id,
        map_id=hall.map_id,
        resource_id=resource_id,
        day=clock.local(starts_at, cinema.timezone).date(),
        starts_at=starts_at,
        ends_at=starts_at + 90 * clock.MINUTE,
        free_at=starts_at + 100 * clock.MINUTE,
        sales_end_at=starts_at,
        language="zh",
        format="2D",
        prices={"1": 4500},
        currency=cinema.currency,
        made_at=now,
    )
