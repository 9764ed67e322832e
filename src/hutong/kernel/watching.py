"""Eyes outside of the house, both off unless their setting is given and their extra installed.

HUTONG_SENTRY_URL: what breaks is told to a Sentry. HUTONG_TRACES_URL: requests and jobs as OpenTelemetry traces over
OTLP, with their SQL, steps in the kv and in a bucket, requests to others and mails. Neither is told what people wrote:
no bodies, no cookies, no query strings, no values of statements, no keys.
"""

import atexit
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy import Connection, event
from structlog.typing import EventDict, Processor

from hutong import __version__
from hutong.kernel.kv import KV
from hutong.kernel.settings import Settings, SettingsRefused

FAILURES = ("broken", "job_failed", "worker")  # the log lines that carry an exception
TOLD = ("path", "request_id", "job", "id", "tries")


def listeners(settings: Settings) -> list[Processor]:
    """Who reads along in the log; raises SettingsRefused where the extra is missing."""
    return [_sentry(settings)] if settings.sentry_url else []


def install(app: Flask) -> None:
    """Trace requests, jobs and what they ask, where it is wanted."""
    settings = app.extensions["hutong"].settings
    if settings.traces_url:
        _Tracer(app, settings)


def _sentry(settings: Settings) -> Processor:
    try:
        import sentry_sdk  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise SettingsRefused("HUTONG_SENTRY_URL needs an extra: pip install 'hutong[sentry]'") from None
    sentry_sdk.init(
        dsn=settings.sentry_url,
        environment=str(settings.env),
        release=f"hutong@{__version__}",
        default_integrations=False,
        include_local_variables=False,
    )
    atexit.register(sentry_sdk.flush, timeout=2)

    def tell(_logger: Any, _method: str, line: EventDict) -> EventDict:
        given = line.get("exc_info")
        error = given if isinstance(given, BaseException) else sys.exc_info()[1]
        if line.get("event") in FAILURES and error is not None:
            with sentry_sdk.new_scope() as scope:
                for name in TOLD:
                    if name in line:
                        scope.set_tag(name, str(line[name]))
                scope.capture_exception(error)
        return line

    return tell


class _Tracer:
    """A span for each request and each job, and below it one for each statement, step in the kv and outside request."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        try:
            from opentelemetry import context, trace  # noqa: PLC0415 - an extra
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
            from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
            from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
            from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
            from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415
        except ModuleNotFoundError:
            raise SettingsRefused("HUTONG_TRACES_URL needs an extra: pip install 'hutong[telemetry]'") from None
        about = {"service.name": "hutong", "service.version": __version__, "deployment.environment.name": settings.env}
        self.provider = TracerProvider(resource=Resource.create({**about}))
        self.provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.traces_url)))
        self.tracer = self.provider.get_tracer("hutong", __version__)
        self.context, self.trace = context, trace
        self.sent = TraceContextTextMapPropagator()
        self.proxied = settings.trusted_proxies > 0
        app.extensions["hutong_tracer"] = self
        app.before_request(self.begin)
        app.after_request(self.answered)
        app.teardown_request(self.end)
        state = app.extensions["hutong"]
        app.extensions["hutong"] = replace(state, kv=TracedKV(state.kv, self))
        for engine in (state.database.reader, state.database.writer):
            event.listen(engine, "before_cursor_execute", self.ask)
            event.listen(engine, "after_cursor_execute", self.told)

    def begin(self) -> None:
        """A request has come; a trusted proxy may have begun its trace."""
        above = self.sent.extract(request.headers) if self.proxied else None
        name = f"{request.method} {request.url_rule.rule if request.url_rule else 'unknown'}"
        span = self.tracer.start_span(name, above, self.trace.SpanKind.SERVER)
        g.span, g.span_token = span, self.context.attach(self.trace.set_span_in_context(span))

    def answered(self, response: Response) -> Response:
        """Note what was asked and how it ended."""
        if "span" in g:
            given = {"http.request.method": request.method, "http.response.status_code": response.status_code}
            g.span.set_attributes({**given, "url.path": request.path, "hutong.request_id": g.get("request_id", "")})
            if response.status_code >= 500:
                g.span.set_status(self.trace.StatusCode.ERROR)
        return response

    def end(self, _error: BaseException | None) -> None:
        """The request is over."""
        span, token = g.pop("span", None), g.pop("span_token", None)
        if span is not None:
            self.context.detach(token)
            span.end()

    def carried(self) -> str | None:
        """See `tracing.Tracer`."""
        sent: dict[str, str] = {}
        self.sent.inject(sent)
        return sent.get("traceparent")

    @contextmanager
    def job(self, name: str, asked_by: str | None) -> Iterator[None]:
        """See `tracing.Tracer`. A job is a trace of its own: it may run hours later, and many times."""
        above = self.trace.get_current_span(self.sent.extract({"traceparent": asked_by} if asked_by else {}))
        link = above.get_span_context()
        links = [self.trace.Link(link)] if link.is_valid else []
        kind, empty = self.trace.SpanKind.CONSUMER, self.context.Context()
        with self._span(name, empty, kind, {"hutong.job": name}, links):
            yield

    @contextmanager
    def _span(self, name: str, *told: Any) -> Iterator[None]:
        """One around what is done here; of an error it says that there was one, its text may hold a key or a value."""
        span = self.tracer.start_span(name, *told)
        with self.trace.use_span(span, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            try:
                yield
            except BaseException:
                self.failed()
                raise

    def failed(self) -> None:
        """See `tracing.Tracer`."""
        self.trace.get_current_span().set_status(self.trace.StatusCode.ERROR)

    @contextmanager
    def call(self, name: str, about: dict[str, str | int]) -> Iterator[None]:
        """See `tracing.Tracer`."""
        if not self.trace.get_current_span().get_span_context().is_valid:
            yield
            return
        kind = self.trace.SpanKind.CLIENT
        with self._span(name, None, kind, {**about}):
            yield

    def ask(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        """A statement of a request begins; values are no part of it."""
        if not statement.startswith("BEGIN") and self.trace.get_current_span().get_span_context().is_valid:
            kind = {"db.system.name": connection.dialect.name, "db.query.text": statement}
            span = self.tracer.start_span(statement.partition(" ")[0], kind=self.trace.SpanKind.CLIENT, attributes=kind)
            connection.info["span"] = span

    def told(self, connection: Connection, *_: Any) -> None:
        """It was answered."""
        span = connection.info.pop("span", None)
        if span is not None:
            span.end()


class TracedKV:
    """A kv with a span around each step; keys and values are no part of it."""

    def __init__(self, kv: KV, tracer: _Tracer) -> None:
        self.kv, self.tracer = kv, tracer

    def _step(self, name: str) -> AbstractContextManager[None]:
        return self.tracer.call(f"kv {name}", {"db.operation.name": name})

    def get(self, key: str) -> bytes | None:
        """See KV."""
        with self._step("get"):
            return self.kv.get(key)

    def set(self, key: str, value: bytes, ttl: int | None = None) -> None:
        """See KV."""
        with self._step("set"):
            self.kv.set(key, value, ttl)

    def add(self, key: str, value: bytes, ttl: int) -> bool:
        """See KV."""
        with self._step("add"):
            return self.kv.add(key, value, ttl)

    def getdel(self, key: str) -> bytes | None:
        """See KV."""
        with self._step("getdel"):
            return self.kv.getdel(key)

    def incr(self, key: str, ttl: int, by: int = 1) -> tuple[int, int]:
        """See KV."""
        with self._step("incr"):
            return self.kv.incr(key, ttl, by)

    def delete(self, key: str) -> None:
        """See KV."""
        with self._step("delete"):
            self.kv.delete(key)

    def sweep(self) -> int:
        """See KV."""
        with self._step("sweep"):
            return self.kv.sweep()
