"""The notices of a person; in development, the outbox of everything that would leave the house."""

from flask import Response, render_template, request

from hutong.kernel.input import read_page_query
from hutong.kernel.paging import PageQuery, encode, page
from hutong.kernel.security import only_loopback
from hutong.kernel.web import Pages, header, me
from hutong.notices import queries
from hutong.notices.schemas import ChoicesOut, MessageOut, NoticeOut, OutboxOut

pages = Pages("notices")
dev = Pages("notices")  # registered in development and testing only
dev.name = "notices_dev"


@pages.page("/notices")
def notices() -> str:
    """What happened, newest first."""
    query = read_page_query(PageQuery)
    rows = queries.notices(me().id, query)
    found = page(rows, query.limit, lambda notice: encode(notice.id), NoticeOut.of)
    return render_template("notices/list.html", page=found, fresh=queries.unread(me().id), first=query.cursor is None)


@pages.page("/notices/choices")
def choices() -> str:
    """What comes by mail."""
    return render_template("notices/choices.html", choices=ChoicesOut.of(queries.muted(me().id)).items)


@dev.page("/dev/outbox", public=True, hidden=True)
def outbox() -> str:
    """Every SMS, mail and captcha, so that a newcomer can register."""
    only_loopback()
    header("Cache-Control", "no-store")
    return render_template("notices/outbox.html", messages=_messages())


@dev.page("/dev/outbox.json", public=True, hidden=True)
def outbox_json() -> Response:
    """The same for programs; `kind` and `to` narrow it."""
    only_loopback()
    header("Cache-Control", "no-store")
    shown = OutboxOut(items=_messages())
    return Response(shown.model_dump_json(), mimetype="application/json")


def _messages() -> list[MessageOut]:
    return [MessageOut.of(row) for row in queries.outbox(request.args.get("kind"), request.args.get("to"))]
