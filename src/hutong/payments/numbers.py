"""Numbers that carry their own proof: bank accounts, and the tax numbers of firms (GB 32100-2015)."""

import re

from flask_babel import lazy_gettext as _l

from hutong.accounts import mobiles
from hutong.kernel.errors import Invalid, invalid

BANK = "bank"
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_CODE = re.compile(f"[1-9A-GNY][1-9][0-9]{{6}}[{_ALPHABET}]{{10}}")
_CARD = re.compile(r"62\d{14,17}")
_ACCOUNT = re.compile(r"\d{8,30}")
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,20}")


def tax_number(text: str) -> str:
    """A unified social credit code as it is written; raises Invalid where its check character is not right."""
    code = "".join(text.split()).upper()
    if not _CREDIT_CODE.fullmatch(code):
        raise _wrong("tax_number", _l("A tax number has 18 characters: digits and capital letters."))
    if code[17] != check_character(code):
        raise _wrong("tax_number", _l("This tax number's check character is not right. Please compare it."))
    return code


def check_character(code: str) -> str:
    """The eighteenth character that belongs to the first seventeen."""
    total = sum(_ALPHABET.index(char) * weight for char, weight in zip(code[:17], _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]


def account(kind: str, text: str) -> str:
    """The number of an account as it is kept; raises Invalid where it cannot be one."""
    number = "".join(text.split())
    if kind == BANK:
        number = number.replace("-", "")
        if not _ACCOUNT.fullmatch(number):
            raise _wrong("number", _l("A bank account has 8 to 30 digits."))
        if _CARD.fullmatch(number) and not luhn(number):
            raise _wrong("number", _l("This card number's check digit is not right. Please compare it with the card."))
        return number
    if _MAIL.fullmatch(number):
        return number
    try:
        return mobiles.parse(number)
    except (Invalid, ValueError):
        raise _wrong("number", _l("An Alipay account is a mobile number or a mail address.")) from None


def mail_address(text: str) -> str:
    """A mail address that can be one; raises Invalid."""
    if not _MAIL.fullmatch(text):
        raise _wrong("email", _l("This is not a mail address."))
    return text


def luhn(number: str) -> bool:
    """Whether the last digit of a card's number belongs to the others."""
    doubled = [int(digit) * (1 + (place + len(number)) % 2) for place, digit in enumerate(number, start=1)]
    return sum(part - 9 if part > 9 else part for part in doubled) % 10 == 0


def masked(number: str) -> str:
    """What is shown of a number: its last four characters, of a mail address its first and its host."""
    name, at, host = number.partition("@")
    return f"{name[:1]}***@{host}" if at else f"**** {number[-4:]}"


def _wrong(field: str, message: object) -> Invalid:
    return invalid(field, message)
