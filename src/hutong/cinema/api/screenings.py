"""Shows for programs."""

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.cinema import access, actions, queries
from hutong.cinema.actions.screenings import Booked
from hutong.cinema.actions.slots import HallTaken
from hutong.cinema.api.base import api
from hutong.cinema.models import Screening
from hutong.cinema.queries import Show
from hutong.cinema.schemas.screenings import (
    PlanCopyIn,
    ScreeningIn,
    ScreeningOut,
    ScreeningPatch,
    ScreeningQuery,
    ScreeningsOut,
    ScreeningStateIn,
)
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from hutong.kernel.paging import Page
from hutong.kernel.web import etag, me

SCHEDULER = Permission.SCHEDULE
_OF_SHOW = (
    "id", "version", "state", "film_id", "cinema_id", "hall_id", "day", "starts_at", "ends_at", "free_at",
    "sales_end_at", "language", "format", "prices", "currency", "reason",
)  # fmt: skip


@api.get("/screenings", public=True, raises=(Invalid,))
def list_screenings(query: ScreeningQuery) -> Page[ScreeningOut]:
    """The shows of open cinemas, by film, cinema, hall and date; without a date those to come."""
    shows, following = queries.find_shows(query)
    return Page[ScreeningOut](items=[out(show) for show in shows], next=following)


@api.get("/screenings/<id:screening_id>", public=True, raises=(NotFound,))
def show_screening(screening_id: int) -> ScreeningOut:
    """One show."""
    found = queries.show(screening_id)
    if not (found.cinema.open or access.works_at(found.cinema.organisation_id)):
        raise NotFound
    return shown(found)


@api.post(
    "/screenings",
    raises=(Invalid, NotFound, Forbidden, Conflict, HallTaken),
    idempotent=True,
    done=_l("The plan was saved."),
)
def schedule_screenings(body: ScreeningIn) -> ScreeningsOut:
    """Schedule a show, and with `repeat_until` the same on later days: all of them, or none."""
    _hall, cinema = access.hall_for(body.hall_id, SCHEDULER)
    return _all(actions.schedule(cinema, body, me().id))


@api.patch(
    "/screenings/<id:screening_id>",
    if_match=True,
    raises=(Invalid, NotFound, Forbidden, Stale, Conflict, HallTaken, Booked),
    done=_l("The plan was saved."),
)
def edit_screening(screening_id: int, body: ScreeningPatch) -> ScreeningOut:
    """Change a show; once seats are sold or held, only its prices and the end of its sale."""
    screening, cinema = access.screening_for(screening_id, SCHEDULER)
    actions.reschedule(screening, cinema, body)
    return shown(queries.show(screening_id))


@api.put(
    "/screenings/<id:screening_id>/state",
    raises=(Invalid, NotFound, Forbidden, Conflict),
    done=_l("The plan was saved."),
)
def set_screening_state(screening_id: int, body: ScreeningStateIn) -> ScreeningOut:
    """Stop the sale of a show, go on with it, or cancel it: then all are paid back and told why."""
    screening, _cinema = access.screening_for(screening_id, SCHEDULER)
    actions.set_state(screening, body)
    return shown(queries.show(screening_id))


@api.delete("/screenings/<id:screening_id>", raises=(NotFound, Forbidden, Conflict), done=_l("The plan was saved."))
def remove_screening(screening_id: int) -> None:
    """Remove a show that nobody ever booked."""
    screening, _cinema = access.screening_for(screening_id, SCHEDULER)
    actions.remove_screening(screening)


@api.post(
    "/cinemas/<id:cinema_id>/plan-copies",
    raises=(Invalid, NotFound, Forbidden, Conflict, HallTaken),
    idempotent=True,
    done=_l("The plan was saved."),
)
def copy_plan(cinema_id: int, body: PlanCopyIn) -> ScreeningsOut:
    """Make a day's plan again on later days: all of it, or nothing."""
    return _all(actions.copy_plan(access.cinema_for(cinema_id, SCHEDULER), body, me().id))


def out(show: Show) -> ScreeningOut:
    """A show as JSON."""
    return ScreeningOut(
        **{name: getattr(show.screening, name) for name in _OF_SHOW},
        selling=show.selling,
        film=show.film.title,
        cinema=show.cinema.name,
        hall=show.hall.name,
        time=show.time,
        timezone=show.cinema.timezone,
    )


def shown(show: Show) -> ScreeningOut:
    """A show under its version."""
    answer = out(show)
    etag(show.screening.version, answer.model_dump_json())
    return answer


def _all(made: list[Screening]) -> ScreeningsOut:
    shows = queries.shows_of([one.id for one in made])
    return ScreeningsOut(items=[out(show) for show in shows])
