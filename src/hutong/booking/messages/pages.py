"""The inbox, and the messages on a booking's page."""

from flask import Flask, render_template, request
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from hutong.booking.messages import queries
from hutong.booking.messages.models import LONGEST
from hutong.booking.messages.schemas import ThreadOut
from hutong.booking.messages.showing import messages_out
from hutong.booking.models import Booking
from hutong.booking.pages import pages
from hutong.kernel import ids
from hutong.kernel.input import read_page_query
from hutong.kernel.pages import MENU, Entry
from hutong.kernel.paging import PageQuery
from hutong.kernel.web import me, viewer
from hutong.media import queries as media

SHOWN = 30


@pages.page("/messages")
def inbox() -> str:
    """Bookings in which somebody wrote, the latest first."""
    query = read_page_query(PageQuery)
    threads, following = queries.inbox(me().id, query.limit, query.cursor)
    return render_template(
        "messages/inbox.html",
        threads=[ThreadOut.of(thread, queries.confirmed(thread.booking)) for thread in threads],
        next=f"/messages?cursor={following}" if following else None,
    )


def part(booking: Booking, reader_id: int) -> str:
    """The messages of a booking, on its page."""
    if not queries.talks(booking):
        return ""
    before = _number(request.args.get("before", ""))
    shown = messages_out(booking, reader_id, SHOWN, before=before)
    pending = _number(request.args.get("picture", ""))
    found = media.owned([pending], reader_id).get(pending) if pending else None
    html = render_template(
        "messages/part.html",
        booking=booking,
        talk=shown,
        later=before is not None,
        confirmed=queries.confirmed(booking),
        attached=found,
        longest=LONGEST,
    )
    return Markup(html)  # noqa: S704 - a template of ours, which escapes


def _number(text: str) -> int | None:
    try:
        return ids.read(text) if text else None
    except ValueError:
        return None


def install(app: Flask) -> None:
    """Stand in the menu; the inbox is served with the pages of bookings."""
    signed_in = lambda: viewer() is not None  # noqa: E731
    MENU.add(app, Entry("account", "messages", _l("Messages"), "/messages", "chat-dots", order=22, shown=signed_in))
