"""Our site with WeChat Pay, for its tests."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from hutong.payments.gateways import Untrusted, gateway
from hutong.payments.gateways.wechat import WechatPay
from tests.payments import shop
from tests.payments.wechat_server import Order, WechatServer

NUMBER = "06A1B2C3D4E5F"


def fixtures() -> tuple[Any, ...]:
    """The fixtures `server`, `site`, `provider` and `wechat` of a module."""

    @pytest.fixture(scope="module")
    def server() -> Iterator[WechatServer]:
        """WeChat Pay."""
        made = WechatServer()
        yield made
        made.close()

    @pytest.fixture(scope="module")
    def site(server: WechatServer, tmp_path_factory: pytest.TempPathFactory) -> Flask:
        """Our site, which knows where WeChat Pay is."""
        return shop.opened(tmp_path_factory.mktemp("wechat"), **shop.WECHAT, wechat_url=server.url)

    @pytest.fixture(autouse=True)
    def provider(server: WechatServer, site: Flask) -> None:
        """WeChat Pay as on the first day, and we know nothing of it."""
        server.clear()
        for name in ("certificates", "fetched"):
            site.extensions["hutong"].kv.delete(f"payments:wechat:{shop.WECHAT['wechat_merchant_id']}:{name}")

    @pytest.fixture
    def wechat(site: Flask) -> Iterator[WechatPay]:
        """Our gateway."""
        with site.app_context():
            found = gateway("wechat")
            assert isinstance(found, WechatPay)
            yield found

    return server, site, provider, wechat


def paid(wechat: WechatPay, server: WechatServer, state: str = "SUCCESS") -> Order:
    """An order that we placed, in this state."""
    wechat.prepare(shop.bill())
    server.orders[NUMBER].state = state
    return server.orders[NUMBER]


def verdict(call: Callable[[], object]) -> str:
    """Why a message was refused."""
    with pytest.raises(Untrusted) as refused:
        call()
    return str(refused.value)
