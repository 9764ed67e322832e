"""The cinema's door, films and where they are shown."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import get_template_attribute, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from hutong.cinema import queries
from hutong.cinema.models import FORMATS, GENRES, LANGUAGES
from hutong.cinema.pages import linked
from hutong.cinema.pages.base import pages
from hutong.cinema.queries import FilmRow, Show
from hutong.cinema.schemas.cinemas import CinemaQuery
from hutong.cinema.schemas.films import FilmQuery
from hutong.kernel import i18n, ids
from hutong.kernel.front import Strip
from hutong.kernel.input import read_page_query
from hutong.kernel.pages import show_day
from hutong.kernel.search import Hit, Shelf
from hutong.kernel.web import viewer
from hutong.media import queries as media
from hutong.reviews import queries as reviews
from hutong.reviews import subjects

ROW = 10
ON_FRONT = 6  # as many as stand in a row on a desk
PER_PAGE = 24
REVIEWS = 6


@dataclass(frozen=True)
class DayTab:
    """A day on which something is shown."""

    day: date
    label: str
    note: str
    href: str
    current: bool


@pages.page("/cinema", public=True)
def front_of_cinema() -> str:
    """The cinema's door: what is shown now, what is coming, cinemas."""
    city = chosen_city()
    return render_template(
        "cinema/cinema.html",
        now=queries.now_showing(ROW, city),
        soon=queries.coming_soon(ROW),
        cinemas=queries.find_cinemas(CinemaQuery(limit=9, region=city or None)).rows,
        cities=queries.cities_with_cinemas(),
        city=city,
    )


@pages.page("/films", public=True)
def list_films() -> str:
    """Films: shown now, coming, all; by words and genre."""
    query = read_page_query(FilmQuery)
    query = query.model_copy(update={"limit": PER_PAGE, "show": (request.args.get("show") and query.show) or "now"})
    if query.q or query.genre:
        query = query.model_copy(update={"show": query.show if request.args.get("show") else "all"})
    found = queries.find(query)
    asked = {"show": query.show, "q": query.q, "genre": query.genre}
    kept = urlencode({name: value for name, value in asked.items() if value})
    return render_template(
        "cinema/films.html",
        films=found.rows,
        query=query,
        genres=[("", _("All genres")), *((one.code, one.name) for one in GENRES.values())],
        next=f"/films?{kept}&cursor={found.next}" if found.next else None,
        tabs=[("now", _("Now showing")), ("soon", _("Coming soon")), ("all", _("All films"))],
        others=urlencode({name: value for name, value in asked.items() if value and name != "show"}),
    )


def find(words: str, limit: int) -> list[Hit]:
    """Films for the search over everything."""
    return [_hit(row) for row in queries.find(FilmQuery(q=words, limit=limit)).rows]


def _hit(row: FilmRow) -> Hit:
    named = [one.name for one in row.genres] + [length(row.film.minutes)]
    shown = ids.show(row.film.id)
    return Hit(shown, row.film.title, f"/films/{shown}", " · ".join(named), media.small(row.poster))


shelf = Shelf("films", _l("Films"), find, "/films", "/films", door="cinema", shape="poster", order=20)


@pages.page("/films/<id:film_id>", public=True)
def show_film(film_id: int) -> str:
    """A film: what it is about, who is in it, where and when it is shown, and what people say."""
    person = viewer()
    reader = person.id if person else None
    found = queries.detail(film_id, reader)
    city = chosen_city()
    days = queries.show_days(film_id=film_id, city=city)
    day = chosen_day(days)
    shows = queries.shows_on(day, film_id=film_id, city=city) if days else []
    subject = subjects.name("film", film_id)
    cursor = request.args.get("reviews")
    board = reviews.board(subject, REVIEWS, cursor, reader)
    path = f"/films/{ids.show(film_id)}"
    return render_template(
        "cinema/film.html",
        row=found,
        film=found.film,
        days=day_tabs(days, day, path, city),
        places=list(queries.by_cinema(shows).values()),
        cities=queries.cities_with_cinemas(),
        city=city,
        path=path,
        board=board,
        older=f"{path}?reviews={board.page.next}#reviews" if board.page.next else None,
        newest=f"{path}#reviews" if cursor else None,
        subject=subjects.show(subject),
        linked_data=linked.film(found),
    )


def front() -> Strip:
    """Tonight's films on the front page, or what is showing where tonight nothing begins any more; two statements."""
    shows = [show for show in queries.shows_on(queries.today()) if show.selling]
    by_film = queries.by_film(shows)
    first = sorted(by_film, key=lambda film_id: -len(by_film[film_id]))[:ON_FRONT]
    posters = queries.posters([by_film[film_id][0].film for film_id in first])
    rows = {one: by_film[one][0].film for one in first}
    tonight = [(FilmRow(film, posters.get(film.poster_id or 0), 0), by_film[one]) for one, film in rows.items()]
    now = [] if shows else queries.now_showing(ON_FRONT)
    return Strip(
        key="cinema",
        lead=_("A film tonight?"),
        note=_waiting(len(shows), len(now)),
        section=Markup(render_template("cinema/front.html", films=tonight, now=now)),  # noqa: S704 - by a template
        head=Markup(render_template("cinema/front_head.html")),  # noqa: S704 - likewise
        art=Markup(get_template_attribute("cinema/film_pieces.html", "screen")()),  # noqa: S704 - likewise
    )


def _waiting(shows: int, films: int) -> str:
    if shows:
        return ngettext("%(num)s show today", "%(num)s shows today", shows)
    return ngettext("%(num)s film is showing", "%(num)s films are showing", films) if films else _("Coming films")


def chosen_city() -> str:
    """The city in the address, if it looks like one."""
    code = request.args.get("city", "")
    return code if code.isdigit() and len(code) <= 12 else ""


def chosen_day(days: list[date]) -> date:
    """The day in the address where something is shown then, else the first such day."""
    try:
        wanted = date.fromisoformat(request.args.get("date", ""))
    except ValueError:
        wanted = None
    return wanted if wanted in days else days[0] if days else queries.today()


def day_tabs(days: list[date], chosen: date, path: str, city: str = "") -> list[DayTab]:
    """Tabs of the days, with today and tomorrow by name."""
    today = queries.today()
    names = {today: _("Today"), today + timedelta(days=1): _("Tomorrow")}
    pattern = "M月d日" if i18n.language() == "zh" else "d MMM"
    more = {"city": city} if city else {}
    return [
        DayTab(
            day,
            names.get(day) or show_day(day, "EEE"),
            show_day(day, pattern),
            f"{path}?{urlencode({**more, 'date': day.isoformat()})}#shows",
            day == chosen,
        )
        for day in days
    ]


@pages.app_context_processor
def film_words() -> dict[str, Any]:
    """What the templates of films name."""
    return {"show_manner": manner, "shown_length": length}


def manner(show: Show) -> str:
    """Language and format: "国语 2D"."""
    named = (LANGUAGES.get(show.screening.language), FORMATS.get(show.screening.format))
    return " ".join(one.name for one in named if one)


def length(minutes: int) -> str:
    """How long a film is."""
    return _("%(minutes)s min", minutes=minutes)
