"""What the sandbox provider does: reads signed orders, takes "money", answers signed questions, sends notifications."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from flask_babel import lazy_gettext as _l

from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.kernel.errors import BadRequest, Conflict
from hutong.kernel.jobs import job
from hutong.kernel.state import settings, state
from hutong.payments.gateways import ProviderSilent, Untrusted, rsa2, wire
from hutong.payments.gateways.alipay import CLOSE, GOOD, PAGE_PAY, QUERY, REFUND, REFUND_QUERY
from hutong.payments.gateways.alipay_text import beijing, fen, read_form, yuan
from hutong.payments.gateways.sandbox import APP_ID, SELLER_ID
from hutong.payments.sandbox.models import SandboxTrade

SUCCESS, CLOSED = "TRADE_SUCCESS", "TRADE_CLOSED"
HOW = ("pay", "silent", "thrice", "wrong_amount", "wrong_seller", "forged", "refuse")


@dataclass(frozen=True)
class Wanted:
    """An order as the merchant signed it."""

    number: str
    title: str
    amount: int
    expires: str  # Beijing time, as the protocol has it
    notify_url: str
    return_path: str

    @property
    def over(self) -> bool:
        """Whether the merchant's time limit has passed."""
        return beijing(clock.now()) > self.expires


class TooLate(Conflict):
    """The provider takes no money after the merchant's time limit."""

    detail = _l("The time to pay this order is over.")


def read_order(query: bytes) -> Wanted:
    """The order in an address; raises BadRequest unless the merchant signed it."""
    try:
        fields = _from_merchant(query)
        order = json.loads(fields["biz_content"])
        if fields["method"] != PAGE_PAY:
            raise Untrusted("malformed")
        return Wanted(
            number=str(order["out_trade_no"])[:64],
            title=str(order["subject"])[:256],
            amount=fen(str(order["total_amount"])),
            expires=str(order["time_expire"]),
            notify_url=fields["notify_url"][:256],
            return_path=urlsplit(fields["return_url"]).path or "/",
        )
    except (Untrusted, KeyError, ValueError):
        raise BadRequest("sandbox: this order is not signed by the merchant") from None


def trade(number: str) -> SandboxTrade | None:
    """A trade by the merchant's number."""
    return session().get(SandboxTrade, number)


def pay(wanted: Wanted, how: str) -> None:
    """The payer presses a button; `how` says what then goes right or wrong on the way back to the merchant."""
    if session().get(SandboxTrade, wanted.number) is None:
        if wanted.over:
            raise TooLate
        row = SandboxTrade(
            number=wanted.number,
            trade_no=f"{clock.local(clock.now(), 'Asia/Shanghai'):%Y%m%d}{ids.new_id():020d}",
            title=wanted.title,
            amount=wanted.amount,
            state=CLOSED if how == "refuse" else SUCCESS,
            notify_url=wanted.notify_url,
            made_at=clock.now(),
            refunds={},
        )
        session().add(row)
        session().flush()
    if how == "silent":
        return
    for _ in range(3 if how == "thrice" else 1):
        notify.later(number=wanted.number, how=how)


@job("sandbox.notify", outside=True)
def notify(number: str, how: str = "pay") -> None:
    """Tell the merchant what became of a trade, until it answers `success`; a wrong message is sent once."""
    with state().database.reading():
        found = trade(number)
    if found is None:
        return
    try:
        answer = wire.post_form(found.notify_url, notification(found, how))
    except ProviderSilent:
        if how in ("wrong_amount", "wrong_seller", "forged"):
            return
        raise
    if answer != b"success":
        raise ProviderSilent(f"the merchant answered {answer[:40]!r}")


def notification(found: SandboxTrade, how: str = "pay") -> dict[str, str]:
    """The signed message about a trade, or one with something wrong in it."""
    fields = {
        "notify_id": f"{ids.new_id():032d}",
        "notify_type": "trade_status_sync",
        "notify_time": beijing(clock.now()),
        "app_id": APP_ID,
        "charset": "utf-8",
        "version": "1.0",
        "sign_type": "RSA2",
        "trade_no": found.trade_no,
        "out_trade_no": found.number,
        "seller_id": "2088000000000999" if how == "wrong_seller" else SELLER_ID,
        "trade_status": found.state,
        "total_amount": "0.01" if how == "wrong_amount" else yuan(found.amount),
        "subject": found.title,
    }
    signature = rsa2.sign(_own_key(), rsa2.content(fields, ("sign", "sign_type")))
    return {**fields, "sign": signature[::-1] if how == "forged" else signature}


def answer(body: bytes) -> str:
    """The signed answer to a merchant's signed question."""
    try:
        fields = _from_merchant(body)
        method, about = fields["method"], json.loads(fields["biz_content"])
        found = session().get(SandboxTrade, str(about["out_trade_no"]))
        told = _answers(method, about, found)
    except (Untrusted, KeyError, ValueError):
        method, told = "error", {"code": "40002", "sub_code": "isv.invalid-signature"}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    signature = rsa2.sign(_own_key(), text.encode())
    return f'{{"{method.replace(".", "_")}_response":{text},"sign":"{signature}"}}'


def _answers(method: str, about: dict[str, Any], found: SandboxTrade | None) -> dict[str, Any]:
    if found is None:
        return {"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"}
    good = {"code": GOOD, "out_trade_no": found.number, "trade_no": found.trade_no}
    if method == QUERY:
        return {**good, "trade_status": found.state, "total_amount": yuan(found.amount)}
    if method == CLOSE:
        return {"code": "40004", "sub_code": "ACQ.TRADE_STATUS_ERROR"} if found.state == SUCCESS else good
    if method == REFUND:
        return _refunds(about, found, good)
    if method == REFUND_QUERY:
        number = str(about["out_request_no"])
        given = {"out_request_no": number, "refund_amount": yuan(found.refunds.get(number, 0))}
        return {**good, **given, "refund_status": "REFUND_SUCCESS"} if number in found.refunds else good
    return {"code": "40004", "sub_code": "isv.invalid-method"}


def _refunds(about: dict[str, Any], found: SandboxTrade, good: dict[str, Any]) -> dict[str, Any]:
    number, amount = str(about["out_request_no"]), fen(about["refund_amount"])
    if number in found.refunds:
        return {**good, "fund_change": "N"}
    if found.state != SUCCESS or sum(found.refunds.values()) + amount > found.amount:
        return {"code": "40004", "sub_code": "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"}
    found.refunds = {**found.refunds, number: amount}
    return {**good, "fund_change": "Y"}


def _from_merchant(form: bytes) -> dict[str, str]:
    fields = read_form(form)
    key = rsa2.kept_pair(settings().data / "sandbox" / "merchant.pem").public_key()
    what = rsa2.content(fields, ("sign",))
    if fields.get("app_id") != APP_ID or not rsa2.verified(key, what, fields.get("sign", "")):
        raise Untrusted("bad_signature")
    return fields


def _own_key() -> RSAPrivateKey:
    return rsa2.kept_pair(settings().data / "sandbox" / "provider.pem")
