"""Log-in with GitHub: OAuth 2 with PKCE; who it is, its API says."""

from typing import Any
from urllib.parse import urlencode

from hutong.accounts.gateways import Errand, Outsider, Unbelievable, wire
from hutong.accounts.gateways.pkce import challenge

ISSUER = "https://github.com"


class GitHub:
    """GitHub, or a GitHub of one's own."""

    name = "github"
    label: Any = "GitHub"

    def __init__(self, client_id: str, client_secret: str, url: str, api_url: str) -> None:
        self.client_id = client_id
        self.client_secret = client_secret
        self.url = url.rstrip("/")
        self.api_url = api_url.rstrip("/")

    def address(self, errand: Errand) -> str:
        """See Provider."""
        wanted = {
            "client_id": self.client_id,
            "redirect_uri": errand.back,
            "scope": "read:user user:email",
            "state": errand.state,
            "code_challenge": challenge(errand.verifier),
            "code_challenge_method": "S256",
        }
        return f"{self.url}/login/oauth/authorize?{urlencode(wanted)}"

    def identify(self, errand: Errand, code: str) -> Outsider:
        """See Provider."""
        fields = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "code": code,
            "redirect_uri": errand.back,
            "code_verifier": errand.verifier,
        }
        answer = wire.post(f"{self.url}/login/oauth/access_token", fields)  # its refusals are 200 too
        token = wire.text(answer, "access_token", 2000)
        person = wire.get(f"{self.api_url}/user", token=token)
        number = person.get("id") if isinstance(person, dict) else None
        if not isinstance(number, int) or isinstance(number, bool):
            raise Unbelievable("GitHub: nobody")
        name = person.get("name") or person.get("login") or ""
        return Outsider(self.name, ISSUER, str(number), str(name), self._mail(token))

    def _mail(self, token: str) -> str | None:
        found = wire.get(f"{self.api_url}/user/emails", token=token)
        for one in found if isinstance(found, list) else []:
            if isinstance(one, dict) and one.get("primary") is True and one.get("verified") is True:
                return one["email"] if isinstance(one.get("email"), str) else None
        return None
