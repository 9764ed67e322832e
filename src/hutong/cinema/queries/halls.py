"""Halls and their seat maps."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from hutong.cinema.models import Hall, HallVersion, SeatMap
from hutong.cinema.queries.maps import seat_map_of
from hutong.kernel.db import session


@dataclass(frozen=True)
class HallDetail:
    """A hall, its present seat map, and which version that is."""

    hall: Hall
    map: SeatMap
    map_no: int


def halls_of(cinema_id: int) -> list[Hall]:
    """The halls of a cinema by name."""
    return list(session().scalars(select(Hall).where(Hall.cinema_id == cinema_id).order_by(Hall.name)))


def halls_by_id(ids: Iterable[int]) -> dict[int, Hall]:
    """Halls by their ids, in one statement."""
    wanted = set(ids)
    return {one.id: one for one in session().scalars(select(Hall).where(Hall.id.in_(wanted)))} if wanted else {}


def hall_detail(hall: Hall) -> HallDetail:
    """A hall with its present seat map."""
    number = select(HallVersion.no).where(HallVersion.id == hall.map_id)
    return HallDetail(hall, seat_map_of(hall.map_id), session().scalars(number).one())
