"""Real names: the check digit of an ID number, and how name and number are kept."""

import hashlib
import hmac
import re
from datetime import date

from flask_babel import lazy_gettext as _l

from hutong.accounts.sealing import derived, seal, unseal
from hutong.kernel.errors import Invalid, invalid
from hutong.kernel.state import settings

__all__ = ["check_digit", "check_number", "key_of", "masked", "masked_name", "seal", "unseal"]
ADULT = 18
_NUMBER = re.compile(r"[1-8][0-9]{16}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"


def check_number(number: str, today: date) -> None:
    """Refuse a number that cannot be an adult's; raises Invalid."""
    if not _NUMBER.fullmatch(number):
        raise _refused(_l("An ID number has 18 characters: 17 digits and a digit or X."))
    if number[17] != check_digit(number):
        raise _refused(_l("This ID number's check digit is not right. Please compare it with your card."))
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise _refused(_l("This ID number holds no valid date of birth.")) from None
    if born.year < 1900 or born > today:
        raise _refused(_l("This ID number holds no valid date of birth."))
    if (today.year, today.month, today.day) < (born.year + ADULT, born.month, born.day):
        raise _refused(_l("You must be at least 18 years old."))


def check_digit(number: str) -> str:
    """The eighteenth character that belongs to the first seventeen."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def masked(number: str) -> str:
    """What is shown of a number: 3301**********1234."""
    return f"{number[:4]}{'*' * 10}{number[-4:]}"


def masked_name(name: str) -> str:
    """What is shown of a name: its first character."""
    return f"{name[:1]}{'*' * max(1, len(name) - 1)}"


def key_of(number: str) -> str:
    """A keyed hash by which the same number is found again, and nothing else."""
    return hmac.new(derived(settings().cipher_key, b"hutong id lookup"), number.encode(), hashlib.sha256).hexdigest()


def _refused(message: object) -> Invalid:
    return invalid("number", message)
