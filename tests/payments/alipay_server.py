"""Alipay's gateway on loopback: believes only what our key signed, and signs as Alipay does. None of our own code."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from hutong.kernel import clock
from tests.payments.loopback import Loopback, Reply, pair

APP, SELLER = "2021000000000001", "2088000000000001"
BEIJING = timezone(timedelta(hours=8))


@dataclass
class Trade:
    """A trade as Alipay keeps it; amounts are text."""

    number: str
    amount: str
    state: str = "WAIT_BUYER_PAY"
    refunds: dict[str, str] = field(default_factory=dict)

    @property
    def trade_no(self) -> str:
        """Alipay's own number."""
        return f"2026112122001{self.number}"


class AlipayServer(Loopback):
    """Trades, and the money on the seller's account."""

    def __init__(self) -> None:
        super().__init__()
        self.trades: dict[str, Trade] = {}
        self.orders: list[dict[str, str]] = []
        self.key = pair("alipay")
        self.poor = False
        self.skew = clock.MINUTE  # how wrong the clock of a shop may be
        self.error = ""

    def open(self, url: str) -> dict[str, str]:
        """The payer opens the address that we made: Alipay reads the order, or refuses it."""
        fields = self._checked(urlsplit(url).query)
        order: dict[str, str] = {**fields, **json.loads(fields["biz_content"])}
        self.orders.append(order)
        return order

    def scan(self, url: str, state: str = "WAIT_BUYER_PAY") -> Trade:
        """The payer opens the order and scans or logs in: from then on there is a trade."""
        order = self.open(url)
        expires = datetime.strptime(order["time_expire"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
        assert expires.timestamp() * 1000 > clock.now(), "the time for this order is over"
        made = self.trades.setdefault(order["out_trade_no"], Trade(order["out_trade_no"], order["total_amount"]))
        made.state = state
        return made

    def notification(
        self, trade: Trade, charset: str = "utf-8", signer: RSAPrivateKey | None = None, says: str = "", **changed: str
    ) -> bytes:
        """What Alipay posts to us about a trade; `says` is the charset it names, if that is another."""
        fields = {
            "gmt_create": "2026-11-21 10:00:00",
            "charset": says or charset,
            "notify_time": "2026-11-21 10:00:05",
            "subject": "胡同小院，两晚",
            "body": "",
            "notify_id": "2026112100222100005029660581000000",
            "notify_type": "trade_status_sync",
            "version": "1.0",
            "fund_bill_list": '[{"amount":"88.88","fundChannel":"PCREDIT"}]',
            "app_id": APP,
            "seller_id": SELLER,
            "out_trade_no": trade.number,
            "trade_no": trade.trade_no,
            "total_amount": trade.amount,
            "trade_status": trade.state,
            **changed,
        }
        signed = "&".join(f"{name}={fields[name]}" for name in sorted(fields))
        fields = {**fields, "sign_type": "RSA2", "sign": _sign(signer or self.key, signed.encode(charset))}
        return "&".join(f"{name}={quote_plus(value, encoding=charset)}" for name, value in fields.items()).encode()

    def reply(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """See Loopback."""
        if not target.startswith("/gateway.do?charset=utf-8"):
            return 404, {}, b""
        try:
            fields = self._checked(body.decode())
        except (InvalidSignature, ValueError, KeyError):
            return self._told(
                "error", {"code": "40002", "msg": "Invalid Arguments", "sub_code": "isv.invalid-signature"}
            )
        about = json.loads(fields["biz_content"])
        told = {"code": "20000", "sub_code": self.error} if self.error else self._answer(fields["method"], about)
        if self.mood == "another":
            told["out_trade_no"] = "somebody-elses"
        return self._told(fields["method"].replace(".", "_"), told)

    def _answer(self, method: str, about: dict[str, str]) -> dict[str, Any]:
        trade = self.trades.get(about["out_trade_no"])
        if trade is None:
            return _refused("ACQ.TRADE_NOT_EXIST")
        good = {"code": "10000", "msg": "Success", "out_trade_no": trade.number, "trade_no": trade.trade_no}
        if method == "alipay.trade.query":
            # a nested object and a bracket in a string, which a careless reader of the slice trips over
            more = {"buyer_logon_id": 'a"}b***', "fund_bill_list": [{"amount": trade.amount, "x": "}"}]}
            return {**good, "trade_status": trade.state, "total_amount": trade.amount, **more}
        if method == "alipay.trade.close":
            if trade.state != "WAIT_BUYER_PAY":
                return _refused("ACQ.TRADE_STATUS_ERROR")
            trade.state = "TRADE_CLOSED"
            return good
        if method == "alipay.trade.refund":
            return self._refund(trade, about, good)
        assert method == "alipay.trade.fastpay.refund.query"
        number = about["out_request_no"]
        if number not in trade.refunds:
            return good
        given = {"out_request_no": number, "refund_amount": trade.refunds[number], "refund_status": "REFUND_SUCCESS"}
        return {**good, **given}

    def _refund(self, trade: Trade, about: dict[str, str], good: dict[str, Any]) -> dict[str, Any]:
        number, amount = about["out_request_no"], about["refund_amount"]
        if number in trade.refunds:
            same = trade.refunds[number] == amount
            return {**good, "fund_change": "N"} if same else _refused("ACQ.DISCORDANT_REPEAT_REQUEST")
        if self.poor:
            return _refused("ACQ.SELLER_BALANCE_NOT_ENOUGH")
        if trade.state != "TRADE_SUCCESS":
            return _refused("ACQ.TRADE_STATUS_ERROR")
        left = fen(trade.amount) - sum(map(fen, trade.refunds.values()))
        if fen(amount) > left:
            return _refused("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")
        trade.refunds[number] = amount
        if fen(amount) == left:
            trade.state = "TRADE_CLOSED"
        return {**good, "fund_change": "Y"}

    def _told(self, name: str, told: dict[str, Any]) -> Reply:
        text = json.dumps(told, ensure_ascii=False).replace("/", "\\/")
        sign = _sign(pair("a stranger") if self.mood == "forged" else self.key, text.encode())
        if self.mood == "changed":
            text = text.replace("WAIT_BUYER_PAY", "TRADE_SUCCESS")
        if self.mood == "unsigned":
            return 200, {}, f'{{"{name}_response":{text}}}'.encode()
        if self.mood == "twice":
            return 200, {}, f'{{"{name}_response":{text},"{name}_response":{text},"sign":"{sign}"}}'.encode()
        # with blanks, and the signature first: nothing says that it comes last
        return 200, {}, f'{{ "sign" : "{sign}" , "{name}_response" : {text} }}'.encode()

    def _checked(self, form: str) -> dict[str, str]:
        fields = dict(parse_qsl(form, keep_blank_values=True, strict_parsing=True))
        signed = "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if value and name != "sign")
        pair("our shop at alipay").public_key().verify(
            base64.b64decode(fields["sign"]), signed.encode(), padding.PKCS1v15(), hashes.SHA256()
        )
        assert [fields[name] for name in ("app_id", "sign_type", "version")] == [APP, "RSA2", "1.0"]
        at = datetime.strptime(fields["timestamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
        assert abs(at.timestamp() * 1000 - clock.now()) < self.skew
        return fields


def changed(body: bytes, **fields: str) -> bytes:
    """A notification with other values under the old signature."""
    return urlencode({**dict(parse_qsl(body.decode(), keep_blank_values=True)), **fields}).encode()


def _refused(code: str) -> dict[str, Any]:
    return {"code": "40004", "msg": "Business Failed", "sub_code": code, "sub_msg": "业务失败"}


def _sign(key: RSAPrivateKey, what: bytes) -> str:
    return base64.b64encode(key.sign(what, padding.PKCS1v15(), hashes.SHA256())).decode()


def fen(text: str) -> int:
    yuan, _, rest = text.partition(".")
    return int(yuan) * 100 + int(rest)
