"""NetEase Yunxin (网易云信): codes and template SMS; the signature is a SHA-1 over secret, nonce and time."""

import hashlib
import json
import secrets
from urllib.parse import urlencode

import phonenumbers

from hutong.kernel import clock
from hutong.kernel.exchange import Silent, exchange
from hutong.notices.gateways.sms import Sms, SmsRefused, account, values

HOST = "sms.yunxinapi.com"
HOME = 86
SENT = 200


class Netease:
    """`netease://APP_KEY:APP_SECRET@sms.yunxinapi.com/?code=TEMPLATE&notice=TEMPLATE`."""

    scheme = "netease"

    def send(self, url: str, sms: Sms) -> None:
        """See SmsGateway."""
        here = account(url, HOST)
        if sms.template == "code":
            path, mobile = "/sms/sendcode.action", {"mobile": _number(sms.mobile)}
            fields = {"paramMap": json.dumps({"code": sms.values["code"]})}
        else:
            path, mobile = "/sms/sendtemplate.action", {"mobiles": json.dumps([_number(sms.mobile)])}
            fields = {"params": json.dumps(values(sms), ensure_ascii=False)}
        nonce, at = secrets.token_hex(16), str(clock.now() // 1000)
        headers = {
            "AppKey": here.id,
            "Nonce": nonce,
            "CurTime": at,
            "CheckSum": checksum(here.secret, nonce, at),
            "Content-Type": "application/x-www-form-urlencoded;charset=utf-8",
        }
        sent = urlencode({"templateid": here.template(sms), **mobile, **fields}).encode()
        answer = exchange("POST", here.url + path, sent, headers)
        try:
            code = json.loads(answer.body)["code"]
        except (ValueError, LookupError, TypeError):
            raise Silent(f"NetEase answered {answer.status}") from None
        if code != SENT:
            raise SmsRefused(f"NetEase answered {str(code)[:20]}")


def checksum(secret: str, nonce: str, at: str) -> str:
    """CheckSum, as the provider publishes it."""
    return hashlib.sha1(f"{secret}{nonce}{at}".encode(), usedforsecurity=False).hexdigest()


def _number(mobile: str) -> str:
    """A number as the provider writes it: its country's code only where it is not China."""
    parsed = phonenumbers.parse(mobile)
    if parsed.country_code == HOME:
        return str(parsed.national_number)
    return f"+{parsed.country_code}-{parsed.national_number}"
