"""Ids: 42 bits of milliseconds and 21 random ones, so they sort by time and cannot be counted."""

import secrets
import threading
from typing import Any

from werkzeug.routing import BaseConverter, ValidationError

from hutong.kernel import clock

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base32
LENGTH = 13
PATTERN = "[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{12}"
LARGEST = 2**63 - 1
_VALUES = {char: value for value, char in enumerate(ALPHABET)}
_SHIFTS = range(5 * (LENGTH - 1), -1, -5)
_RANDOM_BITS = 21
_STEP = 2**10

_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """A fresh id of 63 bits, above every id made before in this process."""
    global _last
    fresh = (clock.now() << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    with _lock:
        _last = fresh if fresh > _last or _last - fresh > 1 << 40 else _last + 1 + secrets.randbelow(_STEP)
        return _last


def first_at(at: int) -> int:
    """The lowest id that can be made at an instant: ids sort by time, so a range of them is one of time, nearly."""
    return at << _RANDOM_BITS


def show(number: int) -> str:
    """The 13 characters by which the world knows an id."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"not an id: {number}")
    return "".join([ALPHABET[number >> shift & 31] for shift in _SHIFTS])


def read(text: str) -> int:
    """The number of a shown id; raises ValueError when it is malformed."""
    if len(text) != LENGTH or not text.isascii():
        raise ValueError(f"an id has {LENGTH} characters")
    number = 0
    for char in text.upper():
        if char not in _VALUES:
            raise ValueError(f"not a character of an id: {char!r}")
        number = number * 32 + _VALUES[char]
    if number > LARGEST:
        raise ValueError("an id has 63 bits")
    return number


class IdConverter(BaseConverter):
    """An id in an address; a malformed one is simply not found."""

    regex = PATTERN

    def to_python(self, value: str) -> int:
        """The number."""
        try:
            return read(value)
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: Any) -> str:
        """The 13 characters."""
        return show(value) if isinstance(value, int) else str(value)
