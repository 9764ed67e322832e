"""Who pays decides where: the phone's page, H5, WeChat's own browser; and what is kept of a callback as evidence."""

import pytest
from flask import Flask
from sqlalchemy import select

from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.state import state
from hutong.payments import actions, payers
from hutong.payments.actions import RefundTooLarge
from hutong.payments.gateways import GATEWAYS, OPENIDS, Bill, Payer
from hutong.payments.models import Callback, Payment, Refund
from tests.booking.test_bookings import paid
from tests.booking.world import stay
from tests.client import API
from tests.payments.world import CALLBACK, call_back, run_jobs

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"
INSIDE = f"{PHONE} MicroMessenger/8.0.50"
DESK = "Mozilla/5.0 (X11; Linux x86_64) Chrome/130"


@pytest.mark.parametrize(
    ("agent", "openid", "payer"),
    [
        (DESK, "o1", Payer("", False, "203.0.113.7", DESK)),
        (PHONE, "o1", Payer("", True, "203.0.113.7", PHONE)),
        (INSIDE, None, Payer("", False, "203.0.113.7", INSIDE)),
        (INSIDE, "o1", Payer("o1", False, "203.0.113.7", INSIDE)),
        ("", None, Payer("", False, "203.0.113.7", "")),
    ],
)
def test_what_is_known_of_who_pays(
    app: Flask, monkeypatch: pytest.MonkeyPatch, agent: str, openid: str | None, payer: Payer
) -> None:
    """M-02: H5 on phones, JSAPI only inside WeChat and for whom an openid is known, else a code to scan."""
    monkeypatch.setitem(app.extensions["hutong_points"], OPENIDS.name, [lambda _person: openid])
    given = {"environ_base": {"REMOTE_ADDR": "203.0.113.7"}, "headers": {"User-Agent": agent}}
    with app.test_request_context("/", **given):
        assert payers.of_request(7) == payer


def test_the_provider_is_told_who_pays(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """M-02: the payer of the request that starts a payment reaches the gateway, through the job."""
    made = stay(app, state="held")
    (sandbox,) = GATEWAYS.all(app)
    seen: list[Payer] = []

    def prepare(bill: Bill, payer: Payer) -> dict:
        seen.append(payer)
        return {"kind": "app", "url": "", "parameters": {"appId": "wx1", "paySign": "'\"<"}}

    monkeypatch.setattr(sandbox, "prepare", prepare)
    made.guest.http.environ_base.update({"REMOTE_ADDR": "203.0.113.7", "HTTP_USER_AGENT": PHONE})
    shown = made.guest.post(f"{made.path}/payments").get_json()["id"]
    run_jobs(app)
    assert seen == [Payer("", True, "203.0.113.7", PHONE)]
    page = made.guest.page(f"/payments/{shown}").text
    assert "data-bridge" in page
    assert "'\"<" not in page


def test_a_callback_keeps_its_evidence(app: Flask) -> None:
    """M-03: the headers that a signature is made of, and none else."""
    made = stay(app, state="held")
    headers = {"Wechatpay-Serial": "PUB_KEY_ID_1", "User-Agent": "Mozilla/4.0", "Cookie": "a=b", "X-Y": "z"}
    assert app.test_client().post(CALLBACK, data=b"{}", headers=headers).status_code == 400
    paid(app, made)
    with app.app_context(), state().database.reading():
        first = session().scalars(select(Callback).order_by(Callback.id)).first()
        assert first.headers == {"Wechatpay-Serial": "PUB_KEY_ID_1", "User-Agent": "Mozilla/4.0"}


@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_callback_of_ten_megabytes(app: Flask, kind: str) -> None:
    """M-03: refused before it is read, whatever it says it is; nothing is kept of it."""
    for provider in ("sandbox", "nobody"):
        big = app.test_client().post(f"{API}/payments/callbacks/{provider}", data=b"x" * 10_000_000, content_type=kind)
        assert big.status_code == (413 if provider == "sandbox" else 404)
    with app.app_context(), state().database.reading():
        assert session().query(Callback).count() == 0


@pytest.mark.parametrize(
    ("amount", "currency"),
    [(-1, "CNY"), (1.5, "CNY"), (True, "CNY"), (2**63, "CNY"), (10**13 + 1, "CNY"), (100, "USD")],
)
def test_amounts_that_are_none(app: Flask, amount: int, currency: str) -> None:
    """M-01: negative, fractional, beyond 64 bits, in another currency: no payment begins."""
    with app.app_context():
        ends = clock.now() + clock.MINUTE
        with pytest.raises(ValueError, match="cannot be paid"):
            state().database.run(lambda: actions.start("thing:1", 7, amount, currency, "sandbox", "x", ends))
        with state().database.reading():
            assert session().query(Payment).count() == 0


@pytest.mark.parametrize("amount", [-1, 0, 0.5, True, 118_001, 2**63])
def test_refunds_that_are_none(app: Flask, amount: int) -> None:
    """M-04: a refund is a whole amount within what was paid; a payment that was not paid gives nothing back."""
    made = stay(app, state="held")
    shown = paid(app, made)
    call_back(app, shown)
    with app.app_context():
        with state().database.reading():
            payment = session().query(Payment).one()
        with pytest.raises(RefundTooLarge):
            state().database.run(lambda: actions.refund_payment(payment, amount, "k", "x"))
        with state().database.reading():
            assert session().query(Refund).count() == 0
