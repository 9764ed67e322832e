"""Forms sent to providers: an answer or silence."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from hutong.kernel.contribute import Point
from hutong.payments.gateways import ProviderSilent, http

Send = Callable[[str, bytes, Mapping[str, str]], tuple[int, bytes]]
SEND: Point[Send] = Point("payments.send")  # another way to send: tests answer without a socket
FORM = "application/x-www-form-urlencoded; charset=utf-8"


def post_form(url: str, fields: Mapping[str, str], seconds: float = http.SECONDS) -> bytes:
    """Send a form; the body of the answer. Raises ProviderSilent when there is none, or none that means something."""
    body, headers = urlencode(fields).encode(), {"Content-Type": FORM}
    send = next(iter(SEND.all()), None)
    if send is not None:
        status, told = send(url, body, headers)
    else:
        answer = http.exchange("POST", url, body, headers, seconds)
        status, told = answer.status, answer.body
    if status != 200:
        raise ProviderSilent(f"{url} answered {status}")
    return told
