"""Taking slots: one sorted INSERT decides who was first."""

from collections.abc import Collection, Mapping, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, delete, func, inspect, select, update
from sqlalchemy.exc import IntegrityError

from hutong.booking.actions.moving import expire
from hutong.booking.models import BOOKING, LIVE, Claim, Line, Resource
from hutong.booking.standing import Held
from hutong.kernel import clock, ids
from hutong.kernel.db import Retry, rows_changed, session, write
from hutong.kernel.errors import Conflict

_CLAIMS = inspect(Claim).local_table
_HELD = (
    select(_CLAIMS.c.holder_id, _CLAIMS.c.slot, _CLAIMS.c.expires_at, _CLAIMS.c.kind)
    .where(_CLAIMS.c.resource_id == bindparam("resource_id"), _CLAIMS.c.slot.in_(bindparam("slots", expanding=True)))
    .order_by(_CLAIMS.c.slot)
)


class Taken(Conflict):
    """Somebody was faster; `slots` names what is gone, as people read it."""

    code = "taken"
    detail = _l("This has just been booked by someone else.")


def new_resource(kind: str) -> int:
    """Make a resource whose slots can be claimed; its id."""
    made = Resource(id=ids.new_id(), kind=kind)
    session().add(made)
    session().flush()
    return made.id


def claim(
    resource_id: int,
    slots: Mapping[int, str],
    holder_id: int,
    *,
    kind: str = BOOKING,
    expires_at: int | None = None,
    seen: Sequence[Held] | None = None,
) -> None:
    """Take all these slots (number → label) for a holder, or none; raises Taken with the labels of those that are gone.

    The INSERT alone decides: where it is refused, somebody was faster this very moment, and the transaction is run
    again, whole, to see who. What is over (bookings not paid in time) is looked for and ended before it. `seen` are
    the claims on these slots, where somebody looked in this transaction.
    """
    rows = [
        {"resource_id": resource_id, "slot": slot, "kind": kind, "holder_id": holder_id, "expires_at": expires_at}
        for slot in sorted(slots)
    ]
    if not rows:
        return
    gone, now = _gone(resource_id, slots) if seen is None else seen, clock.now()
    alive = [row.slot for row in gone if row.until is None or row.until > now]
    if alive:
        raise Taken(slots=[slots[slot] for slot in alive])
    _end(resource_id, gone, now)
    try:
        write(Claim, rows)
    except IntegrityError:
        raise Retry from None


def keep(booking_id: int, until: int | None) -> None:
    """Hold a booking's slots until another instant, or for good (None); all that its lines name, or raises Conflict."""
    named = select(func.count()).where(Line.booking_id == booking_id, Line.slot.is_not(None), Line.state == LIVE)
    mine = update(Claim).where(Claim.holder_id == booking_id, Claim.kind == BOOKING).values(expires_at=until)
    if rows_changed(mine) != session().scalar(named):
        raise Conflict


def _gone(resource_id: int, slots: Collection[int]) -> Sequence[Held]:
    found = session().connection().execute(_HELD, {"resource_id": resource_id, "slots": sorted(slots)})
    return [Held(*row) for row in found]


def _end(resource_id: int, lapsed: Sequence[Held], now: int) -> None:
    """Expire the bookings of claims that are over; other holders' claims just go."""
    for booking_id in sorted({row.holder_id for row in lapsed if row.kind == BOOKING}):
        expire(booking_id)
    others = [row.slot for row in lapsed if row.kind != BOOKING]
    if others:
        mine = (Claim.resource_id == resource_id, Claim.slot.in_(others), Claim.kind != BOOKING)
        session().execute(delete(Claim).where(*mine, Claim.expires_at <= now))
