"""The rights of cinemas to films."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from hutong.cinema.models import Film, Right, RightState
from hutong.cinema.schemas.rights import RightQuery
from hutong.kernel import paging
from hutong.kernel.db import session

HELD: ColumnElement[bool] = or_(
    Right.state == RightState.PAID, and_(Right.state == RightState.APPROVED, Right.price == 0)
)
LIVING = (RightState.REQUESTED, RightState.APPROVED, RightState.PAID)


def find_rights(query: RightQuery, organisations: Iterable[int] | None) -> Sequence[Right]:
    """One more than a page of rights, newest first, of these organisations (None: of all)."""
    wanted: list[Any] = []
    if organisations is not None:
        wanted.append(Right.organisation_id.in_(sorted(organisations)))
    if query.cinema is not None:
        wanted.append(Right.cinema_id == query.cinema)
    if query.film is not None:
        wanted.append(Right.film_id == query.film)
    if query.state is not None:
        wanted.append(Right.state == query.state)
    seen = paging.decode(query.cursor, int) if query.cursor else None
    found = paging.ordered(select(Right).where(*wanted), [(Right.id, True)], seen)
    return session().scalars(found.limit(query.limit + 1)).all()


def held_right(cinema_id: int, film_id: int, day: date) -> Right | None:
    """The right by which a cinema may show a film on a day, if it holds one."""
    found = select(Right).where(Right.cinema_id == cinema_id, Right.film_id == film_id, HELD)
    return session().scalar(found.where(Right.first_on <= day, Right.last_on >= day).order_by(Right.id).limit(1))


def held_periods(cinema_id: int, film_id: int) -> list[tuple[date, date]]:
    """From when to when a cinema may show a film."""
    found = select(Right.first_on, Right.last_on).where(Right.cinema_id == cinema_id, Right.film_id == film_id, HELD)
    return [(first, last) for first, last in session().execute(found.order_by(Right.first_on))]


def overlapping(cinema_id: int, film_id: int, first: date, last: date) -> bool:
    """Whether a cinema asked for a film, or holds it, within a period already."""
    found = select(Right.id).where(Right.cinema_id == cinema_id, Right.film_id == film_id, Right.state.in_(LIVING))
    return session().scalar(found.where(Right.first_on <= last, Right.last_on >= first).limit(1)) is not None


def last_asked(cinema_id: int, film_id: int) -> int:
    """The number of the last right that a cinema asked for of a film; 0 where there is none."""
    found = select(func.max(Right.nth)).where(Right.cinema_id == cinema_id, Right.film_id == film_id)
    return session().scalar(found) or 0


def films_held(cinema_id: int, first: date, last: date) -> list[tuple[Film, Right]]:
    """The films that a cinema may show some time within a period, with their rights."""
    rows = select(Film, Right).join(Right, Right.film_id == Film.id)
    rows = rows.where(Right.cinema_id == cinema_id, HELD, Right.first_on <= last, Right.last_on >= first)
    return [(film, right) for film, right in session().execute(rows.order_by(Film.title_zh, Right.first_on))]
