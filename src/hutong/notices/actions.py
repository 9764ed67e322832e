"""Telling people: a notice in the app, a mail, an SMS."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from hutong.accounts import queries as accounts
from hutong.accounts.events import AccountClosed, ActivationAsked, AddressKnown, CaptchaDrawn, CodeIssued, ResetAsked
from hutong.kernel import clock, i18n, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.state import settings, state
from hutong.notices import jobs, kinds, queries
from hutong.notices.attachments import Attachment
from hutong.notices.kinds import APP, Kind
from hutong.notices.models import CAPTCHA, KEPT, MAIL, SMS, WAITING, Message, Mute, Notice


def tell(person_id: int, kind: str, data: dict[str, Any], link: str = "") -> None:
    """Tell a person news by all ways of its kind that they have not switched off; raises LookupError without a kind.

    `data` are JSON values, all that the kind's title and body need; `link` is a path on this site.
    """
    found = kinds.kind(kind)
    if found is None:
        raise LookupError(f"no kind of notice is called {kind}")
    if APP in found.ways:
        notice = Notice(person_id=person_id, kind=kind, data=data, link=link, made_at=clock.now())
        session().add(notice)
    if {MAIL, SMS} & set(found.ways):
        _carry(person_id, found, data, link)


def mail(
    to: str,
    language: str | None,
    subject: str,
    text: str,
    link: str = "",
    label: str = "",
    attach: Attachment | None = None,
) -> None:
    """Send a mail of some plain paragraphs and, as a button, a link into this site; it may carry a PDF along."""
    with i18n.speaking(language):
        shown = {
            "site": settings().site_name,
            "lang": "en" if i18n.language() == "en" else "zh-CN",
            "subject": subject,
            "text": text,
            "link": settings().url + link if link else "",
            "label": label or _("Open"),
            "choices": f"{settings().url}/notices/choices",
        }
        templates = current_app.jinja_env  # render_template would ask for a request
        plain = templates.get_template("notices/mail.txt").render(shown)
        html = templates.get_template("notices/mail.html").render(shown)
    data = {"attach": attach.plain()} if attach else None
    _post(Message(kind=MAIL, to=to, subject=subject[:250], text=plain, html=html, data=data))


def sms(to: str, language: str | None, text: str, template: str, **values: str) -> None:
    """Send an SMS; template and values are for providers that keep the texts themselves."""
    data = {"template": template, "values": values, "language": language or i18n.DEFAULT}
    _post(Message(kind=SMS, to=to, text=text, data=data))


def send_code(event: CodeIssued) -> None:
    """A code was made: it goes out by SMS."""
    with i18n.speaking(event.language):
        text = _(
            "【%(site)s】Your code is %(code)s, valid for 5 minutes.",
            site=settings().site_name,
            code=event.code,
        )
        sms(event.mobile, event.language, text, template="code", code=event.code, minutes="5", purpose=event.purpose)


def send_activation(event: ActivationAsked) -> None:
    """Somebody registers with a mail address: the link goes there."""
    said = _l(
        "Somebody, probably you, registered at %(site)s with this address. The link is good for 24 hours. "
        "If it was not you, ignore this mail.",
        site=settings().site_name,
    )
    subject = _l("Activate your account")
    _write_to(event, subject, said, event.link, subject)


def send_known(event: AddressKnown) -> None:
    """Somebody registers with an address that has an account: its holder is told."""
    said = _l(
        "Somebody, probably you, registered at %(site)s with this address, which has an account. Log in with "
        "your password. If it was not you, ignore this mail: nothing was changed.",
        site=settings().site_name,
    )
    _write_to(event, _l("You have an account already"), said, "/login", _l("Log in"))


def send_reset(event: ResetAsked) -> None:
    """Somebody has forgotten a password: the link goes to the mailbox."""
    said = _l(
        "Somebody, probably you, has asked for a new password at %(site)s. The link is good for an hour and once. "
        "If it was not you, ignore this mail: nothing was changed.",
        site=settings().site_name,
    )
    subject = _l("Set a new password")
    _write_to(event, subject, said, event.link, subject)


def forget(event: AccountClosed) -> None:
    """Somebody has left: their notices go, and what was sent to them."""
    session().execute(delete(Notice).where(Notice.person_id == event.person_id))
    session().execute(delete(Mute).where(Mute.person_id == event.person_id))
    session().execute(delete(Message).where(Message.to.in_(event.reached)))


def show_captcha(event: CaptchaDrawn) -> None:
    """A captcha was drawn: developers can read it. It happens in a GET, so it is written apart."""
    if not settings().development:
        return
    row = {"id": ids.new_id(), "kind": CAPTCHA, "to": event.uuid, "subject": "", "text": event.text}
    written = insert(Message).values(**row, state=KEPT, at=clock.now())
    state().database.run_apart(lambda connection: connection.execute(written))


def mark_read(person_id: int, notice_ids: list[int] | None) -> None:
    """Mark some of a person's notices as read, or all of them."""
    mine = update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    if notice_ids is not None:
        mine = mine.where(Notice.id.in_(notice_ids))
    rows_changed(mine.values(read_at=clock.now()))


def choose(person_id: int, by_mail: set[str]) -> None:
    """Let exactly these topics come by mail."""
    wanted = set(kinds.topics()) - by_mail
    muted = queries.muted(person_id)
    gone = delete(Mute).where(Mute.person_id == person_id, Mute.way == MAIL, Mute.topic.in_(muted - wanted))
    session().execute(gone)
    session().add_all(Mute(person_id=person_id, topic=topic, way=MAIL) for topic in sorted(wanted - muted))
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # two windows at once


def _write_to(
    event: ActivationAsked | AddressKnown | ResetAsked, subject: Any, text: Any, link: str, label: Any
) -> None:
    """Mail an address that may be nobody's, in the language of whoever asked; the texts are lazy."""
    with i18n.speaking(event.language):
        mail(event.email, event.language, str(subject), str(text), link, str(label))


def _carry(person_id: int, kind: Kind, data: dict[str, Any], link: str) -> None:
    contact = accounts.contact(person_id)
    if contact is None:
        return
    with i18n.speaking(contact.language):
        title, body = kinds.words(kind.name, data)
        if MAIL in kind.ways and contact.email and (kind.must or kind.topic not in queries.muted(person_id)):
            mail(contact.email, contact.language, title, body, link)
        if SMS in kind.ways and contact.mobile:
            text = _("【%(site)s】%(title)s", site=settings().site_name, title=title)
            sms(contact.mobile, contact.language, text, template=kind.name, title=title)


def _post(message: Message) -> None:
    """Write a message and, where something can carry it, the job that sends it."""
    carried = settings().mail_url if message.kind == MAIL else settings().sms_url
    message.id = ids.new_id()
    message.at = clock.now()
    message.state = WAITING if carried else KEPT
    session().add(message)
    if carried:
        send = jobs.send_mail if message.kind == MAIL else jobs.send_sms
        send.later(message_id=message.id)
