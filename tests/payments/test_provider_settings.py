"""Providers are there when they are set up, and a site that is set up by half does not start."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from hutong.kernel.settings import SettingsRefused
from hutong.payments.gateways import GATEWAYS, alipay, wechat
from tests.payments import shop
from tests.payments.loopback import pair, private_pem, public_pem
from tests.payments.wechat_server import signer


@pytest.fixture(autouse=True)
def provider() -> None:
    """None is spoken to."""


def test_they_are_there_when_they_are_set_up(tmp_path: Path) -> None:
    """M-02: none of the settings: no provider but the sandbox; all of them: each is there."""
    for given, names in (({}, []), ({**shop.ALIPAY, **shop.WECHAT}, ["alipay", "wechat"])):
        site = shop.opened(tmp_path / str(len(given)), **given)
        assert [one.name for one in GATEWAYS.all(site)] == ["sandbox", *names]


@pytest.mark.parametrize("given", [shop.ALIPAY, shop.WECHAT])
def test_half_of_it_is_refused(tmp_path: Path, given: dict[str, str]) -> None:
    """M-02: some of the settings: the site does not start, and the missing ones are named."""
    for name in given:
        some = {other: value for other, value in given.items() if other != name}
        with pytest.raises(SettingsRefused) as refused:
            shop.opened(tmp_path, **some)
        assert str(refused.value).endswith(f": HUTONG_{name.upper()}")
        with pytest.raises(SettingsRefused) as refused:
            shop.opened(tmp_path, **{name: given[name]})
        assert str(refused.value).endswith(": " + ", ".join(f"HUTONG_{other.upper()}" for other in some))


def test_keys_as_text_as_a_file_and_as_the_tools_write_them(tmp_path: Path) -> None:
    """M-02: PEM, a path, one line with escaped ends of lines, or bare base64 in either format."""
    key = pair("our shop at alipay")
    old, none = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    bare = base64.b64encode(key.private_bytes(serialization.Encoding.DER, old, none)).decode()
    file = tmp_path / "key.pem"
    file.write_text("written by a tool\n" + shop.ALIPAY["alipay_key"])
    public = "".join(shop.ALIPAY["alipay_provider_key"].splitlines()[1:-1])
    for private in (shop.ALIPAY["alipay_key"], bare, str(file), shop.ALIPAY["alipay_key"].replace("\n", "\\n")):
        made = alipay.configured(
            shop.settings(tmp_path, **{**shop.ALIPAY, "alipay_key": private, "alipay_provider_key": public})
        )
        assert made is not None
        assert made.account().key.private_numbers() == key.private_numbers()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"alipay_key": "/no/such/file.pem"}, "HUTONG_ALIPAY_KEY"),
        ({"alipay_key": public_pem(pair("alipay"))}, "HUTONG_ALIPAY_KEY holds no private key"),
        ({"alipay_key": private_pem(rsa.generate_private_key(public_exponent=65537, key_size=1024))}, "2048 bits"),
        ({"alipay_key": private_pem(ec.generate_private_key(ec.SECP256R1()))}, "must be an RSA key"),  # type: ignore[arg-type]
        ({"alipay_provider_key": shop.ALIPAY["alipay_key"]}, "HUTONG_ALIPAY_PROVIDER_KEY holds no public key"),
        ({"alipay_provider_key": "*"}, "HUTONG_ALIPAY_PROVIDER_KEY is neither a key nor the path"),
        ({"currency": "USD"}, "HUTONG_CURRENCY is USD"),
        ({"env": "production", "alipay_url": "http://pay.example/gateway.do"}, "must begin with https://"),
        ({"env": "production", "public_url": ""}, "HUTONG_PUBLIC_URL must begin with https://"),
    ],
)
def test_settings_that_cannot_work(tmp_path: Path, given: dict[str, str], why: str) -> None:
    """M-02: refused at the start, with the name of the setting and never with a key."""
    with pytest.raises(SettingsRefused) as refused:
        alipay.configured(shop.settings(tmp_path, **{**shop.ALIPAY, **given}))
    assert why in str(refused.value)
    assert shop.ALIPAY["alipay_key"].splitlines()[3] not in str(refused.value)


CERTIFICATE = signer(1)
OF_YESTERDAY = signer(3, since=-30, until=-1)
PUBLIC = public_pem(CERTIFICATE.key)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"wechat_api_key": "short"}, "HUTONG_WECHAT_API_KEY must have 32 characters"),
        ({"wechat_api_key": "三" * 32}, "HUTONG_WECHAT_API_KEY must have 32 characters"),
        ({"wechat_key": CERTIFICATE.certificate}, "HUTONG_WECHAT_KEY holds no private key"),
        ({"wechat_platform_key": PUBLIC}, "HUTONG_WECHAT_PLATFORM_SERIAL must name it"),
        ({"wechat_platform_serial": "PUB_KEY_ID_1"}, "names a key that is missing: HUTONG_WECHAT_PLATFORM_KEY"),
        ({"wechat_platform_key": OF_YESTERDAY.certificate}, "no RSA certificate that is valid now"),
        ({"wechat_platform_key": CERTIFICATE.certificate[:200]}, "certificate that cannot be read"),
        ({"currency": "USD"}, "HUTONG_CURRENCY is USD"),
        ({"env": "production", "wechat_url": "http://pay.example"}, "must begin with https://"),
        ({"env": "production", "public_url": "http://town.example"}, "HUTONG_PUBLIC_URL must begin with https://"),
    ],
)
def test_settings_of_wechat_pay_that_cannot_work(tmp_path: Path, given: dict[str, str], why: str) -> None:
    """M-02: refused at the start, with the name of the setting and never with a key."""
    with pytest.raises(SettingsRefused) as refused:
        wechat.configured(shop.settings(tmp_path, **{**shop.WECHAT, **given}))
    assert why in str(refused.value)
    assert shop.WECHAT["wechat_key"].splitlines()[3] not in str(refused.value)


def test_keys_of_the_platform(tmp_path: Path) -> None:
    """M-02: a public key with its id, or certificates, which say their serial numbers themselves."""
    both = CERTIFICATE.certificate + signer(2).certificate
    file = tmp_path / "platform.pem"
    file.write_text(both)
    for given, serials in (
        ({"wechat_platform_key": PUBLIC, "wechat_platform_serial": "PUB_KEY_ID_1"}, ["PUB_KEY_ID_1"]),
        ({"wechat_platform_key": CERTIFICATE.certificate}, [CERTIFICATE.serial]),
        ({"wechat_platform_key": str(file)}, [CERTIFICATE.serial, signer(2).serial]),
    ):
        made = wechat.configured(shop.settings(tmp_path, **{**shop.WECHAT, **given}))
        assert made is not None
        assert list(made.account.platform) == serials
    with pytest.raises(SettingsRefused, match="of no use without the other settings"):
        wechat.configured(shop.settings(tmp_path, wechat_platform_key=PUBLIC))
