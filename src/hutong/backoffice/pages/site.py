"""The site's own pages of the frame: regions one by one, and settings."""

from dataclasses import dataclass

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.backoffice import founding
from hutong.backoffice.pages.base import pages
from hutong.backoffice.staff.regions import LEVELS
from hutong.kernel import site as kernel
from hutong.kernel.desk import Link
from hutong.kernel.errors import NotFound
from hutong.kernel.settings import Settings
from hutong.kernel.state import settings
from hutong.media import queries as pictures
from hutong.regions import queries as regions

SETTINGS = Link("site", _l("Settings"), "/staff/settings", "sliders", Permission.MANAGE_SETTINGS, order=50)
LOGO = 320  # pixels
SECRET = ("_url",)  # addresses of services may carry a password


@dataclass(frozen=True)
class Setting:
    """A setting as it is in force; `hidden` ones only say whether they are set."""

    variable: str
    value: str
    about: str
    hidden: bool


@pages.page("/staff/regions/<code>", needs=Permission.MANAGE_REGIONS)
def region(code: str) -> str:
    """One region and its names."""
    found = regions.region(code)
    if found is None:
        raise NotFound
    return render_template(
        "backoffice/region.html",
        region=found,
        level=LEVELS[str(found.level)],
        above=regions.region(found.parent_code) if found.parent_code else None,
        below=regions.children(code),
    )


@pages.page("/staff/settings", needs=Permission.MANAGE_SETTINGS)
def site() -> str:
    """What is set: by the site's staff here, and by the environment."""
    texts = [(name, tongue) for name in ("footer", "terms", "privacy") for tongue in ("zh", "en")]
    given = {f"{name}_{tongue}": kernel.stored(name, tongue) for name, tongue in texts}
    return render_template(
        "backoffice/settings.html",
        settings=[_setting(name) for name in Settings.model_fields],
        given={**given, "site_name": kernel.stored("site_name"), "logo": kernel.shown()["logo"]},
    )


@pages.page("/setup", public=True)
def setup() -> str:
    """The first set-up of an empty site; gone afterwards."""
    if not founding.empty():
        raise NotFound
    return render_template("backoffice/setup.html", code=request.args.get("code", "")[:40])


def _setting(name: str) -> Setting:
    info = Settings.model_fields[name]
    value = getattr(settings(), name)
    hidden = not info.repr or (name.endswith(SECRET) and "@" in str(value))
    if isinstance(value, tuple):
        value = ", ".join(value)
    return Setting(f"HUTONG_{name.upper()}", "" if value is None else str(value), info.description or "", hidden)


@dataclass(frozen=True)
class _Logo:
    """A picture of which only the file is known."""

    digest: str
    width: int = LOGO
    height: int = LOGO
    alt: str = ""


def logo(digest: str) -> str:
    """The address of the site's logo."""
    return pictures.url(_Logo(digest), LOGO)
