"""A Hutong of a measurement's own: settings, schema, data; and the servers to measure."""

import argparse
import itertools
import os
import secrets
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from tests.engines import own_database

from bench.load import Next, Result, burst, get
from bench.servers import gunicorn
from hutong.app import create_app
from hutong.kernel import checks, schema
from hutong.kernel.settings import Settings


@dataclass(frozen=True)
class Setting:
    """What is measured, and how."""

    app: Flask
    env: dict[str, str]
    engine: str
    options: argparse.Namespace
    ready_seconds: float

    @property
    def circumstances(self) -> str:
        """One line about it for the table."""
        given = self.options
        return f"{self.engine}, {given.workers} workers × {given.threads} threads, {given.clients} clients"


def options(description: str) -> argparse.ArgumentParser:
    """The options that all measurements share."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--database", default="", help="SQLAlchemy URL of a server; SQLite without it")
    parser.add_argument("--redis", default="", help="Redis URL")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each burst")
    return parser


@contextmanager
def setting(given: argparse.Namespace) -> Iterator[Setting]:
    """An empty Hutong on the engine asked for."""
    with tempfile.TemporaryDirectory(prefix="hutong-bench-") as folder:
        env = {
            "HUTONG_ENV": "testing",
            "HUTONG_DATA": folder,
            "HUTONG_DATABASE_URL": own_database(given.database, "bench", durable=True),
            "HUTONG_REDIS_URL": given.redis,
            "HUTONG_SECRET_KEY": secrets.token_urlsafe(32),
            "HUTONG_DATA_KEY": secrets.token_urlsafe(32),
            "HUTONG_LOG_LEVEL": "WARNING",
        }
        os.environ.update(env)
        began = time.perf_counter()
        app = create_app(Settings())
        schema.upgrade(app.extensions["hutong"].database)
        took = time.perf_counter() - began
        engine = app.extensions["hutong"].database.dialect
        yield Setting(app, env, engine, given, took)
        app.extensions["hutong"].database.dispose()


READING = {"HUTONG_ENV": "staging", "HUTONG_REQUEST_LIMIT": "0"}  # as people read it: caches that testing lacks


@contextmanager
def servers(here: Setting, **more: str) -> Iterator[tuple[int, int]]:
    """Hutong and the yardstick under the same gunicorn: their ports; `more` are settings."""
    given = here.options
    app = gunicorn("hutong.app:wsgi()", given.workers, given.threads, {**here.env, **more}, "/healthz")
    with app as port, gunicorn("bench.servers:hello()", given.workers, given.threads, {}, "/") as yardstick:
        yield port, yardstick


def audited(here: Setting) -> str:
    """What the audit says of it."""
    with here.app.app_context(), here.app.extensions["hutong"].database.reading():
        return f"Audit: {checks.faults() or 'clean'}."


def in_turns(here: Setting, ports: tuple[int, int], following: Next) -> tuple[list[Result], list[Result]]:
    """Bursts at Hutong and at the yardstick, one after the other, in rounds."""
    given, hello = here.options, get("/")
    mine, yardstick = [], []
    burst(ports[0], following, given.clients, 0.5)  # imports, pools, caches
    for _ in range(given.rounds):
        yardstick.append(burst(ports[1], lambda: hello, given.clients, given.seconds))
        mine.append(burst(ports[0], following, given.clients, given.seconds))
    return mine, yardstick


def one_by_one(requests: list[bytes]) -> Next:
    """Each request once, to whoever asks next; then None."""
    counter, lock = itertools.count(), threading.Lock()

    def following() -> bytes | None:
        with lock:
            index = next(counter)
        return requests[index] if index < len(requests) else None

    return following


def around(requests: list[bytes]) -> Next:
    """The requests over and over."""
    endless = itertools.cycle(requests)
    lock = threading.Lock()

    def following() -> bytes | None:
        with lock:
            return next(endless)

    return following
