"""Sending what waits, and forgetting what was sent."""

from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import urlsplit

import structlog
from sqlalchemy import delete, update

from hutong.kernel import audit, clock, ids, limits
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import TooMany
from hutong.kernel.jobs import job
from hutong.kernel.limits import Limit
from hutong.kernel.state import settings, state
from hutong.notices import attachments
from hutong.notices.gateways import sms, smtp
from hutong.notices.models import FAILED, SENT, SMS, WAITING, Message

READABLE = clock.HOUR  # how long an SMS that nobody sends stays readable outside of development
KEPT = 30 * clock.DAY
UNLIMITED = 2**62
log = structlog.get_logger("notices")


@job("notices.send_mail", outside=True)
def send_mail(message_id: int) -> Callable[[], None] | None:
    """Hand a mail to the mail server."""
    message = _waiting(message_id)
    if message is None:
        return None
    here = settings()
    name, _, domain = here.sender.rpartition("@")
    try:
        sender = Address(here.site_name, name, domain)
        mail = smtp.compose(ids.show(message.id), sender, message.to, message.subject, message.text, message.html)
        _attach(mail, message)
        mail["Date"] = formatdate(message.at / 1000)
        smtp.send(here.mail_url, mail)
    except smtp.MailRefused:
        return lambda: _mark(message_id, FAILED)
    return lambda: _mark(message_id, SENT)


@job("notices.send_sms", outside=True)
def send_sms(message_id: int) -> Callable[[], None] | None:
    """Hand an SMS to the first provider that takes it, within what a day may cost."""
    message = _waiting(message_id)
    if message is None:
        return None
    data = message.data or {}
    letter = sms.Sms(
        id=ids.show(message.id),
        mobile=message.to,
        text=message.text,
        template=data.get("template", ""),
        values=data.get("values", {}),
        language=data.get("language", ""),
    )
    silent: Exception | None = None
    for url in sms.addresses(settings().sms_url):
        cost = sms.price(url)
        try:
            limits.spend(_budget(), times=cost)
        except TooMany:
            limits.spend(_budget(UNLIMITED), times=-cost)
            return lambda: _give_up(message_id)
        try:
            sms.gateway(url).send(url, letter)
        except Exception as error:  # whatever ails one provider, the next is asked
            limits.spend(_budget(UNLIMITED), times=-cost)
            log.warning("sms_not_sent", provider=urlsplit(url).scheme, reason=str(error)[:200])
            silent = silent if isinstance(error, sms.SmsRefused) else error
            continue
        return lambda: _mark(message_id, SENT)
    if silent is not None:
        raise silent
    return lambda: _mark(message_id, FAILED)


@job("notices.forget_messages", every=clock.HOUR)
def forget_messages() -> None:
    """Blank codes that nobody sent and remove old messages; in development they stay for a month."""
    now = clock.now()
    session().execute(delete(Message).where(Message.at < now - KEPT))
    if not settings().development:
        old = update(Message).where(Message.kind == SMS, Message.at < now - READABLE, Message.text != "")
        session().execute(old.values(text="", data=None))


def _attach(mail: EmailMessage, message: Message) -> None:
    """Make what the mail carries along now."""
    with state().database.reading():
        file = attachments.made(message.data)
    if file is not None:
        mail.add_attachment(file[1], maintype="application", subtype="pdf", filename=file[0])


def _budget(most: int | None = None) -> Limit:
    """What a day's SMS may cost, in minor units."""
    return Limit("sms-cost", most or settings().sms_budget or UNLIMITED, clock.DAY)


def _give_up(message_id: int) -> None:
    """The day's money is spent: the message fails, and it is noted once a day."""
    if state().kv.add("sms-ceiling", b"1", clock.DAY):
        audit.record("sms.ceiling", "sms", after={"budget": settings().sms_budget})
    _mark(message_id, FAILED)


def _waiting(message_id: int) -> Message | None:
    with state().database.reading() as reader:
        message = reader.get(Message, message_id)
    return message if message is not None and message.state == WAITING else None


def _mark(message_id: int, to: str) -> None:
    """A message that has left (or never will) is not readable here any more, except in development."""
    gone = {} if settings().development else {"text": "", "html": None, "data": None}
    mine = update(Message).where(Message.id == message_id, Message.state == WAITING)
    rows_changed(mine.values(state=to, sent_at=clock.now() if to == SENT else None, **gone))
