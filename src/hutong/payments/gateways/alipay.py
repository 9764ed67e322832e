"""The protocol of Alipay: orders in a signed address, signed notifications, signed questions and answers."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from hutong.kernel import clock
from hutong.kernel.state import settings
from hutong.payments.gateways import Bill, ProviderSilent, Said, Untrusted, rsa2, wire

PAGE_PAY, QUERY, CLOSE, REFUND = (
    "alipay.trade.page.pay",
    "alipay.trade.query",
    "alipay.trade.close",
    "alipay.trade.refund",
)
PAID = ("TRADE_SUCCESS", "TRADE_FINISHED")
STATES = {**dict.fromkeys(PAID, "paid"), "WAIT_BUYER_PAY": "waiting", "TRADE_CLOSED": "failed"}
GOOD = "10000"
CURRENCY = "CNY"
_YUAN = re.compile(r"(\d{1,11})(?:\.(\d{1,2}))?")


@dataclass(frozen=True)
class Account:
    """Who we are at the provider, where it is, and by which keys we know each other."""

    app_id: str
    seller_id: str
    page_url: str
    gateway_url: str
    notify_url: str
    key: RSAPrivateKey
    their_key: RSAPublicKey


class Alipay:
    """A gateway that speaks this protocol with an account."""

    def __init__(self, name: str, label: Any, account: Callable[[], Account]) -> None:
        self.name, self.label, self.account = name, label, account

    def prepare(self, bill: Bill) -> dict[str, Any]:
        """See Gateway: the address is the order, signed by us."""
        account = self.account()
        order = {
            "out_trade_no": bill.number,
            "total_amount": yuan(bill.amount),
            "subject": bill.title,
            "product_code": "FAST_INSTANT_TRADE_PAY",
            "time_expire": beijing(bill.expires_at),
        }
        more = {"return_url": settings().url + bill.return_path, "notify_url": account.notify_url}
        fields = self._signed(PAGE_PAY, order, more)
        return {"kind": "redirect", "url": f"{account.page_url}?{urlencode(fields)}"}

    def verify(self, headers: Mapping[str, str], body: bytes) -> Said:  # noqa: ARG002 - this protocol needs none
        """See Gateway."""
        fields = read_form(body)
        account = self.account()
        what = rsa2.content(fields, ("sign", "sign_type"))
        if fields.get("sign_type") != "RSA2" or not rsa2.verified(account.their_key, what, fields.get("sign", "")):
            raise Untrusted("bad_signature")
        if fields.get("app_id") != account.app_id:
            raise Untrusted("wrong_app")
        if fields.get("seller_id") != account.seller_id:
            raise Untrusted("wrong_seller")
        return _said(fields)

    def query(self, bill: Bill) -> Said:
        """See Gateway."""
        answer = self._ask(QUERY, {"out_trade_no": bill.number})
        if answer.get("sub_code") == "ACQ.TRADE_NOT_EXIST":
            return Said(bill.number, "unknown")
        if answer.get("code") != GOOD:
            raise ProviderSilent(str(answer.get("sub_code") or answer.get("code")))
        return _said(answer)

    def close(self, bill: Bill) -> Said:
        """See Gateway."""
        answer = self._ask(CLOSE, {"out_trade_no": bill.number})
        if answer.get("code") == GOOD or answer.get("sub_code") == "ACQ.TRADE_NOT_EXIST":
            return Said(bill.number, "failed")
        return self.query(bill)  # not to be closed: it was paid

    def refund(self, bill: Bill, number: str, amount: int, reason: str) -> str:
        """See Gateway."""
        wanted = {"out_trade_no": bill.number, "out_request_no": number, "refund_amount": yuan(amount)}
        answer = self._ask(REFUND, {**wanted, "refund_reason": reason})
        if answer.get("code") == GOOD:
            return "done"
        if str(answer.get("code")) in ("20000", "40004") and answer.get("sub_code") != "ACQ.SYSTEM_ERROR":
            return "failed"
        raise ProviderSilent(str(answer.get("sub_code") or answer.get("code")))

    def thanks(self) -> tuple[str, str]:
        """See Gateway."""
        return "success", "text/plain"

    def _ask(self, method: str, about: dict[str, str]) -> dict[str, Any]:
        """The provider's signed answer to a signed question."""
        account = self.account()
        raw = wire.post_form(account.gateway_url, self._signed(method, about, {})).decode()
        name = f"{method.replace('.', '_')}_response"
        try:
            told = json.loads(raw)
            answer, signature = dict(told[name]), str(told["sign"])
        except (ValueError, KeyError, TypeError):
            raise ProviderSilent("the answer cannot be read") from None
        signed = raw.partition(f'"{name}":')[2].rpartition(',"sign"')[0]
        if not rsa2.verified(account.their_key, signed.encode(), signature):
            raise ProviderSilent("the answer is not signed by the provider")
        return answer

    def _signed(self, method: str, about: dict[str, str], more: dict[str, str]) -> dict[str, str]:
        account = self.account()
        fields = {
            "app_id": account.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": beijing(clock.now()),
            "version": "1.0",
            "biz_content": json.dumps(about, ensure_ascii=False, separators=(",", ":")),
            **more,
        }
        return {**fields, "sign": rsa2.sign(account.key, rsa2.content(fields, ("sign",)))}


def read_form(body: bytes) -> dict[str, str]:
    """The fields of a form, each once; raises Untrusted."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=100)
    except (UnicodeDecodeError, ValueError):
        raise Untrusted("malformed") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Untrusted("malformed")
    return fields


def yuan(amount: int) -> str:
    """Minor units as the protocol writes them."""
    return f"{amount // 100}.{amount % 100:02d}"


def fen(text: str) -> int:
    """Minor units of an amount as the protocol writes it; raises Untrusted."""
    found = _YUAN.fullmatch(text)
    if found is None:
        raise Untrusted("malformed")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _said(fields: Mapping[str, Any]) -> Said:
    try:
        state = STATES[fields["trade_status"]]
        number, amount, reference = fields["out_trade_no"], fields["total_amount"], fields.get("trade_no", "")
    except KeyError:
        raise Untrusted("malformed") from None
    return Said(str(number), state, fen(str(amount)), CURRENCY, str(reference))


def beijing(at: int) -> str:
    """An instant as the protocol writes it."""
    return clock.local(at, "Asia/Shanghai").strftime("%Y-%m-%d %H:%M:%S")
