"""The protocol of Alipay: orders in a signed address, signed notifications, signed questions and answers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from flask_babel import lazy_gettext as _l

from hutong.kernel import clock
from hutong.kernel.settings import Settings
from hutong.kernel.state import settings
from hutong.kernel.web import API
from hutong.payments.gateways import NOBODY, Bill, Payer, ProviderSilent, Said, Untrusted, http, keys, rsa2, wire
from hutong.payments.gateways.alipay_text import beijing, decoded, fen, members, read_notification, subject, yuan

NAME = "alipay"
PAGE_PAY, WAP_PAY, QUERY, CLOSE, REFUND, REFUND_QUERY = (
    "alipay.trade.page.pay",
    "alipay.trade.wap.pay",
    "alipay.trade.query",
    "alipay.trade.close",
    "alipay.trade.refund",
    "alipay.trade.fastpay.refund.query",
)
PRODUCTS = {PAGE_PAY: "FAST_INSTANT_TRADE_PAY", WAP_PAY: "QUICK_WAP_WAY"}
STATES = {"TRADE_SUCCESS": "paid", "TRADE_FINISHED": "paid", "WAIT_BUYER_PAY": "waiting", "TRADE_CLOSED": "failed"}
GOOD = "10000"
UNKNOWN = "ACQ.TRADE_NOT_EXIST"
NO_MONEY = "ACQ.SELLER_BALANCE_NOT_ENOUGH"
HOPELESS = (
    UNKNOWN,
    "ACQ.DISCORDANT_REPEAT_REQUEST",
    "ACQ.REASON_TRADE_REFUND_FEE_ERR",
    "ACQ.REASON_TRADE_STATUS_INVALID",
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
    "ACQ.REFUND_FEE_ERROR",
    "ACQ.TRADE_HAS_CLOSE",
    "ACQ.TRADE_HAS_FINISHED",
    "ACQ.TRADE_NOT_ALLOW_REFUND",
    "ACQ.TRADE_STATUS_ERROR",
)
CURRENCY = "CNY"


@dataclass(frozen=True)
class Account:
    """Who we are at the provider, where it is, and by which keys we know each other."""

    app_id: str
    seller_id: str
    page_url: str
    gateway_url: str
    notify_url: str
    key: RSAPrivateKey = field(repr=False)
    their_key: RSAPublicKey = field(repr=False)
    phones: bool = False  # whether it has a page of its own for phones
    seconds: float = http.SECONDS


def configured(settings: Settings) -> "Alipay | None":
    """The gateway of an installation, None where it is not set up; raises SettingsRefused for half of it."""
    if not keys.complete(settings, "alipay_app_id", "alipay_seller_id", "alipay_key", "alipay_provider_key"):
        return None
    keys.check_site(settings, "Alipay", settings.alipay_url)
    account = Account(
        app_id=settings.alipay_app_id,
        seller_id=settings.alipay_seller_id,
        page_url=settings.alipay_url,
        gateway_url=f"{settings.alipay_url}?charset=utf-8",  # by which it reads the body
        notify_url=f"{settings.url}{API}/payments/callbacks/{NAME}",
        key=keys.private("HUTONG_ALIPAY_KEY", settings.alipay_key),
        their_key=keys.public("HUTONG_ALIPAY_PROVIDER_KEY", settings.alipay_provider_key),
        phones=True,
    )
    return Alipay(NAME, _l("Alipay"), lambda: account)


class Alipay:
    """A gateway that speaks this protocol with an account."""

    def __init__(self, name: str, label: Any, account: Callable[[], Account]) -> None:
        self.name, self.label, self.account = name, label, account

    def prepare(self, bill: Bill, payer: Payer = NOBODY) -> dict[str, Any]:
        """See Gateway: the address is the order, signed by us; `mobile_url` is the same order for a phone.

        Who began on a phone goes to the phone's page, whatever opens the link later.
        """
        if bill.currency != CURRENCY:
            raise ValueError(f"Alipay takes {CURRENCY}, not {bill.currency}")
        action = {"kind": "redirect", "url": self._address(PAGE_PAY, bill)}
        if self.account().phones:
            action["mobile_url"] = self._address(WAP_PAY, bill)
            if payer.phone:
                action["url"] = action["mobile_url"]
        return action

    def verify(self, headers: Mapping[str, str], body: bytes) -> Said:  # noqa: ARG002 - this protocol needs none
        """See Gateway."""
        raw, signed = read_notification(body)
        account = self.account()
        if raw.get("sign_type") != "RSA2" or not rsa2.verified(account.their_key, signed, raw.get("sign", "")):
            raise Untrusted("bad_signature")
        fields = decoded(raw)
        if fields.get("app_id") != account.app_id:
            raise Untrusted("wrong_app")
        if fields.get("seller_id") != account.seller_id:
            raise Untrusted("wrong_seller")
        if fields.get("notify_type", "trade_status_sync") != "trade_status_sync":
            raise Untrusted("wrong_event")
        return _said(fields)

    def query(self, bill: Bill) -> Said:
        """See Gateway. A trade is unknown until the payer has logged in or scanned the code."""
        answer = self._ask(QUERY, {"out_trade_no": bill.number})
        if answer.get("sub_code") == UNKNOWN:
            return Said(bill.number, "unknown")
        if answer.get("code") != GOOD:
            raise _silence(answer)
        _same(answer, bill)
        try:
            return _said(answer)
        except Untrusted:
            raise ProviderSilent("Alipay: an answer that cannot be read") from None

    def close(self, bill: Bill) -> Said:
        """See Gateway. What Alipay does not know yet cannot be closed: the time limit in the order ends it."""
        answer = self._ask(CLOSE, {"out_trade_no": bill.number})
        if answer.get("code") == GOOD:
            _same(answer, bill)
            return Said(bill.number, "failed")
        said = self.query(bill)  # not to be closed: it was paid, or is closed already
        if said.state == "waiting":
            raise _silence(answer)
        return said

    def refund(self, bill: Bill, number: str, amount: int, reason: str) -> str:
        """See Gateway."""
        wanted = {"out_trade_no": bill.number, "out_request_no": number, "refund_amount": yuan(amount)}
        answer = self._ask(REFUND, {**wanted, "refund_reason": subject(reason) or number})
        if answer.get("code") == GOOD:
            _same(answer, bill)
            return "done" if answer.get("fund_change") == "Y" else self._refunded(bill, number, amount)
        if answer.get("sub_code") == NO_MONEY:
            return "waiting"  # until there is money on the seller's account
        if answer.get("sub_code") in HOPELESS:
            return "failed"
        raise _silence(answer)

    def thanks(self) -> tuple[str, str]:
        """See Gateway."""
        return "success", "text/plain"

    def _refunded(self, bill: Bill, number: str, amount: int) -> str:
        """What became of a refund that moved no money this time: it was asked for before."""
        answer = self._ask(REFUND_QUERY, {"out_trade_no": bill.number, "out_request_no": number})
        if answer.get("code") != GOOD:
            raise _silence(answer)
        if answer.get("refund_status") != "REFUND_SUCCESS":
            return "waiting"
        _same(answer, bill)
        if (answer.get("out_request_no"), answer.get("refund_amount")) != (number, yuan(amount)):
            raise ProviderSilent("Alipay: an answer about another refund")
        return "done"

    def _address(self, method: str, bill: Bill) -> str:
        account, back = self.account(), settings().url + bill.return_path
        order = {
            "out_trade_no": bill.number,
            "total_amount": yuan(bill.amount),
            "subject": subject(bill.title) or bill.number,
            "product_code": PRODUCTS[method],
            "time_expire": beijing(bill.expires_at),
        }
        if method == WAP_PAY:
            order["quit_url"] = back
        fields = self._signed(method, order, {"return_url": back, "notify_url": account.notify_url})
        return f"{account.page_url}?{urlencode(fields)}"

    def _ask(self, method: str, about: dict[str, str]) -> dict[str, Any]:
        """The provider's signed answer to a signed question; raises ProviderSilent."""
        account = self.account()
        raw = wire.post_form(account.gateway_url, self._signed(method, about, {}), account.seconds)
        try:
            told = members(raw.decode())
            text = told.get(f"{method.replace('.', '_')}_response", "")
            answer = json.loads(text or told["error_response"])
            signature = json.loads(told.get("sign", '""'))
        except (ValueError, KeyError, RecursionError):
            raise ProviderSilent("Alipay: an answer that cannot be read") from None
        if not isinstance(answer, dict):
            raise ProviderSilent("Alipay: an answer that cannot be read")
        if not text:
            raise _silence(answer)
        if not rsa2.verified(account.their_key, text.encode(), str(signature)):
            raise ProviderSilent("Alipay: an answer that is not signed by it")
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


def _said(fields: Mapping[str, Any]) -> Said:
    try:
        state = STATES.get(fields["trade_status"], "waiting")
        number, amount, reference = fields["out_trade_no"], fields["total_amount"], fields.get("trade_no", "")
    except (KeyError, TypeError):
        raise Untrusted("malformed") from None
    return Said(str(number), state, fen(str(amount)), CURRENCY, str(reference))


def _same(answer: Mapping[str, Any], bill: Bill) -> None:
    if answer.get("out_trade_no") != bill.number:
        raise ProviderSilent("Alipay: an answer about another payment")


def _silence(answer: Mapping[str, Any]) -> ProviderSilent:
    return ProviderSilent(f"Alipay answered {str(answer.get('sub_code') or answer.get('code'))[:60]!r}")
