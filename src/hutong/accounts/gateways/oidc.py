"""OpenID Connect: any provider that can be discovered; code with PKCE, every claim of the ID token checked."""

import base64
import hmac
from typing import Any
from urllib.parse import quote_plus, urlencode

from flask_babel import lazy_gettext as _l

from hutong.accounts.gateways import Errand, Outsider, Unbelievable, wire
from hutong.accounts.gateways.pkce import challenge
from hutong.kernel import clock

KEPT = clock.HOUR  # how long keys and addresses are believed
LEEWAY = 60  # seconds by which clocks may differ
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # never "none", never a shared secret


class Oidc:
    """A provider found at its issuer's address."""

    name = "oidc"

    def __init__(self, issuer: str, client_id: str, client_secret: str, label: str = "") -> None:
        self.issuer = issuer
        self.client_id = client_id
        self.client_secret = client_secret
        self.label: Any = label or _l("single sign-on")
        self._kept: dict[str, tuple[int, Any]] = {}

    def address(self, errand: Errand) -> str:
        """See Provider."""
        wanted = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": errand.back,
            "scope": "openid profile email",
            "state": errand.state,
            "nonce": errand.nonce,
            "code_challenge": challenge(errand.verifier),
            "code_challenge_method": "S256",
        }
        where = self._endpoint("authorization_endpoint")
        return f"{where}{'&' if '?' in where else '?'}{urlencode(wanted)}"

    def identify(self, errand: Errand, code: str) -> Outsider:
        """See Provider."""
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": errand.back,
            "code_verifier": errand.verifier,
        }
        headers = {}
        if self._by_post():
            fields |= {"client_id": self.client_id, "client_secret": self.client_secret}
        else:
            pair = f"{quote_plus(self.client_id)}:{quote_plus(self.client_secret)}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        answer = wire.post(self._endpoint("token_endpoint"), fields, headers)
        claims = self._claims(wire.text(answer, "id_token", 20_000), errand.nonce)
        subject = wire.text(claims, "sub")
        if "name" not in claims and "preferred_username" not in claims and "userinfo_endpoint" in self._document():
            more = wire.get(self._endpoint("userinfo_endpoint"), token=wire.text(answer, "access_token", 20_000))
            if wire.text(more, "sub") != subject:
                raise Unbelievable("userinfo about somebody else")
            claims = more | claims
        return Outsider(self.name, self.issuer, subject, _name(claims), _mail(claims))

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        """What an ID token says, once it is its issuer's, for us, of now and for this errand."""
        from joserfc import jwt  # noqa: PLC0415 - 4 MB that only such log-ins need
        from joserfc.errors import JoseError  # noqa: PLC0415 - the same

        for fresh in (False, True):
            try:
                claims = jwt.decode(token, self._keys(fresh), algorithms=ALGORITHMS).claims
                break
            except (JoseError, ValueError, TypeError) as error:
                if fresh:  # a key we did not know may be a new one: asked for once
                    raise Unbelievable(f"a token that is not its issuer's: {type(error).__name__}") from None
        if claims.get("iss") != self.issuer:
            raise Unbelievable("another issuer's token")
        audience = claims.get("aud")
        meant = audience if isinstance(audience, list) else [audience]
        if self.client_id not in meant or (len(meant) > 1 and claims.get("azp") != self.client_id):
            raise Unbelievable("a token for another site")
        now = clock.now() // 1000
        if _instant(claims.get("exp"), 0) + LEEWAY <= now:
            raise Unbelievable("a token that has expired")
        if _instant(claims.get("iat"), now + 2 * LEEWAY) - LEEWAY > now:
            raise Unbelievable("a token from the future")
        given = claims.get("nonce")
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
            raise Unbelievable("a token of another errand")
        return dict(claims)

    def _document(self) -> Any:
        found = self._once("document", lambda: wire.get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"))
        if not isinstance(found, dict) or found.get("issuer") != self.issuer:
            raise Unbelievable("a description of another issuer")
        return found

    def _endpoint(self, name: str) -> str:
        found = wire.text(self._document(), name, 2000)
        if self.issuer.startswith("https://") and not found.startswith("https://"):
            raise Unbelievable(f"{name} is not safe")
        return found

    def _by_post(self) -> bool:
        ways = self._document().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_basic" not in ways

    def _keys(self, fresh: bool) -> Any:
        from joserfc.jwk import KeySet  # noqa: PLC0415 - as above

        if fresh:
            self._kept.pop("keys", None)
        found = self._once("keys", lambda: wire.get(self._endpoint("jwks_uri")))
        try:
            known = [key for key in found["keys"] if key.get("kty") in ("RSA", "EC", "OKP")]
            return KeySet.import_key_set({"keys": known})
        except (LookupError, TypeError, AttributeError, ValueError):
            raise Unbelievable("keys that cannot be read") from None

    def _once(self, what: str, ask: Any) -> Any:
        until, kept = self._kept.get(what, (0, None))
        if until <= clock.now():
            kept = ask()
            self._kept[what] = (clock.now() + KEPT, kept)
        return kept


def _instant(value: Any, otherwise: int) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else otherwise


def _name(claims: dict[str, Any]) -> str:
    for name in ("name", "preferred_username", "nickname"):
        if isinstance(claims.get(name), str) and claims[name].strip():
            return str(claims[name])
    return ""


def _mail(claims: dict[str, Any]) -> str | None:
    email = claims.get("email")
    return email if isinstance(email, str) and claims.get("email_verified") is True else None
