"""Who is who in a booking: the guest, the host, and those who act for a host that is an organisation."""

from sqlalchemy import or_, select

from hutong.accounts.models import EVERYWHERE, Grant, Permission, Role
from hutong.booking.models import NOBODY, Booking
from hutong.kernel.db import session

GUEST, HOST = "guest", "host"
SELLING = Permission.MANAGE_BOOKINGS | Permission.REFUND  # either of them, held in an organisation, acts for it


def sellers(person_id: int) -> set[int]:
    """In whose name a person sells: their own, and the organisations in which they hold a permission for it."""
    held = or_(Grant.permissions.bitwise_and(int(SELLING)) != 0, Role.permissions.bitwise_and(int(SELLING)) != 0)
    mine = select(Grant.organisation_id).outerjoin(Role, Role.code == Grant.role_code)
    mine = mine.where(Grant.person_id == person_id, Grant.organisation_id != EVERYWHERE, held)
    return {person_id, *session().scalars(mine)}


def role_of(booking: Booking, person_id: int) -> str | None:
    """In which role a person stands to a booking: "guest", "host", or not at all."""
    if person_id == booking.customer_id != NOBODY:
        return GUEST
    return HOST if person_id == booking.seller_id or booking.seller_id in sellers(person_id) else None


def hosts(booking: Booking) -> list[int]:
    """The people who are told what a seller is told: the person, or those who act for the organisation."""
    held = or_(Grant.permissions.bitwise_and(int(SELLING)) != 0, Role.permissions.bitwise_and(int(SELLING)) != 0)
    theirs = select(Grant.person_id).outerjoin(Role, Role.code == Grant.role_code)
    return sorted(set(session().scalars(theirs.where(Grant.organisation_id == booking.seller_id, held)))) or [
        booking.seller_id
    ]
