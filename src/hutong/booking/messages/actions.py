"""Writing and reading messages."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from hutong.accounts import queries as accounts
from hutong.booking import parties
from hutong.booking import queries as bookings
from hutong.booking.messages import queries
from hutong.booking.messages.models import BookingMessage, Talk
from hutong.booking.messages.schemas import MessageIn
from hutong.booking.models import Booking
from hutong.kernel import clock, ids
from hutong.kernel.db import Retry, session
from hutong.kernel.errors import Forbidden, NotFound, invalid
from hutong.media import actions as media
from hutong.notices import actions as notices


class Blocked(Forbidden):
    """One of the two wants nothing to do with the other."""

    code = "blocked"
    detail = _l("This is not possible: one of you has blocked the other.")


def write(booking_id: int, author_id: int, body: MessageIn) -> BookingMessage:
    """Write to the other side of a booking; raises NotFound, Blocked or Invalid."""
    booking, as_host = _side(booking_id, author_id)
    other = booking.customer_id if as_host else booking.seller_id
    if accounts.blocked_between(author_id, other):
        raise Blocked
    pictures = list(dict.fromkeys(body.picture_ids))
    if not body.text and not pictures:
        raise invalid("text", _l("Please write something."))
    if not media.take(pictures, author_id):
        raise invalid("picture_ids", _l("These are not all pictures of your own."))
    made = BookingMessage(id=ids.new_id(), booking_id=booking.id, author_id=author_id, by_host=as_host)
    made.text, made.picture_ids, made.made_at = body.text, pictures, clock.now()
    session().add(made)
    session().flush()
    if _note(booking, made):
        _tell(booking, as_host)
    return made


def read(booking_id: int, reader_id: int, until: int) -> None:
    """One's side has read up to a message; never back. Raises NotFound."""
    booking, as_host = _side(booking_id, reader_id)
    column = Talk.host_read if as_host else Talk.guest_read
    mine = update(Talk).where(Talk.booking_id == booking.id, column < until, Talk.last_id >= until)
    session().execute(mine.values({column: until}))


def _side(booking_id: int, person_id: int) -> tuple[Booking, bool]:
    booking = bookings.own(booking_id, person_id)
    if not queries.talks(booking):
        raise NotFound
    return booking, parties.role_of(booking, person_id) == parties.HOST


def _note(booking: Booking, made: BookingMessage) -> bool:
    """Keep the talk in short; whether the other side had read everything before, and so must be told."""
    found = queries.talk(booking.id)
    if found is None:
        values: dict[str, Any] = {
            "booking_id": booking.id,
            "customer_id": booking.customer_id,
            "seller_id": booking.seller_id,
        }
        values |= {"last_id": made.id, "host_read": made.id if made.by_host else 0, "answered_at": None}
        values |= {"guest_read": 0 if made.by_host else made.id, "asked_at": None if made.by_host else made.made_at}
        try:
            session().execute(insert(Talk).values(**values))
        except IntegrityError:
            raise Retry from None  # the other side wrote first this very moment
        return True
    known = found.last_id <= (found.guest_read if made.by_host else found.host_read)
    mine = update(Talk).where(Talk.booking_id == booking.id)
    session().execute(mine.where(Talk.last_id < made.id).values(last_id=made.id))
    session().execute(mine.values({Talk.host_read if made.by_host else Talk.guest_read: made.id}))
    if not made.by_host:
        session().execute(mine.where(Talk.asked_at.is_(None)).values(asked_at=made.made_at))
    else:
        first = mine.where(Talk.asked_at.is_not(None), Talk.answered_at.is_(None))
        session().execute(first.values(answered_at=made.made_at))
    session().expire(found)
    return known


def _tell(booking: Booking, by_host: bool) -> None:
    data = {"zh": booking.title_zh, "en": booking.title_en}
    people = [booking.customer_id] if by_host else parties.hosts(booking)
    for person_id in people:
        notices.tell(person_id, "messages.new", data, f"/bookings/{ids.show(booking.id)}#messages")
