"""What leaves the house: SMS, mail, and where nothing sends them, the outbox."""

import socket
import uuid
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import func, select

from hutong.accounts.events import CaptchaDrawn, CodeIssued
from hutong.accounts.models import Person
from hutong.app import create_app
from hutong.kernel import clock, events, jobs
from hutong.kernel.db import session
from hutong.kernel.settings import Settings
from hutong.kernel.state import state
from hutong.notices import actions
from hutong.notices.gateways.sms import GATEWAYS, Sms, SmsRefused
from hutong.notices.jobs import forget_messages
from hutong.notices.kinds import KINDS
from hutong.notices.models import Message
from tests import tables
from tests.accounts import world
from tests.client import Client
from tests.notices.test_notices import ALARM, TEA


@pytest.fixture
def told(app: Flask) -> Flask:
    if not any(kind.name == TEA.name for kind in KINDS.all(app)):
        KINDS.add(app, TEA, ALARM)
    return app


def issue(app: Flask, mobile: str = "+8613800001001", language: str = "zh") -> None:
    with app.app_context():
        state().database.run(lambda: events.tell(CodeIssued(mobile, "123456", "register", language)))


def messages(app: Flask) -> list[Message]:
    with app.app_context(), state().database.reading():
        return list(session().scalars(select(Message).order_by(Message.id)))


def outbox(client: Client, **query: str) -> list[dict[str, Any]]:
    return client.http.get("/dev/outbox.json", query_string=query).get_json()["items"]


def with_mail(app: Flask, person: int, email: str, language: str = "en") -> None:
    def change() -> None:
        row = session().get(Person, person)
        row.email, row.language = email, language

    with app.app_context():
        state().database.run(change)


class Rewired:
    """The app with other settings for a while."""

    def __init__(self, app: Flask, **changes: Any) -> None:
        self.app, self.before = app, app.extensions["hutong"]
        self.settings = self.before.settings.model_copy(update=changes)

    def __enter__(self) -> Flask:
        self.app.extensions["hutong"] = replace(self.before, settings=self.settings)
        return self.app

    def __exit__(self, *_: object) -> None:
        self.app.extensions["hutong"] = self.before


def test_codes_wait_in_the_outbox(app: Flask, client: Client) -> None:
    """N-01, N-04: without a provider every SMS is kept and can be read, newest first."""
    issue(app)
    issue(app, "+447700900001", "en")
    first, second = outbox(client)
    assert (first["kind"], first["to"], first["text"]) == (
        "sms", "+447700900001", "【Hutong 胡同】Your code is 123456, valid for 5 minutes.",
    )  # fmt: skip
    assert (second["to"], second["text"]) == (
        "13800001001", "【Hutong 胡同】验证码 123456，5 分钟内有效。请勿告诉他人。",
    )  # fmt: skip
    assert second["at"].endswith("Z")
    assert [item["to"] for item in outbox(client, to="13800001001", kind="sms")] == ["13800001001"]
    assert outbox(client, kind="mail") == []
    assert "123456" in client.page("/dev/outbox").text


def test_captchas_can_be_read_in_development(app: Flask, client: Client) -> None:
    """N-04: written in a GET, apart from any transaction."""
    number = str(uuid.uuid4())
    with app.app_context():
        events.tell(CaptchaDrawn(number, "K7QM"))
    assert [(item["kind"], item["to"], item["text"]) for item in outbox(client)] == [("captcha", number, "K7QM")]


def test_the_outbox_answers_this_machine_only(app: Flask, client: Client) -> None:
    """N-04: loopback."""
    for path in ("/dev/outbox", "/dev/outbox.json"):
        assert client.http.get(path).status_code == 200
        assert client.http.get(path, environ_base={"REMOTE_ADDR": "::1"}).status_code == 200
        assert client.http.get(path, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    assert "Nothing was sent yet" in client.page("/dev/outbox").text


@pytest.mark.parametrize("env", ["staging", "production"])
def test_the_outbox_does_not_exist_elsewhere(env: str, tmp_path: Path) -> None:
    """N-04: the route is not even there."""
    app = create_app(Settings(env=env, data=tmp_path, database_url=f"sqlite:///{tmp_path}/x.db"))
    assert [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/dev")] == []
    with app.app_context():
        tables.create(app.extensions["hutong"].database)
        events.tell(CaptchaDrawn("u", "K7QM"))
        assert messages(app) == []


class Provider:
    """An SMS provider that notes what it is given."""

    scheme = "note"

    def __init__(self) -> None:
        self.got: list[tuple[str, Sms]] = []
        self.fault: Exception | None = None

    def send(self, url: str, sms: Sms) -> None:
        """See SmsGateway."""
        self.got.append((url, sms))
        if self.fault:
            raise self.fault


@pytest.fixture
def provider(app: Flask) -> Iterator[Provider]:
    made = Provider()
    GATEWAYS.add(app, made)
    yield made
    GATEWAYS.all(app).remove(made)


def test_a_provider_gets_the_code_and_nothing_stays_readable(app: Flask, provider: Provider) -> None:
    """N-01: signed gateways come behind one interface; in production a sent code is not kept."""
    with Rewired(app, sms_url="note://account", env="production"):
        issue(app)
        with app.app_context():
            jobs.run_all()
    url, sms = provider.got[0]
    assert (url, sms.mobile, sms.template, sms.language) == ("note://account", "+8613800001001", "code", "zh")
    assert sms.values == {"code": "123456", "minutes": "5", "purpose": "register"}
    row = messages(app)[0]
    assert (row.state, row.text, row.data, row.sent_at is not None) == ("sent", "", None, True)
    with app.app_context(), state().database.reading():
        assert "123456" not in str([job.payload for job in session().scalars(select(jobs.Job))])


def test_a_provider_that_is_away_is_asked_again(app: Flask, provider: Provider) -> None:
    """N-01: at least once; hopeless ones are given up."""
    with Rewired(app, sms_url="note://account"), app.app_context():
        provider.fault = TimeoutError("away")
        issue(app)
        jobs.run_all()
        provider.fault = None
        with clock.moved(clock.MINUTE):
            jobs.run_all()
        assert len(provider.got) == 2
        assert provider.got[0][1].id == provider.got[1][1].id
        assert [row.state for row in messages(app)] == ["sent"]
        provider.fault = SmsRefused("no such number")
        issue(app)
        jobs.run_all()
        assert [row.state for row in messages(app)] == ["sent", "failed"]


def test_kept_codes_are_blanked_in_production(app: Flask) -> None:
    """N-04: where nothing sends and nobody may look, a code does not stay for ever."""
    issue(app)
    with app.app_context(), clock.moved(2 * clock.HOUR):
        state().database.run(forget_messages.function)
        assert [row.text != "" for row in messages(app)] == [True]
        with Rewired(app, env="production"):
            state().database.run(forget_messages.function)
        assert [row.text for row in messages(app)] == [""]
    with app.app_context(), clock.moved(31 * clock.DAY):
        state().database.run(forget_messages.function)
    assert messages(app) == []


class Mailbox:
    """What a real SMTP server received."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.got.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return self.answer


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    """A server on a free port, spoken to over the socket."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, f"smtp://127.0.0.1:{port}"
    controller.stop()


def tell(app: Flask, person: int, kind: str = "tea.ready") -> None:
    with app.app_context():
        state().database.run(lambda: actions.tell(person, kind, {"cups": 2}, "/trips/1"))


def test_mail_really_goes_out(told: Flask, mailbox: tuple[Mailbox, str]) -> None:
    """N-02: text and HTML in the recipient's language, with a link to the public address."""
    box, url = mailbox
    person = world.person(told)
    with Rewired(told, mail_url=url, public_url="https://hutong.example"), told.app_context():
        for language in ("en", "zh"):
            with_mail(told, person, "guest@example.org", language)
            tell(told, person)
        jobs.run_all()
    english, chinese = sorted(box.got, key=lambda mail: mail["Subject"])
    assert (english["Subject"], chinese["Subject"]) == ("Tea is ready", "茶好了")
    assert (english["To"], english["From"]) == ("guest@example.org", "Hutong 胡同 <hutong@hutong.example>")
    assert english["Message-ID"].endswith("@hutong.example>")
    assert [part.get_content_type() for part in english.iter_parts()] == ["text/plain", "text/html"]
    text = english.get_body(("plain",)).get_content()
    assert text.splitlines()[:3] == ["2 × Fri, 4 Oct", "", "https://hutong.example/trips/1"]
    html = chinese.get_body(("html",)).get_content()
    assert '<html lang="zh-CN">' in html
    assert '<a href="https://hutong.example/trips/1"><strong>查看</strong></a>' in html
    assert "style" not in html
    assert [row.state for row in messages(told)] == ["sent", "sent"]


def test_without_a_mail_server_mails_are_kept(told: Flask, client: Client) -> None:
    """N-02, N-04: and can be read on one page."""
    person = world.person(told)
    with_mail(told, person, "guest@example.org")
    tell(told, person)
    assert [(item["kind"], item["to"], item["subject"]) for item in outbox(client)] == [
        ("mail", "guest@example.org", "Tea is ready")
    ]
    assert [row.state for row in messages(told)] == ["kept"]


def test_what_is_switched_off_does_not_come_by_mail(told: Flask) -> None:
    """N-03: except what is about safety; without an address there is no mail at all."""
    person = world.person(told)
    tell(told, person)
    assert messages(told) == []
    with_mail(told, person, "guest@example.org")
    world.signed_in(told, person).put("/notices/choices", {"mail": []})
    tell(told, person)
    assert messages(told) == []
    tell(told, person, "safety.door")
    assert [row.subject for row in messages(told)] == ["The door is open"]


@pytest.mark.parametrize(
    "address", ["a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "nobody", "<a@example.org>"]
)
def test_hostile_addresses_are_given_up(told: Flask, mailbox: tuple[Mailbox, str], address: str) -> None:
    """N-02: one address is one address."""
    box, url = mailbox
    with Rewired(told, mail_url=url), told.app_context():
        state().database.run(lambda: actions.mail(address, "en", "Hello\nBcc: c@example.org", "Text"))
        jobs.run_all()
    assert (box.got, [row.state for row in messages(told)]) == ([], ["failed"])


def test_a_mail_server_that_is_away_or_refuses(told: Flask, mailbox: tuple[Mailbox, str]) -> None:
    """N-02: tried again, or given up for good."""
    box, url = mailbox
    with Rewired(told, mail_url=url), told.app_context():
        state().database.run(lambda: actions.mail("a@example.org", "en", "Hello\nBcc: c@example.org", "Text"))
        box.answer = "451 later"
        jobs.run_all()
        assert [row.state for row in messages(told)] == ["waiting"]
        box.answer = "250 OK"
        with clock.moved(clock.MINUTE):
            jobs.run_all()
        assert [mail["Subject"] for mail in box.got] == ["Hello Bcc: c@example.org"]
        box.answer = "554 spam"
        state().database.run(lambda: actions.mail("a@example.org", "en", "Hello", "Text"))
        jobs.run_all()
        assert [row.state for row in messages(told)] == ["sent", "failed"]


def test_html_in_a_notice_stays_text(told: Flask) -> None:
    """N-02: what people typed cannot become markup of a mail."""
    with told.app_context():
        state().database.run(lambda: actions.mail("a@example.org", "en", "<b>x</b>", "<script>1</script>\nTwo"))
    row = messages(told)[0]
    assert "<script>" not in row.html
    assert "&lt;script&gt;1&lt;/script&gt;" in row.html
    assert "<script>1" not in Client(told).page("/dev/outbox").text
    assert "Choose what comes by mail: http://127.0.0.1:8000/notices/choices" in row.text
    assert row.text.startswith("<script>1</script>\nTwo")


def test_a_rolled_back_change_tells_nobody(told: Flask) -> None:
    """N-02: messages are rows of the same transaction."""
    person = world.person(told)
    with_mail(told, person, "guest@example.org")

    def fail() -> None:
        actions.tell(person, "tea.ready", {"cups": 1})
        raise ZeroDivisionError

    with told.app_context(), pytest.raises(ZeroDivisionError):
        state().database.run(fail)
    with told.app_context(), state().database.reading():
        assert session().scalar(select(func.count()).select_from(jobs.Job)) == 0
    assert messages(told) == []
