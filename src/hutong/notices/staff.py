"""What staff see of notices: mails and SMS on their way or gone, without their contents."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from hutong.accounts import mobiles
from hutong.accounts.models import Permission
from hutong.accounts.staff import masked_mail
from hutong.kernel import desk, ids
from hutong.kernel.db import session
from hutong.kernel.desk import Asked, Column, Filter, Rows, StaffList, Waiting
from hutong.notices.models import FAILED, KEPT, MAIL, SENT, SMS, WAITING, Message

STATES = {WAITING: _l("Waiting"), SENT: _l("Sent"), KEPT: _l("Kept here"), FAILED: _l("Failed")}
TONES = {WAITING: "waiting", SENT: "free", FAILED: "bad"}
WAYS = {SMS: _l("SMS"), MAIL: _l("Mail")}


def found(asked: Asked) -> Rows[Message]:
    """Messages, newest first; what they say stays between sender and reader."""
    query = select(Message).where(Message.kind.in_([asked["way"]] if asked["way"] else list(WAYS)))
    if asked["state"]:
        query = query.where(Message.state == asked["state"])
    if asked.words:
        mobile = mobiles.read(asked.words)
        query = query.where(Message.to.in_([asked.words, mobile or asked.words]))
    return desk.keyset(query, asked, {"newest": [(Message.at, True), (Message.id, True)]})


def masked(message: Message) -> str:
    """To whom, with only the ends shown."""
    return masked_mail(message.to) if message.kind == MAIL else mobiles.masked(message.to)


def _failed() -> int:
    return session().scalar(select(func.count()).where(Message.state == FAILED)) or 0


MESSAGES = StaffList[Message](
    "messages",
    _l("Mails and SMS"),
    "envelope",
    group="site",
    needs=Permission.MANAGE_PEOPLE,
    rows=found,
    search=_l("The whole address or number"),
    columns=(
        Column(_l("Recipient"), masked),
        Column(_l("Way"), lambda row: WAYS[row.kind]),
        Column(_l("Subject"), lambda row: row.subject),
        Column(_l("State"), lambda row: STATES[row.state], "tag", tone=lambda row: TONES.get(row.state, "over")),
        Column(_l("Written"), lambda row: row.at, "moment"),
        Column(_l("Sent"), lambda row: row.sent_at, "moment"),
        Column(_l("Id"), lambda row: ids.show(row.id), only="file"),
    ),
    filters=(
        Filter("way", _l("Way"), tuple(WAYS.items())),
        Filter("state", _l("State"), tuple(STATES.items())),
    ),
    order=70,
)
UNSENT = Waiting(
    _l("Messages that failed"), "envelope", "/staff/messages?state=failed", Permission.MANAGE_PEOPLE, _failed
)
