"""Yuntongxun (容联云通讯): template SMS; the signature is an MD5 over account, token and time."""

import base64
import hashlib
import json
from urllib.parse import quote

from hutong.kernel import clock
from hutong.kernel.exchange import Silent, exchange
from hutong.notices.gateways.sms import Sms, SmsRefused, account, values

HOST = "app.cloopen.com:8883"
ZONE = "Asia/Shanghai"  # the provider reads times so
HOME = "+86"
SENT = "000000"


class Yuntongxun:
    """`yuntongxun://ACCOUNT_SID:AUTH_TOKEN@app.cloopen.com:8883/?app=APP_ID&code=TEMPLATE&notice=TEMPLATE`."""

    scheme = "yuntongxun"

    def send(self, url: str, sms: Sms) -> None:
        """See SmsGateway."""
        here = account(url, HOST)
        if not sms.mobile.startswith(HOME):
            raise SmsRefused("Yuntongxun: numbers of China only")
        at = clock.local(clock.now(), ZONE).strftime("%Y%m%d%H%M%S")
        body = {
            "to": sms.mobile.removeprefix(HOME),
            "appId": here.settings.get("app", ""),
            "templateId": here.template(sms),
            "datas": values(sms),
        }
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json;charset=utf-8",
            "Authorization": base64.b64encode(f"{here.id}:{at}".encode()).decode(),
        }
        path = (
            f"/2013-12-26/Accounts/{quote(here.id, safe='')}/SMS/TemplateSMS?sig={signature(here.id, here.secret, at)}"
        )
        answer = exchange("POST", here.url + path, json.dumps(body, ensure_ascii=False).encode(), headers)
        try:
            code = json.loads(answer.body)["statusCode"]
        except (ValueError, LookupError, TypeError):
            raise Silent(f"Yuntongxun answered {answer.status}") from None
        if code != SENT:
            raise SmsRefused(f"Yuntongxun answered {str(code)[:20]}")


def signature(account_sid: str, token: str, at: str) -> str:
    """SigParameter, as the provider publishes it."""
    return hashlib.md5(f"{account_sid}{token}{at}".encode(), usedforsecurity=False).hexdigest().upper()
