"""Scheduling shows: inside a right, in a hall that is free for the film and the cleaning after it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update

from hutong.booking.actions import Taken, claim, new_resource, release
from hutong.booking.models import BOOKING, Claim
from hutong.cinema import queries, times
from hutong.cinema.actions.slots import Slot, checked, claim_hall
from hutong.cinema.jobs import call_off
from hutong.cinema.models import (
    LOST,
    SCREENING,
    Cinema,
    Film,
    Hall,
    Screening,
    ScreeningState,
    screening_subject,
)
from hutong.cinema.queries.maps import seat_map_of
from hutong.cinema.schemas.screenings import PlanCopyIn, ScreeningIn, ScreeningPatch, ScreeningStateIn
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict, NotFound, invalid
from hutong.kernel.web import must_match

MEETING = "meeting"  # the kind of claims by which a change of a show and its sales meet; none outlives a transaction
MOST_DAYS = 31
MOST_MADE = 300
PRICES = ("price", "price_2", "price_3", "price_4", "price_5", "price_6")
MOVING = ("film_id", "hall_id", "day", "time", "language", "format")  # what ticket holders rely on


class Booked(Conflict):
    """Seats are sold or held: what their holders rely on stays."""

    code = "show_booked"
    detail = _l("Seats of this show are sold or held. Its film, hall and time stay; cancel it if it cannot take place.")


def schedule(cinema: Cinema, body: ScreeningIn, by: int) -> list[Screening]:
    """Make a show on its day and the days on which it is repeated: all of them, or none.

    Raises NotFound, Invalid with the day at fault, HallTaken or Conflict.
    """
    film, hall = _film_and_hall(cinema, body.film_id, body.hall_id)
    made = []
    for day in _days(body):
        slot = Slot(cinema, film, hall, day, body.time, body.language, body.format)
        prices = _prices(hall, {name: getattr(body, name) for name in PRICES})
        made.append(_make(slot, prices, body.sales_minutes, by))
    return made


def reschedule(screening: Screening, cinema: Cinema, body: ScreeningPatch) -> Screening:
    """Change a show; with bookings only its prices and the end of its sale. Raises Stale, Booked and as `schedule`."""
    must_match(screening.version)
    if screening.state == ScreeningState.CANCELLED or screening.starts_at <= clock.now():
        raise Conflict(_("This show is over or cancelled."))
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    film_id, hall_id = sent.get("film_id", screening.film_id), sent.get("hall_id", screening.hall_id)
    film, hall = _film_and_hall(cinema, film_id, hall_id)
    slot = Slot(
        cinema,
        film,
        hall,
        sent.get("day", screening.day),
        sent.get("time", times.time_at(screening.starts_at, cinema.timezone)),
        sent.get("language", screening.language if film_id == screening.film_id else None),
        sent.get("format", screening.format if film_id == screening.film_id else None),
    )
    values: dict[str, Any] = {}
    if any(name in sent for name in MOVING) and _differs(slot, screening):
        if meet_buyers(screening):
            raise Booked
        values |= _move(screening, slot)
    if hall_id != screening.hall_id or any(name in sent for name in PRICES):
        kept = {PRICES[int(code) - 1]: price for code, price in screening.prices.items()}
        values["prices"] = _prices(hall, {**kept, **{name: sent[name] for name in PRICES if name in sent}})
    if "sales_minutes" in sent or "starts_at" in values:
        starts_at = values.get("starts_at", screening.starts_at)
        minutes = sent.get("sales_minutes", (screening.starts_at - screening.sales_end_at) // clock.MINUTE)
        values["sales_end_at"] = starts_at - minutes * clock.MINUTE
    before = noted(screening)
    _store(screening, values)
    audit.record("screening.edited", screening_subject(screening.id), before=before, after=noted(screening))
    return screening


def set_state(screening: Screening, body: ScreeningStateIn) -> Screening:
    """Stop or resume the sale of a show, or cancel it: then all bookings are refunded and told, by a job.

    Raises Invalid without a reason, Conflict where it is too late.
    """
    if screening.state == body.state:
        return screening
    cancelled = body.state == ScreeningState.CANCELLED.value
    too_late = screening.ends_at if cancelled else screening.starts_at  # a projector fails while it runs, too
    if screening.state == ScreeningState.CANCELLED or too_late <= clock.now():
        raise Conflict(_("This show is over or cancelled."))
    if cancelled and not body.reason.strip():
        raise invalid("reason", _("Please say why: those who have tickets will read it."))
    if cancelled:
        meet_buyers(screening)
    before = noted(screening)
    _store(screening, {"state": body.state, "reason": body.reason.strip() if cancelled else ""})
    if cancelled:
        release(screening.id, kind=SCREENING)
        call_off.later(screening_id=screening.id)
    after = {**noted(screening), "reason": screening.reason}
    audit.record(f"screening.{body.state}", screening_subject(screening.id), before=before, after=after)
    return screening


def remove_screening(screening: Screening) -> None:
    """Take a show away that nobody ever booked; raises Conflict for others, which can be cancelled."""
    if meet_buyers(screening) or queries.ever_booked(screening.resource_id):
        raise Conflict(_("This show has been booked. Cancel it, so that everybody is told and paid back."))
    release(screening.id, kind=SCREENING)
    release_lost(screening)
    audit.record("screening.removed", screening_subject(screening.id), before=noted(screening))
    session().execute(delete(Screening).where(Screening.id == screening.id))


def meet_buyers(screening: Screening) -> bool:
    """Whether seats are sold or held, whoever buys at this very moment included.

    All free seats are claimed and set free again: a sale that has claimed one of them is waited for and seen here; one
    that is slower finds a changed show (seats.same_show) and begins anew.
    """
    taken = queries.holders_of(screening.resource_id)
    free = {seat.number: seat.label for seat in seat_map_of(screening.map_id).seats if seat.number not in taken}
    try:
        claim(screening.resource_id, free, screening.id, kind=MEETING)
    except Taken:
        raise Retry from None  # since we looked
    release(screening.id, kind=MEETING)
    return BOOKING in taken.values()


def copy_plan(cinema: Cinema, body: PlanCopyIn, by: int) -> list[Screening]:
    """Make the plan of a day again on one day or several: all of it, or nothing. Raises as `schedule`."""
    last = body.until or body.to_day
    if not body.from_day < body.to_day <= last or (last - body.to_day).days >= MOST_DAYS:
        raise invalid("to_day", _("Copy to later days, at most a month of them."))
    plan = [one for one in queries.plan_of(cinema.id, body.from_day) if one.screening.state != "cancelled"]
    days = (last - body.to_day).days + 1
    if not plan:
        raise invalid("from_day", _("There are no shows on this day."))
    if len(plan) * days > MOST_MADE:
        raise invalid("until", _("At most %(most)s shows at a time.", most=MOST_MADE))
    made = []
    for later in range(days):
        for one in plan:
            old = one.screening
            day = body.to_day + timedelta(days=later)
            slot = Slot(cinema, one.film, one.hall, day, one.time, old.language, old.format)
            minutes = (old.starts_at - old.sales_end_at) // clock.MINUTE
            made.append(_make(slot, dict(old.prices), minutes, by))
    return made


def noted(screening: Screening) -> dict[str, Any]:
    """What the audit log keeps of a show."""
    return {
        "state": screening.state,
        "film": ids.show(screening.film_id),
        "hall": ids.show(screening.hall_id),
        "starts_at": screening.starts_at,
        "prices": screening.prices,
        "sales_end_at": screening.sales_end_at,
    }


def _make(slot: Slot, prices: dict[str, int], sales_minutes: int | None, by: int) -> Screening:
    values = checked(slot)
    minutes = slot.cinema.sales_minutes if sales_minutes is None else sales_minutes
    made = Screening(
        id=ids.new_id(),
        version=1,
        state=ScreeningState.ON_SALE,
        cinema_id=slot.cinema.id,
        organisation_id=slot.cinema.organisation_id,
        resource_id=new_resource(SCREENING),
        sales_end_at=values["starts_at"] - minutes * clock.MINUTE,
        prices=prices,
        currency=slot.cinema.currency,
        reason="",
        made_at=clock.now(),
        made_by=by,
        **values,
    )
    claim_hall(slot, values, made.id)
    session().add(made)
    session().flush()
    audit.record("screening.made", screening_subject(made.id), after=noted(made))
    return made


def _move(screening: Screening, slot: Slot) -> dict[str, Any]:
    """Free the time that a show has and take another; the columns that follow."""
    values = checked(slot)
    release(screening.id, kind=SCREENING)
    claim_hall(slot, values, screening.id)
    if slot.hall.id != screening.hall_id:
        release_lost(screening)
    return values


def release_lost(screening: Screening) -> None:
    """Forget which seats a newer map of its hall has no more: the show goes elsewhere."""
    lost = delete(Claim).where(Claim.resource_id == screening.resource_id, Claim.kind == LOST)
    rows_changed(lost)


def _film_and_hall(cinema: Cinema, film_id: int, hall_id: int) -> tuple[Film, Hall]:
    film = queries.film(film_id)
    hall = queries.halls_by_id([hall_id]).get(hall_id)
    if hall is None or hall.cinema_id != cinema.id:
        raise NotFound
    return film, hall


def _prices(hall: Hall, asked: dict[str, int | None]) -> dict[str, int]:
    """The price of each zone of a hall; a zone without one costs as much as the first."""
    zones = seat_map_of(hall.map_id).zones
    first = asked["price"] or 0
    found = {code: asked.get(PRICES[int(code) - 1]) for code, _name in zones}
    return {code: first if price is None else price for code, price in found.items()}


def _days(body: ScreeningIn) -> Iterator[date]:
    last = body.repeat_until or body.day
    if last < body.day:
        raise invalid("repeat_until", _("This is before the first day."))
    if (last - body.day).days >= MOST_DAYS:
        raise invalid("repeat_until", _("At most a month at a time."))
    for later in range((last - body.day).days + 1):
        day = body.day + timedelta(days=later)
        if later == 0 or not body.weekdays or day.weekday() in body.weekdays:
            yield day


def _differs(slot: Slot, show: Screening) -> bool:
    wanted = (slot.film.id, slot.hall.id, slot.starts_at, slot.language or show.language, slot.format or show.format)
    return wanted != (show.film_id, show.hall_id, show.starts_at, show.language, show.format)


def _store(screening: Screening, values: dict[str, Any]) -> None:
    mine = update(Screening).where(Screening.id == screening.id, Screening.version == screening.version)
    if rows_changed(mine.values(**values, version=screening.version + 1)) != 1:
        raise Retry
    session().refresh(screening)
