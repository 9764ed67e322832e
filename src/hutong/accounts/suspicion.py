"""Whether so many log-ins have failed that a captcha is asked for first."""

import hashlib
from contextlib import suppress

from flask_babel import lazy_gettext as _l

from hutong.kernel import clock, limits
from hutong.kernel.errors import FieldError, Invalid, TooMany
from hutong.kernel.limits import Limit
from hutong.kernel.text import fold

FROM_AN_ADDRESS = Limit("login-failures", 15, clock.HOUR)
OF_AN_ACCOUNT = Limit("login-failures-account", 15, clock.HOUR)  # whether or not there is such an account


class CaptchaNeeded(Invalid):
    """Too many log-ins have failed: a captcha is answered with the next one."""

    code = "captcha_needed"

    def __init__(self) -> None:
        message = _l("Please type what the picture shows, or answer the question.")
        super().__init__(errors=[FieldError("captcha_text", message)])


def key_of(login: str) -> str:
    """A login as it is counted."""
    return hashlib.sha256(fold(login).encode()).hexdigest()[:32]


def aroused(address: str | None, login: str = "") -> bool:
    """Whether the next log-in needs a captcha."""
    if limits.used(FROM_AN_ADDRESS, address):
        return True
    return bool(login) and limits.used(OF_AN_ACCOUNT, key_of(login))


def note_failure(address: str | None, login: str) -> None:
    """Count a wrong password."""
    for limit, who in ((FROM_AN_ADDRESS, address), (OF_AN_ACCOUNT, key_of(login))):
        with suppress(TooMany):
            limits.spend(limit, who)
