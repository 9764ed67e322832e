"""What the platform's staff see of films, cinemas and rights."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from hutong.accounts.models import Permission
from hutong.cinema import queries
from hutong.cinema.models import (
    FORMATS,
    GENRES,
    LANGUAGES,
    Cinema,
    CinemaState,
    Film,
    FilmState,
    FilmWords,
    Right,
    RightState,
)
from hutong.cinema.pages.base import uploaded
from hutong.cinema.pages.desk import right_words
from hutong.cinema.staff.base import staff
from hutong.kernel import desk, ids
from hutong.kernel.db import session
from hutong.kernel.desk import Act, Asked, Column, Filter, Rows, StaffList, Waiting
from hutong.kernel.errors import NotFound
from hutong.kernel.money import Money
from hutong.kernel.text import matches

FILM_STATES = {FilmState.LISTED: _l("Listed"), FilmState.HIDDEN: _l("Hidden"), FilmState.REMOVED: _l("Removed")}
STATES = {
    CinemaState.PENDING: _l("Waits for approval"),
    CinemaState.OPEN: _l("Open for business"),
    CinemaState.REJECTED: _l("Turned down"),
    CinemaState.SUSPENDED: _l("Suspended by staff"),
    CinemaState.CLOSED: _l("Closed for good"),
}
RIGHTS = {
    RightState.REQUESTED: _l("Waits for a decision"),
    RightState.APPROVED: _l("Approved"),
    RightState.PAID: _l("Held"),
    RightState.REJECTED: _l("Turned down"),
    RightState.WITHDRAWN: _l("Withdrawn"),
}
TONES = {"open": "free", "listed": "free", "paid": "free", "pending": "waiting", "requested": "waiting",
         "approved": "waiting", "suspended": "bad", "rejected": "bad", "hidden": "bad"}  # fmt: skip


@dataclass(frozen=True)
class RightRow:
    """A right, its film and its cinema."""

    right: Right
    film: str
    cinema: str


def films(asked: Asked) -> Rows[Film]:
    """Films by their words."""
    query = select(Film).where(Film.state == asked["state"] if asked["state"] else Film.state != FilmState.REMOVED)
    if asked.words:
        query = query.where(Film.id.in_(select(FilmWords.rowid).where(matches(FilmWords.words, asked.words))))
    return desk.keyset(
        query, asked, {"released": [(Film.released_on, True), (Film.id, True)], "newest": [(Film.id, True)]}
    )


def cinemas(asked: Asked) -> Rows[Cinema]:
    """Cinemas by name."""
    query = select(Cinema)
    if asked["state"]:
        query = query.where(Cinema.state == asked["state"])
    if asked.words:
        query = query.where(or_(desk.begins(Cinema.name_zh, asked.words), desk.begins(Cinema.name_en, asked.words)))
    return desk.keyset(query, asked, {"newest": [(Cinema.id, True)]})


def rights(asked: Asked) -> Rows[RightRow]:
    """Rights, the newest first: three statements."""
    query = select(Right)
    if asked["state"]:
        query = query.where(Right.state == asked["state"])
    return desk.keyset(query, asked, {"newest": [(Right.id, True)]}, _rights)


def _rights(rows: Sequence[Right]) -> list[RightRow]:
    shown, houses = queries.of(row.film_id for row in rows), queries.of_ids(row.cinema_id for row in rows)
    return [RightRow(row, shown[row.film_id].title, houses[row.cinema_id].name) for row in rows]


FILMS = StaffList[Film](
    "films", _l("Films"), "film", group="trade", needs=Permission.MANAGE_FILMS, rows=films,
    search=_l("Film, director or actor"),
    href=lambda film: f"/staff/films/{ids.show(film.id)}",
    columns=(
        Column(_l("Film title"), lambda film: film.title),
        Column(_l("In cinemas from"), lambda film: film.released_on.isoformat()),
        Column(_l("Length"), lambda film: film.minutes),
        Column(_l("Score"), lambda film: film.rating or ""),
        Column(_l("State"), lambda film: FILM_STATES[FilmState(film.state)], "tag",
               tone=lambda film: TONES.get(film.state, "over")),
    ),
    filters=(Filter("state", _l("State"), tuple((state.value, label) for state, label in FILM_STATES.items())),),
    sorts=(("released", _l("Release")), ("newest", _l("Added"))),
    acts=(
        Act(_l("Remove"), "/api/v1/films/{id}", "DELETE", kind="danger",
            offered=lambda film: film.state == FilmState.LISTED),
    ),
    links=((_l("Add a film"), "/staff/films/new"),),
)  # fmt: skip

CINEMAS = StaffList[Cinema](
    "cinemas", _l("Cinemas"), "camera-reels", group="trade", needs=Permission.MANAGE_CINEMAS, rows=cinemas,
    search=_l("Name of a cinema"),
    href=lambda cinema: f"/cinemas/{ids.show(cinema.id)}/desk",
    columns=(
        Column(_l("Name"), lambda cinema: cinema.name),
        Column(_l("Address"), lambda cinema: cinema.address),
        Column(_l("State"), lambda cinema: STATES[CinemaState(cinema.state)], "tag",
               tone=lambda one: TONES.get(one.state, "over")),
    ),
    filters=(Filter("state", _l("State"), tuple((state.value, label) for state, label in STATES.items())),),
    acts=(
        Act(_l("Open it"), "/api/v1/cinemas/{id}/decision", "PUT", fields={"state": "open"}, kind="act",
            offered=lambda one: one.state in ("pending", "rejected", "suspended")),
        Act(_l("Reject"), "/api/v1/cinemas/{id}/decision", "PUT", reason=True, fields={"state": "rejected"},
            kind="danger", offered=lambda one: one.state == "pending"),
        Act(_l("Suspend"), "/api/v1/cinemas/{id}/decision", "PUT", reason=True, fields={"state": "suspended"},
            kind="danger", offered=lambda one: one.state == "open"),
    ),
    links=((_l("Enter a cinema"), "/cinema/new"),),
)  # fmt: skip

RIGHTS_LIST = StaffList[RightRow](
    "rights", _l("Rights to films"), "clipboard-check", group="trade", needs=Permission.MANAGE_CINEMAS, rows=rights,
    key=lambda row: ids.show(row.right.id),
    href=lambda row: f"/staff/rights/{ids.show(row.right.id)}",
    columns=(
        Column(_l("Film"), lambda row: row.film),
        Column(_l("Cinema"), lambda row: row.cinema),
        Column(_l("First day"), lambda row: row.right.first_on.isoformat()),
        Column(_l("Last day"), lambda row: row.right.last_on.isoformat()),
        Column(_l("Price"), lambda row: Money(row.right.price, row.right.currency), "money"),
        Column(_l("State"), lambda row: RIGHTS[RightState(row.right.state)], "tag",
               tone=lambda row: TONES.get(row.right.state, "over")),
    ),
    filters=(Filter("state", _l("State"), tuple((state.value, label) for state, label in RIGHTS.items())),),
)  # fmt: skip


def _count(model: type[Cinema] | type[Right], state: str) -> int:
    return session().scalar(select(func.count()).where(model.state == state)) or 0


WAITING = (
    Waiting(_l("Cinemas to approve"), "camera-reels", "/staff/cinemas?state=pending", Permission.MANAGE_CINEMAS,
            lambda: _count(Cinema, CinemaState.PENDING)),
    Waiting(_l("Rights to decide"), "clipboard-check", "/staff/rights?state=requested", Permission.MANAGE_CINEMAS,
            lambda: _count(Right, RightState.REQUESTED)),
)  # fmt: skip


@staff.page("/staff/films/new", needs=Permission.MANAGE_FILMS)
def new_film() -> str:
    """The form for a film."""
    return render_template("cinema/staff/film.html", film=None, row=None, cast="", **_options())


@staff.page("/staff/films/<id:film_id>", needs=Permission.MANAGE_FILMS)
def edit_film(film_id: int) -> str:
    """All that is said about a film."""
    row = queries.detail(film_id)
    cast = "\n".join(" / ".join(part for part in (one["name"], one["role"]) if part) for one in row.film.actors)
    return render_template("cinema/staff/film.html", film=row.film, row=row, cast=cast, **_fresh(), **_options())


@staff.page("/staff/rights/<id:right_id>", needs=Permission.MANAGE_CINEMAS)
def decide_right(right_id: int) -> str:
    """One right, and deciding about it."""
    right = session().get(Right, right_id)
    if right is None:
        raise NotFound
    return render_template("cinema/staff/right.html", row=_rights([right])[0], right=right, right_words=right_words())


def _fresh() -> dict[str, object]:
    """What was just uploaded to become the poster, or one more still."""
    return {"posters": uploaded("poster"), "stills": uploaded("still")}


def _options() -> dict[str, object]:
    return {
        "genres": [(one.code, one.name) for one in GENRES.values()],
        "languages": [(one.code, one.name) for one in LANGUAGES.values()],
        "formats": [(one.code, one.name) for one in FORMATS.values()],
        "title": _("Films"),
    }
