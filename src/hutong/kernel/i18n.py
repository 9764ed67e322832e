"""Languages: the cookie `lang`, then the profile, then the browser; Chinese where nothing is said."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from babel import Locale
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale
from jinja2 import pass_context
from jinja2.runtime import Context

from hutong.kernel.state import settings

LOCALES = {"zh": Locale.parse("zh_CN"), "en": Locale.parse("en")}  # parsed once: it takes a while
DEFAULT = "zh"


class _Catalogues(Domain):
    """The catalogues of the kernel and of every slice: as one for each language, and each slice's own before it."""

    def __init__(self, folders: list[Path]) -> None:
        super().__init__([str(folder) for folder in folders])  # type: ignore[no-untyped-call]
        self.folders = folders
        self.loaded: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        """See Flask-Babel, which would look for zh_Hans_CN and knows no folder of that name."""
        name = "zh_CN" if str(get_locale()).startswith("zh") else "en"
        if name not in self.loaded:
            self.loaded[name] = self._load(name)
        return self.loaded[name]

    def of(self, template: str | None) -> NullTranslations:
        """The words of the slice that a template lies in, then those of all."""
        everybody = self.get_translations()
        part = (template or "").partition("/")[0]
        name = "zh_CN" if str(get_locale()).startswith("zh") else "en"
        key = f"{part}:{name}"
        if key not in self.loaded:
            folder = next((folder for folder in self.folders if folder.parent.name == part), None)
            own = Translations.load(str(folder), [name]) if folder else NullTranslations()
            if isinstance(own, Translations):
                own.add_fallback(everybody)
            self.loaded[key] = own if isinstance(own, Translations) else everybody
        return self.loaded[key]

    def _load(self, name: str) -> NullTranslations:
        found: NullTranslations = NullTranslations()
        for folder in self.folders:
            catalogue = Translations.load(str(folder), [name])
            if isinstance(catalogue, Translations):
                found = found.merge(catalogue) if isinstance(found, Translations) else catalogue
        return found


@pass_context
def _gettext(context: Context, text: str) -> str:
    """A text in the reader's language: one word may say one thing in one slice and another in the next."""
    return str(_words(context).gettext(text))


@pass_context
def _ngettext(context: Context, one: str, many: str, count: int) -> str:
    return str(_words(context).ngettext(one, many, count))


def _words(context: Context) -> NullTranslations:
    catalogues: _Catalogues = current_app.extensions["hutong_words"]
    return catalogues.of(context.name)


class _Babel(Babel):
    """Flask-Babel with our catalogues."""

    folders: list[Path]

    @cached_property
    def domain_instance(self) -> Domain:
        """See Flask-Babel."""
        return _Catalogues(self.folders)


def install(app: Flask, packages: list[Path]) -> None:
    """Load the translations of the kernel and of every slice."""
    app.config["BABEL_DEFAULT_LOCALE"] = "zh_CN"
    babel = _Babel(  # type: ignore[no-untyped-call]
        app, locale_selector=lambda: LOCALES[language()], timezone_selector=lambda: settings().timezone
    )
    babel.folders = [package / "translations" for package in [Path(__file__).parent, *packages]]
    app.jinja_env.globals.update(get_locale=get_locale)
    app.extensions["hutong_words"] = babel.domain_instance
    app.jinja_env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]


def language() -> str:
    """The language of the reader: "zh" or "en", as far as the site speaks it."""
    if has_app_context() and g.get("speaking"):
        return str(g.speaking)
    if not has_request_context():
        return settings().languages[0] if has_app_context() else DEFAULT
    offered = settings().languages
    if len(offered) == 1:
        return offered[0]
    for chosen in (request.cookies.get("lang"), getattr(g.get("viewer"), "language", None)):
        if chosen in LOCALES:
            return str(chosen)
    best = request.accept_languages.best_match(["zh", "zh-CN", "zh-TW", "zh-HK", "en"])
    return ("en" if best == "en" else "zh") if best else offered[0]


@contextmanager
def speaking(name: str | None) -> Iterator[None]:
    """A block in which texts are of this language (mails, notices)."""
    before = g.get("speaking")
    g.speaking = name if name in LOCALES else DEFAULT
    try:
        with force_locale(LOCALES[g.speaking]):
            yield
    finally:
        g.speaking = before
