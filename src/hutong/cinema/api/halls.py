"""Halls for programs."""

from flask_babel import lazy_gettext as _l

from hutong.cinema import access, actions, queries
from hutong.cinema.actions.halls import SeatsSold
from hutong.cinema.api.base import api
from hutong.cinema.models import Hall
from hutong.cinema.schemas.halls import HallCard, HallIn, HallOut, HallPatch, SeatOut, ZoneOut
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from hutong.kernel.paging import Page
from hutong.kernel.web import etag, me

_OF_HALL = ("id", "cinema_id", "name", "formats", "capacity", "closed")


@api.get("/cinemas/<id:cinema_id>/halls", public=True, raises=(NotFound,))
def list_halls(cinema_id: int) -> Page[HallCard]:
    """The halls of a cinema."""
    visible(cinema_id)
    cards = [HallCard(**{name: getattr(hall, name) for name in _OF_HALL}) for hall in queries.halls_of(cinema_id)]
    return Page[HallCard](items=cards)


@api.post(
    "/cinemas/<id:cinema_id>/halls",
    raises=(Invalid, NotFound, Forbidden, Conflict),
    done=_l("The hall was added."),
)
def create_hall(cinema_id: int, body: HallIn) -> HallOut:
    """Add a hall with its seat map."""
    return shown(actions.create_hall(access.cinema_for(cinema_id, access.MANAGER), body, me().id))


@api.get("/halls/<id:hall_id>", public=True, raises=(NotFound,))
def show_hall(hall_id: int) -> HallOut:
    """A hall with its present seat map."""
    found = queries.halls_by_id([hall_id]).get(hall_id)
    if found is None:
        raise NotFound
    visible(found.cinema_id)
    return shown(found)


@api.patch(
    "/halls/<id:hall_id>",
    if_match=True,
    raises=(Invalid, NotFound, Forbidden, Stale, SeatsSold),
    done=_l("The hall was saved."),
)
def edit_hall(hall_id: int, body: HallPatch) -> HallOut:
    """Change a hall; another plan is a new version of its seat map, sold shows keep theirs."""
    hall, _cinema = access.hall_for(hall_id, access.MANAGER)
    return shown(actions.edit_hall(hall, body, me().id))


@api.delete("/halls/<id:hall_id>", raises=(NotFound, Forbidden, Conflict), done=_l("The hall was removed."))
def remove_hall(hall_id: int) -> None:
    """Remove a hall in which nothing was ever shown."""
    hall, _cinema = access.hall_for(hall_id, access.MANAGER)
    actions.remove_hall(hall)


def visible(cinema_id: int) -> None:
    """See that a cinema is open, or whoever asks works there; raises NotFound."""
    found = queries.of_ids([cinema_id]).get(cinema_id)
    if found is None or not (found.open or access.works_at(found.organisation_id)):
        raise NotFound


def shown(hall: Hall) -> HallOut:
    """A hall with its map, under its version."""
    found = queries.hall_detail(hall)
    out = HallOut(
        **{name: getattr(hall, name) for name in _OF_HALL},
        version=hall.version,
        map_no=found.map_no,
        plan=found.map.plan,
        rows=list(found.map.lines),
        columns=found.map.columns,
        zones=[ZoneOut(code=code, name=name) for code, name in found.map.zones],
        seats=[SeatOut.model_validate(seat) for seat in found.map.seats],
    )
    etag(hall.version, out.model_dump_json())
    return out
