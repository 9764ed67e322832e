"""The sandbox provider as a gateway: the protocol of Alipay, spoken with the server that lives in `sandbox/`."""

from flask_babel import lazy_gettext as _l

from hutong.kernel.state import settings
from hutong.kernel.web import API
from hutong.payments.gateways import rsa2
from hutong.payments.gateways.alipay import Account, Alipay

NAME = "sandbox"
PAGE = "/dev/sandbox/pay"
SERVER = "/dev/sandbox/gateway"
APP_ID, SELLER_ID = "9021000000000001", "2088000000000001"


def account() -> Account:
    """Our account at the sandbox; both key pairs are made once and kept in HUTONG_DATA."""
    here, folder = settings(), settings().data / "sandbox"
    return Account(
        app_id=APP_ID,
        seller_id=SELLER_ID,
        page_url=here.url + PAGE,
        gateway_url=here.url + API + SERVER,
        notify_url=f"{here.url}{API}/payments/callbacks/{NAME}",
        key=rsa2.kept_pair(folder / "merchant.pem"),
        their_key=rsa2.kept_pair(folder / "provider.pem").public_key(),
    )


SANDBOX = Alipay(NAME, _l("Sandbox (no real money)"), account)
