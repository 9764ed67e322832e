"""gunicorn for production: `gunicorn --config deploy/gunicorn.conf.py "hutong.app:wsgi()"`, behind nginx.

The application is loaded once and shared by the workers (a third of the memory). So new code comes with a new master:
USR2, then TERM to the old one (see docs/operating.md); HUP starts the workers anew with the same code.
"""

import gc
from typing import Any

from hutong.kernel.settings import Settings

_settings = Settings()
bind = f"{_settings.host}:{_settings.port}"
workers = _settings.workers
threads = _settings.threads
worker_class = "hutong.kernel.serve.Worker"
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 75  # longer than nginx keeps a connection, so that it is nginx who closes it
max_requests = 50_000  # what a library may leak is given back now and then, not by all workers at once
max_requests_jitter = 10_000
loglevel = "warning"
control_socket_disable = True  # a read-only container has no place for it


def when_ready(server: Any) -> None:
    """Freeze what is loaded, so that the workers' garbage collectors leave the shared memory alone."""
    server.app.callable.extensions["hutong"].database.dispose()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # a request makes thousands of objects and hardly a cycle: seldom is enough


def post_worker_init(worker: Any) -> None:
    """Connections do not cross a fork."""
    worker.app.callable.extensions["hutong"].database.dispose()
