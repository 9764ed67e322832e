"""Questions about slots and bookings."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from hutong.booking.models import Claim
from hutong.kernel import clock
from hutong.kernel.db import session


def taken(resource_id: int, first: int, last: int) -> set[int]:
    """The taken slots of a resource between two slots, both included."""
    return taken_of([resource_id], first, last)[resource_id]


def taken_of(resource_ids: Collection[int], first: int, last: int) -> dict[int, set[int]]:
    """The taken slots of several resources between two slots, both included, in one query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = select(Claim.resource_id, Claim.slot)
    rows = rows.where(Claim.resource_id.in_(sorted(resource_ids)), Claim.slot.between(first, last), alive())
    for resource_id, slot in session().execute(rows):
        found[resource_id].add(slot)
    return found


def free_on_all(resource: Any, first: int, last: int) -> ColumnElement[bool]:
    """The condition that no slot between two, both included, of the resource in this column is taken."""
    return ~exists().where(Claim.resource_id == resource, Claim.slot.between(first, last), alive())


def alive() -> ColumnElement[bool]:
    """The condition that a claim counts: readers ignore expired ones before anybody sweeps them."""
    return or_(Claim.expires_at.is_(None), Claim.expires_at > clock.now())
