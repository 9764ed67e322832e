"""The workbench, in development only: what every request asked of the database, and a debugger where one breaks."""

import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, current_app, g, has_request_context, render_template, request
from sqlalchemy import Connection, event
from werkzeug.debug import DebuggedApplication, get_pin_and_cookie_name

from hutong.kernel import clock
from hutong.kernel.security import LOOPBACK, only_loopback
from hutong.kernel.settings import Environment
from hutong.kernel.web import Pages

KEPT = 50
PAGE = "/dev/requests"
DEBUGGER = "hutong.debugger"  # in the environment of a request whose failure the debugger may show
pages = Pages("workbench", "hutong.kernel")


@dataclass(frozen=True)
class Statement:
    """One SQL statement and its milliseconds."""

    text: str
    ms: float


@dataclass(frozen=True)
class Seen:
    """One request that was answered."""

    at: int
    method: str
    path: str
    status: int
    ms: float
    statements: tuple[Statement, ...]

    @property
    def sql_ms(self) -> float:
        """The milliseconds of all its statements."""
        return sum(statement.ms for statement in self.statements)


@pages.page(PAGE, public=True, hidden=True)
def requests() -> str:
    """The last requests of this process, newest first, with their SQL."""
    only_loopback()
    g.private = True
    return render_template("kernel/requests.html", seen=list(reversed(_seen())))


def install(app: Flask) -> None:
    """In development, time every statement, tell browsers in `Server-Timing`, and keep the last requests."""
    if app.extensions["hutong"].settings.env != Environment.DEVELOPMENT:
        return
    app.register_blueprint(pages)
    app.extensions["hutong_workbench"] = deque(maxlen=KEPT)
    app.after_request(_answered)
    database = app.extensions["hutong"].database
    for engine in (database.reader, database.writer):
        event.listen(engine, "before_cursor_execute", _begin)
        event.listen(engine, "after_cursor_execute", _end)


def debugged(inner: WSGIApplication) -> WSGIApplication:
    """The same, with the interactive debugger behind its PIN where something breaks; for this machine only."""
    debugger = DebuggedApplication(inner, evalex=True)

    def serve(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ.get("REMOTE_ADDR") not in LOOPBACK:
            return inner(environ, start)
        environ[DEBUGGER] = True
        return debugger(environ, start)

    return serve


def pin() -> str:
    """What the debugger asks for; the same in every process of this machine."""
    return get_pin_and_cookie_name(current_app._get_current_object())[0] or "none"  # type: ignore[attr-defined]


def _begin(connection: Connection, *_: Any) -> None:
    connection.info["workbench"] = time.perf_counter()


def _end(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
    if has_request_context() and not statement.startswith("BEGIN"):
        took = (time.perf_counter() - connection.info["workbench"]) * 1000
        _statements().append(Statement(statement, took))


def _answered(response: Response) -> Response:
    if request.path == PAGE or request.endpoint is None or request.endpoint.endswith("static"):
        return response
    took = (time.perf_counter() - g.get("began", time.perf_counter())) * 1000
    seen = Seen(
        clock.now(), request.method, request.full_path.rstrip("?"), response.status_code, took, tuple(_statements())
    )
    _seen().append(seen)
    said = f'sql;desc="{len(seen.statements)} statements";dur={seen.sql_ms:.1f}, all;dur={took:.1f}'
    response.headers["Server-Timing"] = said
    return response


def _statements() -> list[Statement]:
    found: list[Statement] = g.setdefault("workbench", [])
    return found


def _seen() -> "deque[Seen]":
    kept: deque[Seen] = current_app.extensions["hutong_workbench"]
    return kept
