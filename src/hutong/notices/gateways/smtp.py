"""Mail through an SMTP server."""

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from hutong.kernel import tracing

TIMEOUT = 15  # seconds for each step; a job's lease is 60


class MailRefused(Exception):
    """The server will not take this mail, now or later; the text says why."""


def send(url: str, mail: EmailMessage) -> None:
    """Hand a mail over; raises MailRefused when it is hopeless, anything else to be tried again."""
    try:
        with tracing.call("smtp send", url), _connected(url) as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        refusals = list(error.recipients.values())
        if all(code >= 500 for code, _ in refusals):
            raise MailRefused(str(refusals)) from None
        raise
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise MailRefused(str(error)) from None
        raise


def reach(url: str) -> bool:
    """Whether the server takes mails from us; raises what it says instead, or LookupError for an address of none."""
    with _connected(url) as server:
        return server.noop()[0] == 250


def compose(number: str, sender: Address, to: str, subject: str, text: str, html: str | None) -> EmailMessage:
    """The mail of a message; raises MailRefused for an address that is none."""
    mail = EmailMessage()
    try:
        mail["To"] = Address(addr_spec=to)
    except (ValueError, IndexError, MessageError) as error:
        raise MailRefused(f"not an address: {error}") from None
    mail["From"] = sender
    mail["Subject"] = " ".join(subject.split())
    mail["Message-ID"] = f"<{number}@{sender.domain}>"  # the same when it is tried again
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html")
    return mail


def _connected(url: str) -> smtplib.SMTP:
    """The server at an address, encrypted where it can be, logged in where a user is named."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise LookupError("HUTONG_MAIL_URL: smtp://user:password@host:port or smtps://… is needed")
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, parts.port or 465, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(parts.hostname, parts.port or 587, timeout=TIMEOUT)
    try:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server
