"""How films take part in reviews and reports: those who bought a ticket review the film after the show."""

from collections.abc import Collection

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.booking.models import Booking
from hutong.cinema import actions, queries
from hutong.cinema.models import FILM, KIND, FilmState, Screening
from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.kernel.pages import show_money
from hutong.reviews.subjects import REVIEWABLE, SUBJECTS, Aspect, Card, Kind, Offer, Reviewable, name


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


def film_offers(numbers: Collection[int]) -> dict[int, Offer]:
    """The lowest price and the free seats of films' next shows, where there are any: two statements."""
    shows = queries.on_sale(numbers)
    taken = queries.taken_seats(show.resource_id for show, _seats in shows)
    found: dict[int, Offer] = {}
    for film_id in {show.film_id for show, _seats in shows}:
        mine = [(show, seats) for show, seats in shows if show.film_id == film_id]
        cheapest = min((show for show, _seats in mine), key=lambda show: show.lowest)
        price = _("from %(price)s", price=show_money(cheapest.lowest, cheapest.currency))
        free = sum(max(0, seats - taken.get(show.resource_id, 0)) for show, seats in mine)
        found[film_id] = Offer(price, free, "seats")
    return found


FILMS = Kind(
    prefix=FILM,
    label=_l("Film"),
    cards=film_cards,
    offers=film_offers,
    aspects=(
        Aspect("story", _l("Story")),
        Aspect("acting", _l("Acting")),
        Aspect("picture", _l("Picture and sound")),
    ),
    hide=actions.hide_film,
    restore=actions.restore_film,
)
