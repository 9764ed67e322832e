"""The examples that the providers have published: keys, messages and signatures, each with its source."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_pem_x509_certificate
from flask import Flask

from hutong.kernel import clock
from hutong.payments.gateways import Untrusted, keys, rsa2
from hutong.payments.gateways.alipay_text import members, read_notification
from hutong.payments.gateways.certificates import Certificates, unseal
from hutong.payments.gateways.wechat import browser_call
from hutong.payments.gateways.wechat_channel import Account, Channel, authorization
from tests.payments import shop
from tests.payments.published import (
    ALIPAY_ANSWERS,
    ALIPAY_CERTIFICATE,
    ALIPAY_SIGNATURE,
    WECHAT_CALLBACK,
    WECHAT_CALLBACK_CERTIFICATE,
    WECHAT_CALLBACK_SIGNATURE,
    WECHAT_CERTIFICATES,
    WECHAT_KEY,
    WECHAT_ORDER,
    WECHAT_ORDER_SIGNATURE,
    WECHAT_PAY_SIGN,
    WECHAT_PUBLIC_KEY,
    WECHAT_PUBLIC_KEY_SIGNATURE,
)

STAMP, NONCE = "1554208460", "593BEC0C930BF1AFEB40B4A08C8FB242"


@pytest.fixture(autouse=True)
def provider() -> None:
    """None is spoken to."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A site, whose kv is looked into for certificates."""
    return shop.opened(tmp_path_factory.mktemp("published"))


@pytest.fixture
def within(site: Flask) -> Iterator[None]:
    """Inside of it."""
    with site.app_context():
        yield


def account(platform: dict[str, RSAPublicKey] | None = None, app_id: str = "wxd678efh567hg6787") -> Account:
    return Account(
        app_id=app_id,
        merchant_id="1900007291",
        serial="408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB",
        site="https://town.example",
        key=keys.private("x", WECHAT_KEY),
        api_key=b"x" * 32,
        platform=platform or {},
    )


def test_wechat_pay_signs_a_request() -> None:
    """M-02: pay.weixin.qq.com/doc/v3/merchant/4012365336, with the test key pair of that page."""
    body = WECHAT_ORDER.encode()
    assert authorization(account(), "POST", "/v3/pay/transactions/jsapi", body, STAMP, NONCE) == (
        f'WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="{NONCE}",signature="{WECHAT_ORDER_SIGNATURE}",'
        f'timestamp="{STAMP}",serial_no="408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB"'
    )


def test_wechat_pay_signs_the_call_of_its_browser() -> None:
    """M-02: pay.weixin.qq.com/doc/v3/merchant/4012365341, with the test key pair of that page."""
    order = browser_call(account(app_id="wx2421b1c4370ec43b"), "wx201410272009395522657a690389285100", STAMP, NONCE)
    assert order["paySign"] == WECHAT_PAY_SIGN


def test_wechat_pay_is_believed_by_its_public_key(within: None) -> None:
    """M-02: pay.weixin.qq.com/docs/merchant/development/interface-rules/signature-verification.html."""
    serial = "PUB_KEY_ID_0000000000000024101100397200000006"
    channel = Channel(account({serial: keys.public("x", WECHAT_PUBLIC_KEY)}))
    headers = {
        "wechatpay-nonce": "d824f2e086d3c1df967785d13fcd22ef",
        "wechatpay-signature": WECHAT_PUBLIC_KEY_SIGNATURE,
        "wechatpay-timestamp": "1722850421",
        "wechatpay-serial": serial,
        "wechatpay-signature-type": "WECHATPAY2-SHA256-RSA2048",
    }
    body = b'{"code_url":"weixin://wxpay/bizpayurl?pr=JyC91EIz1"}'
    with clock.frozen(1722850421_000 + 4 * clock.MINUTE):
        channel.trust(headers, body)
        with pytest.raises(Untrusted, match="bad_signature"):
            channel.trust(headers, body.replace(b"JyC91EIz1", b"JyC91EIz2"))
    with clock.frozen(1722850421_000 + 6 * clock.MINUTE), pytest.raises(Untrusted, match="too_old"):
        channel.trust(headers, body)


def test_wechat_pay_calls_back(within: None) -> None:
    """M-03: core/notify/notify_test.go of github.com/wechatpay-apiv3/wechatpay-go, WeChat Pay's own library."""
    certificate = keys.certificates("x", WECHAT_CALLBACK_CERTIFICATE)[0]
    key = certificate.public_key()
    assert isinstance(key, RSAPublicKey)
    headers = {
        "wechatpay-nonce": "EcZ9Cmy4Xyx1i6RlJQzLcCyEqDa26NBz",
        "wechatpay-timestamp": "1624523846",
        "wechatpay-serial": "D7CE59D1F522D701",
        "wechatpay-signature": WECHAT_CALLBACK_SIGNATURE,
    }
    with clock.frozen(1624523846_000):
        Channel(account({"D7CE59D1F522D701": key})).trust(headers, WECHAT_CALLBACK["body"].encode())
    sealed = {
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": WECHAT_CALLBACK["ciphertext"],
        "associated_data": "payscore",
        "nonce": "Kj7QIyUiYx1q",
    }
    assert unseal(b"testMchAPIv3Key0", sealed).decode() == (
        '{"mchid":"1234567890","appid":"054aa7d7a2a54ab5898df65bd96f001c",'
        '"create_time":"2020-06-30T12:12:00+08:00","out_contract_code":"21640bdbd08e473e828f3206a2741c6e"}'
    )


def test_what_wechat_pay_sealed_with_the_api_key() -> None:
    """M-03: AeadAesCipherTest and TestConfig of github.com/wechatpay-apiv3/wechatpay-java, its other library."""
    api_key = b"a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb"
    sealed = {
        "algorithm": "AEAD_AES_256_GCM",
        "nonce": "uluk4a9R25RW",
        "associated_data": "associatedData",
        "ciphertext": "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=",
    }
    assert unseal(api_key, sealed) == b"message"
    with clock.frozen(1_700_000_000_000):
        found = Certificates("1234567891", api_key).read(WECHAT_CERTIFICATES.encode())
    assert list(found) == ["5DEA10EF55877E3CF6C33255C2E7DEFFF7E427EC"]


def test_what_alipay_signs_of_a_notification() -> None:
    """M-03: the notification in Alipay's guide to asynchronous notifications; its signature there is shortened."""
    fields = (
        "total_amount=2.00&buyer_id=2088102116773037&body=大乐透2.1&trade_no=2016071921001003030200089909"
        "&refund_fee=0.00&notify_time=2016-07-19 14:10:49&subject=大乐透2.1&sign_type=RSA2&charset=utf-8"
        "&notify_type=trade_status_sync&out_trade_no=0719141034-6418&gmt_close=2016-07-19 14:10:46"
        "&gmt_payment=2016-07-19 14:10:47&trade_status=TRADE_SUCCESS&version=1.0&sign=kPbQIjX"
        "&gmt_create=2016-07-19 14:10:44&app_id=2015102700040153&seller_id=2088102119685838"
        "&notify_id=4a91b7a78a503640467525113fb7d8bg8e"
    )
    signed = (
        "app_id=2015102700040153&body=大乐透2.1&buyer_id=2088102116773037&charset=utf-8"
        "&gmt_close=2016-07-19 14:10:46&gmt_create=2016-07-19 14:10:44&gmt_payment=2016-07-19 14:10:47"
        "&notify_id=4a91b7a78a503640467525113fb7d8bg8e&notify_time=2016-07-19 14:10:49"
        "&notify_type=trade_status_sync&out_trade_no=0719141034-6418&refund_fee=0.00"
        "&seller_id=2088102119685838&subject=大乐透2.1&total_amount=2.00"
        "&trade_no=2016071921001003030200089909&trade_status=TRADE_SUCCESS&version=1.0"
    )
    assert read_notification(quote(fields, safe="&=").encode())[1].decode() == signed


def test_alipay_is_believed() -> None:
    """M-03: RSACheckTest of github.com/alipay/alipay-sdk-java-all, with the certificate of its test account."""
    key = load_pem_x509_certificate(ALIPAY_CERTIFICATE.encode()).public_key()
    assert isinstance(key, RSAPublicKey)
    fields = {
        "method": "koubei.marketing.data.indicator.query",
        "app_id": "2019090366875133",
        "extra": "中文测试",
        "sign_type": "RSA2",
    }
    assert rsa2.verified(key, rsa2.content(fields, ("sign",)), ALIPAY_SIGNATURE)
    assert not rsa2.verified(key, rsa2.content({**fields, "extra": "中文"}, ("sign",)), ALIPAY_SIGNATURE)


@pytest.mark.parametrize("signed", ALIPAY_ANSWERS)
@pytest.mark.parametrize("shape", ['{"%s":%s,"sign":"TS35=="}', '{"%s"      :      %s     ,     "sign": "TS35==" }'])
def test_what_alipay_signs_of_an_answer(signed: str, shape: str) -> None:
    """M-03: AlipaySignatureTest of github.com/alipay/alipay-sdk-java-all: braces, quotes, escapes and blanks."""
    text = shape % ("alipay_trade_create_response", signed)
    assert members(text) == {"alipay_trade_create_response": signed, "sign": '"TS35=="'}


def test_the_published_examples_are_named() -> None:
    """M-02: whoever reads a vector finds where it comes from."""
    assert Path(__file__).with_name("published.py").read_text().count("# From ") == 7
