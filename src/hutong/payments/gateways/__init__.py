"""Payment providers behind one interface; a slice or an outside package adds its own to `GATEWAYS`."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l

from hutong.kernel.contribute import Point
from hutong.kernel.errors import invalid
from hutong.kernel.exchange import Silent

ProviderSilent = Silent  # the provider did not answer, or not in a way that can be read


@dataclass(frozen=True)
class Bill:
    """What a gateway is told about a payment: a plain value, outside of any transaction."""

    number: str  # our number of it, as the provider knows it
    title: str
    amount: int  # minor units
    currency: str
    expires_at: int
    return_path: str


@dataclass(frozen=True)
class Payer:
    """What is known of who pays: it decides where they pay. Nothing known: a code to scan, or the page for desks."""

    openid: str = ""  # by which WeChat's own browser is paid in; see OPENIDS
    phone: bool = False
    address: str = ""  # the IP address, which WeChat's H5 must be told
    agent: str = ""  # the browser, as it names itself

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


NOBODY = Payer()


@dataclass(frozen=True)
class Said:
    """What a provider said about one of our payments, verified to be its word."""

    number: str
    state: str  # "paid", "waiting", "failed" (closed unpaid), "unknown" (never heard of it)
    amount: int = 0
    currency: str = ""
    reference: str = ""

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


class Untrusted(Exception):
    """A message that proves nothing; the text is the verdict that is kept with it."""


class Gateway(Protocol):
    """A provider. Every call but `verify` may take time and raise ProviderSilent; none is made in a transaction."""

    name: str
    label: Any

    def prepare(self, bill: Bill, payer: Payer = NOBODY) -> dict[str, Any]:
        """Where this payer goes: {"kind": "redirect" | "qr" | "app", "url": …}."""

    def verify(self, headers: Mapping[str, str], body: bytes) -> Said:
        """What a callback says, once its signature, app and seller are right; raises Untrusted. No input or output."""

    def query(self, bill: Bill) -> Said:
        """What the provider knows of a payment."""

    def close(self, bill: Bill) -> Said:
        """End a payment that was not paid; where it was, that is said."""

    def refund(self, bill: Bill, number: str, amount: int, reason: str) -> str:
        """Give money back under a number of ours, once however often it is asked: "done", "waiting" or "failed"."""

    def thanks(self) -> tuple[str, str]:
        """The body and content type that tell the provider not to send a callback again."""


GATEWAYS: Point[Gateway] = Point("gateways")
OPENIDS: Point[Callable[[int], str | None]] = Point("wechat_openids")  # a person → their openid


def gateway(name: str) -> Gateway | None:
    """The provider of this name, where this site has it."""
    return next((one for one in GATEWAYS.all() if one.name == name), None)


def chosen(name: str | None) -> Gateway:
    """The provider that is asked for, or the site's first; raises Invalid."""
    found = gateway(name) if name else next(iter(GATEWAYS.all()), None)
    if found is None:
        raise invalid("provider", _l("There is no such way to pay here."))
    return found
