"""For what a ticket can be changed."""

from sqlalchemy import select

from hutong.cinema.models import Screening, ScreeningState
from hutong.cinema.queries import shows
from hutong.cinema.queries.shows import Showing
from hutong.kernel import clock
from hutong.kernel.db import session

MOST = 30


def offered(shown: Showing) -> list[Showing]:
    """The next shows of the same film at the same cinema whose seats can be had, in order."""
    wanted = (
        select(Screening.id)
        .where(
            Screening.cinema_id == shown.cinema.id,
            Screening.film_id == shown.film.id,
            Screening.state == ScreeningState.ON_SALE,
            Screening.sales_end_at > clock.now(),
            Screening.id != shown.screening.id,
        )
        .order_by(Screening.starts_at)
        .limit(MOST)
    )
    found = shows.showings(session().scalars(wanted).all())
    return sorted(found.values(), key=lambda one: one.screening.starts_at)
