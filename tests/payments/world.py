"""The sandbox provider for tests: reached without a socket, and signing whatever is asked of it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from hutong.kernel import ids, jobs
from hutong.kernel.db import session
from hutong.payments import queries
from hutong.payments.gateways import wire
from hutong.payments.models import Payment
from hutong.payments.sandbox import server
from hutong.payments.sandbox.models import SandboxTrade
from tests.client import API, Client

CALLBACK = f"{API}/payments/callbacks/sandbox"


def connect(app: Flask) -> None:
    """Let what is sent to providers reach the app itself; a list to keep what was sent."""
    if wire.SEND.all(app):
        return

    def send(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        answer = app.test_client().post(urlsplit(url).path, data=body, headers=dict(headers))
        return answer.status_code, answer.data

    wire.SEND.add(app, send)


def run_jobs(app: Flask) -> int:
    """Run what is due."""
    with app.app_context():
        return jobs.run_all()


def message(app: Flask, shown: str, how: str = "pay", **changed: Any) -> dict[str, str]:
    """The provider's signed message that a payment was paid; `how` as on the sandbox's page."""

    def make() -> dict[str, str]:
        payment = queries.by_number(shown)
        values = {"number": shown, "title": "x", "amount": payment.amount if payment else 100, **changed}
        trade = server.trade(values["number"])
        if trade is None:
            trade = SandboxTrade(trade_no=f"T{shown}", state="TRADE_SUCCESS", notify_url="", made_at=0, refunds={})
            for name, value in values.items():
                setattr(trade, name, value)
            session().add(trade)
        return server.notification(trade, how)

    with app.app_context():
        return app.extensions["hutong"].database.run(make)


def call_back(app: Flask, shown: str, how: str = "pay", **changed: Any) -> TestResponse:
    """Send such a message to our callback."""
    return app.test_client().post(CALLBACK, data=message(app, shown, how, **changed))


def press(app: Flask, client: Client, shown: str, how: str = "pay") -> TestResponse:
    """Open the provider's page of a payment and press a button there."""
    url = client.get(f"/payments/{shown}").get_json()["action"]["url"]
    assert client.http.get(url).status_code == 200
    return client.post("/dev/sandbox/trades", {"order": urlsplit(url).query, "how": how})


def payment(app: Flask, shown: str) -> Payment:
    """The row."""
    with app.app_context(), app.extensions["hutong"].database.reading():
        found = queries.payment(ids.read(shown))
        assert found is not None
        return found
