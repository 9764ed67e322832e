"""Founding cinemas, describing them, and deciding about them."""

from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from flask_babel import gettext as _
from sqlalchemy import exists, select, update

from hutong.accounts.actions import organisations
from hutong.accounts.events import OrganisationDecided
from hutong.accounts.models import Organisation
from hutong.accounts.models.organisations import APPROVED, PENDING, REJECTED, SUSPENDED
from hutong.cinema.models import Cinema, CinemaState, Screening, cinema_subject
from hutong.cinema.schemas.cinemas import CinemaDecisionIn, CinemaIn, CinemaPatch
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict, FieldError, Invalid, NotFound, invalid
from hutong.kernel.state import settings
from hutong.kernel.web import must_match
from hutong.media import actions as media
from hutong.regions import queries as regions

APART = {"district", "lat", "lng", "organisation_id"}
AUDITED = ("name_zh", "state", "gap_rule", "refund_minutes", "cleaning_minutes", "sales_minutes")
FOLLOWING = {
    CinemaState.PENDING: (CinemaState.OPEN, CinemaState.REJECTED),
    CinemaState.REJECTED: (CinemaState.OPEN,),
    CinemaState.OPEN: (CinemaState.SUSPENDED,),
    CinemaState.SUSPENDED: (CinemaState.OPEN,),
    CinemaState.CLOSED: (),
}
OF_FIRMS = {APPROVED: CinemaState.OPEN, REJECTED: CinemaState.REJECTED, SUSPENDED: CinemaState.SUSPENDED}


def found_cinema(body: CinemaIn, by: int, staff: bool) -> Cinema:
    """A new cinema: it waits for the platform's staff, unless they make it themselves.

    `staff` may do so in any organisation, others in their own (the caller has seen to that). Raises NotVerified,
    Invalid or NotFound.
    """
    if body.organisation_id is None:
        organisation_id = organisations.found("cinema", body.name_zh, by, vouched=staff).id
    else:
        firm = session().get(Organisation, body.organisation_id)
        if firm is None or firm.kind != "cinema":
            raise NotFound
        organisation_id = firm.id
    values = {name: getattr(body, name) for name in CinemaIn.model_fields if name not in APART}
    values["timezone"] = _zone(body.timezone or settings().timezone)
    _own_picture(body.picture_id, by)
    made = Cinema(
        id=ids.new_id(),
        organisation_id=organisation_id,
        version=1,
        state=CinemaState.PENDING,
        reason="",
        made_at=clock.now(),
        currency=settings().currency,
        services={},
        **values,
        **_place(body.district, body.lat, body.lng),
    )
    session().add(made)
    session().flush()
    audit.record("cinema.founded", cinema_subject(made.id), after=_noted(made))
    if staff:
        decide_cinema(made.id, CinemaDecisionIn(state="open"))
    return made


def edit_cinema(cinema: Cinema, body: CinemaPatch, by: int) -> Cinema:
    """Change the fields that were sent; raises Stale or Invalid."""
    must_match(cinema.version)
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    values = {name: value for name, value in sent.items() if name not in APART}
    if "timezone" in sent:
        values["timezone"] = _zone(sent["timezone"])
        _refuse_moved_clock(cinema, sent["timezone"])
    if sent.get("picture_id") != cinema.picture_id:
        _own_picture(sent.get("picture_id"), by)
    if {"district", "lat", "lng"} & sent.keys():
        lat = sent["lat"] if "lat" in sent else _degrees(cinema.lat)
        lng = sent["lng"] if "lng" in sent else _degrees(cinema.lng)
        values |= _place(sent.get("district", cinema.district_code), lat, lng)
    before, shown = _noted(cinema), cinema.picture_id
    _store(cinema, values)
    media.let_go({shown} - {cinema.picture_id})
    audit.record("cinema.edited", cinema_subject(cinema.id), before=before, after=_noted(cinema))
    return cinema


def decide_cinema(cinema_id: int, body: CinemaDecisionIn) -> Cinema:
    """Open, reject or suspend a cinema (and approve its organisation with it); raises NotFound, Invalid or Conflict."""
    cinema = session().get(Cinema, cinema_id, populate_existing=True)
    if cinema is None:
        raise NotFound
    reason = body.reason.strip()
    after = CinemaState(body.state)
    if after != CinemaState.OPEN and not reason:
        raise invalid("reason", _("Please say why: its staff will read it."))
    if after not in FOLLOWING[CinemaState(cinema.state)]:
        raise Conflict
    firm = session().get(Organisation, cinema.organisation_id)
    if firm is not None and after == CinemaState.OPEN and firm.state == SUSPENDED:
        raise organisations.NotApproved
    if firm is not None and after == CinemaState.OPEN and firm.state in (PENDING, REJECTED):
        organisations.decide(firm.id, APPROVED, reason)  # which opens its cinemas, by the event it tells
        session().refresh(cinema)
    elif firm is not None and after == CinemaState.REJECTED and firm.state == PENDING:
        organisations.decide(firm.id, REJECTED, reason)
        session().refresh(cinema)
    if cinema.state != after:
        _move(cinema, after, reason)
    return cinema


def remove_cinema(cinema_id: int) -> None:
    """Close a cinema for good; raises NotFound, and Conflict while shows are to come."""
    cinema = session().get(Cinema, cinema_id)
    if cinema is None or cinema.state == CinemaState.CLOSED:
        raise NotFound
    coming = exists().where(
        Screening.cinema_id == cinema_id, Screening.starts_at > clock.now(), Screening.state != "cancelled"
    )
    if session().scalar(select(coming)):
        raise Conflict(_("There are shows to come. Cancel them first."))
    _move(cinema, CinemaState.CLOSED, "")


def follow_organisation(event: OrganisationDecided) -> None:
    """What staff decide about a firm holds for its cinemas; one that was suspended by itself stays so."""
    after = OF_FIRMS.get(event.state)
    for cinema in session().scalars(select(Cinema).where(Cinema.organisation_id == event.organisation_id)):
        if cinema.state == CinemaState.SUSPENDED and cinema.reason != event.reason_before:
            continue
        if after is not None and after in FOLLOWING[CinemaState(cinema.state)]:
            _move(cinema, after, event.reason)


def _move(cinema: Cinema, state: str, reason: str) -> None:
    before = cinema.state
    mine = update(Cinema).where(Cinema.id == cinema.id, Cinema.state == before)
    if rows_changed(mine.values(state=state, reason=reason, version=Cinema.version + 1)) != 1:
        raise Conflict
    session().refresh(cinema)
    audit.record(f"cinema.{state}", cinema_subject(cinema.id), {"state": before}, {"state": state, "reason": reason})


def _store(cinema: Cinema, values: dict[str, Any]) -> None:
    mine = update(Cinema).where(Cinema.id == cinema.id, Cinema.version == cinema.version)
    if rows_changed(mine.values(**values, version=cinema.version + 1)) != 1:
        raise Retry
    session().refresh(cinema)


def _place(district: str, lat: float | None, lng: float | None) -> dict[str, Any]:
    """The columns of a place; raises Invalid for what is no district."""
    if regions.below(district) != [district]:
        raise invalid("district", _("This district is not known."))
    path: list[str] = []
    following = regions.region(district)
    while following is not None and len(path) < 4:
        path.append(following.code)
        following = regions.region(following.parent_code) if following.parent_code else None
    if (lat is None) != (lng is None):
        raise Invalid(errors=[FieldError("lat", _("A place needs both its latitude and its longitude."))])
    return {
        "district_code": district,
        "city_code": path[1] if len(path) > 1 else district,
        "province_code": path[-1],
        "lat": None if lat is None else round(lat * 1_000_000),
        "lng": None if lng is None else round(lng * 1_000_000),
    }


def _zone(name: str) -> str:
    try:
        clock.zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise invalid("timezone", _("There is no such time zone.")) from None
    return name


def _refuse_moved_clock(cinema: Cinema, zone: str) -> None:
    """Shows that are scheduled stand at times of the present zone."""
    coming = exists().where(Screening.cinema_id == cinema.id, Screening.starts_at > clock.now())
    if zone != cinema.timezone and session().scalar(select(coming)):
        raise invalid("timezone", _("There are shows to come at times of the present time zone."))


def _own_picture(picture_id: int | None, by: int) -> None:
    if picture_id is not None and not media.take([picture_id], by):
        raise invalid("picture_id", _("One of these pictures is not yours."))


def _degrees(millionths: int | None) -> float | None:
    return None if millionths is None else millionths / 1_000_000


def _noted(cinema: Cinema) -> dict[str, Any]:
    return {name: getattr(cinema, name) for name in AUDITED}
