"""Sites that vouch for people, behind one interface; a slice or an outside package adds its own to `PROVIDERS`."""

from dataclasses import dataclass
from typing import Any, Protocol

from hutong.kernel.contribute import Point
from hutong.kernel.errors import NotFound


@dataclass(frozen=True)
class Outsider:
    """Somebody as another site knows them: `issuer` and `subject` together never change and never name another."""

    provider: str
    issuer: str
    subject: str
    name: str
    email: str | None = None  # only where that site has seen to it that the mailbox is theirs


@dataclass(frozen=True)
class Errand:
    """A log-in that has begun: what this browser was sent away with."""

    provider: str
    state: str
    nonce: str
    verifier: str  # of PKCE
    back: str  # the address to come back to, which never varies


class Unbelievable(Exception):
    """A word that proves nothing; the text says why, for the log."""


class Provider(Protocol):
    """A site that vouches. Both calls may take time and raise Silent; neither is made in a transaction."""

    name: str
    label: Any

    def address(self, errand: Errand) -> str:
        """Where the browser goes."""

    def identify(self, errand: Errand, code: str) -> Outsider:
        """Who came back with this code; raises Unbelievable."""


PROVIDERS: Point[Provider] = Point("login_providers")


def provider(name: str) -> Provider:
    """The provider of this name; raises NotFound where this site has none."""
    for one in PROVIDERS.all():
        if one.name == name:
            return one
    raise NotFound
