"""Languages: the cookie `lang`, then the profile, then the browser; Chinese where nothing is said."""

from pathlib import Path

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale

from hutong.kernel.state import settings

LOCALES = {"zh": "zh_CN", "en": "en"}
DEFAULT = "zh"


def install(app: Flask, packages: list[Path]) -> None:
    """Load the translations of the kernel and of every slice."""
    folders = [package / "translations" for package in [Path(__file__).parent, *packages]]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in folders if folder.is_dir())
    app.config["BABEL_DEFAULT_LOCALE"] = LOCALES[DEFAULT]
    Babel(app, locale_selector=lambda: LOCALES[language()], timezone_selector=lambda: settings().timezone)
    app.jinja_env.globals.update(get_locale=get_locale)


def language() -> str:
    """The language of the reader: "zh" or "en"."""
    if not has_request_context():
        return DEFAULT
    chosen = request.cookies.get("lang") or getattr(g.get("viewer"), "language", None)
    if chosen in LOCALES:
        return str(chosen)
    best = request.accept_languages.best_match(["zh", "zh-CN", "zh-TW", "zh-HK", "en"])
    return "en" if best == "en" else DEFAULT


def speaking(name: str | None) -> "force_locale":  # type: ignore[valid-type]
    """A block in which texts are of this language (mails, notices)."""
    return force_locale(LOCALES.get(name or DEFAULT, LOCALES[DEFAULT]))
