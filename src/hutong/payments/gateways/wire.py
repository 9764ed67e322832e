"""Speaking to providers over HTTP: short waits, no redirects, and silence is no answer."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import urllib3

from hutong.kernel.contribute import Point
from hutong.payments.gateways import ProviderSilent

Send = Callable[[str, bytes, Mapping[str, str]], tuple[int, bytes]]
SEND: Point[Send] = Point("payments.send")  # another way to send: tests answer without a socket
FORM = "application/x-www-form-urlencoded; charset=utf-8"
_pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=5, read=10), retries=False)


def post_form(url: str, fields: Mapping[str, str]) -> bytes:
    """Send a form; the body of the answer. Raises ProviderSilent when there is none, or none that means something."""
    status, body = next(iter(SEND.all()), _over_http)(url, urlencode(fields).encode(), {"Content-Type": FORM})
    if status != 200:
        raise ProviderSilent(f"{url} answered {status}")
    return body


def _over_http(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    try:
        answer = _pool.request("POST", url, body=body, headers=headers, redirect=False)
    except urllib3.exceptions.HTTPError as error:
        raise ProviderSilent(f"{url}: {type(error).__name__}") from None
    return answer.status, answer.data
