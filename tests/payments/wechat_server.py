"""WeChat Pay's API on loopback: believes what our key signed, signs as its platform does. None of our own code."""

import base64
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509 import CertificateBuilder, Name, NameAttribute
from cryptography.x509.oid import NameOID

from hutong.kernel import clock
from tests.payments.loopback import Loopback, Reply, pair

APP, MERCHANT = "wx0000000000000001", "1900000001"
SERIAL, API_KEY = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1", "an-api-v3-key-of-thirty-two-bytes"[:32]
SHAPE = re.compile(
    r'WECHATPAY2-SHA256-RSA2048 mchid="(.+?)",nonce_str="(.+?)",signature="(.+?)",timestamp="(\d+)",serial_no="(.+?)"'
)
ORDER_FIELDS = {"appid", "mchid", "description", "out_trade_no", "time_expire", "notify_url", "amount"}


@dataclass
class Order:
    """A transaction as WeChat Pay keeps it."""

    number: str
    way: str
    asked: dict[str, Any]
    state: str = "NOTPAY"

    @property
    def total(self) -> int:
        """In cents."""
        total: int = self.asked["amount"]["total"]
        return total


@dataclass(frozen=True)
class Signer:
    """A key of the platform: of a certificate, or with an id of its own."""

    serial: str
    key: RSAPrivateKey
    certificate: str = ""


def signer(number: int, since: int = -30, until: int = 365) -> Signer:
    """A certificate of the platform, valid from and until so many days from now."""
    key, now = pair(f"wechat platform {number}"), datetime.fromtimestamp(clock.now() / 1000, tz=UTC)
    name = Name([NameAttribute(NameOID.COMMON_NAME, "Tenpay.com sign")])
    made = CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(0x5000000000000000000000000000000000000000 + number)
    made = made.not_valid_before(now + timedelta(days=since)).not_valid_after(now + timedelta(days=until))
    text = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
    return Signer(f"{0x5000000000000000000000000000000000000000 + number:X}", key, text)


class WechatServer(Loopback):
    """Orders, refunds, and the keys it signs with: `signing` now, `listed` for who asks."""

    def __init__(self) -> None:
        super().__init__()
        self.clear()

    def clear(self) -> None:
        """As on the first day."""
        self.mood, self.error, self.poor, self.slowly = "", "", False, False
        self.orders: dict[str, Order] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.nonces: set[str] = set()
        self.requests.clear()
        self.signing = signer(1)
        self.listed = [self.signing]
        self.wanted_serial = ""

    def fetched(self) -> int:
        """How often the certificates were asked for."""
        return self.requests.count(("GET", "/v3/certificates"))

    def callback(self, order: Order, **changed: Any) -> tuple[dict[str, str], bytes]:
        """What it posts to us when an order was paid; `by`, `at`, `event`, `sealed_with` say what is unusual."""
        by, at = changed.pop("by", self.signing), changed.pop("at", clock.now())
        event, key = changed.pop("event", "TRANSACTION.SUCCESS"), changed.pop("sealed_with", API_KEY)
        told = json.dumps({**self._transaction(order), **changed}).encode()
        resource = {"original_type": "transaction", **_sealed(told, "transaction", key)}
        message = {
            "id": "EV-2018022511223320873",
            "create_time": "2026-11-21T18:00:00+08:00",
            "resource_type": "encrypt-resource",
            "event_type": event,
            "summary": "支付成功",
            "resource": resource,
        }
        body = json.dumps(message, ensure_ascii=False).encode()
        return signature(by, body, at), body

    def reply(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """See Loopback."""
        try:
            self._check(method, target, headers, body)
        except (InvalidSignature, ValueError) as error:
            return 401, {}, json.dumps({"code": "SIGN_ERROR", "message": str(error)}).encode()
        self.wanted_serial = headers.get("wechatpay-serial", "")
        if self.error:
            status, told = 400, {"code": self.error}
        else:
            status, told = self._route(method, urlsplit(target), json.loads(body or b"{}"))
        text = b"" if status == 204 else json.dumps(told, ensure_ascii=False).encode()
        by = Signer(self.signing.serial, pair("a stranger")) if self.mood == "forged" else self.signing
        signed = signature(by, text, clock.now() - (301 * clock.SECOND if self.mood == "old" else 0))
        if self.mood == "changed":
            text = text.replace(b"NOTPAY", b"SUCCESS") + b" "
        return status, {} if self.mood == "unsigned" else signed, text

    def _route(self, method: str, target: Any, about: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        parts = target.path.split("/")
        if target.path == "/v3/certificates":
            return 200, {"data": [_listed(one) for one in self.listed]}
        if target.path.startswith("/v3/pay/transactions/out-trade-no/"):
            number = parts[5]
            mine = parse_qs(target.query).get("mchid") == [MERCHANT] or about.get("mchid") == MERCHANT
            if number not in self.orders or not mine:
                return 404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
            return self._close(self.orders[number]) if parts[-1] == "close" else (200, self._told(self.orders[number]))
        if target.path.startswith("/v3/pay/transactions/"):
            return self._order(parts[4], about)
        assert target.path.startswith("/v3/refund/domestic/refunds")
        if method == "POST":
            return self._refund(about)
        if parts[-1] not in self.refunds:
            return 404, {"code": "RESOURCE_NOT_EXISTS", "message": "退款单不存在"}
        return 200, self.refunds[parts[-1]]

    def _order(self, way: str, about: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        assert set(about) >= ORDER_FIELDS
        assert (about["appid"], about["mchid"]) == (APP, MERCHANT)
        assert len(about["description"].encode()) <= 127
        assert about["notify_url"].startswith("https://")
        known = self.orders.get(about["out_trade_no"])
        if known is not None and (known.way, known.asked) != (way, about):
            return 403, {"code": "OUT_TRADE_NO_USED", "message": "商户订单号重复"}
        if datetime.fromisoformat(about["time_expire"]).timestamp() * 1000 < clock.now():
            return 400, {"code": "PARAM_ERROR"}
        number = about["out_trade_no"]
        self.orders[number] = Order(number, way, about)
        if way == "h5":
            assert set(about["scene_info"]) == {"payer_client_ip", "h5_info"}
        return 200, {
            "native": {"code_url": f"weixin://wxpay/bizpayurl?pr={number}"},
            "h5": {"h5_url": f"https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx{number}"},
            "jsapi": {"prepay_id": f"wx{number}"},
        }[way]

    def _close(self, order: Order) -> tuple[int, dict[str, Any]]:
        if order.state == "CLOSED":
            return 400, {"code": "ORDER_CLOSED"}
        if order.state != "NOTPAY":
            return 400, {"code": "ORDER_PAID"}
        order.state = "CLOSED"
        return 204, {}

    def _refund(self, about: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        order, number, amount = self.orders.get(about["out_trade_no"]), about["out_refund_no"], about["amount"]
        if order is None:
            return 404, {"code": "RESOURCE_NOT_EXISTS"}
        given = sum(one["amount"]["refund"] for one in self.refunds.values() if one["out_trade_no"] == order.number)
        if order.state not in ("SUCCESS", "REFUND") or given + amount["refund"] > order.total:
            return 400, {"code": "INVALID_REQUEST"}
        if amount["total"] != order.total or amount["currency"] != "CNY" or not 0 < len(about["reason"]) <= 80:
            return 400, {"code": "PARAM_ERROR"}
        if self.poor:
            return 403, {"code": "NOT_ENOUGH"}
        order.state = "REFUND"
        self.refunds[number] = {
            "out_refund_no": number,
            "out_trade_no": order.number,
            "status": "PROCESSING" if self.slowly else "SUCCESS",
            "amount": dict(amount),
        }
        return 200, self.refunds[number]

    def _told(self, order: Order) -> dict[str, Any]:
        if self.mood == "another":
            return {**self._transaction(order), "out_trade_no": "somebody-elses"}
        if self.mood == "another seller":
            return {**self._transaction(order), "mchid": "1900000999"}
        return self._transaction(order)

    def _transaction(self, order: Order) -> dict[str, Any]:
        about = {"appid": APP, "mchid": MERCHANT, "out_trade_no": order.number, "trade_state": order.state}
        if order.state == "NOTPAY":
            return about
        amount = {"total": order.total, "payer_total": order.total, "currency": "CNY", "payer_currency": "CNY"}
        return {**about, "transaction_id": f"42000{order.number}", "amount": amount, "trade_type": order.way.upper()}

    def _check(self, method: str, target: str, headers: dict[str, str], body: bytes) -> None:
        found = SHAPE.fullmatch(headers.get("authorization", ""))
        if found is None or "user-agent" not in headers or headers.get("accept") != "application/json":
            raise ValueError("malformed")
        merchant, nonce, signed, stamp, serial = found.groups()
        if (merchant, serial) != (MERCHANT, SERIAL) or nonce in self.nonces:
            raise ValueError("unknown, or sent twice")
        if abs(int(stamp) * 1000 - clock.now()) > 5 * clock.MINUTE:
            raise ValueError("too old")
        self.nonces.add(nonce)
        what = f"{method}\n{target}\n{stamp}\n{nonce}\n".encode() + body + b"\n"
        pair("our shop at wechat").public_key().verify(
            base64.b64decode(signed), what, padding.PKCS1v15(), hashes.SHA256()
        )


def signature(by: Signer, body: bytes, at: int) -> dict[str, str]:
    """The headers that sign a message of the platform."""
    stamp, nonce = str(at // 1000), secrets.token_hex(16)
    what = f"{stamp}\n{nonce}\n".encode() + body + b"\n"
    return {
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": by.serial,
        "Wechatpay-Signature": base64.b64encode(by.key.sign(what, padding.PKCS1v15(), hashes.SHA256())).decode(),
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
    }


def _listed(one: Signer) -> dict[str, Any]:
    return {"serial_no": one.serial, "encrypt_certificate": _sealed(one.certificate.encode(), "certificate", API_KEY)}


def _sealed(text: bytes, about: str, key: str) -> dict[str, str]:
    nonce = secrets.token_hex(6)
    sealed = AESGCM(key.encode()).encrypt(nonce.encode(), text, about.encode())
    return {
        "algorithm": "AEAD_AES_256_GCM",
        "nonce": nonce,
        "associated_data": about,
        "ciphertext": base64.b64encode(sealed).decode(),
    }
