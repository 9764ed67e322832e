"""How Alipay writes: forms in several character sets, JSON that is signed as it stands, amounts, times, titles."""

import json
import re
from urllib.parse import parse_qsl

from hutong.kernel import clock
from hutong.payments.gateways import Untrusted

MOST_BYTES = 64_000
CHARSETS = {"utf-8": "utf-8", "gbk": "gbk", "gb2312": "gbk", "gb18030": "gb18030"}
_YUAN = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,2}))?")
_BLANK = re.compile(r"[ \t\r\n]*")
_REFUSED = str.maketrans("/=&", "／＝＆")  # it takes no title with these
_json = json.JSONDecoder()


def read_form(body: bytes) -> dict[str, str]:
    """The fields of a form in UTF-8, each once; raises Untrusted."""
    return _form(body, "utf-8")


def read_notification(body: bytes) -> tuple[dict[str, str], bytes]:
    """The fields of a notification, still a character for each byte, and the bytes that were signed.

    Raises Untrusted.
    """
    if len(body) > MOST_BYTES:
        raise Untrusted("too_large")
    raw = _form(body, "latin-1")
    what = "&".join(f"{name}={value}" for name, value in sorted(raw.items()) if name not in ("sign", "sign_type"))
    return raw, what.encode("latin-1")


def decoded(raw: dict[str, str]) -> dict[str, str]:
    """The fields of a notification in the character set that it names; raises Untrusted."""
    charset = CHARSETS.get(raw.get("charset", "utf-8").lower())
    if charset is None:
        raise Untrusted("wrong_charset")
    try:
        return {name: value.encode("latin-1").decode(charset) for name, value in raw.items()}
    except UnicodeDecodeError:
        raise Untrusted("wrong_charset") from None


def members(text: str) -> dict[str, str]:
    """The members of a JSON object by name, each as the text it was written in; raises ValueError."""
    found: dict[str, str] = {}
    at = _past(text, 0, "{")
    while True:
        name, at = _json.raw_decode(text, at)
        start = _past(text, at, ":")
        _, end = _json.raw_decode(text, start)
        if not isinstance(name, str) or name in found:
            raise ValueError("not an object with each name once")
        found[name] = text[start:end]
        at = _past(text, end, "},")
        if text[_skip(text, end)] == "}":
            if at != len(text):
                raise ValueError("something follows the object")
            return found


def subject(text: str) -> str:
    """A title as it takes it."""
    return text.translate(_REFUSED)[:256]


def yuan(amount: int) -> str:
    """Minor units as it writes them."""
    return f"{amount // 100}.{amount % 100:02d}"


def fen(text: str) -> int:
    """Minor units of an amount as it writes it; raises Untrusted."""
    found = _YUAN.fullmatch(text)
    if found is None:
        raise Untrusted("malformed")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def beijing(at: int) -> str:
    """An instant as it writes it."""
    return clock.local(at, "Asia/Shanghai").strftime("%Y-%m-%d %H:%M:%S")


def _form(body: bytes, charset: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode(charset),
            keep_blank_values=True,
            strict_parsing=True,
            encoding=charset,
            errors="strict",
            max_num_fields=100,
        )
    except ValueError:
        raise Untrusted("malformed") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Untrusted("malformed")
    return fields


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _past(text: str, at: int, marks: str) -> int:
    """Where the next thing begins after one of these marks; raises ValueError."""
    at = _skip(text, at)
    if text[at : at + 1] not in tuple(marks):
        raise ValueError(f"one of {marks} was expected")
    return _skip(text, at + 1)
