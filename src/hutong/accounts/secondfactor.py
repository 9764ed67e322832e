"""The second factor: codes of an authenticator (RFC 6238) and recovery codes."""

import hashlib
import hmac
import secrets
import unicodedata

import pyotp
from flask_babel import lazy_gettext as _l

from hutong.accounts.sealing import derived
from hutong.kernel import clock
from hutong.kernel.errors import FieldError, Invalid, NotFound
from hutong.kernel.state import settings

STEP = 30 * clock.SECOND
DRIFT = 1  # steps by which a clock may be wrong, either way
RECOVERY_CODES = 10
ENROLLING = 15 * clock.MINUTE  # how long a secret waits for its first code
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class FactorWrong(Invalid):
    """Not a code of the authenticator, used already, or none of the recovery codes that are left."""

    code = "second_factor_wrong"

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("code", _l("This code is wrong or was used already."))])


class NoFactor(NotFound):
    """The second factor is not being set up, or no longer."""

    code = "no_second_factor"
    detail = _l("Two-step login is not being set up. Begin again.")


def new_secret() -> str:
    """A fresh secret, as text."""
    return pyotp.random_base32()


def address_of(secret: str, name: str) -> str:
    """What the QR code says to the authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=settings().site_name)


def picture_of(address: str) -> str:
    """A QR code as SVG."""
    import segno  # noqa: PLC0415 - 3 MB that only this page needs

    return str(segno.make(address, error="m").svg_inline(border=3, light="#fff", omitsize=True))


def step_of(secret: str, code: str) -> int | None:
    """The step whose code this is, among those near now."""
    given = tidy(code)
    if len(given) != 6 or not given.isdigit():
        return None
    generator = pyotp.TOTP(secret)
    here = clock.now() // STEP
    near = range(here - DRIFT, here + DRIFT + 1)
    return next((step for step in near if hmac.compare_digest(generator.generate_otp(step), given)), None)


def tidy(code: str) -> str:
    """A code as it was meant, however it was typed."""
    text = unicodedata.normalize("NFKC", code).upper()
    return "".join(char for char in text if char.isascii() and char.isalnum())


def new_codes() -> list[str]:
    """Fresh recovery codes, 49 bits each."""
    return [f"{_letters(5)}-{_letters(5)}" for _number in range(RECOVERY_CODES)]


def digest(person_id: int, code: str) -> str:
    """What is kept of a recovery code: keyed, and different for everybody."""
    key = derived(settings().cipher_key, b"hutong recovery codes")
    return hmac.new(key, f"{person_id} {tidy(code)}".encode(), hashlib.sha256).hexdigest()


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _place in range(count))
