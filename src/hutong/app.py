"""create_app: the house, floor by floor."""

from importlib import import_module
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from hutong.kernel import (
    answers,
    broker,
    desk,
    forms,
    front,
    gallery,
    i18n,
    ids,
    kv,
    logs,
    metrics,
    pages,
    search,
    security,
    sitemap,
    watching,
    workbench,
)
from hutong.kernel.db import Database
from hutong.kernel.settings import Environment, Settings
from hutong.kernel.state import State

PARTS = (
    watching, logs, metrics, workbench, answers, forms, security, pages, front, search, sitemap, gallery, desk, broker,
)  # fmt: skip
FLOORS = ("media", "regions", "accounts", "notices", "payments", "promotions", "booking", "reviews")
STOREFRONTS = ("stays", "cinema", "photos")
STAFF = ("backoffice",)
ALL = FLOORS + STOREFRONTS + STAFF


def create_app(settings: Settings | None = None, slices: tuple[str, ...] | None = None) -> Flask:
    """The web application; `slices` are names of our own or of others' packages."""
    settings = (settings or Settings()).check()
    if slices is None:
        slices = FLOORS + settings.slices + STAFF if settings.slices else ALL
    modules = [_module(name) for name in slices]
    app = forms.HutongFlask(
        "hutong.kernel", static_folder="static", template_folder="templates", static_url_path="/static"
    )
    app.config.update(_flask_config(settings))
    app.url_map.converters["id"] = ids.IdConverter
    app.url_map.strict_slashes = False
    patience = settings.database_timeout
    app.extensions["hutong"] = State(
        settings,
        Database(settings.database, patience=patience),
        kv.connect(settings.database, settings.redis_url, patience),
    )
    if settings.env == Environment.DEVELOPMENT:
        app.wsgi_app = workbench.debugged(app.wsgi_app)  # type: ignore[method-assign, assignment]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    logs.configure(settings, watching.listeners(settings))
    i18n.install(app, [_folder(module) for module in modules])
    for part in PARTS:
        part.install(app)
    for module in modules:
        module.install(app)
    return app


def wsgi() -> Flask:
    """The application for gunicorn: `gunicorn "hutong.app:wsgi()"`."""
    return create_app()


def _module(name: str) -> ModuleType:
    return import_module(f"hutong.{name}" if name in ALL else name)


def _folder(module: ModuleType) -> Path:
    return Path(str(files(module)))


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.key,
        "TESTING": settings.env == "testing",
        "PROPAGATE_EXCEPTIONS": settings.env == "development",  # as far as the debugger, see kernel/answers.py
        "SESSION_COOKIE_NAME": "hutong",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.url.startswith("https://"),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": 30 * 86_400,
        "SEND_FILE_MAX_AGE_DEFAULT": 0 if settings.development else 31_536_000,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_FIELD_NAME": "csrf_token",
        "JSON_AS_ASCII": False,
        "MAX_FORM_PARTS": 300,
        "MAX_FORM_MEMORY_SIZE": 1_000_000,
    }
