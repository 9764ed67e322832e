"""Messages for programs."""

from flask_babel import lazy_gettext as _l

from hutong.booking import queries as bookings
from hutong.booking.api import api
from hutong.booking.messages import actions, queries
from hutong.booking.messages.actions import Blocked
from hutong.booking.messages.schemas import MessageIn, MessageOut, MessagesOut, MessagesQuery, ReadIn, ThreadOut
from hutong.booking.messages.showing import messages_out
from hutong.booking.models import Booking
from hutong.kernel import clock, limits
from hutong.kernel.errors import Invalid, NotFound, TooMany
from hutong.kernel.limits import Limit
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.web import me

WRITTEN = Limit("booking.messages", 20, clock.MINUTE)
IN_A_DAY = Limit("booking.messages.day", 500, clock.DAY)


def _count(booking_id: int, body: MessageIn) -> None:  # noqa: ARG001 - every message counts alike
    """Count the message."""
    limits.spend(WRITTEN, me().id)
    limits.spend(IN_A_DAY, me().id)


@api.get("/bookings/<id:booking_id>/messages", raises=(Invalid, NotFound))
def list_messages(booking_id: int, query: MessagesQuery) -> MessagesOut:
    """The latest messages of a booking of yours; ask again with `after` (and If-None-Match) to see new ones."""
    return messages_out(_own(booking_id), me().id, query.limit, query.after, query.before)


@api.post(
    "/bookings/<id:booking_id>/messages",
    idempotent=True,
    before=_count,
    raises=(Invalid, NotFound, Blocked, TooMany),
    done=_l("Your message was sent."),
)
def write_message(booking_id: int, body: MessageIn) -> MessageOut:
    """Write to the other side of a booking: 2,000 characters and six pictures of your own at most."""
    made = actions.write(booking_id, me().id, body)
    booking = _own(booking_id)
    return MessageOut.of(queries.said(booking, [made], me().id)[0], queries.confirmed(booking))


@api.put("/bookings/<id:booking_id>/messages/read", status=204, raises=(Invalid, NotFound))
def read_messages(booking_id: int, body: ReadIn) -> None:
    """You have read up to this message; the other side sees that."""
    actions.read(booking_id, me().id, body.until)


@api.get("/messages", raises=(Invalid,))
def list_talks(query: PageQuery) -> Page[ThreadOut]:
    """Your bookings in which somebody wrote, as guest and as host, the latest first."""
    threads, following = queries.inbox(me().id, query.limit, query.cursor)
    items = [ThreadOut.of(thread, queries.confirmed(thread.booking)) for thread in threads]
    return Page[ThreadOut](items=items, next=following)


def _own(booking_id: int) -> Booking:
    booking = bookings.own(booking_id, me().id)
    if not queries.talks(booking):
        raise NotFound
    return booking
