"""Cinemas for programs."""

from flask_babel import lazy_gettext as _l

from hutong.accounts.actions.organisations import NotVerified, TooManyFounded
from hutong.accounts.models import Permission
from hutong.accounts.queries import organisations
from hutong.cinema import access, actions, queries
from hutong.cinema.api.base import api
from hutong.cinema.models import Cinema
from hutong.cinema.queries import CinemaRow
from hutong.cinema.schemas.cinemas import (
    CinemaCard,
    CinemaDecisionIn,
    CinemaIn,
    CinemaOut,
    CinemaPatch,
    CinemaQuery,
)
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale, Unauthenticated
from hutong.kernel.paging import Page
from hutong.kernel.web import etag, me

PLATFORM = Permission.MANAGE_CINEMAS
_OF_CINEMA = ("id", "name_zh", "name_en", "address", "facilities", "state")
_MORE = (
    "version", "organisation_id", "description", "phone", "timezone", "currency", "gap_rule", "refund_minutes",
    "cleaning_minutes", "sales_minutes",
)  # fmt: skip


@api.get("/cinemas", public=True, raises=(Invalid, Unauthenticated))
def list_cinemas(query: CinemaQuery) -> Page[CinemaCard]:
    """Open cinemas by region, around a point or by name; with `mine` those you work for, whatever their state."""
    firms = None
    if query.mine:
        person = access.myself()
        firms = None if person.can(PLATFORM) else {firm.id for firm, _role in organisations.of_person(person.id)}
    found = queries.find_cinemas(query, firms)
    return Page[CinemaCard](items=[card(row) for row in found.rows], next=found.next)


@api.post(
    "/cinemas",
    raises=(Invalid, NotFound, Forbidden, NotVerified, TooManyFounded),
    done=_l("The cinema was entered."),
)
def found_cinema(body: CinemaIn) -> CinemaOut:
    """Enter a cinema; it opens when the platform's staff have approved it, or are who enters it."""
    person = access.myself()
    staff = person.can(PLATFORM)
    if body.organisation_id is not None and not staff:
        access.require(body.organisation_id, access.MANAGER)
    return shown(actions.found_cinema(body, person.id, staff))


@api.get("/cinemas/<id:cinema_id>", public=True, raises=(NotFound,))
def show_cinema(cinema_id: int) -> CinemaOut:
    """One cinema; one that is not open only for its staff and the platform's."""
    found = session().get(Cinema, cinema_id)
    if found is None or not (found.open or access.works_at(found.organisation_id)):
        raise NotFound
    return shown(found)


@api.patch(
    "/cinemas/<id:cinema_id>",
    if_match=True,
    raises=(Invalid, NotFound, Forbidden, Stale),
    done=_l("The cinema was saved."),
)
def edit_cinema(cinema_id: int, body: CinemaPatch) -> CinemaOut:
    """Change some of what is said about a cinema: its manager, or the platform's staff."""
    return shown(actions.edit_cinema(access.cinema_for(cinema_id, access.MANAGER, PLATFORM), body, me().id))


@api.put(
    "/cinemas/<id:cinema_id>/decision",
    needs=PLATFORM,
    raises=(Invalid, NotFound, Conflict),
    done=_l("The decision was noted."),
)
def decide_cinema(cinema_id: int, body: CinemaDecisionIn) -> CinemaOut:
    """Open, reject or suspend a cinema; a suspended one sells nothing."""
    return shown(actions.decide_cinema(cinema_id, body))


@api.delete(
    "/cinemas/<id:cinema_id>", needs=PLATFORM, raises=(NotFound, Conflict), done=_l("The cinema was closed for good.")
)
def remove_cinema(cinema_id: int) -> None:
    """Close a cinema without shows to come for good."""
    actions.remove_cinema(cinema_id)


def card(row: CinemaRow) -> CinemaCard:
    """A cinema in a list."""
    return CinemaCard(**_card(row))


def shown(cinema: Cinema) -> CinemaOut:
    """A cinema whole, under its version."""
    row = queries.around_cinema(cinema)
    out = CinemaOut(
        **_card(row),
        **{name: getattr(cinema, name) for name in _MORE},
        district=cinema.district_code,
        reason=cinema.reason if access.works_at(cinema.organisation_id) else None,
    )
    etag(cinema.version, out.model_dump_json())
    return out


def _card(row: CinemaRow) -> dict[str, object]:
    cinema = row.cinema
    return {
        **{name: getattr(cinema, name) for name in _OF_CINEMA},
        "area": row.area,
        "lat": None if cinema.lat is None else cinema.lat / 1_000_000,
        "lng": None if cinema.lng is None else cinema.lng / 1_000_000,
        "distance": row.distance,
        "picture": row.picture,
    }
