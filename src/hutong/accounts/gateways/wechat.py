"""Log-in with WeChat on websites: OAuth 2 with a QR code of WeChat's own; it knows no PKCE and no mail addresses."""

from typing import Any
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l

from hutong.accounts.gateways import Errand, Outsider, Unbelievable, wire

ISSUER = "https://open.weixin.qq.com"


class WeChat:
    """A website application of the WeChat open platform."""

    name = "wechat"
    label: Any = _l("WeChat")

    def __init__(self, app_id: str, secret: str, url: str, api_url: str) -> None:
        self.app_id = app_id
        self.secret = secret
        self.url = url.rstrip("/")
        self.api_url = api_url.rstrip("/")

    def address(self, errand: Errand) -> str:
        """See Provider."""
        wanted = {
            "appid": self.app_id,
            "redirect_uri": errand.back,
            "response_type": "code",
            "scope": "snsapi_login",
            "state": errand.state,
        }
        return f"{self.url}/connect/qrconnect?{urlencode(wanted)}#wechat_redirect"

    def identify(self, errand: Errand, code: str) -> Outsider:  # noqa: ARG002 - nothing of it goes to WeChat
        """See Provider."""
        fields = {"appid": self.app_id, "secret": self.secret, "code": code, "grant_type": "authorization_code"}
        answer = self._ask("access_token", fields)
        token, openid = wire.text(answer, "access_token", 600), wire.text(answer, "openid")
        person = self._ask("userinfo", {"access_token": token, "openid": openid}, "")
        if wire.text(person, "openid") != openid:
            raise Unbelievable("WeChat: somebody else")
        union = person.get("unionid") or answer.get("unionid")
        subject = union if isinstance(union, str) and union else f"{self.app_id}:{openid}"
        return Outsider(self.name, ISSUER, subject[:190], str(person.get("nickname") or ""))

    def _ask(self, what: str, fields: dict[str, str], folder: str = "oauth2/") -> Any:
        found = wire.get(f"{self.api_url}/sns/{folder}{what}", fields)
        if not isinstance(found, dict) or found.get("errcode"):
            code = found.get("errcode") if isinstance(found, dict) else "nothing"
            raise Unbelievable(f"WeChat: {what} answered {str(code)[:20]}")
        return found
