"""How films take part in reviews and reports: those who bought a ticket review the film after the show."""

from collections.abc import Collection

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.booking.models import Booking
from hutong.cinema import actions, queries
from hutong.cinema.models import FILM, KIND, FilmState, Screening
from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.reviews.subjects import REVIEWABLE, SUBJECTS, Aspect, Card, Kind, Reviewable, name


def install(app: Flask) -> None:
    """Let films be reviewed, reported and hidden."""
    SUBJECTS.add(app, FILMS)
    REVIEWABLE.add(app, reviewable)


def reviewable(booking: Booking) -> Reviewable | None:
    """Those who had a ticket review the film; nobody reviews them."""
    if booking.kind != KIND or not booking.customer_id:
        return None
    film_id = session().scalar(select(Screening.film_id).where(Screening.resource_id == booking.resource_id))
    return Reviewable(name(FILM, film_id)) if film_id else None


def film_cards(numbers: Collection[int]) -> dict[int, Card]:
    """What lists show of films that were not removed: three statements."""
    return {
        film_id: Card(
            title=row.film.title,
            href=f"/films/{ids.show(film_id)}",
            picture=row.poster,
            note=" · ".join(genre.name for genre in row.genres),
            live=row.film.state == FilmState.LISTED,
        )
        for film_id, row in queries.rows_of(numbers).items()
        if row.film.state != FilmState.REMOVED
    }


FILMS = Kind(
    prefix=FILM,
    label=_l("Film"),
    cards=film_cards,
    aspects=(
        Aspect("story", _l("Story")),
        Aspect("acting", _l("Acting")),
        Aspect("picture", _l("Picture and sound")),
    ),
    hide=actions.hide_film,
    restore=actions.restore_film,
)
