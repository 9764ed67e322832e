"""What a cinema sold: tickets, takings and how full it was, by film or by day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import func, select

from hutong.booking.models import COMPLETED, LIVE, PAID, Booking, Line
from hutong.cinema.models import KIND, Film, HallVersion, Screening, ScreeningState
from hutong.cinema.models.tickets import SEAT
from hutong.kernel.db import session

By = Literal["film", "day"]


@dataclass(frozen=True)
class Sales:
    """What was sold of a film, or on a day: `seats` is how many there were."""

    key: Any  # the film's id, or the date
    label: str
    shows: int
    seats: int
    tickets: int
    takings: int

    @property
    def occupancy(self) -> float:
        """Tickets as per cent of the seats there were."""
        return 100 * self.tickets / self.seats if self.seats else 0.0


def sales(cinema_id: int, first: date, last: date, by: By) -> list[Sales]:
    """The sales of the shows between two days, both included: three statements at most."""
    column = Screening.film_id if by == "film" else Screening.day
    here = (Screening.cinema_id == cinema_id, Screening.day >= first, Screening.day <= last)
    shown = select(column, func.count(), func.sum(HallVersion.capacity)).join(
        HallVersion, HallVersion.id == Screening.map_id
    )
    shown = shown.where(*here, Screening.state != ScreeningState.CANCELLED).group_by(column)
    sold = select(column, func.count(Line.id), func.sum(Line.price - Line.discount))
    sold = sold.join(Booking, Booking.resource_id == Screening.resource_id).join(Line, Line.booking_id == Booking.id)
    paid = (Booking.kind == KIND, Booking.state.in_((PAID, COMPLETED)), Line.kind == SEAT, Line.state == LIVE)
    sold = sold.where(*here, *paid).group_by(column)
    found: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for key, shows, seats in session().execute(shown):
        found[key][:2] = [shows, int(seats or 0)]
    for key, tickets, takings in session().execute(sold):
        found[key][2:] = [tickets, int(takings or 0)]
    labels = _films(found) if by == "film" else {day: day.isoformat() for day in found}
    made = [Sales(key, labels.get(key, ""), *numbers) for key, numbers in found.items()]
    return sorted(made, key=lambda one: (-one.takings, one.label) if by == "film" else (0, one.label))


def _films(film_ids: Any) -> dict[int, str]:
    return {one.id: one.title for one in session().scalars(select(Film).where(Film.id.in_(list(film_ids))))}
