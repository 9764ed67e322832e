"""The signed way to WeChat Pay's platform and back: every request is signed by us, every answer by the platform."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from hutong.kernel import clock
from hutong.payments.gateways import ProviderSilent, Untrusted, http, rsa2
from hutong.payments.gateways.certificates import Certificates

SCHEME = "WECHATPAY2-SHA256-RSA2048"
SKEW = 5 * clock.MINUTE
UNKNOWN = "unknown_serial"
_CODE = re.compile(r"[A-Z0-9_]{1,40}")


@dataclass(frozen=True)
class Account:
    """Who we are at WeChat Pay, where it is, and the keys that are known without asking."""

    app_id: str
    merchant_id: str
    serial: str
    site: str  # our public address
    key: RSAPrivateKey = field(repr=False)
    api_key: bytes = field(repr=False)
    platform: Mapping[str, RSAPublicKey] = field(default_factory=dict, repr=False)
    url: str = "https://api.mch.weixin.qq.com"
    seconds: float = http.SECONDS


class Channel:
    """Asks and believes."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.certificates = Certificates(account.merchant_id, account.api_key)

    def ask(self, method: str, path: str, about: Mapping[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """The platform's signed answer with its status, be it a refusal; raises ProviderSilent for anything else."""
        body = b"" if about is None else json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()
        answer = self._send(method, path, body)
        if answer.status >= 500 or answer.status in (401, 429):
            raise silence(answer.status, _read(answer.body))
        try:
            try:
                self.trust(answer.headers, answer.body)
            except Untrusted as refusal:
                if str(refusal) != UNKNOWN:
                    raise
                self.refresh()
                self.trust(answer.headers, answer.body)
        except Untrusted as refusal:
            raise ProviderSilent(f"WeChat Pay answered {answer.status}: {refusal}") from None
        return answer.status, _read(answer.body)

    def refresh(self) -> None:
        """Fetch the platform certificates, unless somebody did within the last minute; raises ProviderSilent.

        The very first ones vouch for their own signature: that they are WeChat Pay's is shown by the API v3 key.
        """
        if not self.certificates.may_fetch():
            return
        answer = self._send("GET", "/v3/certificates", b"")
        if answer.status != 200:
            raise silence(answer.status, {})
        try:
            fresh = self.certificates.read(answer.body)
            self.trust(answer.headers, answer.body, fresh)
        except (ValueError, Untrusted) as error:
            raise ProviderSilent(f"WeChat Pay: certificates that cannot be believed ({error})") from None
        self.certificates.keep(answer.body)

    def trust(self, headers: Mapping[str, str], body: bytes, fresh: Mapping[str, RSAPublicKey] | None = None) -> None:
        """Raises Untrusted unless the platform signed this within the last minutes; headers are in lower case."""
        stamp, serial = headers.get("wechatpay-timestamp", ""), headers.get("wechatpay-serial", "").lstrip("0")
        if not re.fullmatch(r"[0-9]{1,12}", stamp) or headers.get("wechatpay-signature-type", SCHEME) != SCHEME:
            raise Untrusted("malformed")
        if abs(clock.now() - int(stamp) * 1000) > SKEW:
            raise Untrusted("too_old")
        key = (fresh or {}).get(serial) or self.account.platform.get(serial) or self.certificates.find(serial)
        if key is None:
            raise Untrusted(UNKNOWN)
        what = f"{stamp}\n{headers.get('wechatpay-nonce', '')}\n".encode() + body + b"\n"
        if not rsa2.verified(key, what, headers.get("wechatpay-signature", "")):
            raise Untrusted("bad_signature")

    def _send(self, method: str, path: str, body: bytes) -> http.Answer:
        url = self.account.url + path
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        stamp, nonce = stamp_and_nonce()
        headers = {
            "Authorization": authorization(self.account, method, target, body, stamp, nonce),
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        own = next((serial for serial in self.account.platform if serial.startswith("PUB_KEY_ID_")), "")
        if own:
            headers["Wechatpay-Serial"] = own  # the key that the answer shall be signed with
        return http.exchange(method, url, body, headers, self.account.seconds)


def authorization(account: Account, method: str, target: str, body: bytes, stamp: str, nonce: str) -> str:
    """The header that signs a request."""
    what = f"{method}\n{target}\n{stamp}\n{nonce}\n".encode() + body + b"\n"
    fields = {
        "mchid": account.merchant_id,
        "nonce_str": nonce,
        "signature": rsa2.sign(account.key, what),
        "timestamp": stamp,
        "serial_no": account.serial,
    }
    return f"{SCHEME} " + ",".join(f'{name}="{value}"' for name, value in fields.items())


def stamp_and_nonce() -> tuple[str, str]:
    """What makes a signature one of now, and of this once."""
    return str(clock.now() // 1000), secrets.token_hex(16).upper()


def silence(status: int, told: Mapping[str, Any]) -> ProviderSilent:
    """The error for an answer that says nothing about what was asked."""
    code = told.get("code")
    shown = code if isinstance(code, str) and _CODE.fullmatch(code) else "no code"
    return ProviderSilent(f"WeChat Pay answered {status} {shown}")


def _read(body: bytes) -> dict[str, Any]:
    """The JSON object of an answer, empty for none; raises ProviderSilent."""
    if not body:
        return {}
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise ProviderSilent("WeChat Pay: an answer that cannot be read")
    return told
