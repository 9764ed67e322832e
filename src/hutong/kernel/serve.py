"""`hutong run`: gunicorn for the web, a worker thread with the clock beside it, one process group."""

import gc
import os
import signal
import socket
import threading
import time
from typing import Any

import structlog
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from hutong.kernel import compressing, jobs
from hutong.kernel.settings import Settings

DRAIN_SECONDS, DRAIN_BYTES = 5, 128 << 20  # of a body that was refused unread, so that its sender reads the answer
LINGER = 0.3  # seconds in which an idle connection may still bring a request after we were told to stop
log = structlog.get_logger("serve")


class Worker(ThreadWorker):
    """gunicorn's threads, except that browsers' idle connections do not hold up the end; requests still do."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        """See gunicorn; called at SIGTERM, perhaps twice."""
        if self.alive:
            self.method_queue.defer(self._let_go)  # type: ignore[no-untyped-call]
        super().handle_exit(sig, frame)  # type: ignore[no-untyped-call]

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """See gunicorn; it closes on what is left of a large body, and the reset takes the answer (413) along."""
        whole = conn.parser.finish_body(deadline=time.monotonic() + DRAIN_SECONDS, max_bytes=DRAIN_BYTES)
        return bool(whole) and keepalive

    def _let_go(self) -> None:
        """Bring the ends of the waits closer; the loop of the worker closes what is over."""
        until = time.monotonic() + LINGER
        for idle in (*self.keepalived_conns, *self.pending_conns):
            idle.timeout = min(idle.timeout, until)


class _Web(BaseApplication):
    """gunicorn around an app made before the fork."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app, self.settings = app, settings
        super().__init__()  # type: ignore[no-untyped-call]

    def load_config(self) -> None:
        """See gunicorn."""
        wanted: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "worker_class": Worker,
            "timeout": 60,
            "graceful_timeout": 20,
            "keepalive": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        assert self.cfg is not None  # noqa: S101
        for name, value in wanted.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app, in a fresh worker: connections do not cross a fork."""
        self.app.extensions["hutong"].database.dispose()
        return self.app


def listen(settings: Settings) -> socket.socket:
    """A socket where the site shall be; raises OSError where none can be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host.strip("[]"), settings.port), family=family)


def serve(app: Flask, settings: Settings) -> None:
    """Serve until told to stop; the web in a child, jobs in a thread of this process unless a broker is set."""
    compressing.install(app)
    app.extensions["hutong"].database.dispose()
    gc.collect()
    gc.freeze()  # what is loaded stays shared after the forks, and is not walked once more when each of us ends
    gc.set_threshold(20_000, 20, 20)  # a request makes thousands of objects and hardly a cycle: seldom is enough
    web = os.fork()
    if web == 0:
        os.environ.setdefault("SERVER_SOFTWARE", "hutong")
        _Web(app, settings).run()  # type: ignore[no-untyped-call]
        os._exit(0)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: _end(web, stop))
    signal.signal(signal.SIGINT, lambda *_: _end(web, stop))
    worker = threading.Thread(target=jobs.work, args=(app, stop), name="worker", daemon=True)
    if not settings.broker_url:  # else Celery's workers do it
        worker.start()
    _, status = os.waitpid(web, 0)
    stop.set()
    jobs.wake()
    if worker.is_alive():
        worker.join(timeout=20)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, -signal.SIGTERM, -signal.SIGINT):
        raise SystemExit(f"the web process ended with {code}")


def _end(web: int, stop: threading.Event) -> None:
    stop.set()
    try:
        os.kill(web, signal.SIGTERM)
    except ProcessLookupError:
        log.info("web_gone")
