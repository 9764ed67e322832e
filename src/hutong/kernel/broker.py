"""Celery over RabbitMQ or Redis, where HUTONG_BROKER_URL is set: messages only wake workers, the outbox is the truth.

A lost message costs a second, until beat's next turn; a message too many finds nothing to do. Workers claim jobs
from the outbox by lease, as `hutong worker` does, so both may run side by side.
"""

import os
import threading
from typing import TYPE_CHECKING

import structlog
from flask import Flask

from hutong.kernel import jobs

if TYPE_CHECKING:
    from celery import Celery

RUN, TICK = "hutong.run_due", "hutong.tick"
TURN = 1.0  # seconds between beat's messages
PAUSE = 5.0  # seconds after a broker did not answer
STALE = 60  # seconds after which nobody needs a wake-up any more
log = structlog.get_logger("broker")


def install(app: Flask) -> None:
    """Wake the workers when jobs were written."""
    url = app.extensions["hutong"].settings.broker_url
    if url:
        jobs.WAKE.add(app, Waker(celery(url)).wake)


def celery(url: str) -> "Celery":
    """Celery as Hutong uses it: no results, no arguments, one queue."""
    from celery import Celery  # noqa: PLC0415 - an extra, and only where it is used

    made = Celery("hutong", broker=url)
    made.conf.update(
        task_ignore_result=True,
        task_default_queue="hutong",
        worker_prefetch_multiplier=1,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 5},
        beat_schedule={"tick": {"task": TICK, "schedule": TURN, "options": {"expires": TURN * 5}}},
        beat_schedule_filename=os.devnull,
        beat_scheduler="celery.beat:Scheduler",  # in memory: what is due stands in the database
    )
    return made


def serve_tasks(flask: Flask, made: "Celery") -> None:
    """Give Celery what it runs: the outbox of this app."""
    from celery.signals import worker_process_init  # noqa: PLC0415 - see above

    def run_due() -> None:
        with flask.app_context():
            jobs.run_all()

    turns: dict[str, int] = {}

    def tick() -> None:
        with flask.app_context():
            jobs.tick(turns)
            jobs.run_all()

    def forked(**_: object) -> None:
        flask.extensions["hutong"].database.dispose()

    made.task(name=RUN)(run_due)
    made.task(name=TICK)(tick)
    worker_process_init.connect(forked, weak=False)


class Waker:
    """Sends the wake-ups of one process from a thread of their own: no request waits for a broker."""

    def __init__(self, made: "Celery") -> None:
        self.celery = made
        self.asked = threading.Event()
        self.pid = 0

    def wake(self) -> None:
        """Ask for a worker soon; many asks become one message."""
        if self.pid != os.getpid():  # threads do not cross a fork
            self.pid = os.getpid()
            self.asked = threading.Event()
            threading.Thread(target=self._send, args=(self.asked,), name="waker", daemon=True).start()
        self.asked.set()

    def _send(self, asked: threading.Event) -> None:
        pause = threading.Event()
        while True:
            asked.wait()
            asked.clear()
            try:
                self.celery.send_task(RUN, expires=STALE, retry=False)
            except Exception as error:  # whatever a broker does, beat's next turn finds the job
                log.warning("broker_away", error=repr(error))
                pause.wait(PAUSE)
