"""Captchas, SMS codes, registering, and passwords that were forgotten."""

from uuid import UUID

from flask import Response, request
from flask_babel import lazy_gettext as _l

from hutong.accounts import actions, codes, passwords, queries
from hutong.accounts.actions.registration import AlreadyRegistered, UsernameTaken
from hutong.accounts.api.base import api, enter
from hutong.accounts.codes import CaptchaWrong, CodeWrong
from hutong.accounts.events import CaptchaDrawn
from hutong.accounts.passwords import PasswordHash
from hutong.accounts.principal import BROWSER
from hutong.accounts.schemas import PasswordResetIn, QuestionOut, RegisteredOut, RegistrationIn, SmsCodeIn, SmsCodeOut
from hutong.kernel import events, security
from hutong.kernel.errors import TooMany
from hutong.kernel.state import settings


@api.get("/captchas/<uuid:captcha_id>", public=True)
def draw_captcha(captcha_id: UUID) -> Response:
    """A picture whose text proves a person, under a UUID of the client's making; it replaces the one before."""
    text, picture = codes.draw_captcha(captcha_id, request.remote_addr)
    if settings().development:
        events.tell(CaptchaDrawn(str(captcha_id), text))
    return Response(picture, mimetype="image/png", headers={"Cache-Control": "no-store"})


@api.get("/captchas/<uuid:captcha_id>/question", public=True, raises=(TooMany,))
def ask_question(captcha_id: UUID) -> QuestionOut:
    """A question in words instead of the picture, under the same UUID: it needs no eyesight, and is answered alike."""
    return QuestionOut(question=codes.ask_question(captcha_id, request.remote_addr))


def prove_person(body: SmsCodeIn) -> str:
    """Spend the captcha and make a code; what is spent stays spent."""
    codes.refuse_haste(body.mobile)
    codes.answer_captcha(body.captcha_id, body.captcha_text)
    return codes.issue(body.purpose, body.mobile, request.remote_addr)


@api.post("/sms-codes", scope=BROWSER, public=True, status=202, before=prove_person, raises=(CaptchaWrong, TooMany))
def send_code(body: SmsCodeIn, ready: str) -> SmsCodeOut:
    """Have a code sent to a mobile number, once the captcha was answered."""
    actions.send_code(body.purpose, body.mobile, ready)
    return SmsCodeOut(
        expires_in=codes.CODE_LIVES // 1000, retry_after=codes.WAIT // 1000, ticket=codes.keep_ticket(body.mobile)
    )


def prove_number(body: RegistrationIn) -> PasswordHash:
    """Check what the person chose, then spend the code, then hash."""
    passwords.check(body.password, body.mobile, body.username)
    if body.username and not queries.username_free(body.username):
        raise UsernameTaken  # before the code is spent; the unique key decides later
    codes.spend("register", body.mobile, body.code)
    return passwords.hashed(body.password)


@api.post(
    "/users",
    scope=BROWSER,
    public=True,
    before=prove_number,
    raises=(CodeWrong, AlreadyRegistered, UsernameTaken),
    done=_l("Welcome! Your account is ready."),
)
def register(body: RegistrationIn, ready: PasswordHash) -> RegisteredOut:
    """Make an account for the holder of a mobile number, and sign in."""
    person = actions.register(body.mobile, ready, body.username)
    enter(person.id, remember=False)
    return RegisteredOut(
        id=person.id,
        name=person.nickname,
        verified=False,
        language=person.language,
        csrf_token=security.csrf_token(),
    )


def prove_holder(body: PasswordResetIn) -> PasswordHash:
    """Check the new password, then spend the code, then hash."""
    passwords.check(body.password, body.mobile)
    codes.spend("reset", body.mobile, body.code)
    return passwords.hashed(body.password)


@api.post(
    "/password-resets",
    scope=BROWSER,
    public=True,
    status=204,
    before=prove_holder,
    raises=(CodeWrong,),
    done=_l("Your password was changed. Please log in with it."),
)
def reset_password(body: PasswordResetIn, ready: PasswordHash) -> None:
    """Set a new password with a code sent to the account's number; all sessions end."""
    if not actions.reset_password(body.mobile, ready):
        raise codes.wrong()
