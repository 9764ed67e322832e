"""Figures for Prometheus at /metrics: requests, SQL, events, jobs, and what slices contribute.

They cost nothing unless a token is set.
"""

import atexit
import hmac
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask, Response, g, request
from sqlalchemy import Connection, event

from hutong.kernel import events, jobs
from hutong.kernel.contribute import Point
from hutong.kernel.errors import NotFound
from hutong.kernel.state import settings, state
from hutong.kernel.web import Pages

pages = Pages("metrics")
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Gauge(NamedTuple):
    """A figure of the whole site that is asked for when somebody looks: an index must answer it at once."""

    name: str
    text: str
    value: Callable[[], float]


GAUGES: Point[Gauge] = Point("gauges")
_OWN = (
    Gauge("hutong_jobs_waiting", "Jobs that are not done and not given up", jobs.waiting),
    Gauge("hutong_jobs_late_seconds", "For how long the latest job has been due", lambda: jobs.latest() / 1000),
    Gauge("hutong_jobs_given_up", "Jobs that wait for a person", lambda: len(jobs.given_up())),
)


def install(app: Flask) -> None:
    """Serve /metrics; with HUTONG_METRICS_TOKEN, count what happens from here on in every process forked off."""
    app.register_blueprint(pages)
    if app.extensions["hutong"].settings.metrics_token:
        _share_folder()
        app.extensions["hutong_metrics"] = _Meters(app)


@pages.page("/metrics", public=True, hidden=True, asset=True)
def metrics() -> Response:
    """What all processes of this machine have counted, and the jobs of the whole site; asks for the token."""
    token = settings().metrics_token
    if not token:
        raise NotFound
    given = request.headers.get("Authorization", "").partition(" ")[2]
    if not hmac.compare_digest(given.encode(), token.encode()):
        return Response(status=401, headers={"WWW-Authenticate": "Bearer"})  # not a person: no page to log in
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - only where it is on
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry) + _now().encode(), mimetype="text/plain; version=0.0.4")


def _now() -> str:
    """Figures that are asked for at this moment, in the text format: they belong to no process."""
    with state().database.reading():
        figures = [(name, text, value()) for name, text, value in (*_OWN, *GAUGES.all())]
    return "".join(f"# HELP {name} {text}\n# TYPE {name} gauge\n{name} {value}\n" for name, text, value in figures)


def _share_folder() -> None:
    """A folder in which the processes of this server put their counts; whoever made it removes it."""
    if FOLDER in os.environ:
        return
    folder, maker = tempfile.mkdtemp(prefix="hutong-metrics-"), os.getpid()
    os.environ[FOLDER] = folder
    atexit.register(lambda: shutil.rmtree(folder, ignore_errors=True) if os.getpid() == maker else None)


class _Meters:
    """What is counted while the site works."""

    def __init__(self, app: Flask) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram  # noqa: PLC0415 - after the folder is there

        own = CollectorRegistry()  # the counts are read from the folder; here only their names must differ
        labels = ["route", "method", "status"]
        self.requests = Histogram("hutong_request_seconds", "Requests by route", labels, buckets=SECONDS, registry=own)
        self.statements = Counter("hutong_sql_statements", "SQL statements run", ["engine"], registry=own)
        self.seconds = Counter("hutong_sql_seconds", "Seconds spent in SQL", ["engine"], registry=own)
        self.events = Counter("hutong_events", "What has happened, by the name of the event", ["event"], registry=own)
        app.after_request(self.request_ended)
        events.TOLD.add(app, self.told)
        database = app.extensions["hutong"].database
        for name, engine in (("writer", database.writer), ("reader", database.reader)):
            self._watch(name, engine)

    def request_ended(self, response: Response) -> Response:
        """Note how long a request took."""
        if "began" in g:
            took = time.perf_counter() - g.began
            self.requests.labels(request.endpoint or "none", request.method, response.status_code).observe(took)
        return response

    def told(self, news: object) -> None:
        """Count an event whose transaction was committed."""
        self.events.labels(type(news).__name__).inc()

    def _watch(self, name: str, engine: Any) -> None:
        statements, seconds = self.statements.labels(name), self.seconds.labels(name)

        @event.listens_for(engine, "before_cursor_execute")
        def before(connection: Connection, *_: Any) -> None:
            connection.info["began"] = time.perf_counter()

        @event.listens_for(engine, "after_cursor_execute")
        def after(connection: Connection, *_: Any) -> None:
            statements.inc()
            seconds.inc(time.perf_counter() - connection.info.pop("began", time.perf_counter()))
