"""Captchas and SMS codes: kept in the kv, so that what is spent stays spent when the rest is refused."""

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache
from uuid import UUID

from captcha.image import ImageCaptcha
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.accounts import mobiles
from hutong.kernel import clock, limits
from hutong.kernel.errors import FieldError, Invalid, TooMany
from hutong.kernel.limits import Limit
from hutong.kernel.state import settings, state

CAPTCHA_LIVES = 180 * clock.SECOND
CODE_LIVES = 5 * clock.MINUTE
TICKET_LIVES = 15 * clock.MINUTE
WAIT = 60 * clock.SECOND
WRONG_TRIES = 5
CAPTCHAS = Limit("captcha", 120, clock.MINUTE)
A_NUMBER = Limit("sms-number", 10, clock.DAY)
AN_ADDRESS = Limit("sms-address", 200, clock.DAY)
A_BLOCK = Limit("sms-block", 60, clock.DAY)  # of ten thousand neighbouring numbers
A_COUNTRY = Limit("sms-country", 200, clock.DAY)  # but for our own
QUESTIONS = Limit("question", 30, clock.HOUR)
NUMBERS = (
    _l("nought"), _l("one"), _l("two"), _l("three"), _l("four"), _l("five"), _l("six"), _l("seven"), _l("eight"),
    _l("nine"),
)  # fmt: skip
_LETTERS = "ACDEFHJKMNPRTUVWXY34679"  # none that looks like another


class CaptchaWrong(Invalid):
    """The picture's text was not right; the picture is spent."""

    code = "captcha_wrong"


class CodeWrong(Invalid):
    """Not the code that was sent, or no longer."""

    code = "code_wrong"


def draw_captcha(uuid: UUID, address: str | None) -> tuple[str, bytes]:
    """A new picture under a UUID, replacing any: its text and the PNG."""
    limits.spend(CAPTCHAS, address)
    text = "".join(secrets.choice(_LETTERS) for _place in range(4))
    state().kv.set(f"captcha:{uuid}", text.encode(), CAPTCHA_LIVES)
    return text, _painter().generate(text).getvalue()


def ask_question(uuid: UUID, address: str | None) -> str:
    """A question in words under a UUID, instead of a picture: for whoever cannot see one. It is answered like it."""
    limits.spend(QUESTIONS, address)
    first, second, third = (secrets.randbelow(8) + 2 for _number in range(3))
    state().kv.set(f"captcha:{uuid}", str(first * second + third).encode(), CAPTCHA_LIVES)
    names = [str(name) for name in NUMBERS]
    return _(
        "What is %(first)s times %(second)s, plus %(third)s? Answer in digits.",
        first=names[first],
        second=names[second],
        third=names[third],
    )


def answer_captcha(uuid: UUID, text: str) -> None:
    """Answer a captcha, once, right or wrong; raises CaptchaWrong."""
    wanted = state().kv.getdel(f"captcha:{uuid}")
    given = unicodedata.normalize("NFKC", text).strip().upper()
    if wanted is None or not hmac.compare_digest(wanted, given.encode()):
        raise CaptchaWrong(errors=[FieldError("captcha_text", _l("The picture's text was not right."))])


def refuse_haste(mobile: str) -> None:
    """Refuse another SMS to a number within a minute or beyond the day's cap; raises TooMany."""
    until = state().kv.get(f"sms-wait:{mobile}")
    if until is not None:
        raise _too_soon(int(until))
    for limit, who in _caps(mobile):
        today = limits.spend(limit, who, times=0)
        if today.left < 1:
            raise limits.refused(today)


def issue(purpose: str, mobile: str, address: str | None) -> str:
    """A fresh code for a number, in place of any before; raises TooMany."""
    until = clock.now() + WAIT
    if not state().kv.add(f"sms-wait:{mobile}", str(until).encode(), WAIT):
        raise _too_soon(int(state().kv.get(f"sms-wait:{mobile}") or until))
    for limit, who in _caps(mobile):
        limits.spend(limit, who)
    limits.spend(AN_ADDRESS, address)
    code = f"{secrets.randbelow(10**6):06}"
    state().kv.delete(_tries(purpose, mobile))
    state().kv.set(_key(purpose, mobile), _hash(purpose, mobile, code), CODE_LIVES)
    return code


def spend(purpose: str, mobile: str, code: str) -> None:
    """Use a code, once; raises CodeWrong. After five wrong tries it is void."""
    key = _key(purpose, mobile)
    kept = state().kv.get(key)
    tries, _ends = state().kv.incr(_tries(purpose, mobile), CODE_LIVES)
    if tries > WRONG_TRIES:
        state().kv.delete(key)
        raise wrong(void=True)
    given = _hash(purpose, mobile, unicodedata.normalize("NFKC", code))
    if kept is None or not hmac.compare_digest(kept, given):
        if tries == WRONG_TRIES:
            state().kv.delete(key)
        raise wrong(void=tries == WRONG_TRIES)
    if state().kv.getdel(key) != kept:
        raise wrong()  # two at once: the other had it


def keep_ticket(mobile: str) -> str:
    """A ticket under which the second page of a form finds the number, so that no address carries it."""
    ticket = secrets.token_urlsafe(18)
    state().kv.set(f"ticket:{ticket}", mobile.encode(), TICKET_LIVES)
    return ticket


def mobile_of(ticket: str) -> str | None:
    """The number of a ticket."""
    kept = state().kv.get(f"ticket:{ticket[:64]}") if ticket.isascii() else None
    return kept.decode() if kept else None


def seconds_to_wait(mobile: str) -> int:
    """In how many seconds another SMS may go to a number."""
    until = state().kv.get(f"sms-wait:{mobile}")
    return max(0, -(-(int(until) - clock.now()) // 1000)) if until else 0


def wrong(void: bool = False) -> CodeWrong:
    """The refusal of a code."""
    if void:
        message = _l("Too many wrong tries: this code is void. Ask for a new one.")
    else:
        message = _l("This code is wrong or no longer valid.")
    return CodeWrong(errors=[FieldError("code", message)])


def _caps(mobile: str) -> list[tuple[Limit, str]]:
    """What a day's codes for a number count against; whoever is paid for receiving them has many neighbours."""
    caps = [(A_NUMBER, mobile), (A_BLOCK, mobile[:-4])]
    country = mobiles.country(mobile)
    return caps if country == mobiles.HOME_REGION else [*caps, (A_COUNTRY, country)]


def _too_soon(until: int) -> TooMany:
    wait = max(1, -(-(until - clock.now()) // 1000))
    message = _("A code was just sent. You can ask for another in %(seconds)s seconds.", seconds=wait)
    return TooMany(message, headers={"Retry-After": str(wait)}, retry_after=wait)


def _key(purpose: str, mobile: str) -> str:
    return f"code:{purpose}:{mobile}"


def _tries(purpose: str, mobile: str) -> str:
    return f"code-tries:{purpose}:{mobile}"


def _hash(purpose: str, mobile: str, code: str) -> bytes:
    """Keyed: a plain hash of six digits would be guessed at once."""
    return hmac.digest(settings().key.encode(), f"code {purpose} {mobile} {code}".encode(), hashlib.sha256)


@cache
def _painter() -> ImageCaptcha:
    return ImageCaptcha(width=180, height=64, font_sizes=(44, 48, 52))
