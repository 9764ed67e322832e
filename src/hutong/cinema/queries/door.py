"""What a scanner takes along to work without a network."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select

from hutong.booking.models import Line
from hutong.booking.schemas import named
from hutong.cinema import signing
from hutong.cinema.models import Cinema, Hall, Screening, ScreeningState
from hutong.cinema.queries import shows, tickets
from hutong.cinema.queries.shows import Showing
from hutong.cinema.words import hall
from hutong.kernel import clock, ids
from hutong.kernel.db import session


def shows_of(cinema: Cinema, day: date) -> list[Showing]:
    """The shows of a cinema on a day, in order."""
    wanted = select(Screening.id).where(Screening.cinema_id == cinema.id, Screening.day == day)
    found = shows.showings(session().scalars(wanted).all())
    return sorted(found.values(), key=lambda shown: shown.screening.starts_at)


def halls(cinema_id: int) -> list[Hall]:
    """The halls of a cinema by name."""
    return list(session().scalars(select(Hall).where(Hall.cinema_id == cinema_id).order_by(Hall.name)))


def snapshot(cinema: Cinema, day: date) -> dict[str, Any]:
    """A day's shows and tickets, and the key that checks their codes, in as many statements for one as for many."""
    shown = shows_of(cinema, day)
    found = tickets.of_shows([one.screening.id for one in shown])
    combos = tickets.combos_of({ticket.booking.id for ticket in found})
    pickups: dict[str, list[str]] = defaultdict(list)
    listed = {}
    for ticket in found:
        name = ids.show(ticket.id)
        pickups[ticket.pickup].append(name)
        listed[name] = {
            "show": ids.show(ticket.shown.screening.id),
            "seat": ticket.seat,
            "combos": counted(combos[ticket.booking.id]),
            "in": ticket.entered_at,
            "gone": not ticket.alive,
        }
    return {
        "cinema": cinema.id,
        "made_at": clock.now(),
        "day": day.isoformat(),
        "key": signing.public_key(),
        "shows": {ids.show(one.screening.id): _facts(one) for one in shown},
        "tickets": listed,
        "pickups": dict(pickups),
    }


def counted(lines: list[Line]) -> list[str]:
    """Combos as the usher reads them: "Popcorn × 2"."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[named(line)] = counts.get(named(line), 0) + 1
    return [f"{title} × {count}" for title, count in counts.items()]


def _facts(shown: Showing) -> dict[str, Any]:
    return {
        "film": shown.film.title,
        "hall": hall(shown.hall.name),
        "hall_id": ids.show(shown.hall.id),
        "time": f"{clock.local(shown.screening.starts_at, shown.cinema.timezone):%H:%M}",
        "ends_at": shown.screening.ends_at,
        "cancelled": shown.screening.state == ScreeningState.CANCELLED,
    }
