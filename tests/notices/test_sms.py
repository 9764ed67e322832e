"""SMS providers, against small servers that verify each signature as the provider publishes it."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from hutong.accounts.events import CodeIssued
from hutong.kernel import clock, events, jobs
from hutong.kernel.audit import AuditEntry
from hutong.kernel.settings import Settings
from hutong.kernel.state import state
from hutong.notices.gateways import netease, sms, yuntongxun
from hutong.notices.models import Message
from tests.accounts.steps import after, rows
from tests.notices.test_outbox import Rewired
from tests.payments.loopback import Loopback, Reply

SID, TOKEN, APP = "8a48b551", "tok/en", "app1"
KEY, SECRET = "appkey", "app:secret"
CHINA, ABROAD = "+8613800001001", "+447700900001"


class Provider(Loopback):
    """What both do: count what was sent, and answer as told."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Any] = []
        self.answer: Any = None


class YuntongxunServer(Provider):
    """Checks SigParameter and Authorization: the same time in both, at most a day from now."""

    def reply(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """See Loopback."""
        parts = urlsplit(target)
        account, _, at = base64.b64decode(headers["authorization"]).decode().partition(":")
        wanted = hashlib.md5(f"{SID}{TOKEN}{at}".encode()).hexdigest().upper()
        near = abs(datetime.strptime(f"{at}+0800", "%Y%m%d%H%M%S%z").timestamp() - clock.now() / 1000) < 60
        right = (method, parts.path) == ("POST", f"/2013-12-26/Accounts/{SID}/SMS/TemplateSMS")
        if not (right and near and account == SID and dict(parse_qsl(parts.query)) == {"sig": wanted}):
            return said({"statusCode": "111100", "statusMsg": "signature"})
        if self.answer is not None:
            return said({"statusCode": self.answer})
        self.sent.append(json.loads(body))
        return said({"statusCode": "000000", "templateSMS": {"smsMessageSid": "1"}})


class NeteaseServer(Provider):
    """Checks CheckSum and the time."""

    def reply(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """See Loopback."""
        wanted = hashlib.sha1(f"{SECRET}{headers['nonce']}{headers['curtime']}".encode()).hexdigest()
        near = abs(int(headers["curtime"]) - clock.now() / 1000) < 300
        if not (near and headers["appkey"] == KEY and headers["checksum"] == wanted and len(headers["nonce"]) <= 128):
            return said({"code": 414, "desc": "bad http header"})
        if self.answer is not None:
            return said({"code": self.answer})
        self.sent.append((target, dict(parse_qsl(body.decode()))))
        return said({"code": 200, "msg": "1", "obj": "x"})


def said(answer: dict[str, Any]) -> Reply:
    """As JSON."""
    return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[YuntongxunServer, NeteaseServer]]:
    """One of each."""
    pair = YuntongxunServer(), NeteaseServer()
    yield pair
    for one in pair:
        one.close()


@pytest.fixture
def wired(app: Flask, servers: Any) -> Iterator[tuple[Flask, YuntongxunServer, NeteaseServer]]:
    """The app with both, Yuntongxun first."""
    for one in servers:
        one.sent, one.answer, one.mood = [], None, ""
    first, second = (one.url.removeprefix("http://") for one in servers)
    first = f"yuntongxun+http://{SID}:tok%2Fen@{first}/?app=app1&code=17&code.en=18&notice=19"
    second = f"netease+http://{KEY}:app%3Asecret@{second}/?code=27&notice=29"
    with Rewired(app, sms_url=f"{first}  {second}", env="production"):
        yield app, *servers


def issue(app: Flask, mobile: str = CHINA, language: str = "zh") -> str:
    """Have a code sent, and what became of the message."""
    with app.app_context():
        state().database.run(lambda: events.tell(CodeIssued(mobile, "123456", "register", language)))
        jobs.run_all()
    return max(rows(app, select(Message)), key=lambda row: row.id).state


def test_signatures_as_published() -> None:
    """N-01: SigParameter is an MD5 over account, token and time; CheckSum a SHA-1 over secret, nonce, time."""
    assert re.fullmatch("[0-9A-F]{32}", yuntongxun.signature(SID, TOKEN, "20140416142030"))
    known = hashlib.md5(b"8a48b551tok/en20140416142030").hexdigest().upper()
    assert yuntongxun.signature(SID, TOKEN, "20140416142030") == known
    assert netease.checksum(SECRET, "4tgggergigwow323t23t", "1443592222") == (
        hashlib.sha1(b"app:secret4tgggergigwow323t23t1443592222").hexdigest()
    )


def test_a_code_by_yuntongxun(wired: Any) -> None:
    """N-01: in the reader's language; the second provider hears nothing; the code is not kept."""
    app, first, second = wired
    assert (issue(app), issue(app, language="en")) == ("sent", "sent")
    assert first.sent == [
        {"to": "13800001001", "appId": APP, "templateId": number, "datas": ["123456", "5"]} for number in ("17", "18")
    ]
    assert second.sent == []
    assert {row.text for row in rows(app, select(Message))} == {""}


@pytest.mark.parametrize("mood", ["hung up", "no http", "cut", "refusal", "signature"])
def test_the_next_provider_steps_in(wired: Any, mood: str) -> None:
    """N-01: whatever ails the first one, a wrong signature among it."""
    app, first, second = wired
    urls = app.extensions["hutong"].settings.sms_url
    if mood == "refusal":
        first.answer = "160038"
    elif mood == "signature":
        urls = urls.replace("tok%2Fen", "wrong")
    else:
        first.mood = mood
    with Rewired(app, sms_url=urls):
        assert issue(app) == "sent"
    assert first.sent == [] or mood not in ("refusal", "signature")  # an ill one may have heard it all the same
    fields = {"templateid": "27", "mobile": "13800001001", "paramMap": '{"code": "123456"}'}
    assert second.sent == [("/sms/sendcode.action", fields)]


def test_numbers_of_other_countries(wired: Any) -> None:
    """N-01: only the provider that reaches them."""
    app, first, second = wired
    assert issue(app, ABROAD) == "sent"
    assert (first.sent, second.sent[0][1]["mobile"]) == ([], "+44-7700900001")


def test_other_news_have_a_template_of_their_own(wired: Any) -> None:
    """N-01: the title is its value."""
    app, first, second = wired
    first.answer = "112300"
    letter = sms.Sms("1", CHINA, "text", "booking.accepted", {"title": "预订已接受"}, "zh")
    with app.app_context():
        addresses = sms.addresses(state().settings.sms_url)
        sms.gateway(addresses[1]).send(addresses[1], letter)
        with pytest.raises(sms.SmsRefused):
            sms.gateway(addresses[0]).send(addresses[0], letter)
    fields = {"templateid": "29", "mobiles": '["13800001001"]', "params": '["预订已接受"]'}
    assert second.sent == [("/sms/sendtemplate.action", fields)]


def test_all_refuse_or_all_are_silent(wired: Any) -> None:
    """N-01: refused by all is failed; as long as one has not answered, it is tried again."""
    app, first, second = wired
    first.answer, second.answer = "160038", 416
    assert issue(app) == "failed"
    second.mood = "hung up"
    assert issue(app) == "waiting"
    second.mood, second.answer = "", None
    with app.app_context(), clock.moved(clock.HOUR):
        jobs.run_all()
    assert len(second.sent) == 1


def test_a_day_costs_no_more_than_the_ceiling(wired: Any) -> None:
    """N-01: then nothing goes out, once noted a day; what failed cost nothing."""
    app, first, second = wired
    with Rewired(app, sms_budget=12):
        assert [issue(app) for _time in range(4)] == ["sent", "sent", "failed", "failed"]
        assert (len(first.sent), second.sent) == (2, [])
        noted = [row for row in rows(app, select(AuditEntry)) if row.action == "sms.ceiling"]
        assert len(noted) == 1
        with after(86_401):
            assert issue(app) == "sent"


@pytest.mark.parametrize("url", ["yuntongxun://sid@host", "netease://host", "nobody://a:b@host", "https://a:b@host"])
def test_addresses_that_lead_nowhere(app: Flask, url: str) -> None:
    """N-01: named as such; the message waits for better ones."""
    with Rewired(app, sms_url=url):
        assert issue(app) == "waiting"
    assert Settings(env="testing").sms_budget > 0
