"""The keys that WeChat Pay signs with change; nobody notices."""

import json

import pytest
from flask import Flask

from hutong.kernel import clock
from hutong.payments.gateways import ProviderSilent, gateway
from hutong.payments.gateways.wechat import WechatPay, refresh_certificates
from tests.payments import shop
from tests.payments.loopback import pair, public_pem
from tests.payments.wechat_server import Signer, WechatServer, signer
from tests.payments.wechat_site import fixtures, paid, verdict

server, site, provider, wechat = fixtures()


def test_certificates_rotate(wechat: WechatPay, server: WechatServer, site: Flask) -> None:
    """M-02: the hourly job knows the new certificate before it is used, and the old one stays until it is gone."""
    order = paid(wechat, server)
    old, new = server.signing, signer(2)
    assert server.fetched() == 1
    server.listed = [old, new]
    assert verdict(lambda: wechat.verify(*server.callback(order, by=new))) == "unknown_serial"
    with clock.moved(clock.HOUR):
        refresh_certificates.function()
        assert [wechat.verify(*server.callback(order, by=by)).state for by in (old, new)] == ["paid", "paid"]
        server.signing, server.listed = new, [new]
        assert wechat.query(shop.bill()).state == "paid"
    with clock.moved(2 * clock.HOUR):
        refresh_certificates.function()
        assert verdict(lambda: wechat.verify(*server.callback(order, by=old))) == "unknown_serial"
    assert (server.fetched(), refresh_certificates.every) == (3, clock.HOUR)


def test_an_unannounced_certificate_is_fetched_by_the_next_question(wechat: WechatPay, server: WechatServer) -> None:
    """M-02: the callback is refused, and the job that asks about the payment meets the same certificate."""
    order = paid(wechat, server)
    server.signing = signer(2)
    server.listed = [server.signing]
    with clock.moved(2 * clock.MINUTE):
        assert verdict(lambda: wechat.verify(*server.callback(order))) == "unknown_serial"
        assert wechat.query(shop.bill()).state == "paid"
        assert wechat.verify(*server.callback(order)).state == "paid"
    assert server.fetched() == 2


def test_certificates_are_fetched_once_a_minute_at_most(wechat: WechatPay, server: WechatServer) -> None:
    """M-02: somebody who signs every answer with another certificate does not make us ask each time."""
    paid(wechat, server)
    server.signing = signer(9)
    for _ in range(3):
        with pytest.raises(ProviderSilent, match="unknown_serial"):
            wechat.query(shop.bill())
    assert server.fetched() == 1
    with clock.moved(61 * clock.SECOND), pytest.raises(ProviderSilent, match="cannot be believed"):
        wechat.query(shop.bill())
    assert server.fetched() == 2


def test_certificates_that_are_not_valid_now(wechat: WechatPay, server: WechatServer) -> None:
    """M-02: one of yesterday or of tomorrow proves nothing, even if it is listed."""
    order = paid(wechat, server)
    late, early = signer(3, since=-30, until=-1), signer(4, since=1)
    server.listed = [server.signing, late, early]
    with clock.moved(2 * clock.MINUTE):
        wechat.channel.refresh()
        for by in (late, early):
            assert verdict(lambda: wechat.verify(*server.callback(order, by=by))) == "unknown_serial"  # noqa: B023
        assert wechat.verify(*server.callback(order)).state == "paid"


def test_a_certificate_put_into_the_kv_is_not_believed(wechat: WechatPay, server: WechatServer, site: Flask) -> None:
    """M-02: what is kept is still sealed with the API key, so who can write there cannot sign for WeChat Pay."""
    order = paid(wechat, server)
    evil = signer(7)
    kv, name = site.extensions["hutong"].kv, "payments:wechat:1900000001:certificates"
    kept = json.loads(kv.get(name))
    plain = {"algorithm": "none", "nonce": "", "associated_data": "", "ciphertext": evil.certificate}
    kept["data"].append({"serial_no": evil.serial, "encrypt_certificate": plain})
    kv.set(name, json.dumps(kept).encode())
    assert verdict(lambda: wechat.verify(*server.callback(order, by=evil))) == "unknown_serial"
    with clock.moved(2 * clock.MINUTE):  # and the next question mends it
        assert wechat.query(shop.bill()).state == "paid"
        assert wechat.verify(*server.callback(order)).state == "paid"


def test_a_public_key_instead_of_certificates(server: WechatServer, tmp_path_factory: pytest.TempPathFactory) -> None:
    """M-02: the newer mode: we ask for answers signed with it; callbacks come with either while a merchant changes."""
    own = Signer("PUB_KEY_ID_0119000000012026112100000000001", pair("wechat public key"))
    given = {"wechat_platform_key": public_pem(own.key), "wechat_platform_serial": own.serial}
    site = shop.opened(tmp_path_factory.mktemp("key"), **shop.WECHAT, **given, wechat_url=server.url)
    with site.app_context():
        wechat = gateway("wechat")
        assert isinstance(wechat, WechatPay)
        certificate, server.signing = server.signing, own
        order = paid(wechat, server)
        assert (server.wanted_serial, server.fetched()) == (own.serial, 0)
        assert wechat.verify(*server.callback(order)).state == "paid"
        assert verdict(lambda: wechat.verify(*server.callback(order, by=certificate))) == "unknown_serial"
        refresh_certificates.function()
        assert wechat.verify(*server.callback(order, by=certificate)).state == "paid"
        server.error = "RESOURCE_NOT_EXISTS"  # as for a merchant who has no certificates
        with clock.moved(clock.HOUR):
            refresh_certificates.function()
        assert server.fetched() == 2
