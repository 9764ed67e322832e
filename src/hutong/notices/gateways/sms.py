"""SMS providers behind one interface; HUTONG_SMS_URL chooses one by its scheme."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from hutong.kernel.contribute import Point


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


def gateway(url: str) -> SmsGateway:
    """The provider of an address; raises LookupError."""
    scheme = urlsplit(url).scheme
    for each in GATEWAYS.all():
        if each.scheme == scheme:
            return each
    raise LookupError(f"HUTONG_SMS_URL: no SMS provider is called {scheme!r}")
