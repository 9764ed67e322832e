"""Halls and new versions of their seat maps."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from hutong.booking.actions import Taken, claim, new_resource
from hutong.booking.models import BOOKING, Booking, Claim
from hutong.booking.queries import alive
from hutong.cinema import layouts, queries
from hutong.cinema.models import HALL, LOST, Cinema, Hall, HallVersion, Screening, SeatKind, SeatMap, hall_subject
from hutong.cinema.schemas.halls import HallIn, HallPatch
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict, FieldError, Invalid
from hutong.kernel.web import must_match

MOST_HALLS = 40
MOST_NAMED = 5


class SeatsSold(Conflict):
    """Seats that are to go are sold or held for a show to come; `bookings` names some of them."""

    code = "seats_sold"


def create_hall(cinema: Cinema, body: HallIn, by: int) -> Hall:
    """A new hall with the first version of its map; raises Invalid."""
    others = queries.halls_of(cinema.id)
    if len(others) >= MOST_HALLS:
        raise Conflict(_("A cinema has at most %(most)s halls.", most=MOST_HALLS))
    _name_is_free(others, body.name, None)
    layout, numbers = layouts.read(body.plan, body.zones, None, 0)
    made = Hall(
        id=ids.new_id(),
        cinema_id=cinema.id,
        resource_id=new_resource(HALL),
        version=1,
        name=body.name,
        formats=body.formats,
        closed=False,
        capacity=_capacity(layout),
        map_id=ids.new_id(),
        numbers=numbers,
        made_at=clock.now(),
    )
    session().add(made)
    _flush()
    session().add(_version(made, made.map_id, 1, layout, by))
    session().flush()
    audit.record("hall.created", hall_subject(made.id), after={"name": made.name, "seats": made.capacity})
    return made


def edit_hall(hall: Hall, body: HallPatch, by: int) -> Hall:
    """Change what was sent; another plan is a new version, which shows to come without bookings take over.

    Raises Stale, Invalid, and SeatsSold where a seat that would go is sold or held for a show to come.
    """
    must_match(hall.version)
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    values = {name: value for name, value in sent.items() if name not in ("plan", "zones")}
    if "name" in values:
        _name_is_free(queries.halls_of(hall.cinema_id), values["name"], hall.id)
    before = queries.hall_detail(hall)
    if {"plan", "zones"} & sent.keys():
        values |= _redraw(before, sent, by)
    mine = update(Hall).where(Hall.id == hall.id, Hall.version == hall.version)
    if rows_changed(mine.values(**values, version=hall.version + 1)) != 1:
        raise Retry
    noted = {"name": hall.name, "seats": hall.capacity}
    session().refresh(hall)
    audit.record("hall.edited", hall_subject(hall.id), noted, {"name": hall.name, "seats": hall.capacity})
    return hall


def remove_hall(hall: Hall) -> None:
    """Take a hall away in which nothing was ever shown; raises Conflict for others, which can be closed."""
    if session().scalar(select(exists().where(Screening.hall_id == hall.id))):
        raise Conflict(_("There were shows in this hall. Close it instead, so that nothing more is scheduled."))
    session().execute(delete(HallVersion).where(HallVersion.hall_id == hall.id))
    session().execute(delete(Hall).where(Hall.id == hall.id))
    audit.record("hall.removed", hall_subject(hall.id), before={"name": hall.name, "seats": hall.capacity})


def _redraw(before: queries.HallDetail, sent: dict[str, Any], by: int) -> dict[str, Any]:
    """Make a new version of a map, unless it is the same; the columns of the hall that follow from it."""
    hall, old = before.hall, before.map
    zones = sent.get("zones") or [name for _code, name in old.zones]
    layout, numbers = layouts.read(sent.get("plan") or old.plan, zones, old, hall.numbers)
    made = _version(hall, ids.new_id(), before.map_no + 1, layout, by)
    if made.map == old:
        return {}
    _zones_keep_prices(hall, made.map)
    session().add(made)
    _flush()
    lost, found = _sellable(old) - _sellable(made.map), _sellable(made.map) - _sellable(old)
    _move_shows(hall, made, {number: old.by_number[number].label for number in lost}, found)
    return {"map_id": made.id, "numbers": numbers, "capacity": made.capacity}


def _move_shows(hall: Hall, made: HallVersion, lost: dict[int, str], found: Collection[int]) -> None:
    """Take the seats that go out of the shows to come, and give the new map to those without bookings.

    The claims decide, as in every sale: whoever buys such a seat at this moment has it, and the edit is refused.
    """
    coming = select(Screening).where(Screening.hall_id == hall.id, Screening.starts_at > clock.now())
    shows = session().scalars(coming.where(Screening.state != "cancelled").order_by(Screening.starts_at)).all()
    for show in shows:
        if found:
            back = (Claim.kind == LOST, Claim.resource_id == show.resource_id, Claim.slot.in_(sorted(found)))
            session().execute(delete(Claim).where(*back))
        try:
            claim(show.resource_id, lost, hall.id, kind=LOST)
        except Taken as taken:
            raise _sold(show, lost, taken) from None
        booked = exists().where(Claim.resource_id == show.resource_id, Claim.kind == BOOKING, alive())
        mine = update(Screening).where(Screening.id == show.id, ~booked)
        rows_changed(mine.values(map_id=made.id, version=Screening.version + 1))


def _sold(show: Screening, lost: dict[int, str], taken: Taken) -> SeatsSold:
    labels = set(taken.extra["slots"])
    wanted = [number for number, label in lost.items() if label in labels]
    rows = select(Booking.id, Claim.slot).join(Booking, Booking.id == Claim.holder_id)
    rows = rows.where(Claim.resource_id == show.resource_id, Claim.slot.in_(wanted), Claim.kind == BOOKING)
    named = [(lost[slot], ids.show(number)) for number, slot in session().execute(rows.order_by(Claim.slot))]
    first = named[:MOST_NAMED]
    text = ", ".join(f"{label} ({number})" for label, number in first) + (" …" if len(named) > MOST_NAMED else "")
    told = _("Sold or held for a show to come, so they cannot go (seat and booking): %(seats)s.", seats=text)
    return SeatsSold(
        told if named else _("Seats that would go are taken in a show to come."),
        bookings=[number for _label, number in named],
        slots=[label for label, _number in named],
        screening=ids.show(show.id),
    )


def _zones_keep_prices(hall: Hall, made: SeatMap) -> None:
    """A show that takes a new map over must have a price for each of its zones."""
    codes = {code for code, _name in made.zones}
    coming = select(Screening.prices).where(Screening.hall_id == hall.id, Screening.starts_at > clock.now())
    for prices in session().scalars(coming.where(Screening.state != "cancelled")):
        if not codes <= prices.keys():
            told = _("Shows to come have no price for a new zone. Add the zone when they are over.")
            raise Invalid(errors=[FieldError("zones", told)])


def _version(hall: Hall, map_id: int, number: int, layout: dict[str, Any], by: int) -> HallVersion:
    return HallVersion(
        id=map_id,
        hall_id=hall.id,
        no=number,
        capacity=_capacity(layout),
        layout=layout,
        made_at=clock.now(),
        made_by=by,
    )


def _sellable(layout: SeatMap) -> set[int]:
    return {seat.number for seat in layout.seats if seat.sellable}


def _capacity(layout: dict[str, Any]) -> int:
    return sum(seat[4] != SeatKind.BROKEN for seat in layout["seats"])


def _name_is_free(others: Collection[Hall], name: str, own_id: int | None) -> None:
    if any(one.name == name and one.id != own_id for one in others):
        raise Invalid(errors=[FieldError("name", _("There is a hall of this name already."))])


def _flush() -> None:
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # the same name, or a new version, at the same time
