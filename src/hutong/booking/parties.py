"""Who is who in a booking: the guest, the host, and those who act for a host that is an organisation."""

from typing import Any

from sqlalchemy import or_, select

from hutong.accounts.models import Grant, Organisation, Permission, Role
from hutong.accounts.models.organisations import APPROVED
from hutong.booking.models import NOBODY, Booking
from hutong.kernel.db import session

GUEST, HOST = "guest", "host"
SELLING = Permission.MANAGE_BOOKINGS | Permission.REFUND  # either of them, held in an organisation, acts for it


def sellers(person_id: int) -> set[int]:
    """In whose name a person sells: their own, and the organisations in which they hold a permission for it."""
    mine = _acting(Grant.organisation_id).where(Grant.person_id == person_id, Organisation.state == APPROVED)
    return {person_id, *session().scalars(mine)}


def role_of(booking: Booking, person_id: int) -> str | None:
    """In which role a person stands to a booking: "guest", "host", or not at all."""
    if person_id == booking.customer_id != NOBODY:
        return GUEST
    return HOST if person_id == booking.seller_id or booking.seller_id in sellers(person_id) else None


def hosts(booking: Booking) -> list[int]:
    """The people who are told what a seller is told: the person, or those who act for the organisation."""
    theirs = _acting(Grant.person_id).where(Grant.organisation_id == booking.seller_id)
    if found := set(session().scalars(theirs)):
        return sorted(found)
    return [] if session().get(Organisation, booking.seller_id) else [booking.seller_id]


def _acting(column: Any) -> Any:
    """Grants that let somebody act for an organisation."""
    held = or_(Grant.permissions.bitwise_and(int(SELLING)) != 0, Role.permissions.bitwise_and(int(SELLING)) != 0)
    found = select(column).outerjoin(Role, Role.code == Grant.role_code)
    return found.join(Organisation, Organisation.id == Grant.organisation_id).where(held)
