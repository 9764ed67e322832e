"""Languages: the cookie `lang`, then the profile, then the browser; Chinese where nothing is said."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from hutong.kernel.state import settings

LOCALES = {"zh": Locale.parse("zh_CN"), "en": Locale.parse("en")}  # parsed once: it takes a while
FOLDERS = {"zh": "zh_CN", "en": "en"}  # of the catalogues
DEFAULT = "zh"
_SEEN = "hutong.language"  # of the reader, kept with the request


class _Catalogues(Domain):
    """The catalogues of the kernel and of every slice: as one for each language, and each slice's own before it."""

    def __init__(self, folders: list[Path]) -> None:
        super().__init__([str(folder) for folder in folders])  # type: ignore[no-untyped-call]
        self.folders = folders
        self.loaded: dict[str, NullTranslations] = {}
        self.of_templates: dict[tuple[str | None, str], NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        """See Flask-Babel, which would look for zh_Hans_CN and knows no folder of that name."""
        return self._of_all(_spoken())

    @pass_context
    def gettext_in(self, context: Context, text: str) -> str:
        """A text in the reader's language: one word may say one thing in one slice and another in the next."""
        return str(self._of_template(context).gettext(text))

    @pass_context
    def ngettext_in(self, context: Context, one: str, many: str, count: int) -> str:
        """The same for a number of things."""
        return str(self._of_template(context).ngettext(one, many, count))

    def _of_template(self, context: Context) -> NullTranslations:
        """The words of the slice that a template lies in, then those of all; asked some sixty times a page."""
        said = context.get("language")  # of whole pages; a template may call something else so
        key = (context.name, said if isinstance(said, str) and said in FOLDERS else language())
        found = self.of_templates.get(key)
        if found is None:
            name = FOLDERS[key[1]]
            part = (context.name or "").partition("/")[0]
            folder = next((folder for folder in self.folders if folder.parent.name == part), None)
            own = Translations.load(str(folder), [name]) if folder else NullTranslations()
            if isinstance(own, Translations):
                own.add_fallback(self._of_all(name))
            self.of_templates[key] = found = own if isinstance(own, Translations) else self._of_all(name)
        return found

    def _of_all(self, name: str) -> NullTranslations:
        if name not in self.loaded:
            self.loaded[name] = self._load(name)
        return self.loaded[name]

    def _load(self, name: str) -> NullTranslations:
        found: NullTranslations = NullTranslations()
        for folder in self.folders:
            catalogue = Translations.load(str(folder), [name])
            if isinstance(catalogue, Translations):
                found = found.merge(catalogue) if isinstance(found, Translations) else catalogue
        return found


def _spoken() -> str:
    """The folder of the catalogues in the language that is spoken now."""
    locale = get_locale()
    return FOLDERS["zh" if locale is not None and locale.language == "zh" else "en"]


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
    words = babel.domain_instance
    app.jinja_env.install_gettext_callables(words.gettext_in, words.ngettext_in, newstyle=True)  # type: ignore[attr-defined]


def language() -> str:
    """The language of the reader: "zh" or "en", as far as the site speaks it."""
    if has_app_context() and g.get("speaking"):
        return str(g.speaking)
    if not has_request_context():
        return settings().languages[0] if has_app_context() else DEFAULT
    person, seen = g.get("viewer"), request.environ.get(_SEEN)  # a page asks some forty times
    if seen is None or seen[0] is not person:
        seen = request.environ[_SEEN] = person, _read(person)
    return str(seen[1])


def _read(person: Any) -> str:
    """The language that this person reads in this browser."""
    offered = settings().languages
    if len(offered) == 1:
        return offered[0]
    for chosen in (request.cookies.get("lang"), getattr(person, "language", None)):
        if chosen in LOCALES:
            return str(chosen)
    return _preferred(request.headers.get("Accept-Language", "")) or offered[0]


@lru_cache(512)
def _preferred(header: str) -> str:
    """What a browser asks for, or nothing that is spoken here."""
    best = parse_accept_header(header, LanguageAccept).best_match(["zh", "zh-CN", "zh-TW", "zh-HK", "en"])
    return ("en" if best == "en" else "zh") if best else ""


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
