"""Cinemas for visitors: where they are, and what each shows on a day."""

from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.cinema import access, queries
from hutong.cinema.models import CinemaState
from hutong.cinema.pages import linked
from hutong.cinema.pages.base import pages
from hutong.cinema.pages.films import chosen_city, chosen_day, day_tabs
from hutong.cinema.queries import CinemaRow, extras
from hutong.cinema.schemas.cinemas import CinemaQuery
from hutong.kernel import ids
from hutong.kernel.errors import Invalid, NotFound
from hutong.kernel.input import read_page_query
from hutong.kernel.search import Hit, Shelf
from hutong.kernel.web import viewer
from hutong.media import queries as media

PER_PAGE = 24


@pages.page("/cinemas", public=True)
def list_cinemas() -> str:
    """Cinemas by city from A to Z, by name, or the nearest first."""
    city = chosen_city()
    query = read_page_query(CinemaQuery).model_copy(update={"limit": PER_PAGE, "mine": False})
    query = query.model_copy(update={"region": query.region or city or None})
    problem = ""
    try:
        found = queries.find_cinemas(query)
        rows, following = found.rows, found.next
    except Invalid as refused:
        problem = " ".join(str(error.message) for error in refused.errors)
        rows, following = [], None
    asked = {"city": city, "region": request.args.get("region"), "near": query.near, "q": query.q}
    kept = urlencode({name: value for name, value in asked.items() if value})
    return render_template(
        "cinema/cinemas.html",
        cinemas=rows,
        cities=queries.cities_with_cinemas(),
        city=city,
        query=query,
        problem=problem,
        next=f"/cinemas?{kept}&cursor={following}" if following else None,
    )


def find(words: str, limit: int) -> list[Hit]:
    """Cinemas for the search over everything."""
    rows = queries.find_cinemas(CinemaQuery(q=words, limit=limit)).rows
    return [_hit(row) for row in rows]


def _hit(row: CinemaRow) -> Hit:
    shown = ids.show(row.cinema.id)
    note = f"{row.area} · {row.cinema.address}"
    return Hit(shown, row.cinema.name, f"/cinemas/{shown}", note, media.small(row.picture))


shelf = Shelf("cinemas", _l("Cinemas"), find, "/cinemas", "/cinemas", door="cinema", order=21)


@pages.page("/cinemas/<id:cinema_id>", public=True)
def show_cinema(cinema_id: int) -> str:
    """A cinema: where it is, what it offers, and what it shows on a day."""
    row = visible(cinema_id)
    cinema = row.cinema
    days = queries.show_days(cinema_id=cinema_id) if cinema.open else []
    day = chosen_day(days)
    shows = queries.shows_on(day, cinema_id=cinema_id) if days else []
    path = f"/cinemas/{ids.show(cinema_id)}"
    films = queries.rows_of({show.film.id for show in shows})
    reader = viewer()
    return render_template(
        "cinema/house.html",
        row=row,
        cinema=cinema,
        days=day_tabs(days, day, path),
        films=[(films[film_id], ones) for film_id, ones in queries.by_film(shows).items()],
        path=path,
        card_levels=extras.levels(cinema_id) if cinema.open else [],
        card=extras.card(reader.id, cinema_id) if reader else None,
        staff=access.works_at(cinema.organisation_id),
        state_words=state_words(),
        linked_data=linked.cinema(row),
    )


def visible(cinema_id: int) -> CinemaRow:
    """A cinema that is open, or one's own; raises NotFound."""
    found = queries.of_ids([cinema_id]).get(cinema_id)
    if found is None or not (found.open or access.works_at(found.organisation_id)):
        raise NotFound
    return queries.around_cinema(found)


def state_words() -> dict[str, tuple[str, str]]:
    """The states of a cinema: in words, and the kind of their tag."""
    return {
        CinemaState.PENDING: (_("Waits for approval"), "waiting"),
        CinemaState.OPEN: (_("Open for business"), "free"),
        CinemaState.REJECTED: (_("Turned down"), "bad"),
        CinemaState.SUSPENDED: (_("Suspended by staff"), "bad"),
        CinemaState.CLOSED: (_("Closed for good"), "over"),
    }


@pages.app_context_processor
def cinema_words() -> dict[str, Any]:
    """What the templates of cinemas name."""
    return {"shown_distance": distance}


def distance(metres: int) -> str:
    """How far away something is."""
    return f"{metres} m" if metres < 1000 else f"{metres / 1000:.1f} km"
