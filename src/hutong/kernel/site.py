"""What the site's staff set themselves: its name, logo, footer, terms, languages and currency.

Stored rows stand before the environment's settings of the same name: `settings()` gives what is in force. Every process
looks for changes now and then; the one that makes them knows at once.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask, current_app
from sqlalchemy import String, Text, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.contribute import Point
from hutong.kernel.db import Base, Code, Instant, after_commit, session, table_args
from hutong.kernel.i18n import language
from hutong.kernel.settings import Environment, Settings
from hutong.kernel.state import State, settings, state

LOOK_AGAIN = 20  # seconds
OVERRIDES = ("site_name", "currency", "languages")  # settings that a stored value replaces
LOGO: Point[Callable[[str], str]] = Point("site_logo")  # the address of the picture with this digest


class SiteValue(Base):
    """One thing that staff have set; `version` counts its changes."""

    __tablename__ = "site_values"
    __table_args__ = table_args()

    name: Mapped[Code] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[Instant] = mapped_column(default=clock.now)
    language: Mapped[str] = mapped_column(String(5), default="", primary_key=True)  # "" where it needs none


@dataclass
class _Known:
    """What a process knows of the stored values."""

    given: Settings  # by the environment
    values: dict[tuple[str, str], str] = field(default_factory=dict)
    versions: dict[tuple[str, str], int] = field(default_factory=dict)
    looked: float | None = None


def text(name: str, default: str = "") -> str:
    """What is set in the reader's language, or in none, or in another one."""
    values = _known().values
    for tongue in (language(), "", *settings().languages):
        if values.get((name, tongue)):
            return values[name, tongue]
    return default


def version(name: str) -> str:
    """The version of a text, of all its languages together; empty where nothing is set."""
    counts = [count for (one, _tongue), count in sorted(_known().versions.items()) if one == name]
    return ".".join(map(str, counts))


def stored(name: str, tongue: str = "") -> str:
    """What is set in exactly this language."""
    return _known().values.get((name, tongue), "")


def current(name: str, tongue: str = "") -> str:
    """What is set in exactly this language, as the running transaction sees it."""
    row = session().get(SiteValue, (name, tongue))
    return row.value if row else ""


def keep(changes: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """Store values by name and language, an empty one takes a value away; what stood there before, by name."""
    before: dict[str, Any] = {}
    for (name, tongue), value in changes.items():
        row = session().get(SiteValue, (name, tongue), populate_existing=True)
        was = row.value if row else ""
        if was == value:
            continue
        before[f"{name}_{tongue}" if tongue else name] = was
        if row is None:
            session().add(SiteValue(name=name, language=tongue, value=value))
        else:
            row.value, row.version, row.changed_at = value, row.version + 1, clock.now()
    session().flush()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    after_commit(lambda: load(app))
    return before


def load(app: Flask) -> None:
    """Read the stored values and put them in force."""
    known, here = _known(app), app.extensions["hutong"]
    known.looked = time.monotonic()
    try:
        with app.app_context(), here.database.reading() as reader:
            rows = reader.scalars(select(SiteValue)).all()
    except DBAPIError:
        return  # no schema yet, or no database for the moment: what was known stays
    known.values = {(row.name, row.language): row.value for row in rows}
    known.versions = {(row.name, row.language): row.version for row in rows}
    wanted: dict[str, Any] = {name: known.values.get((name, "")) for name in OVERRIDES}
    wanted["languages"] = tuple((wanted["languages"] or "").split(",")) if wanted["languages"] else None
    changed = {name: value for name, value in wanted.items() if value}
    app.extensions["hutong"] = replace(here, settings=known.given.model_copy(update=changed))


def look_again(app: Flask) -> None:
    """Read them again when that was a while ago; tests change nothing behind a process's back."""
    known = _known(app)
    if known.given.env is Environment.TESTING:
        return
    if known.looked is None or time.monotonic() - known.looked > LOOK_AGAIN:
        load(app)


def forget(app: Flask) -> None:
    """Begin anew with what the environment says (a test's empty database)."""
    here: State = app.extensions["hutong"]
    app.extensions["hutong"] = replace(here, settings=_known(app).given)
    app.extensions.pop("hutong_site", None)


def shown() -> dict[str, Any]:
    """What templates need: name, logo, footer, languages."""
    digest = stored("logo")
    makers = LOGO.all()
    return {
        "name": settings().site_name,
        "logo": makers[0](digest) if digest and makers else "",
        "footer": text("footer"),
        "languages": settings().languages,
    }


def _known(app: Flask | None = None) -> _Known:
    here = app or current_app
    found: _Known | None = here.extensions.get("hutong_site")
    if found is None:
        given = here.extensions["hutong"].settings if app else state().settings
        found = here.extensions.setdefault("hutong_site", _Known(given))
    return found


def install(app: Flask) -> None:
    """Look for changes before requests."""
    app.before_request(lambda: look_again(app))
