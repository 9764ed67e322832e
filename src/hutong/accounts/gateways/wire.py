"""Asking a provider: a form or an address, and the JSON object that it answers."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from hutong.accounts.gateways import Unbelievable
from hutong.kernel.exchange import Silent, exchange

FORM = "application/x-www-form-urlencoded"


def get(url: str, query: Mapping[str, str] | None = None, token: str = "") -> Any:
    """The JSON that an address answers; raises Silent or Unbelievable."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return _read(url, exchange("GET", f"{url}?{urlencode(query)}" if query else url, headers=headers))


def post(url: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The JSON object that a form is answered with; raises Silent or Unbelievable."""
    sent = {"Accept": "application/json", "Content-Type": FORM, **(headers or {})}
    found = _read(url, exchange("POST", url, urlencode(fields).encode(), sent))
    if not isinstance(found, dict):
        raise Unbelievable("no JSON object")
    return found


def text(found: Any, name: str, most: int = 190) -> str:
    """A text of an answer; raises Unbelievable where it is missing or no text of that length."""
    value = found.get(name) if isinstance(found, dict) else None
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise Unbelievable(f"an answer without {name}")
    return value


def _read(url: str, answer: Any) -> Any:
    if answer.status >= 500:
        raise Silent(f"{url} answered {answer.status}")
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise Unbelievable(f"{url}: no JSON") from None
    if answer.status != 200:
        said = found.get("error") if isinstance(found, dict) else None
        raise Unbelievable(f"{url} answered {answer.status} {str(said)[:60]}")
    return found
