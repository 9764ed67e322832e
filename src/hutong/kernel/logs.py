"""Structured logs: one line a request with its id, as JSON in production and readable in development."""

import logging
import re
import secrets
import sys
import time
from collections.abc import Sequence

import structlog
from flask import Flask, Response, g, request

from hutong.kernel.settings import Settings
from hutong.kernel.state import settings as current_settings

_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{8,40}")
log = structlog.get_logger("web")


def configure(settings: Settings, listeners: Sequence[structlog.typing.Processor] = ()) -> None:
    """Set up structlog and the standard library's logging alike, once a process; listeners see each line as it was."""
    level = logging.getLevelNamesMapping().get(settings.log_level.upper(), logging.INFO)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        *listeners,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last = structlog.dev.ConsoleRenderer(colors=False) if settings.development else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=max(level, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )


def request_id() -> str:
    """The id of this request: the proxy's, where one is trusted, else a fresh one."""
    given = request.headers.get("X-Request-Id", "") if current_settings().trusted_proxies else ""
    return given if _SAFE_ID.fullmatch(given) else secrets.token_hex(8)


def install(app: Flask) -> None:
    """Log every request when it is answered."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if request.endpoint != "static":
            took = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
            log.info(
                "request",
                method=request.method,
                path=request.path,  # never the query string: it may carry what is private
                status=response.status_code,
                ms=took,
                request_id=g.get("request_id"),
            )
        return response
