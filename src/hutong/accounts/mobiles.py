"""Mobile numbers: read as people write them, kept as E.164, shown masked."""

import phonenumbers
from flask_babel import lazy_gettext as _l
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

HOME_REGION = "CN"  # of numbers that are written without a country code
_BETWEEN = "+＋-‐‑–—－()（）./·"  # noqa: RUF001: as people write them
_KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def parse(text: str) -> str:
    """The number as E.164; raises ValueError with a sentence."""
    if not all(char.isdigit() or char.isspace() or char in _BETWEEN for char in text):
        raise ValueError(_l("This is not a mobile number."))  # the parser would look for a number within the text
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except NumberParseException:
        raise ValueError(_l("This is not a mobile number.")) from None
    known = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in _KINDS
    if not known or number.extension:
        raise ValueError(_l("This is not a mobile number."))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def read(text: str) -> str | None:
    """The number as E.164, or None where the text is something else."""
    try:
        return parse(text)
    except ValueError:
        return None


def national(mobile: str) -> str:
    """A number without the country code of its home."""
    number = phonenumbers.parse(mobile, HOME_REGION)
    home = phonenumbers.region_code_for_number(number) == HOME_REGION
    return str(number.national_number) if home else mobile


def masked(mobile: str) -> str:
    """A number of which only the ends are shown: 138****0001."""
    shown = national(mobile)
    return f"{shown[:3]}****{shown[-4:]}"


def country(mobile: str) -> str:
    """The region a number belongs to, by its ISO code."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(mobile, HOME_REGION)) or mobile[:3]
