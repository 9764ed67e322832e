"""Steps that many tests take."""

import os
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from hutong.accounts.events import CaptchaDrawn, CodeIssued
from hutong.kernel import clock
from hutong.kernel.db import session
from tests.accounts.world import PASSWORD
from tests.client import Client

MOBILE = "13800001001"


def last(told: list[Any], kind: type) -> Any:
    """The latest event of a kind."""
    return [event for event in told if isinstance(event, kind)][-1]


def codes_sent(told: list[Any]) -> list[str]:
    """All codes sent so far."""
    return [event.code for event in told if isinstance(event, CodeIssued)]


def captcha(client: Client, told: list[Any]) -> dict[str, str]:
    """Ask for a picture and read it."""
    uuid = str(uuid4())
    assert client.get(f"/captchas/{uuid}").mimetype == "image/png"
    return {"captcha_id": uuid, "captcha_text": last(told, CaptchaDrawn).text}


def ask_code(client: Client, told: list[Any], mobile: str = MOBILE, purpose: str = "register") -> TestResponse:
    """Ask for a code with a captcha rightly answered."""
    return client.post("/sms-codes", {"mobile": mobile, "purpose": purpose, **captcha(client, told)})


def register(client: Client, told: list[Any], mobile: str = MOBILE, **more: Any) -> TestResponse:
    """Register as the scenario does; the clock is moved so that nobody waits for the SMS."""
    assert ask_code(client, told, mobile).status_code == 202
    body = {"mobile": mobile, "code": codes_sent(told)[-1], "password": PASSWORD, **more}
    answer = client.post("/users", body)
    client.token = None  # a new session has a new token
    return answer


def log_in(client: Client, login: str = MOBILE, password: str = PASSWORD, **more: Any) -> TestResponse:
    """Log in."""
    answer = client.post("/session", {"login": login, "password": password, **more})
    client.token = None
    return answer


def errors(answer: TestResponse) -> dict[str, str]:
    """The messages of a refusal by field."""
    return {error["field"]: error["message"] for error in answer.get_json()["errors"]}


def rows(app: Any, statement: Any) -> list[Any]:
    """What a SELECT finds."""
    with app.extensions["hutong"].database.reading():
        return list(session().scalars(statement).all())


def after(seconds: int) -> Any:
    """Later, by our clock, for what the kv keeps."""
    if os.environ.get("HUTONG_TEST_REDIS_URL"):
        pytest.skip("Redis has a clock of its own")
    return clock.moved(seconds * clock.SECOND)
