"""Messages as one of the sides sees them."""

from hutong.booking import parties
from hutong.booking.messages import queries
from hutong.booking.messages.models import Talk
from hutong.booking.messages.schemas import MessageOut, MessagesOut
from hutong.booking.models import Booking


def messages_out(
    booking: Booking, reader_id: int, limit: int, after: int | None = None, before: int | None = None
) -> MessagesOut:
    """A part of the messages of a booking."""
    talk = queries.talk(booking.id)
    if talk is None or (after is not None and talk.last_id <= after):
        return MessagesOut(items=[], read=_read(talk, booking, reader_id), earlier=None)
    found = queries.messages(booking, reader_id, limit + (not after), after or 0, before)
    more = not after and len(found) > limit
    shown = found[1:] if more else found
    return MessagesOut(
        items=[MessageOut.of(one, queries.confirmed(booking)) for one in shown],
        read=_read(talk, booking, reader_id),
        earlier=shown[0].message.id if more else None,
    )


def _read(talk: Talk | None, booking: Booking, reader_id: int) -> int | None:
    """Up to where the other side has read."""
    if talk is None:
        return None
    return (talk.guest_read if parties.role_of(booking, reader_id) == parties.HOST else talk.host_read) or None
