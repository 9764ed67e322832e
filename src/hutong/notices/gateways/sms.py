"""SMS providers behind one interface; HUTONG_SMS_URL names one or several, by their schemes, in the order of trying."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from hutong.kernel.contribute import Point

PRICE = 5  # minor units of one message, where an address does not say `price=`
OTHERS = "notice"  # the template of everything that has none of its own


class SmsRefused(Exception):
    """The provider will not send this message, now or later; the text says why."""


@dataclass(frozen=True)
class Sms:
    """What a provider needs: most want the name of a template and its values, some the whole text."""

    id: str  # the same when it is tried again
    mobile: str
    text: str
    template: str
    values: Mapping[str, str]
    language: str


class SmsGateway(Protocol):
    """A provider of SMS."""

    scheme: str

    def send(self, url: str, sms: Sms) -> None:
        """Hand a message over; raises SmsRefused when it is hopeless, anything else to be tried again."""


GATEWAYS: Point[SmsGateway] = Point("sms_gateways")


@dataclass(frozen=True)
class Account:
    """An account at a provider, as its address says: `scheme://id:secret@host/?name=value…`."""

    id: str
    secret: str
    url: str
    settings: Mapping[str, str]

    def template(self, sms: Sms) -> str:
        """The provider's number of a template, in the reader's language where there is one; raises SmsRefused."""
        for name in (sms.template, OTHERS):
            for key in (f"{name}.{sms.language}", name):
                if key in self.settings:
                    return self.settings[key]
        raise SmsRefused(f"no template for {sms.template}")


def gateway(url: str) -> SmsGateway:
    """The provider of an address; raises LookupError."""
    scheme = urlsplit(url).scheme.partition("+")[0]
    for each in GATEWAYS.all():
        if each.scheme == scheme:
            return each
    raise LookupError(f"HUTONG_SMS_URL: no SMS provider is called {scheme!r}")


def addresses(urls: str) -> list[str]:
    """The addresses of a setting, one after the other as they are to be tried."""
    return urls.split()


def account(url: str, host: str) -> Account:
    """What an address says; raises LookupError where id or secret are missing."""
    parts = urlsplit(url)
    if not parts.username or not parts.password:
        raise LookupError(f"HUTONG_SMS_URL: {parts.scheme}://id:secret@host/ is needed")
    return Account(unquote(parts.username), unquote(parts.password), _base(parts, host), dict(parse_qsl(parts.query)))


def price(url: str) -> int:
    """What one message costs by this address, in minor units."""
    try:
        return max(0, int(dict(parse_qsl(urlsplit(url).query)).get("price", PRICE)))
    except ValueError:
        return PRICE


def values(sms: Sms) -> list[str]:
    """The values of a template in the order in which providers want them."""
    names = ("code", "minutes") if sms.template == "code" else tuple(sms.values)
    return [sms.values[name] for name in names if name in sms.values]


def _base(parts: SplitResult, host: str) -> str:
    """Plain http only to this machine, for tests and proxies of one's own."""
    plain = parts.scheme.endswith("+http") and parts.hostname in ("127.0.0.1", "localhost", "::1")
    name = parts.hostname or host
    return f"{'http' if plain else 'https'}://{name}" + (f":{parts.port}" if parts.port else "")
