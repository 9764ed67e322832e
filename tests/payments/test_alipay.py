"""Alipay against a server that verifies and signs as Alipay does, over real sockets."""

import base64
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from flask import Flask

from hutong.kernel import clock
from hutong.kernel.settings import SettingsRefused
from hutong.payments.gateways import GATEWAYS, ProviderSilent, Said, Untrusted, gateway
from hutong.payments.gateways.alipay import Alipay, configured
from tests.client import API
from tests.payments import shop
from tests.payments.alipay_server import APP, SELLER, AlipayServer, changed
from tests.payments.loopback import pair, private_pem, public_pem

GIVEN = {
    "alipay_app_id": APP,
    "alipay_seller_id": SELLER,
    "alipay_key": private_pem(pair("our shop at alipay")),
    "alipay_provider_key": public_pem(pair("alipay")),
}
CALLBACK = f"{API}/payments/callbacks/alipay"
FORM = "application/x-www-form-urlencoded; charset="


@pytest.fixture(scope="module")
def server() -> Iterator[AlipayServer]:
    """Alipay."""
    made = AlipayServer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def site(server: AlipayServer, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Our site, which knows where Alipay is."""
    return shop.opened(tmp_path_factory.mktemp("alipay"), **GIVEN, alipay_url=f"{server.url}/gateway.do")


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
        "no such charset": (server.notification(trade, charset="utf-16"), "wrong_charset"),
        "not in its charset": (good.replace(b"charset=utf-8", b"charset=gb18030&x=%ff"), "wrong_charset"),
        "a field twice": (good + b"&total_amount=0.01", "malformed"),
        "truncated": (good[: len(good) // 2], "bad_signature"),
        "truncated in a field": (good[: good.index(b"app_id=") + 3], "malformed"),
        "nothing": (b"", "malformed"),
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
    if mood != "twice":
        with pytest.raises(ProviderSilent):
            way.refund(bill, "R1", 100, "x")


def test_a_provider_that_is_not_there(alipay: Alipay) -> None:
    """M-03: nobody listens."""
    account = replace(alipay.account(), gateway_url="http://127.0.0.1:9/gateway.do", seconds=2)
    with pytest.raises(ProviderSilent):
        Alipay("alipay", "Alipay", lambda: account).query(shop.bill())


def test_our_key_is_not_believed_if_it_is_another(alipay: Alipay, server: AlipayServer) -> None:
    """M-02: the server of this test does verify us."""
    account = replace(alipay.account(), key=pair("a stranger"))
    with pytest.raises(ProviderSilent, match=r"isv\.invalid-signature"):
        Alipay("alipay", "Alipay", lambda: account).query(shop.bill())


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_from_the_order_to_the_money_and_back(
    site: Flask, server: AlipayServer, charset: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """M-03, M-04: through our own API: forged refused, true believed once, and given back; no key is ever shown."""
    payment_id = shop.start(site, "alipay")
    before = len(shop.verdicts(site))
    trade = server.scan(shop.payment(site, payment_id).action["mobile_url"], "TRADE_SUCCESS")
    client = site.test_client()
    answers = [
        client.post(CALLBACK, data=body, content_type=FORM + charset)
        for body in (
            server.notification(trade, charset, signer=pair("a stranger")),
            server.notification(trade, charset, total_amount="0.01"),
            *[server.notification(trade, charset)] * 3,
        )
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 200, 200, 200]
    assert [(answer.data, answer.mimetype) for answer in answers[2:]] == [(b"success", "text/plain")] * 3
    assert shop.verdicts(site)[before:] == ["bad_signature", "wrong_amount", "good", "good", "good"]
    shop.refund(site, payment_id, 888, f"{charset}:1")
    server.mood = "503"
    shop.refund(site, payment_id, 8000, f"{charset}:2")
    assert (shop.payment(site, payment_id).state, trade.refunds.popitem()[1]) == ("paid", "8.88")
    assert shop.refunds(site, payment_id) == ["done", "waiting"]
    server.mood = ""
    shown = "".join(capfd.readouterr()) + shop.kept_errors(site) + repr(gateway_of(site).account()) + repr(site.config)
    secret = GIVEN["alipay_key"].splitlines()
    assert "ProviderSilent" in shown
    assert [line for line in secret[1:-1] if line in shown] == []


def gateway_of(site: Flask) -> Alipay:
    found = next(one for one in GATEWAYS.all(site) if isinstance(one, Alipay) and one.name == "alipay")
    assert isinstance(found, Alipay)
    return found


def test_a_time_limit_that_has_passed_is_the_providers_too(alipay: Alipay, server: AlipayServer) -> None:
    """M-03: the time limit is sent with the order, in Beijing's time."""
    url = alipay.prepare(shop.bill(expires_at=clock.now() - clock.SECOND))["url"]
    with pytest.raises(AssertionError, match="the time for this order is over"):
        server.scan(url)


def test_it_is_there_when_it_is_set_up(tmp_path: Path, site: Flask) -> None:
    """M-02: none of the settings: no Alipay; some of them: refused, and the missing ones are named."""
    assert configured(shop.settings(tmp_path)) is None
    assert [one.name for one in GATEWAYS.all(site)] == ["sandbox", "alipay"]
    with pytest.raises(SettingsRefused) as refused:
        shop.opened(tmp_path, alipay_app_id=APP, alipay_key=GIVEN["alipay_key"])
    assert str(refused.value).endswith(": HUTONG_ALIPAY_SELLER_ID, HUTONG_ALIPAY_PROVIDER_KEY")


def test_keys_as_text_as_a_file_and_as_the_tools_write_them(tmp_path: Path) -> None:
    """M-02: PEM, a path, one line with escaped ends of lines, or bare base64 in either format."""
    key = pair("our shop at alipay")
    old, none = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    bare = base64.b64encode(key.private_bytes(serialization.Encoding.DER, old, none)).decode()
    file = tmp_path / "key.pem"
    file.write_text("written by a tool\n" + GIVEN["alipay_key"])
    public = "".join(GIVEN["alipay_provider_key"].splitlines()[1:-1])
    for private in (GIVEN["alipay_key"], bare, str(file), GIVEN["alipay_key"].replace("\n", "\\n")):
        made = configured(shop.settings(tmp_path, **{**GIVEN, "alipay_key": private, "alipay_provider_key": public}))
        assert made is not None
        assert made.account().key.private_numbers() == key.private_numbers()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"alipay_key": "/no/such/file.pem"}, "HUTONG_ALIPAY_KEY"),
        ({"alipay_key": public_pem(pair("alipay"))}, "HUTONG_ALIPAY_KEY holds no private key"),
        ({"alipay_key": private_pem(rsa.generate_private_key(public_exponent=65537, key_size=1024))}, "2048 bits"),
        ({"alipay_key": private_pem(ec.generate_private_key(ec.SECP256R1()))}, "must be an RSA key"),  # type: ignore[arg-type]
        ({"alipay_provider_key": GIVEN["alipay_key"]}, "HUTONG_ALIPAY_PROVIDER_KEY holds no public key"),
        ({"alipay_provider_key": "*"}, "HUTONG_ALIPAY_PROVIDER_KEY is neither a key nor the path"),
        ({"currency": "USD"}, "HUTONG_CURRENCY is USD"),
        ({"env": "production", "alipay_url": "http://pay.example/gateway.do"}, "must begin with https://"),
        ({"env": "production", "public_url": ""}, "HUTONG_PUBLIC_URL must begin with https://"),
    ],
)
def test_settings_that_cannot_work(tmp_path: Path, given: dict[str, str], why: str) -> None:
    """M-02: refused at the start, with the name of the setting and never with a key."""
    with pytest.raises(SettingsRefused) as refused:
        configured(shop.settings(tmp_path, **{**GIVEN, **given}))
    assert why in str(refused.value)
    assert GIVEN["alipay_key"].splitlines()[3] not in str(refused.value)
