"""Sites that vouch for people, on loopback: they verify secret, PKCE and return address, and can be told to lie."""

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from hutong.kernel import clock
from tests.payments.loopback import Loopback, Reply, pair, private_pem

CLIENT, SECRET = "hutong-client", "s3cret:with/signs"
BACK = "http://127.0.0.1:8000/login/with/{}/back"


def key_of(name: str) -> RSAKey:
    """A signing key, made once for all tests."""
    return RSAKey.import_key(private_pem(pair(name)), {"kid": name, "use": "sig", "alg": "RS256"})


class Site(Loopback):
    """What all of them do: remember who was asked for, and give each code once."""

    def __init__(self) -> None:
        super().__init__()
        self.person: dict[str, Any] = {
            "sub": "subject-1",
            "name": "莲 Lotus",
            "email": "mei@example.org",
            "email_verified": True,
        }
        self.lie: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.registered: set[str] = set()  # the addresses that people are sent back to; none: any

    def agree(self, address: str) -> dict[str, str]:
        """What somebody does at this site who is sent to an address: agree; the query they come back with."""
        asked = dict(parse_qsl(urlsplit(address).query))
        if self.registered and asked["redirect_uri"] not in self.registered:
            return {"error": "invalid_request", "state": asked["state"]}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def redeemed(self, fields: dict[str, str]) -> dict[str, str] | None:
        """What was asked under a code, once, where the return address and PKCE fit."""
        asked = self.codes.pop(fields.get("code", ""), None)
        if asked is None or fields.get("redirect_uri", asked["redirect_uri"]) != asked["redirect_uri"]:
            return None
        if "code_challenge" in asked:
            digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
                return None
        return asked


class OidcSite(Site):
    """An OpenID Connect provider."""

    def reply(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """See Loopback."""
        path = urlsplit(target).path
        if path == "/.well-known/openid-configuration":
            return said(self._document())
        if path == "/keys":
            keys = self.lie.get("keys") or [key_of("good").as_dict(private=False)]
            return said({"keys": keys})
        if path == "/userinfo":
            known = headers.get("authorization") == "Bearer access"
            return said(
                {"sub": self.lie.get("userinfo_sub", self.person["sub"]), "name": "From userinfo"},
                200 if known else 401,
            )
        fields = dict(parse_qsl(body.decode()))
        basic = "Basic " + base64.b64encode(f"{CLIENT}:s3cret%3Awith%2Fsigns".encode()).decode()
        posted = (fields.get("client_id"), fields.get("client_secret")) == (CLIENT, SECRET)
        if not (posted if self.lie.get("by_post") else headers.get("authorization") == basic):
            return said({"error": "invalid_client"}, 401)
        asked = self.redeemed(fields)
        if method != "POST" or asked is None:
            return said({"error": "invalid_grant"}, 400)
        return said({"access_token": "access", "token_type": "Bearer", "id_token": self._token(asked["nonce"])})

    def _document(self) -> dict[str, Any]:
        found = {
            "issuer": self.lie.get("issuer", self.url),
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
        }
        return found | (
            {"token_endpoint_auth_methods_supported": ["client_secret_post"]} if self.lie.get("by_post") else {}
        )

    def _token(self, nonce: str) -> str:
        now = clock.now() // 1000
        claims = {"iss": self.url, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce, **self.person}
        claims |= self.lie.get("claims", {})
        claims = {name: value for name, value in claims.items() if value is not None}
        kind = self.lie.get("signed", "good")
        if kind == "none":
            parts = [{"alg": "none"}, claims]
            return (
                ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts) + "."
            )
        if kind == "shared":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 3))
        token = jwt.encode({"alg": "RS256", "kid": self.lie.get("kid", "good")}, claims, key_of(kind))
        return token[:-8] + "AAAAAAAA" if self.lie.get("cut") else token


class GitHubSite(Site):
    """GitHub: its refusals are 200."""

    def reply(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """See Loopback."""
        known = headers.get("authorization") == "Bearer gho_1"
        if target == "/api/user":
            return said({"id": 4711, "login": "lotus", "name": None}) if known else said({}, 401)
        if target == "/api/user/emails":
            return said([{"email": "mei@example.org", "primary": True, "verified": self.person["email_verified"]}])
        fields = dict(parse_qsl(body.decode()))
        asked = self.redeemed(fields)
        if asked is None or fields.get("client_secret") != SECRET or headers.get("accept") != "application/json":
            return said({"error": "bad_verification_code"})
        return said({"access_token": "gho_1", "token_type": "bearer", "scope": "read:user,user:email"})


class WeChatSite(Site):
    """WeChat's open platform: a GET for everything, and refusals that are 200."""

    def reply(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """See Loopback."""
        fields = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        if urlsplit(target).path == "/sns/userinfo":
            return said({"openid": self.lie.get("openid", fields["openid"]), "nickname": "小梅", "unionid": "u1"})
        if (fields["appid"], fields["secret"], fields["grant_type"]) != (CLIENT, SECRET, "authorization_code"):
            return said({"errcode": 40125, "errmsg": "invalid appsecret"})
        if self.redeemed(fields) is None:
            return said({"errcode": 40029, "errmsg": "invalid code"})
        return said({"access_token": "wx", "openid": "o1", "scope": "snsapi_login"})


def said(answer: Any, status: int = 200) -> Reply:
    """An answer as JSON."""
    return status, {"Content-Type": "application/json"}, json.dumps(answer).encode()
