"""A cinema's desk: its settings, halls, rights and plan, for its staff."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from hutong.accounts.models import Permission
from hutong.accounts.queries import organisations
from hutong.cinema import access, queries, times
from hutong.cinema.models import FACILITIES, FORMATS, LANGUAGES, Cinema, RightState, ScreeningState
from hutong.cinema.pages.base import pages, uploaded
from hutong.cinema.pages.cinemas import state_words
from hutong.cinema.pages.films import chosen_city
from hutong.cinema.queries import Show
from hutong.cinema.queries.maps import seat_map_of
from hutong.cinema.schemas.cinemas import CinemaQuery
from hutong.cinema.schemas.films import FilmQuery
from hutong.cinema.schemas.rights import RightQuery
from hutong.kernel import clock, ids
from hutong.kernel.errors import NotFound
from hutong.kernel.forms import refused_form
from hutong.kernel.pages import show_day
from hutong.media import queries as media
from hutong.payments.gateways import GATEWAYS
from hutong.regions import queries as regions
from hutong.regions.models import PROVINCE

PLATFORM = Permission.MANAGE_CINEMAS
NEW_PLAN = "A SSSSS_SSSSS\nB SSSSS_SSSSS\nC SSSSS_SSSSS\nD SSSSS_SSSSS\nE SSSSS_SSSSS\nF CCCC_CCCC"
MOST_RIGHTS = 50
HOUR = 60
OPENS, CLOSES = 9 * HOUR, 26 * HOUR  # what the timeline shows of a day, in minutes


@dataclass(frozen=True)
class Block:
    """A show on the timeline of a hall; `at`, `long` and `cleaning` in minutes, `taken` in seats."""

    show: Show
    at: int
    long: int
    cleaning: int
    taken: int


@pages.page("/cinema/mine")
def my_cinemas() -> str:
    """The cinemas that whoever is signed in works for."""
    person = access.myself()
    firms = None if person.can(PLATFORM) else {firm.id for firm, _role in organisations.of_person(person.id)}
    found = queries.find_cinemas(CinemaQuery(mine=True, limit=50), firms)
    return render_template("cinema/mine.html", cinemas=found.rows, state_words=state_words())


@pages.page("/cinema/new")
def new_cinema() -> str:
    """The form for a cinema."""
    person = access.myself()
    city, districts = _place(chosen_city())
    firms = [
        (ids.show(firm.id), firm.name)
        for firm, role in organisations.of_person(person.id)
        if firm.kind == "cinema" and firm.state == "approved" and role == "cinema_manager"
    ]
    return render_template(
        "cinema/new.html",
        verified=person.verified or person.can(PLATFORM),
        city=city,
        districts=districts,
        provinces=_provinces(),
        firms=firms,
        facility_options=[(one.code, one.name) for one in FACILITIES.values()],
    )


@pages.page("/cinemas/<id:cinema_id>/desk")
def cinema_desk(cinema_id: int) -> str:
    """A cinema's settings, and the ways to all that its staff do."""
    cinema = access.cinema_for(cinema_id)
    city, districts = _place(chosen_city() or cinema.city_code)
    form = refused_form()
    return render_template(
        "cinema/desk.html",
        **frame(cinema, "desk"),
        facility_options=[(one.code, one.name) for one in FACILITIES.values()],
        city=city,
        districts=districts,
        stale=form is not None and form.code == "stale",
        house_picture=media.pictures([cinema.picture_id] if cinema.picture_id else []).get(cinema.picture_id or 0),
        fresh=uploaded("picture"),
    )


@pages.page("/cinemas/<id:cinema_id>/desk/halls")
def cinema_halls(cinema_id: int) -> str:
    """The halls of a cinema, and a form for a new one."""
    cinema = access.cinema_for(cinema_id)
    return render_template(
        "cinema/halls.html", **frame(cinema, "halls"), halls=queries.halls_of(cinema_id), plan=NEW_PLAN, **_editing()
    )


@pages.page("/cinemas/<id:cinema_id>/desk/halls/<id:hall_id>")
def edit_hall(cinema_id: int, hall_id: int) -> str:
    """The editor of a hall's seat map."""
    hall, cinema = access.hall_for(hall_id)
    if cinema.id != cinema_id:
        raise NotFound
    return render_template(
        "cinema/hall.html", **frame(cinema, "halls"), found=queries.hall_detail(hall), hall=hall, **_editing()
    )


@pages.page("/cinemas/<id:cinema_id>/desk/rights")
def cinema_rights(cinema_id: int) -> str:
    """The rights of a cinema: held, asked for, to be paid; and a form to ask for one."""
    cinema = access.cinema_for(cinema_id)
    found = queries.find_rights(RightQuery(cinema=cinema_id, limit=MOST_RIGHTS), None)[:MOST_RIGHTS]
    films = queries.of(right.film_id for right in found)
    catalogue = queries.find(FilmQuery(limit=100)).rows
    return render_template(
        "cinema/rights.html",
        **frame(cinema, "rights"),
        rights=[(right, films[right.film_id]) for right in found],
        films=[(ids.show(row.film.id), row.film.title) for row in catalogue],
        right_words=right_words(),
        gateways=GATEWAYS.all(),
        today=clock.today(cinema.timezone),
    )


@pages.page("/cinemas/<id:cinema_id>/desk/plan")
def cinema_plan(cinema_id: int) -> str:
    """A day's plan: a timeline for each hall, and forms to add, change and repeat shows."""
    cinema = access.cinema_for(cinema_id)
    today = clock.today(cinema.timezone)
    day = _day(today)
    shows = queries.plan_of(cinema_id, day)
    taken = queries.taken_seats(one.screening.resource_id for one in shows)
    halls = [hall for hall in queries.halls_of(cinema_id) if not hall.closed]
    rows = [(hall, [_block(one, taken, day) for one in shows if one.hall.id == hall.id]) for hall in halls]
    zones = {hall.id: seat_map_of(hall.map_id).zones for hall in halls}
    films = {film.id: film for film, _right in queries.films_held(cinema_id, day, day)}
    chosen = _chosen(shows)
    return render_template(
        "cinema/plan.html",
        **frame(cinema, "plan"),
        day=day,
        today=today,
        days=[(one, show_day(one), one == day) for one in (day + timedelta(days=step) for step in range(-1, 10))],
        rows=rows,
        halls=halls,
        zones=zones,
        all_zones=max(zones.values(), key=len, default=()),
        films=list(films.values()),
        film_options=[(ids.show(film.id), film.title) for film in films.values()],
        hall_options=[(ids.show(hall.id), hall.name) for hall in halls],
        language_options=[("", _("The film's")), *((one.code, one.name) for one in LANGUAGES.values())],
        format_options=[("", _("The film's")), *((one.code, one.name) for one in FORMATS.values())],
        hours=list(range(OPENS, CLOSES, HOUR)),
        opens=OPENS,
        closes=CLOSES,
        chosen=chosen,
        cancelled=ScreeningState.CANCELLED,
        now=clock.now(),
        minutes=lambda show: (show.starts_at - show.sales_end_at) // clock.MINUTE,
    )


def frame(cinema: Cinema, here: str) -> dict[str, Any]:
    """What every page of a desk shows: the tabs, and what the reader may do."""
    person = access.myself()
    path = f"/cinemas/{ids.show(cinema.id)}"

    def may(permission: Permission) -> bool:
        return person.can(permission, cinema.organisation_id)

    tabs = [
        ("plan", f"{path}/desk/plan", _("Plan"), True),
        ("counter", f"{path}/counter", _("Counter"), may(Permission.SELL_AT_COUNTER)),
        ("shifts", f"{path}/shifts", _("Shifts"), may(Permission.READ_LEDGER)),
        ("rights", f"{path}/desk/rights", _("Rights to films"), True),
        ("halls", f"{path}/desk/halls", _("Halls"), True),
        ("extras", f"{path}/extras", _("Combos and card"), may(access.MANAGER)),
        ("report", f"{path}/desk/report", _("Sales report"), may(Permission.READ_LEDGER)),
        ("desk", f"{path}/desk", _("Settings"), True),
    ]
    return {
        "cinema": cinema,
        "path": path,
        "desk_tabs": [(href, label, name == here) for name, href, label, open_to in tabs if open_to],
        "may_manage": may(access.MANAGER) or person.can(PLATFORM),
        "may_schedule": may(Permission.SCHEDULE),
        "may_check_in": may(Permission.CHECK_IN),
        "state_words": state_words(),
        "organisation_path": f"/organisations/{ids.show(cinema.organisation_id)}",
    }


def right_words() -> dict[str, tuple[str, str]]:
    """The states of a right: in words, and the kind of their tag."""
    return {
        RightState.REQUESTED: (_("Waits for a decision"), "waiting"),
        RightState.APPROVED: (_("Approved"), "waiting"),
        RightState.REJECTED: (_("Turned down"), "bad"),
        RightState.PAID: (_("Held"), "free"),
        RightState.WITHDRAWN: (_("Withdrawn"), "over"),
    }


def _block(show: Show, taken: dict[int, int], day: date) -> Block:
    row = show.screening
    start = times.start_of(day, show.cinema.timezone)
    return Block(
        show,
        (row.starts_at - start) // clock.MINUTE,
        (row.ends_at - row.starts_at) // clock.MINUTE,
        (row.free_at - row.ends_at) // clock.MINUTE,
        taken.get(row.resource_id, 0),
    )


def _chosen(shows: list[Show]) -> Show | None:
    wanted = request.args.get("show", "")
    return next((one for one in shows if ids.show(one.screening.id) == wanted), None)


def _day(today: date) -> date:
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
    return day if abs((day - today).days) < 1000 else today


def _editing() -> dict[str, Any]:
    return {"format_options": [(one.code, one.name) for one in FORMATS.values()]}


def _place(code: str) -> tuple[str, list[tuple[str, str]]]:
    """A city and its districts; a city without any stands for itself."""
    if not code:
        return "", []
    below = regions.children(code) or [one for one in (regions.region(code),) if one is not None]
    return code, [(region.code, region.shown) for region in below]


def _provinces() -> list[tuple[str, list[tuple[str, str]]]]:
    """All cities under their provinces."""
    cities: dict[str | None, list[tuple[str, str]]] = {}
    for city in regions.cities():
        cities.setdefault(city.parent_code, []).append((city.code, city.shown))
    provinces = regions.of_level(PROVINCE)
    return [(one.shown, sorted(cities.get(one.code, [(one.code, one.shown)]))) for one in provinces]
