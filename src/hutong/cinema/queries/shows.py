"""A show with all that a ticket says about it: film, cinema, hall."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from hutong.cinema.models import FORMATS, LANGUAGES, Cinema, Film, Hall, Screening
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound


@dataclass(frozen=True)
class Showing:
    """A show and what belongs to it."""

    screening: Screening
    film: Film
    cinema: Cinema
    hall: Hall

    @property
    def selling(self) -> bool:
        """Whether buyers can have seats now."""
        return self.cinema.open and self.screening.selling

    @property
    def refund_until(self) -> int:
        """Until when a seat can be given back."""
        return self.screening.starts_at - self.cinema.refund_minutes * clock.MINUTE

    @property
    def manner(self) -> str:
        """Language and format: "国语 2D"."""
        language = LANGUAGES.get(self.screening.language)
        picture = FORMATS.get(self.screening.format)
        return " ".join(named.name for named in (language, picture) if named)


def showing(screening_id: int) -> Showing:
    """One show, in one statement; raises NotFound."""
    found = showings([screening_id])
    if screening_id not in found:
        raise NotFound
    return found[screening_id]


def showings(screening_ids: Collection[int]) -> dict[int, Showing]:
    """Shows by their ids, in one statement."""
    if not screening_ids:
        return {}
    rows = (
        select(Screening, Film, Cinema, Hall)
        .join(Film, Film.id == Screening.film_id)
        .join(Cinema, Cinema.id == Screening.cinema_id)
        .join(Hall, Hall.id == Screening.hall_id)
        .where(Screening.id.in_(sorted(screening_ids)))
    )
    return {row[0].id: Showing(*row) for row in session().execute(rows)}
