"""Jobs through Celery: a real worker and a real broker; the outbox stays the truth."""

import importlib
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from hutong.app import create_app
from hutong.kernel import broker, clock, jobs, schema
from hutong.kernel.settings import Settings, SettingsRefused
from hutong.kernel.state import state
from tests.engines import own_database
from tests.live import ROOT

BROKER = os.environ.get("HUTONG_TEST_BROKER_URL") or os.environ.get("HUTONG_TEST_REDIS_URL", "")
CELERY = [sys.executable, "-m", "celery", "--app", "hutong.tasks", "--quiet"]


@pytest.fixture
def site(tmp_path):
    """A site with a broker, and the environment of its other processes."""
    env = {
        "HUTONG_ENV": "testing",
        "HUTONG_DATA": str(tmp_path),
        "HUTONG_DATABASE_URL": own_database(os.environ.get("HUTONG_TEST_DATABASE_URL", ""), "celery"),
        "HUTONG_BROKER_URL": BROKER,
        "HUTONG_SECRET_KEY": "testing-" * 5,
        "HUTONG_DATA_KEY": "testing-" * 5,
    }
    settings = Settings(**{name.removeprefix("HUTONG_").lower(): value for name, value in env.items()})
    app = create_app(settings)
    schema.upgrade(app.extensions["hutong"].database)
    yield app, {**os.environ, **env}
    app.extensions["hutong"].database.dispose()


@contextmanager
def celery(env, *arguments):
    process = subprocess.Popen([*CELERY, *arguments], env=env, cwd=ROOT, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def done(app):
    with app.app_context(), state().database.reading() as session:
        return session.query(jobs.Job).filter(jobs.Job.done_at.is_not(None)).count()


def until(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        threading.Event().wait(0.05)


@pytest.mark.services
@pytest.mark.skipif(not BROKER, reason="needs a broker")
def test_what_the_web_and_the_clock_put_into_the_outbox_is_run(site):
    """O-03: a worker with beat on a real broker."""
    app, env = site
    with celery(env, "worker", "--beat", "--pool", "solo", "--without-gossip", "--without-mingle"):
        with app.app_context():
            state().database.run(jobs.forget_done_jobs.later)
        until(lambda: done(app) > 3)


def test_a_commit_wakes_the_workers_once():
    """O-03: many jobs at once are one message or two, not one each."""
    made = broker.celery("memory://")
    waker = broker.Waker(made)
    for _ in range(50):
        waker.wake()
    with made.connection() as connection:
        queue = connection.SimpleQueue("hutong")
        message = queue.get(timeout=5)
        assert message.headers["task"] == broker.RUN
        assert queue.qsize() < 3
        message.ack()


def test_a_broker_that_is_away_holds_nobody_up(settings, app, monkeypatch):
    """O-03: the request is answered at once, the job waits in the outbox."""
    away = create_app(settings.model_copy(update={"broker_url": "amqp://guest:guest@127.0.0.1:9//"}))
    monkeypatch.setattr(broker, "PAUSE", 0.01)
    with away.app_context():
        began = time.monotonic()
        state().database.run(jobs.forget_done_jobs.at(clock.now()))
        assert time.monotonic() - began < 1
        with state().database.reading():
            assert jobs.waiting() == 1
    away.extensions["hutong"].database.dispose()


def test_celery_without_a_broker_says_so(site, monkeypatch):
    """O-03: instead of listening to nobody."""
    for name, value in site[1].items():
        if name.startswith("HUTONG_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("HUTONG_BROKER_URL", "")
    with pytest.raises(SettingsRefused, match="HUTONG_BROKER_URL is not set"):
        importlib.import_module("hutong.tasks")
