"""What the site's staff set themselves: its name, logo, footer, terms, languages and currency.

Stored rows stand before the environment's settings of the same name: `settings()` gives what is in force. Every process
looks for changes now and then; the one that makes them knows at once.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask, current_app
from sqlalchemy import String, Text, func, select, update
from sqlalchemy.dialects.mysql import MEDIUMTEXT
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.contribute import Point
from hutong.kernel.db import Base, Code, Instant, Retry, after_commit, rows_changed, session, table_args
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
    value: Mapped[str] = mapped_column(Text().with_variant(MEDIUMTEXT, "mysql", "mariadb"))
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


def edition(*names: str) -> int:
    """How often these texts were changed, in all languages together: it only grows."""
    return sum(count for (name, _tongue), count in _known().versions.items() if name in names)


def current_edition(*names: str) -> int:
    """The same as the running transaction sees it."""
    return int(session().scalar(select(func.sum(SiteValue.version)).where(SiteValue.name.in_(names))) or 0)


def stored(name: str, tongue: str = "") -> str:
    """What is set in exactly this language."""
    return _known().values.get((name, tongue), "")


def current(name: str, tongue: str = "") -> str:
    """What is set in exactly this language, as the running transaction sees it."""
    row = session().get(SiteValue, (name, tongue), populate_existing=True)
    return row.value if row else ""


def keep(changes: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """Store values by name and language, an empty one takes a value away; what stood there before, by name."""
    before: dict[str, Any] = {}
    for (name, tongue), value in changes.items():
        was = current(name, tongue)
        if was == value:
            continue
        before[f"{name}_{tongue}" if tongue else name] = was
        mine = update(SiteValue).where(SiteValue.name == name, SiteValue.language == tongue)
        changed = {"value": value, "version": SiteValue.version + 1, "changed_at": clock.now()}
        if rows_changed(mine.values(**changed)) == 0:
            _begin(name, tongue, value)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    after_commit(lambda: load(app))
    return before


def _begin(name: str, tongue: str, value: str) -> None:
    session().add(SiteValue(name=name, language=tongue, value=value))
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # somebody else sets it at the same time


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
