"""Making, editing and publishing homes."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, exists, insert, select

from hutong.accounts import queries as accounts
from hutong.booking.actions import new_resource, release
from hutong.booking.models import BOOKING, Claim
from hutong.booking.queries import alive
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from hutong.kernel.state import settings
from hutong.media import actions as media
from hutong.stays import queries
from hutong.stays.actions.describing import index, place_values, price_values, prices
from hutong.stays.actions.versions import APART, seen, store, subject_of
from hutong.stays.models import BLOCK, Feed, Home, HomePicture, HomeState, HomeWords, bits, pack_days, pack_week
from hutong.stays.schemas import HomeIn, HomePatch

RESOURCE = "home"
AUDITED = ("title", "price", "weekend_price", "cleaning_fee", "deposit", "policy", "instant", "state")


class IdentityRequired(Forbidden):
    """Only people whose real name was checked let homes."""

    code = "identity_required"
    detail = _l("Please verify your real name first: only verified people can let a home.")


class HiddenByModerator(Conflict):
    """A moderator's word stands until a moderator takes it back."""

    code = "hidden"
    detail = _l("A moderator has hidden this home, so it cannot be published. You find the reason in your notices.")


def create(host_id: int, body: HomeIn) -> Home:
    """A new draft; raises IdentityRequired or Invalid."""
    _verified(host_id)
    values = body.model_dump(exclude=set(APART))
    _sensible({**values, "weekday_min_nights": body.weekday_min_nights})
    place = place_values(body.district, body.lat, body.lng)
    made = Home(
        id=ids.new_id(),
        host_id=host_id,
        resource_id=new_resource(RESOURCE),
        state=HomeState.DRAFT,
        version=1,
        created_at=clock.now(),
        currency=settings().currency,
        offers=bits(body.facilities),
        weekday_min=pack_week(body.weekday_min_nights),
        arrival_days=pack_days(body.arrival_days),
        **values,
        **place,
        **price_values(values),
    )
    session().add(made)
    session().flush()
    made.cover_id = _set_pictures(made.id, host_id, body.picture_ids)
    session().flush()
    index(made)
    audit.record("home.created", subject_of(made.id), after=_noted(made))
    return made


def edit(home_id: int, host_id: int, body: HomePatch) -> Home:
    """Change the fields that were sent; raises Stale, Invalid or NotFound."""
    home = seen(home_id, host_id)
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    values = {name: value for name, value in sent.items() if name not in APART}
    weekdays = sent.get("weekday_min_nights", home.weekday_nights)
    nights = {"min_nights": home.min_nights, "max_nights": home.max_nights, "weekday_min_nights": weekdays}
    _sensible({**nights, **values})
    if {"district", "lat", "lng"} & sent.keys():
        values |= _moved(home, sent)
    values |= price_values({**prices(home), **values}, queries.all_specials(home.id) if home.varied else [])
    if "weekday_min_nights" in sent:
        values["weekday_min"] = pack_week(weekdays)
    if "arrival_days" in sent:
        values["arrival_days"] = pack_days(body.arrival_days)
    if "facilities" in sent:
        values["offers"] = bits(body.facilities)
    if "picture_ids" in sent:
        values["cover_id"] = _set_pictures(home.id, host_id, body.picture_ids, home.shown)
    before = _noted(home)
    changed = store(home, values)
    index(changed)
    audit.record("home.edited", subject_of(home_id), before=before, after=_noted(changed))
    return changed


def arrange(home_id: int, host_id: int, picture_ids: Sequence[int]) -> Home:
    """Set the pictures of a home, in order; raises Stale, Invalid or NotFound."""
    home = seen(home_id, host_id)
    cover_id = _set_pictures(home.id, host_id, picture_ids, home.shown)
    return store(home, {"cover_id": cover_id})


def publish(home_id: int, host_id: int, published: bool) -> Home:
    """Let a home be found and booked, or no longer.

    Raises HiddenByModerator, IdentityRequired, Stale, Invalid or NotFound.
    """
    home = seen(home_id, host_id)
    if home.hidden:
        raise HiddenByModerator
    if published:
        _verified(host_id)
        if home.cover_id is None:
            raise Invalid(errors=[FieldError("pictures", _("Add at least one picture before publishing."))])
    after = HomeState.PUBLISHED if published else HomeState.UNLISTED
    if home.state == after or (home.state == HomeState.DRAFT and not published):
        return home
    before = home.state
    changed = store(home, {"state": after, "published_at": home.published_at or clock.now()})
    audit.record(f"home.{after}", subject_of(home_id), before={"state": before}, after={"state": after})
    return changed


def remove(home_id: int, host_id: int) -> None:
    """Take a home away for good: a draft whole, others hidden, for their bookings still name them; raises Conflict."""
    home = queries.own_home(home_id, host_id)
    coming = exists().where(
        Claim.resource_id == home.resource_id,
        Claim.slot >= clock.day_number(queries.today()),
        Claim.kind == BOOKING,
        alive(),
    )
    if session().scalar(select(coming)):
        raise Conflict(_("There are bookings for this home. Unlist it, and remove it when they are over."))
    strip([home.id])
    release(home.id, kind=BLOCK)
    if home.published_at is None:
        session().delete(home)
    else:
        store(home, {"state": HomeState.REMOVED, "cover_id": None})
    audit.record("home.removed", subject_of(home_id), before=_noted(home))


def strip(home_ids: Collection[int]) -> None:
    """What only a home on offer needs goes: its words, pictures, and the calendars it reads.

    A booking keeps the picture that it shows: it names it itself.
    """
    session().execute(delete(HomeWords).where(HomeWords.rowid.in_(home_ids)))
    session().execute(delete(Feed).where(Feed.home_id.in_(home_ids)))
    theirs = HomePicture.home_id.in_(home_ids)
    media.let_go(session().scalars(select(HomePicture.picture_id).where(theirs)).all())
    session().execute(delete(HomePicture).where(theirs))


def _verified(host_id: int) -> None:
    if not accounts.is_verified(host_id):
        raise IdentityRequired


def _sensible(values: dict[str, Any]) -> None:
    errors = []
    if values["min_nights"] > values["max_nights"]:
        errors.append(FieldError("max_nights", _("At least %(count)s nights", count=values["min_nights"])))
    if max(values["weekday_min_nights"]) > values["max_nights"]:
        text = _("More than the most nights of a stay, which are %(count)s.", count=values["max_nights"])
        errors.append(FieldError("weekday_min_nights", text))
    if errors:
        raise Invalid(errors=errors)


def _moved(home: Home, sent: dict[str, Any]) -> dict[str, Any]:
    lat = sent.get("lat") if "lat" in sent else _degrees(home.lat)
    lng = sent.get("lng") if "lng" in sent else _degrees(home.lng)
    return place_values(sent.get("district", home.district_code), lat, lng)


def _degrees(millionths: int | None) -> float | None:
    return None if millionths is None else millionths / 1_000_000


def _set_pictures(home_id: int, host_id: int, picture_ids: Sequence[int], needed: bool = False) -> int | None:
    """Replace the pictures of a home; the cover's id."""
    wanted = list(dict.fromkeys(picture_ids))
    if needed and not wanted:
        raise Invalid(errors=[FieldError("picture_ids", _("A published home keeps at least one picture."))])
    if not media.take(wanted, host_id):
        raise Invalid(errors=[FieldError("picture_ids", _("One of these pictures is not yours."))])
    media.let_go(set(_shown(home_id)) - set(wanted))
    session().execute(delete(HomePicture).where(HomePicture.home_id == home_id))
    if not wanted:
        return None
    rows = [{"home_id": home_id, "position": at, "picture_id": each} for at, each in enumerate(wanted)]
    session().execute(insert(HomePicture), rows)
    return wanted[0]


def _shown(home_id: int) -> Sequence[int]:
    return session().scalars(select(HomePicture.picture_id).where(HomePicture.home_id == home_id)).all()


def _noted(home: Home) -> dict[str, Any]:
    return {name: getattr(home, name) for name in AUDITED}
