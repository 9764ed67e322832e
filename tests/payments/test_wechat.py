"""WeChat Pay against a server that verifies and signs as its platform does, over real sockets."""

import time
from dataclasses import replace
from typing import Any

import pytest
import structlog
from flask import Flask

from hutong.kernel import clock
from hutong.payments.gateways import ProviderSilent, Said
from hutong.payments.gateways.wechat import Payer, WechatPay
from tests.client import API
from tests.payments import shop
from tests.payments.loopback import pair
from tests.payments.wechat_server import API_KEY, APP, Signer, WechatServer, signature, signer
from tests.payments.wechat_site import NUMBER, fixtures, paid, verdict

CALLBACK = f"{API}/payments/callbacks/wechat"


server, site, provider, wechat = fixtures()


def test_an_order_to_scan(wechat: WechatPay, server: WechatServer) -> None:
    """M-02: Native: the signed order says what is owed, until when and whom to tell; asked again, it is the same."""
    bill = shop.bill(title="胡同" * 40, expires_at=1_795_000_000_999)
    with clock.frozen(1_794_999_000_000):
        server.signing = signer(1)
        server.listed = [server.signing]
        action = wechat.prepare(bill)
        assert wechat.prepare(bill) == action == {"kind": "qr", "url": f"weixin://wxpay/bizpayurl?pr={NUMBER}"}
    asked = server.orders[NUMBER].asked
    assert asked == {
        "appid": APP,
        "mchid": "1900000001",
        "description": "胡同" * 21,  # 126 bytes
        "out_trade_no": NUMBER,
        "time_expire": "2026-11-18T19:06:40+08:00",
        "notify_url": f"{shop.URL}/api/v1/payments/callbacks/wechat",
        "amount": {"total": 8888, "currency": "CNY"},
    }


def test_an_order_in_a_phones_browser(wechat: WechatPay, server: WechatServer) -> None:
    """M-02: H5: with the payer's address, and with the way back."""
    action = wechat.prepare(shop.bill(), Payer(phone=True, address="203.0.113.7"))
    assert action["url"] == (
        f"https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx{NUMBER}"
        f"&redirect_url=https%3A%2F%2Ftown.example%2Fpayments%2F{NUMBER}"
    )
    scene = {"payer_client_ip": "203.0.113.7", "h5_info": {"type": "Wap"}}
    assert (action["kind"], server.orders[NUMBER].asked["scene_info"]) == ("redirect", scene)
    with pytest.raises(ProviderSilent, match="OUT_TRADE_NO_USED"):
        wechat.prepare(shop.bill())  # one number, one way


def test_an_order_in_wechats_own_browser(wechat: WechatPay, server: WechatServer) -> None:
    """M-02: JSAPI: for whom WeChat has named, with the signed parameters that its browser wants."""
    action = wechat.prepare(shop.bill(), Payer(openid="oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"))
    assert server.orders[NUMBER].asked["payer"] == {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}
    given = action["parameters"]
    assert (action["kind"], given["package"], given["signType"]) == ("app", f"prepay_id=wx{NUMBER}", "RSA")
    assert set(given) == {"appId", "timeStamp", "nonceStr", "package", "signType", "paySign"}


def test_it_takes_yuan_only(wechat: WechatPay) -> None:
    """M-02: an order in another currency is never sent."""
    with pytest.raises(ValueError, match="takes CNY, not USD"):
        wechat.prepare(shop.bill(currency="USD"))


@pytest.mark.parametrize(
    ("told", "state", "amount"),
    [
        ("SUCCESS", "paid", 8888),
        ("REFUND", "paid", 8888),
        ("NOTPAY", "waiting", 0),
        ("USERPAYING", "waiting", 8888),
        ("CLOSED", "failed", 8888),
        ("REVOKED", "failed", 8888),
        ("PAYERROR", "failed", 8888),
        ("SOMETHING_NEW", "waiting", 8888),
    ],
)
def test_asking_and_being_told(wechat: WechatPay, server: WechatServer, told: str, state: str, amount: int) -> None:
    """M-03: an answer and a callback say the same; a callback that comes twice says the same twice."""
    order = paid(wechat, server, told)
    said = Said(NUMBER, state, amount, "CNY", "" if told == "NOTPAY" else f"42000{NUMBER}")
    headers, body = server.callback(order)
    plain = {name.upper(): value for name, value in headers.items()}
    assert [wechat.query(shop.bill()), wechat.verify(headers, body), wechat.verify(plain, body)] == [said] * 3


def test_an_order_that_it_does_not_know(wechat: WechatPay) -> None:
    """M-03: unknown is a signed answer too."""
    assert wechat.query(shop.bill()) == Said(NUMBER, "unknown")


def test_another_amount_or_currency_is_carried(wechat: WechatPay, server: WechatServer) -> None:
    """M-03: what WeChat Pay itself speaks of is told as it is; it is not for the gateway to forgive it."""
    order = paid(wechat, server)
    other = wechat.verify(*server.callback(order, amount={"total": 1, "currency": "USD"}))
    assert (other.state, other.amount, other.currency) == ("paid", 1, "USD")


def test_false_callbacks_prove_nothing(wechat: WechatPay, server: WechatServer) -> None:
    """M-03: each is refused with its verdict, and none raises anything else."""
    order = paid(wechat, server)
    headers, body = server.callback(order)
    stranger = Signer(server.signing.serial, pair("a stranger"))
    probe = {**headers, "Wechatpay-Signature": "WECHATPAY/SIGNTEST/" + headers["Wechatpay-Signature"][19:]}
    unsealed = body.replace(b'"ciphertext": "', b'"ciphertext": "AAAA')

    def signed(text: bytes) -> tuple[dict[str, str], bytes]:
        return signature(server.signing, text, clock.now()), text

    cases: dict[str, tuple[dict[str, str], bytes, str]] = {
        "forged": (*server.callback(order, by=stranger), "bad_signature"),
        "altered": (headers, body.replace(b"SUCCESS", b"SUCCES2"), "bad_signature"),
        "the platform's own probe": (probe, body, "bad_signature"),
        "another nonce": ({**headers, "Wechatpay-Nonce": "x"}, body, "bad_signature"),
        "no signature": ({**headers, "Wechatpay-Signature": ""}, body, "bad_signature"),
        "no headers": ({}, body, "malformed"),
        "no time": ({**headers, "Wechatpay-Timestamp": "-1"}, body, "malformed"),
        "another scheme": ({**headers, "Wechatpay-Signature-Type": "WECHATPAY2-SM2-WITH-SM3"}, body, "malformed"),
        "five minutes old": (*server.callback(order, at=clock.now() - 301 * clock.SECOND), "too_old"),
        "of tomorrow": (*server.callback(order, at=clock.now() + 302 * clock.SECOND), "too_old"),
        "unknown certificate": (*server.callback(order, by=signer(9)), "unknown_serial"),
        "truncated": (headers, body[:-20], "bad_signature"),
        "empty": (headers, b"", "bad_signature"),
        "10 MB": (headers, body + b" " * 10_000_000, "too_large"),
        "another app": (*server.callback(order, appid="wx9999999999999999"), "wrong_app"),
        "another seller": (*server.callback(order, mchid="1900000999"), "wrong_seller"),
        "another event": (*server.callback(order, event="REFUND.SUCCESS"), "wrong_event"),
        "sealed with another key": (*server.callback(order, sealed_with="x" * 32), "malformed"),
        "sealed text altered": (*signed(unsealed), "malformed"),
        "not sealed": (*signed(b'{"event_type": "TRANSACTION.SUCCESS"}'), "malformed"),
        "no JSON": (*signed(b"<xml></xml>"), "malformed"),
        "a list": (*signed(b"[]"), "malformed"),
        "too deep": (*signed(b"[" * 60_000), "malformed"),
        "no amount": (*server.callback(order, amount=None), "malformed"),
        "a fraction": (*server.callback(order, amount={"total": 88.5, "currency": "CNY"}), "malformed"),
        "true": (*server.callback(order, amount={"total": True, "currency": "CNY"}), "malformed"),
        "less than nothing": (*server.callback(order, amount={"total": -1, "currency": "CNY"}), "malformed"),
        "no state": (*server.callback(order, trade_state=None), "malformed"),
    }
    server.requests.clear()
    for name, (sent, text, expected) in cases.items():
        if name == "no state":
            assert wechat.verify(sent, text).state == "waiting"
            continue
        assert (name, verdict(lambda: wechat.verify(sent, text))) == (name, expected)  # noqa: B023
    assert server.requests == []  # nobody was asked anything


def test_closing(wechat: WechatPay, server: WechatServer) -> None:
    """M-03: an unpaid order is closed, twice if asked; where it was paid meanwhile, that is said."""
    bill = shop.bill()
    assert wechat.close(bill).state == "unknown"
    order = paid(wechat, server, "NOTPAY")
    assert [wechat.close(bill).state, order.state, wechat.close(bill).state] == ["failed", "CLOSED", "failed"]
    order.state = "SUCCESS"
    assert wechat.close(bill) == Said(NUMBER, "paid", 8888, "CNY", f"42000{NUMBER}")
    order.state = "USERPAYING"
    with pytest.raises(ProviderSilent, match="ORDER_PAID"):
        wechat.close(bill)  # at this very moment: again later


def test_refunds_in_parts_and_each_once(wechat: WechatPay, server: WechatServer) -> None:
    """M-04: the same number gives money back once, however often it is asked for."""
    bill, order = shop.bill(), paid(wechat, server)
    assert [wechat.refund(bill, "R1", 88, "雨天" * 60) for _ in range(3)] == ["done"] * 3
    assert wechat.refund(bill, "R2", 8000, "") == "done"
    assert {number: one["amount"]["refund"] for number, one in server.refunds.items()} == {"R1": 88, "R2": 8000}
    assert (order.state, wechat.query(bill).state) == ("REFUND", "paid")
    assert wechat.refund(bill, "R3", 801, "more than is left") == "failed"
    with pytest.raises(ProviderSilent, match="another refund"):
        wechat.refund(bill, "R1", 89, "the same number, another amount")
    assert len(server.refunds) == 2


def test_refunds_that_take_their_time(wechat: WechatPay, server: WechatServer) -> None:
    """M-04: under way is waiting; in the end it is done, or somebody has to look at it."""
    bill = shop.bill()
    assert wechat.refund(bill, "R0", 1, "never ordered") == "failed"
    paid(wechat, server)
    server.slowly = True
    assert [wechat.refund(bill, "R1", 100, "x") for _ in range(2)] == ["waiting", "waiting"]
    for status, state in (("SUCCESS", "done"), ("CLOSED", "failed"), ("ABNORMAL", "failed"), ("NEW", "waiting")):
        server.refunds["R1"]["status"] = status
        assert wechat.refund(bill, "R1", 100, "x") == state
    server.poor = True
    assert wechat.refund(bill, "R2", 100, "x") == "waiting"
    server.poor, server.slowly = False, False
    assert wechat.refund(bill, "R2", 100, "x") == "done"
    assert sorted(server.refunds) == ["R1", "R2"]


LIES = ("forged", "changed", "unsigned", "old", "another", "another seller")
FAULTS = ("503", "page", "deep", "huge", "cut", "no http", "hung up", "elsewhere")
DELAYS = ("silent", "slow headers", "slow body")


@pytest.mark.parametrize("mood", [*LIES, *FAULTS, *DELAYS])
def test_a_provider_that_is_slow_silent_or_lying_says_nothing(
    wechat: WechatPay, server: WechatServer, mood: str
) -> None:
    """M-03: whatever it does, there is an end to waiting, and nothing is believed."""
    paid(wechat, server, "NOTPAY")
    way = WechatPay(replace(wechat.account, seconds=0.8))
    server.mood = mood
    began = time.monotonic()
    with pytest.raises(ProviderSilent) as silence:
        way.query(shop.bill())
    assert time.monotonic() - began < 2.5
    assert NUMBER not in str(silence.value)
    if mood not in ("another", "another seller"):
        for call in (lambda: way.refund(shop.bill(), "R1", 100, "x"), lambda: way.prepare(shop.bill())):
            with pytest.raises(ProviderSilent):
                call()
    assert server.refunds == {}


def test_what_is_wrong_with_our_own_settings_is_silence(wechat: WechatPay, server: WechatServer) -> None:
    """M-02: with another key, or a right that is missing, nothing is concluded about money."""
    paid(wechat, server)
    with pytest.raises(ProviderSilent, match="401 SIGN_ERROR"):
        WechatPay(replace(wechat.account, key=pair("a stranger"))).query(shop.bill())
    server.error = "NO_AUTH"
    for call in (wechat.query, wechat.close, wechat.prepare, lambda bill: wechat.refund(bill, "R1", 1, "x")):
        with pytest.raises(ProviderSilent, match="400 NO_AUTH"):
            call(shop.bill())


def test_from_the_order_to_the_money_and_back(site: Flask, server: WechatServer) -> None:
    """M-03, M-04: through our own API: forged is refused, true believed once, and a part given back once."""
    payment_id = shop.start(site, "wechat")
    order = next(iter(server.orders.values()))
    assert shop.payment(site, payment_id).action == {"kind": "qr", "url": f"weixin://wxpay/bizpayurl?pr={order.number}"}
    order.state = "SUCCESS"
    before, client = len(shop.verdicts(site)), site.test_client()
    good = server.callback(order)
    tried: list[tuple[dict[str, str], bytes]] = [
        server.callback(order, by=Signer(server.signing.serial, pair("a stranger"))),
        server.callback(order, amount={"total": 1, "currency": "CNY"}),
        server.callback(order, amount={"total": 8888, "currency": "USD"}),
        good,
        good,
        server.callback(order),
    ]
    answers = [
        client.post(CALLBACK, data=body, headers=headers, content_type="application/json") for headers, body in tried
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 200, 200, 200]
    assert answers[3].get_json() == {"code": "SUCCESS"}
    assert shop.verdicts(site)[before:] == ["bad_signature", "wrong_amount", "wrong_amount", "good", "good", "good"]
    shop.run_jobs(site)
    server.mood = "503"  # the refund is made, and its answer lost
    shop.refund(site, payment_id, 888, "wechat:1")
    server.mood = ""
    with clock.moved(clock.HOUR):
        shop.run_jobs(site)
    assert (shop.payment(site, payment_id).state, shop.refunds(site, payment_id)) == ("paid", ["done"])
    assert [one["amount"]["refund"] for one in server.refunds.values()] == [888]


def test_keys_are_never_shown(site: Flask, server: WechatServer, wechat: WechatPay) -> None:
    """M-02: not in logs, not in the errors that jobs leave, not in what anything looks like in a debugger."""
    server.mood = "503"
    with structlog.testing.capture_logs() as logged:
        shop.start(site, "wechat", 77)
    errors = shop.kept_errors(site)
    looks: list[Any] = [logged, wechat.account, vars(wechat), vars(wechat.channel), site.extensions["hutong"].settings]
    shown = errors + "".join(map(repr, looks))
    assert "Silent" in repr(logged)
    assert "Silent" in errors
    assert [line for line in (*shop.WECHAT["wechat_key"].splitlines()[1:-1], API_KEY) if line in shown] == []
