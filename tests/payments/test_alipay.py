"""Alipay against a server that verifies and signs as Alipay does, over real sockets."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog
from flask import Flask

from hutong.kernel import clock, jobs
from hutong.payments import actions
from hutong.payments.gateways import GATEWAYS, ProviderSilent, Said, Untrusted, gateway
from hutong.payments.gateways.alipay import Alipay
from tests.client import API
from tests.payments import shop
from tests.payments.alipay_server import AlipayServer, changed
from tests.payments.loopback import pair

CALLBACK = f"{API}/payments/callbacks/alipay"


@pytest.fixture(scope="module")
def server() -> Iterator[AlipayServer]:
    """Alipay."""
    made = AlipayServer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def site(server: AlipayServer, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Our site, which knows where Alipay is."""
    return shop.opened(tmp_path_factory.mktemp("alipay"), **shop.ALIPAY, alipay_url=f"{server.url}/gateway.do")


@pytest.fixture(autouse=True)
def provider(server: AlipayServer) -> None:
    """Alipay in a good mood, with nothing sold."""
    server.trades, server.orders, server.mood, server.error, server.poor = {}, [], "", "", False


@pytest.fixture
def alipay(site: Flask) -> Iterator[Alipay]:
    """Our gateway."""
    with site.app_context():
        found = gateway("alipay")
        assert isinstance(found, Alipay)
        yield found


def test_an_order_for_a_desk_and_for_a_phone(alipay: Alipay, server: AlipayServer) -> None:
    """M-02: the provider believes the signed order and finds in it what is owed, until when, and whom to tell."""
    bill = shop.bill(title="小院 A/B=1&2", expires_at=1_795_000_000_999)
    action = alipay.prepare(bill)
    assert (action["kind"], set(action)) == ("redirect", {"kind", "url", "mobile_url"})
    desk, phone = server.open(action["url"]), server.open(action["mobile_url"])
    for order in (desk, phone):
        assert {name: order[name] for name in ("out_trade_no", "total_amount", "subject", "time_expire")} == {
            "out_trade_no": bill.number,
            "total_amount": "88.88",
            "subject": "小院 A／B＝1＆2",
            "time_expire": "2026-11-18 19:06:40",
        }
        assert order["notify_url"] == f"{shop.URL}/api/v1/payments/callbacks/alipay"
        assert order["return_url"] == f"{shop.URL}/payments/{bill.number}"
    assert (desk["method"], desk["product_code"]) == ("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY")
    assert (phone["method"], phone["product_code"]) == ("alipay.trade.wap.pay", "QUICK_WAP_WAY")
    assert phone["quit_url"] == phone["return_url"]


def test_it_takes_yuan_only(alipay: Alipay) -> None:
    """M-02: an order in another currency is never sent."""
    with pytest.raises(ValueError, match="takes CNY, not USD"):
        alipay.prepare(shop.bill(currency="USD"))


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("TRADE_SUCCESS", "paid"),
        ("TRADE_FINISHED", "paid"),
        ("WAIT_BUYER_PAY", "waiting"),
        ("TRADE_CLOSED", "failed"),
        ("TRADE_SOMETHING_NEW", "waiting"),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "gbk", "GB2312", "gb18030"])
def test_a_notification(alipay: Alipay, server: AlipayServer, status: str, state: str, charset: str) -> None:
    """M-03: what Alipay says, in whatever character set, is understood; the same again says the same."""
    bill = shop.bill()
    trade = server.scan(alipay.prepare(bill)["url"], status)
    body = server.notification(trade, charset)
    said = Said(bill.number, state, 8888, "CNY", trade.trade_no)
    assert [alipay.verify({}, body), alipay.verify({}, body)] == [said, said]


def test_another_amount_is_carried(alipay: Alipay, server: AlipayServer) -> None:
    """M-03: a cent that Alipay itself speaks of is told as a cent; it is not for the gateway to forgive it."""
    trade = server.scan(alipay.prepare(shop.bill())["url"], "TRADE_SUCCESS")
    assert alipay.verify({}, server.notification(trade, total_amount="0.01")).amount == 1


def false_messages(server: AlipayServer, alipay: Alipay) -> dict[str, tuple[bytes, str]]:
    trade = server.scan(alipay.prepare(shop.bill())["url"], "TRADE_SUCCESS")
    good = server.notification(trade)
    return {
        "forged": (server.notification(trade, signer=pair("a stranger")), "bad_signature"),
        "signed by ourselves": (server.notification(trade, signer=pair("our shop at alipay")), "bad_signature"),
        "altered": (changed(good, total_amount="0.01"), "bad_signature"),
        "one field more": (good + b"&extra=1", "bad_signature"),
        "no signature": (changed(good, sign=""), "bad_signature"),
        "no base64": (changed(good, sign="*" * 344), "bad_signature"),
        "another algorithm": (changed(good, sign_type="RSA"), "bad_signature"),
        "another app": (server.notification(trade, app_id="2021999999999999"), "wrong_app"),
        "another seller": (server.notification(trade, seller_id="2088999999999999"), "wrong_seller"),
        "another event": (server.notification(trade, notify_type="dut_user_sign"), "wrong_event"),
        "read as another charset": (changed(good, charset="gbk"), "bad_signature"),
        "no such charset": (server.notification(trade, says="utf-16"), "wrong_charset"),
        "not in its charset": (server.notification(trade, says="gbk"), "wrong_charset"),
        "a field twice": (good + b"&total_amount=0.01", "malformed"),
        "truncated": (good[: good.index(b"&trade_no=")], "bad_signature"),
        "truncated in a field": (good[: good.index(b"app_id=") + 3], "malformed"),
        "nothing": (b"", "bad_signature"),
        "no form": (b"\x00\x01\xff", "malformed"),
        "no amount": (server.notification(trade, total_amount=""), "malformed"),
        "a fraction of a cent": (server.notification(trade, total_amount="88.888"), "malformed"),
        "less than nothing": (server.notification(trade, total_amount="-88.88"), "malformed"),
        "10 MB": (good + b"&x=" + b"y" * 10_000_000, "too_large"),
        "ten thousand fields": (good + b"".join(b"&f%d=1" % one for one in range(5_000)), "malformed"),
    }


def test_false_messages_prove_nothing(alipay: Alipay, server: AlipayServer) -> None:
    """M-03: each is refused with its verdict, quickly, and none raises anything else."""
    messages = false_messages(server, alipay)
    began = time.monotonic()
    for name, (body, verdict) in messages.items():
        with pytest.raises(Untrusted) as refused:
            alipay.verify({}, body)
        assert (name, str(refused.value)) == (name, verdict)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("status", "state"), [("WAIT_BUYER_PAY", "waiting"), ("TRADE_SUCCESS", "paid"), ("TRADE_CLOSED", "failed")]
)
def test_asking(alipay: Alipay, server: AlipayServer, status: str, state: str) -> None:
    """M-03: what is asked is answered, and believed only as it was signed."""
    bill = shop.bill()
    assert alipay.query(bill) == Said(bill.number, "unknown")
    trade = server.scan(alipay.prepare(bill)["url"], status)
    assert alipay.query(bill) == Said(bill.number, state, 8888, "CNY", trade.trade_no)


def test_closing(alipay: Alipay, server: AlipayServer) -> None:
    """M-03: an unpaid trade is closed; where it was paid meanwhile, that is said; one never opened is unknown."""
    bill, paid = shop.bill(), shop.bill("06A1B2C3D4E5G")
    assert alipay.close(bill).state == "unknown"
    trade = server.scan(alipay.prepare(bill)["url"])
    assert [alipay.close(bill).state, trade.state] == ["failed", "TRADE_CLOSED"]
    assert alipay.close(bill).state == "failed"
    server.scan(alipay.prepare(paid)["url"], "TRADE_SUCCESS")
    assert (alipay.close(paid).state, alipay.close(paid).amount) == ("paid", 8888)


def test_what_cannot_be_closed_now_is_tried_again(alipay: Alipay, server: AlipayServer) -> None:
    """M-03: an error of Alipay's own while closing is no end."""
    bill = shop.bill()
    server.scan(alipay.prepare(bill)["url"])
    server.error = "ACQ.SYSTEM_ERROR"
    with pytest.raises(ProviderSilent, match=r"ACQ\.SYSTEM_ERROR"):
        alipay.close(bill)


def test_refunds_in_parts_and_each_once(alipay: Alipay, server: AlipayServer) -> None:
    """M-04: the same number gives money back once, however often it is asked for."""
    bill = shop.bill()
    trade = server.scan(alipay.prepare(bill)["url"], "TRADE_SUCCESS")
    assert [alipay.refund(bill, "R1", 88, "雨天 1/2") for _ in range(3)] == ["done"] * 3
    assert alipay.refund(bill, "R2", 8000, "") == "done"
    assert trade.refunds == {"R1": "0.88", "R2": "80.00"}
    assert alipay.query(bill).state == "paid"
    assert alipay.refund(bill, "R3", 801, "more than is left") == "failed"
    assert alipay.refund(bill, "R1", 89, "the same number, another amount") == "failed"
    assert alipay.refund(bill, "R4", 800, "the rest") == "done"
    assert trade.refunds == {"R1": "0.88", "R2": "80.00", "R4": "8.00"}
    assert alipay.refund(bill, "R2", 8000, "again, when all is back") == "done"


def test_refunds_that_wait_or_fail(alipay: Alipay, server: AlipayServer) -> None:
    """M-04: without money on our account it waits and then works; what was never paid cannot be given back."""
    bill, unpaid = shop.bill(), shop.bill("06A1B2C3D4E5G")
    assert alipay.refund(bill, "R1", 1, "never opened") == "failed"
    server.scan(alipay.prepare(bill)["url"], "TRADE_SUCCESS")
    server.poor = True
    assert alipay.refund(bill, "R1", 1, "x") == "waiting"
    server.poor = False
    assert alipay.refund(bill, "R1", 1, "x") == "done"
    server.scan(alipay.prepare(unpaid)["url"])
    assert alipay.refund(unpaid, "R9", 1, "x") == "failed"
    server.error = "isp.unknow-error"
    with pytest.raises(ProviderSilent):
        alipay.refund(bill, "R2", 1, "x")


LIES = ("forged", "changed", "unsigned", "twice", "another")
FAULTS = ("503", "page", "deep", "huge", "cut", "no http", "hung up", "elsewhere")
DELAYS = ("silent", "slow headers", "slow body")


@pytest.mark.parametrize("mood", [*LIES, *FAULTS, *DELAYS])
def test_a_provider_that_is_slow_silent_or_lying_says_nothing(alipay: Alipay, server: AlipayServer, mood: str) -> None:
    """M-03: whatever it does, there is an end to waiting, and nothing is believed."""
    bill = shop.bill()
    server.scan(alipay.prepare(bill)["url"])
    account = replace(alipay.account(), seconds=0.8)
    way = Alipay("alipay", "Alipay", lambda: account)
    server.mood = mood
    began = time.monotonic()
    with pytest.raises(ProviderSilent) as silence:
        way.query(bill)
    assert time.monotonic() - began < 2.5
    assert bill.number not in str(silence.value)
    server.trades[bill.number].state = "TRADE_SUCCESS"
    if mood != "changed":
        with pytest.raises(ProviderSilent):
            way.refund(bill, "R1", 100, "x")


def test_a_provider_that_is_not_there(alipay: Alipay) -> None:
    """M-03: nobody listens there."""
    account = replace(alipay.account(), gateway_url="http://127.0.0.1:9/gateway.do", seconds=2)
    with pytest.raises(ProviderSilent):
        Alipay("alipay", "Alipay", lambda: account).query(shop.bill())


def test_our_key_is_not_believed_if_it_is_another(alipay: Alipay, server: AlipayServer) -> None:
    """M-02: the server of this test does verify us."""
    account = replace(alipay.account(), key=pair("a stranger"))
    with pytest.raises(ProviderSilent, match=r"isv\.invalid-signature"):
        Alipay("alipay", "Alipay", lambda: account).query(shop.bill())


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_from_the_order_to_the_money_and_back(site: Flask, server: AlipayServer, charset: str) -> None:
    """M-03, M-04: through our own API: forged is refused, true believed once, and each part given back once."""
    payment_id = shop.start(site, "alipay")
    before = len(shop.verdicts(site))
    trade = server.scan((shop.payment(site, payment_id).action or {})["mobile_url"], "TRADE_SUCCESS")
    client = site.test_client()
    answers = [
        client.post(CALLBACK, data=body, content_type=f"application/x-www-form-urlencoded; charset={charset}")
        for body in (
            server.notification(trade, charset, signer=pair("a stranger")),
            server.notification(trade, charset, total_amount="0.01"),
            *[server.notification(trade, charset)] * 3,
        )
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 200, 200, 200]
    assert [(answer.data, answer.mimetype) for answer in answers[2:]] == [(b"success", "text/plain")] * 3
    assert shop.verdicts(site)[before:] == ["bad_signature", "wrong_amount", "good", "good", "good"]
    shop.run_jobs(site)
    shop.refund(site, payment_id, 888, f"{charset}:1")
    server.mood = "503"
    shop.refund(site, payment_id, 8000, f"{charset}:2")
    assert (shop.payment(site, payment_id).state, shop.refunds(site, payment_id)) == ("paid", ["done", "waiting"])
    server.mood = ""
    with clock.moved(clock.HOUR):  # the answer was lost, not the refund: asked again, it is the same one
        shop.run_jobs(site)
    assert (list(trade.refunds.values()), shop.refunds(site, payment_id)) == (["8.88", "80.00"], ["done", "done"])


def test_keys_are_never_shown(site: Flask, server: AlipayServer) -> None:
    """M-02: not in logs, not in the errors that jobs leave, not in what anything looks like in a debugger."""
    server.mood = "503"
    with structlog.testing.capture_logs() as logged:
        payment_id = shop.start(site, "alipay")
        with site.app_context():
            site.extensions["hutong"].database.run(lambda: actions.close(shop.payment(site, payment_id).subject))
            jobs.run_all()
    errors = shop.kept_errors(site)
    way = gateway_of(site)
    shown = repr(logged) + errors + repr(vars(way)) + repr(way.account()) + repr(site.extensions["hutong"].settings)
    assert "Silent(" in repr(logged)
    assert "Silent(" in errors
    assert [line for line in shop.ALIPAY["alipay_key"].splitlines()[1:-1] if line in shown] == []


def gateway_of(site: Flask) -> Alipay:
    found = next(one for one in GATEWAYS.all(site) if isinstance(one, Alipay) and one.name == "alipay")
    assert isinstance(found, Alipay)
    return found


def test_a_time_limit_that_has_passed_is_the_providers_too(alipay: Alipay, server: AlipayServer) -> None:
    """M-03: the time limit is sent with the order, in Beijing's time."""
    url = alipay.prepare(shop.bill(expires_at=clock.now() - clock.SECOND))["url"]
    with pytest.raises(AssertionError, match="the time for this order is over"):
        server.scan(url)
