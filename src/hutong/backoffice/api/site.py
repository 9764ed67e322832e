"""The first set-up, and what staff set of the site."""

from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _l

from hutong.accounts import passwords
from hutong.accounts.api.base import enter
from hutong.accounts.models import Permission
from hutong.accounts.passwords import PasswordHash
from hutong.accounts.principal import BROWSER
from hutong.backoffice import actions, founding
from hutong.backoffice.actions import SetUpAlready
from hutong.backoffice.api.base import api
from hutong.backoffice.schemas import LogoIn, SetupIn, SiteIn, SiteOut
from hutong.kernel import clock, limits, site
from hutong.kernel.errors import FieldError, Forbidden, Invalid, NotFound, TooLarge, TooMany, Unavailable
from hutong.kernel.limits import Limit
from hutong.kernel.state import settings
from hutong.kernel.web import me
from hutong.media import actions as media
from hutong.media.actions import Prepared

TRIES = Limit("setup", 10, 10 * clock.MINUTE)
TEXTS = ("footer", "terms", "privacy")


class WrongCode(Forbidden):
    """Only whoever started the site knows the code."""

    code = "setup_code"
    detail = _l("This code is wrong or too old. `hutong setup` prints another one.")

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("code", self.detail)])


@dataclass(frozen=True)
class Ready:
    """What was checked and made before the transaction."""

    password: PasswordHash
    logo: Prepared | None


def check_setup(body: SetupIn) -> Ready:
    """Count the try, check the code and the password, make the logo anew."""
    limits.spend(TRIES, request.remote_addr)
    if not founding.empty():
        raise NotFound
    if not founding.opens(body.code):
        raise WrongCode
    if not body.mobile and not body.email:
        raise Invalid(errors=[FieldError("mobile", _l("Give a mobile number or a mail address."))])
    passwords.check(body.password, body.mobile, body.email, body.name)
    logo = media.prepare(body.logo.stream) if body.logo is not None else None
    return Ready(passwords.hashed(body.password), logo)


@api.post(
    "/setup",
    public=True,
    scope=BROWSER,
    before=check_setup,
    raises=(NotFound, WrongCode, Invalid, SetUpAlready, TooLarge, TooMany, Unavailable),
    done=_l("Welcome. The site is yours."),
)
def set_up(body: SetupIn, ready: Ready) -> SiteOut:
    """Set an empty site up, once: its administrator (who is signed in then), name, logo, terms, footer, languages."""
    person = actions.found_site(body.mobile, body.email, ready.password, body.name)
    changes = {("site_name", ""): body.site_name, ("languages", ""): body.languages, ("currency", ""): body.currency}
    actions.change_site(changes | _texts(body))
    actions.agree_as_author(person.id)
    if ready.logo is not None:
        actions.set_logo(media.keep(person.id, ready.logo))
    enter(person.id, False)
    founding.void()
    return _shown()


@api.get("/site", needs=Permission.MANAGE_SETTINGS)
def show_site() -> SiteOut:
    """What the site is called and says."""
    return _shown()


@api.patch("/site", needs=Permission.MANAGE_SETTINGS, done=_l("The site was saved."))
def edit_site(body: SiteIn) -> SiteOut:
    """Change what the site is called and says."""
    changes = _texts(body)
    if "site_name" in body.model_fields_set:
        changes["site_name", ""] = body.site_name or ""
    actions.change_site(changes)
    return _shown()


def prepare_logo(body: LogoIn) -> Prepared:
    """Make the picture anew."""
    return media.prepare(body.file.stream)


@api.put(
    "/site/logo",
    needs=Permission.MANAGE_SETTINGS,
    before=prepare_logo,
    raises=(Invalid, TooLarge, Unavailable),
    done=_l("The logo was saved."),
)
def set_logo(body: LogoIn, ready: Prepared) -> SiteOut:  # noqa: ARG001 - read in `before`
    """Show a picture beside the site's name."""
    actions.set_logo(media.keep(me().id, ready))
    return _shown()


@api.delete("/site/logo", needs=Permission.MANAGE_SETTINGS, done=_l("The drawn door is back."))
def remove_logo() -> None:
    """Show the drawn door beside the site's name again."""
    actions.set_logo(None)


def _texts(body: SiteIn | SetupIn) -> dict[tuple[str, str], str]:
    """The texts that were sent, by name and language."""
    return {
        (name, tongue): getattr(body, f"{name}_{tongue}") or ""
        for name in TEXTS
        for tongue in ("zh", "en")
        if f"{name}_{tongue}" in body.model_fields_set
    }


def _shown() -> SiteOut:
    texts = {f"{name}_{tongue}": site.current(name, tongue) for name in TEXTS for tongue in ("zh", "en")}
    return SiteOut(
        site_name=site.current("site_name") or settings().site_name,
        logo=site.current("logo"),
        languages=(site.current("languages") or ",".join(settings().languages)).split(","),
        currency=site.current("currency") or settings().currency,
        **texts,
    )
