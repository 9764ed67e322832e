"""WeChat Pay, API v3: a code to scan (Native), a phone's browser (H5) or WeChat's own (JSAPI).

Its platform signs with keys that change. A key given in the settings is known for ever; platform certificates are
fetched by a periodic job every hour, and whenever an answer of the platform names one that is not known, at most once
a minute. A callback only looks them up: one that is signed with a certificate not seen yet is refused, the provider
sends it again, and the job that asks about the payment meanwhile meets the same certificate and fetches it.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from flask_babel import lazy_gettext as _l

from hutong.kernel import clock
from hutong.kernel.jobs import job
from hutong.kernel.settings import Settings, SettingsRefused
from hutong.kernel.web import API
from hutong.payments.gateways import NOBODY, Bill, Payer, ProviderSilent, Said, Untrusted, gateway, keys, rsa2
from hutong.payments.gateways.certificates import serial_of, unseal, valid_key
from hutong.payments.gateways.wechat_channel import Account, Channel, silence, stamp_and_nonce

NAME = "wechat"
MOST_BYTES = 64_000
STATES = {
    "SUCCESS": "paid",
    "REFUND": "paid",  # paid, and something was given back since
    "NOTPAY": "waiting",
    "USERPAYING": "waiting",
    "ACCEPT": "waiting",
    "CLOSED": "failed",
    "REVOKED": "failed",
    "PAYERROR": "failed",
}
REFUNDS = {"SUCCESS": "done", "PROCESSING": "waiting", "CLOSED": "failed", "ABNORMAL": "failed"}
HOPELESS = ("INVALID_REQUEST", "RESOURCE_NOT_EXISTS", "USER_ACCOUNT_ABNORMAL")


def configured(settings: Settings) -> "WechatPay | None":
    """The gateway of an installation, None where it is not set up; raises SettingsRefused for half of it."""
    names = ("wechat_app_id", "wechat_merchant_id", "wechat_api_key", "wechat_key", "wechat_serial")
    if not keys.complete(settings, *names):
        if settings.wechat_platform_key or settings.wechat_platform_serial:
            raise SettingsRefused("HUTONG_WECHAT_PLATFORM_KEY is of no use without the other settings of WeChat Pay")
        return None
    keys.check_site(settings, "WeChat Pay", settings.wechat_url)
    api_key = settings.wechat_api_key.encode()
    if len(api_key) != 32:
        raise SettingsRefused("HUTONG_WECHAT_API_KEY must have 32 characters: it is the API v3 key")
    account = Account(
        app_id=settings.wechat_app_id,
        merchant_id=settings.wechat_merchant_id,
        serial=settings.wechat_serial,
        site=settings.url,
        key=keys.private("HUTONG_WECHAT_KEY", settings.wechat_key),
        api_key=api_key,
        platform=_platform(settings),
        url=settings.wechat_url.rstrip("/"),
    )
    return WechatPay(account)


class WechatPay:
    """The gateway."""

    name = NAME
    label = _l("WeChat Pay")

    def __init__(self, account: Account) -> None:
        self.account = account
        self.channel = Channel(account)

    def prepare(self, bill: Bill, payer: Payer = NOBODY) -> dict[str, Any]:
        """See Gateway. One number is for one way to pay: the provider refuses it for another."""
        if bill.currency != "CNY":
            raise ValueError(f"WeChat Pay takes CNY, not {bill.currency}")
        if payer.openid:
            told = self._order("jsapi", bill, {"payer": {"openid": payer.openid}})
            return {
                "kind": "app",
                "url": "",
                "parameters": browser_call(self.account, _text(told, "prepay_id"), *stamp_and_nonce()),
            }
        if payer.phone and payer.address:
            scene = {"payer_client_ip": payer.address, "h5_info": {"type": "Wap"}}
            url = _text(self._order("h5", bill, {"scene_info": scene}), "h5_url")
            back = quote(self.account.site + bill.return_path, safe="")
            return {"kind": "redirect", "url": f"{url}{'&' if '?' in url else '?'}redirect_url={back}"}
        return {"kind": "qr", "url": _text(self._order("native", bill, {}), "code_url")}

    def verify(self, headers: Mapping[str, str], body: bytes) -> Said:
        """See Gateway. It looks into the kv for certificates and asks nobody."""
        if len(body) > MOST_BYTES:
            raise Untrusted("too_large")
        self.channel.trust({name.lower(): value for name, value in headers.items()}, body)
        try:
            told = json.loads(body)
            if not str(told["event_type"]).startswith("TRANSACTION."):
                raise Untrusted("wrong_event")
            about = json.loads(unseal(self.account.api_key, told["resource"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Untrusted("malformed") from None
        return self._said(about)

    def query(self, bill: Bill) -> Said:
        """See Gateway."""
        path = f"/v3/pay/transactions/out-trade-no/{quote(bill.number, safe='')}"
        status, told = self.channel.ask("GET", f"{path}?mchid={quote(self.account.merchant_id, safe='')}")
        if status == 404 and told.get("code") == "ORDER_NOT_EXIST":
            return Said(bill.number, "unknown")
        if status != 200:
            raise silence(status, told)
        try:
            said = self._said(told)
        except Untrusted as refusal:
            raise ProviderSilent(f"WeChat Pay: {refusal}") from None
        if said.number != bill.number:
            raise ProviderSilent("WeChat Pay: an answer about another payment")
        return said

    def close(self, bill: Bill) -> Said:
        """See Gateway."""
        path = f"/v3/pay/transactions/out-trade-no/{quote(bill.number, safe='')}/close"
        status, told = self.channel.ask("POST", path, {"mchid": self.account.merchant_id})
        if status == 204 or told.get("code") == "ORDER_CLOSED":
            return Said(bill.number, "failed")
        said = self.query(bill)
        if said.state == "waiting":
            raise silence(status, told)  # neither paid nor closed: again later
        return said

    def refund(self, bill: Bill, number: str, amount: int, reason: str) -> str:
        """See Gateway. It is asked for first, so that what is asked again is told and not ordered again."""
        path = "/v3/refund/domestic/refunds"
        status, told = self.channel.ask("GET", f"{path}/{quote(number, safe='')}")
        if status == 404 and told.get("code") == "RESOURCE_NOT_EXISTS":
            order = {
                "out_trade_no": bill.number,
                "out_refund_no": number,
                "reason": reason[:80] or bill.number,
                "amount": {"refund": amount, "total": bill.amount, "currency": bill.currency},
            }
            status, told = self.channel.ask("POST", path, order)
            if told.get("code") == "NOT_ENOUGH":
                return "waiting"  # until there is money on the merchant's account
            if status != 200 and told.get("code") in HOPELESS:
                return "failed"
        if status != 200:
            raise silence(status, told)
        given = told.get("amount")
        if not isinstance(given, dict) or (told.get("out_refund_no"), given.get("refund")) != (number, amount):
            raise ProviderSilent("WeChat Pay: an answer about another refund")
        return REFUNDS.get(str(told.get("status")), "waiting")

    def thanks(self) -> tuple[str, str]:
        """See Gateway."""
        return '{"code":"SUCCESS"}', "application/json"

    def _order(self, way: str, bill: Bill, more: dict[str, Any]) -> dict[str, Any]:
        order = {
            "appid": self.account.app_id,
            "mchid": self.account.merchant_id,
            "description": cut(bill.title, 127) or bill.number,
            "out_trade_no": bill.number,
            "time_expire": clock.local(bill.expires_at, "Asia/Shanghai").isoformat(timespec="seconds"),
            "notify_url": f"{self.account.site}{API}/payments/callbacks/{NAME}",
            "amount": {"total": bill.amount, "currency": bill.currency},
            **more,
        }
        status, told = self.channel.ask("POST", f"/v3/pay/transactions/{way}", order)
        if status != 200:
            raise silence(status, told)
        return told

    def _said(self, told: Mapping[str, Any]) -> Said:
        """What a transaction says; raises Untrusted where it is somebody else's or cannot be read."""
        try:
            if told["appid"] != self.account.app_id:
                raise Untrusted("wrong_app")
            if told["mchid"] != self.account.merchant_id:
                raise Untrusted("wrong_seller")
            number, state = str(told["out_trade_no"]), STATES.get(told["trade_state"], "waiting")
            amount = told["amount"] if state == "paid" else {"total": 0, **(told.get("amount") or {})}
            total = amount["total"]
            currency, reference = str(amount.get("currency", "CNY")), str(told.get("transaction_id", ""))
        except (KeyError, TypeError, AttributeError):
            raise Untrusted("malformed") from None
        if type(total) is not int or total < 0:
            raise Untrusted("malformed")
        return Said(number, state, total, currency, reference)


def browser_call(account: Account, prepay_id: str, stamp: str, nonce: str) -> dict[str, str]:
    """The signed parameters with which a page in WeChat's own browser opens the payment."""
    package = f"prepay_id={prepay_id}"
    what = f"{account.app_id}\n{stamp}\n{nonce}\n{package}\n".encode()
    return {
        "appId": account.app_id,
        "timeStamp": stamp,
        "nonceStr": nonce,
        "package": package,
        "signType": "RSA",
        "paySign": rsa2.sign(account.key, what),
    }


def cut(text: str, most: int) -> str:
    """As much of a text as fits into so many bytes, without half a character."""
    return text.encode()[:most].decode(errors="ignore")


@job("payments.refresh_certificates", outside=True, every=clock.HOUR)
def refresh_certificates() -> None:
    """Fetch WeChat Pay's platform certificates, long before a new one is used."""
    way = gateway(NAME)
    if not isinstance(way, WechatPay):
        return
    try:
        way.channel.refresh()
    except ProviderSilent:
        if not way.account.platform:  # with a key of its own, the platform may have no certificates at all
            raise


def _platform(settings: Settings) -> dict[str, RSAPublicKey]:
    """The keys of the platform that are given in the settings; raises SettingsRefused."""
    variable, given, serial = (
        "HUTONG_WECHAT_PLATFORM_KEY",
        settings.wechat_platform_key,
        settings.wechat_platform_serial,
    )
    if not given and not serial:
        return {}
    if not given:
        raise SettingsRefused(f"HUTONG_WECHAT_PLATFORM_SERIAL names a key that is missing: {variable}")
    found = keys.certificates(variable, given)
    if found:
        valid = {serial_of(one): key for one in found if (key := valid_key(one)) is not None}
        if not valid:
            raise SettingsRefused(f"{variable} holds no RSA certificate that is valid now")
        return valid
    if not serial:
        raise SettingsRefused(f"{variable} is a public key: HUTONG_WECHAT_PLATFORM_SERIAL must name it (PUB_KEY_ID_…)")
    return {serial: keys.public(variable, given)}


def _text(told: Mapping[str, Any], name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str) or not found:
        raise ProviderSilent(f"WeChat Pay: an answer without {name}")
    return found
