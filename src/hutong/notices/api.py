"""Reading notices, marking them, choosing what comes by mail."""

from flask_babel import lazy_gettext as _l

from hutong.kernel.paging import PageQuery, encode, page
from hutong.kernel.web import Api, me
from hutong.notices import actions, queries
from hutong.notices.schemas import ChoicesIn, ChoicesOut, NoticeOut, NoticesOut, ReadIn, UnreadOut

api = Api("notices")


@api.get("/notices")
def list_notices(query: PageQuery) -> NoticesOut:
    """Your notices, newest first."""
    rows = queries.notices(me().id, query)
    found = page(rows, query.limit, lambda notice: encode(notice.id), NoticeOut.of)
    return NoticesOut(items=found.items, next=found.next, unread=queries.unread(me().id))


@api.put("/notices/read")
def mark_notices_read(body: ReadIn) -> UnreadOut:
    """Mark notices as read, all of them unless some are named."""
    actions.mark_read(me().id, body.ids)
    return UnreadOut(unread=queries.unread(me().id))


@api.get("/notices/choices")
def show_notice_choices() -> ChoicesOut:
    """What comes by mail besides being shown here."""
    return ChoicesOut.of(queries.muted(me().id))


@api.put("/notices/choices", done=_l("Your choice was kept."))
def choose_notices(body: ChoicesIn) -> ChoicesOut:
    """Choose what comes by mail."""
    actions.choose(me().id, set(body.mail))
    return ChoicesOut.of(queries.muted(me().id))
