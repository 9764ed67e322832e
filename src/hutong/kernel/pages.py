"""Pages that belong to no slice (documentation, language, health), and what every template can use."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, render_template, request, url_for
from flask_babel import format_date, format_datetime, format_decimal
from flask_babel import lazy_gettext as _l
from pydantic import Field
from sqlalchemy import text

from hutong.kernel import clock, i18n, ids, money, openapi, security, site
from hutong.kernel.contribute import Point
from hutong.kernel.errors import Unavailable
from hutong.kernel.forms import local_path
from hutong.kernel.schemas import In, Out
from hutong.kernel.settings import Environment
from hutong.kernel.state import settings, state
from hutong.kernel.web import Api, Pages, rules, viewer

pages = Pages("kernel")
api = Api("kernel")


@dataclass(frozen=True)
class Entry:
    """A link in a menu; `place` is "doors", "account" or "footer", `shown` may hide it from some."""

    place: str
    key: str
    label: Any
    href: str
    icon: str = ""
    order: int = 50
    shown: Callable[[], bool] = lambda: True

    @property
    def current(self) -> bool:
        """Whether the page being shown lies below this link."""
        path = request.path
        return path == self.href or path.startswith(f"{self.href}/")


SEPARATED = 1_000  # from here on figures have separators
MENU: Point[Entry] = Point("menu")
UNREAD: Point[Callable[[], int]] = Point("unread")


class LanguageIn(In):
    """The language to read in."""

    language: str = Field(pattern="^(zh|en)$")


class LanguageOut(Out):
    """The language now in force."""

    language: str


LANGUAGE_CHOSEN: Point[Callable[[str], None]] = Point("language_chosen")


@api.put("/language", public=True, done=_l("The language was changed."))
def choose_language(body: LanguageIn) -> LanguageOut:
    """Read the site in another language from now on."""
    for listener in LANGUAGE_CHOSEN.all():
        listener(body.language)
    g.chosen_language = body.language
    return LanguageOut(language=body.language)


@api.get("/openapi.json", public=True, hidden=True)
def show_openapi() -> Response:
    """This description."""
    return jsonify(openapi.document(current_app))


@pages.page("/docs", public=True)
def docs() -> str:
    """The API, readable."""
    g.csp = security.DOCS_CSP
    return render_template("kernel/docs.html")


@pages.page("/docs/problems", public=True)
def problems() -> str:
    """Every code a refusal can carry, and what it means."""
    declared = {kind for rule in rules().values() for kind in openapi.refusals(rule)}
    listed = sorted({kind.code: kind for kind in declared}.values(), key=lambda kind: (kind.status, kind.code))
    return render_template("kernel/problems.html", problems=listed)


@pages.page("/language", public=True)
def language() -> str:
    """Choose a language without JavaScript."""
    return render_template("kernel/language.html", next=local_path(request.args.get("next")) or "/")


@pages.page("/healthz", public=True)
def healthz() -> Response:
    """Whether this process is alive."""
    return jsonify(status="ok")


@pages.page("/readyz", public=True)
def readyz() -> Response:
    """Whether this process can serve: database and kv answer."""
    try:
        with state().database.reader.connect() as connection:
            connection.execute(text("SELECT 1"))
        state().kv.get("ready")
    except Exception as error:
        raise Unavailable from error
    return jsonify(status="ready")


def install(app: Flask) -> None:
    """Serve these pages and give templates their words."""
    app.register_blueprint(pages)
    app.register_blueprint(api.blueprint)
    app.context_processor(_context)
    app.after_request(_keep_language)
    app.jinja_env.globals.update(asset=asset, menu=menu, csrf_token=security.csrf_token, show_id=ids.show)
    app.jinja_env.filters.update(money=show_money, day=show_day, moment=show_moment, id=ids.show, iso=clock.iso)
    app.jinja_env.globals.update(currency_sign=currency_sign, currency_places=currency_places)
    app.jinja_env.filters["number"] = show_number
    app.jinja_env.filters["typed_money"] = type_money


def currency_sign() -> str:
    """What stands before amounts of the site's currency, which the setup page may change."""
    return money.sign(settings().currency)


def currency_places() -> int:
    """How many decimals they have."""
    return money.places(settings().currency)


def asset(path: str) -> str:
    """The address of a static file, changing with its content ("<slice>/file" for a slice's own)."""
    known: dict[str, str] = current_app.extensions.setdefault("hutong_assets", {})
    found = known.get(path)
    if found is None:
        found = _asset(path)
        if settings().env != Environment.DEVELOPMENT:  # there, files change while the site runs
            known[path] = found
    return found


def _asset(path: str) -> str:
    blueprint, _, rest = path.partition("/")
    if blueprint in current_app.blueprints and current_app.blueprints[blueprint].has_static_folder:
        folder = current_app.blueprints[blueprint].static_folder
        return url_for(f"{blueprint}.static", filename=rest, v=_version(f"{folder}/{rest}"))
    return url_for("static", filename=path, v=_version(f"{current_app.static_folder}/{path}"))


def _version(file: str) -> str:
    if settings().env == Environment.DEVELOPMENT:
        return f"{Path(file).stat().st_mtime_ns:x}"
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()[:10]


def menu(place: str) -> list[Entry]:
    """The entries of a menu that this reader sees, in order."""
    entries = [entry for entry in MENU.all() if entry.place == place and entry.shown()]
    return sorted(entries, key=lambda entry: entry.order)


def show_money(amount: int, currency: str | None = None) -> str:
    """An amount in the site's currency or the given one."""
    return money.show(amount, currency or settings().currency, i18n.FOLDERS[i18n.language()])


def type_money(amount: int | None) -> str:
    """An amount in the site's currency as it stands in a field; nothing for None."""
    return "" if amount is None else money.typed(amount, settings().currency)


def show_number(number: float) -> str:
    """A figure with the reader's separators."""
    if isinstance(number, int) and 0 <= number < SEPARATED:
        return str(number)  # what most lists are full of
    return str(format_decimal(number))


def show_day(day: Any, pattern: str = "") -> str:
    """A date as the reader writes it, with its weekday."""
    zh = i18n.language() == "zh"
    return str(format_date(day, pattern or ("M月d日 EEE" if zh else "EEE, d MMM")))


def show_moment(at: int, pattern: str = "") -> str:
    """An instant at the site's place, as the reader writes it."""
    zh = i18n.language() == "zh"
    shown = clock.local(at, settings().timezone)
    return str(format_datetime(shown, pattern or ("M月d日 HH:mm" if zh else "d MMM, HH:mm"), rebase=False))


def _context() -> dict[str, Any]:
    chosen = i18n.language()
    return {
        "site": site.shown(),
        "language": chosen,
        "html_lang": "zh-CN" if chosen == "zh" else "en",
        "viewer": viewer(),
        "unread": _unread(),
        "flashes": [("success", done)] if (done := current_app.jinja_env.globals["done_text"]()) else [],  # type: ignore[operator]
        "page_path": request.full_path.rstrip("?"),
        "request_id": g.get("request_id"),
    }


def _unread() -> int:
    """What waits for the reader, asked once a request, however many templates a page is made of."""
    if "unread" not in g:
        g.unread = sum(count() for count in UNREAD.all()) if viewer() else 0
    return int(g.unread)


def _keep_language(response: Response) -> Response:
    if "chosen_language" in g and response.status_code < 400:
        response.set_cookie(
            "lang",
            g.chosen_language,
            max_age=31_536_000,
            samesite="Lax",
            secure=settings().url.startswith("https://"),
        )
    return response
