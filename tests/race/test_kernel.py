"""Races of the kernel: real processes and threads on one database."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from hutong.kernel import clock, jobs
from hutong.kernel.db import Database, rows_changed, session
from hutong.kernel.jobs import Job, job
from hutong.kernel.settings import Settings
from tests.lab import things

pytestmark = pytest.mark.race


def hand(settings: Settings, *words: str) -> "subprocess.Popen[bytes]":
    """A process of its own on the lab's database."""
    environ = {
        **os.environ,
        "HUTONG_ENV": "testing",
        "HUTONG_DATA": str(settings.data),
        "HUTONG_DATABASE_URL": settings.database_url,
        "HUTONG_REDIS_URL": settings.redis_url,
        "HUTONG_SECRET_KEY": settings.secret_key,
        "HUTONG_DATA_KEY": settings.data_key,
    }
    return subprocess.Popen([sys.executable, "-m", "tests.race.hands", *words], env=environ)


def together(settings: Settings, *words: str) -> None:
    """Two of them, to the end."""
    hands = [hand(settings, *words) for _ in range(2)]
    assert [one.wait(timeout=120) for one in hands] == [0, 0]


def test_two_processes_lose_no_count_in_the_kv(lab: Flask, lab_settings: Settings) -> None:
    """O-04: 2 x 500."""
    together(lab_settings, "kv", "500")
    assert lab.extensions["hutong"].kv.incr("race", 1000, 0)[0] == 1000


def test_two_processes_lose_no_update(inside: Database, lab_settings: Settings) -> None:
    """O-04: 2 x 500 conditional updates of one row."""
    inside.run(lambda: things.make("race"))
    together(lab_settings, "rows", "500")
    with inside.reading():
        assert things.count_of("race") == 1000


def test_sixteen_writers_wait_in_turn(inside: Database) -> None:
    """O-03: on SQLite, with work inside each transaction, nobody starves: no write takes over a second."""
    if inside.dialect != "sqlite":
        pytest.skip("the file lock is SQLite's")
    inside.run(lambda: things.make("race"))
    waits: list[float] = []

    def unit() -> int:
        changed = things.count_up("race")
        time.sleep(0.002)
        return changed

    def write() -> None:
        for _ in range(20):
            began = time.perf_counter()
            assert inside.run(unit) == 1
            waits.append(time.perf_counter() - began)

    threads = [threading.Thread(target=write) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    with inside.reading():
        assert things.count_of("race") == 320
    assert len(waits) == 320
    assert max(waits) < 1.0, f"waited {max(waits):.2f} s"


def test_a_job_whose_worker_is_killed_runs_again(inside: Database, lab_settings: Settings, tmp_path: Path) -> None:
    """O-03: after its lease, and its effect is there once."""

    @job("race.hang")
    def hang(name: str) -> None:
        things.make(name)

    file = tmp_path / "middle"
    try:
        inside.run(lambda: hang.later(name="effect"))
        killed = hand(lab_settings, "hang", str(file))
        waited = time.monotonic() + 60
        while not file.exists() and time.monotonic() < waited:
            time.sleep(0.02)
        assert file.exists()
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait(timeout=10)
        assert jobs.run_all() == 0
        with inside.reading():
            assert things.names() == []
        with clock.moved(jobs.LEASE + 1):
            assert jobs.run_all() == 1
            assert jobs.run_all() == 0
        with inside.reading():
            assert things.names() == ["effect"]
            done = session().scalars(select(Job)).one()
        assert (done.tries, done.done_at is not None) == (2, True)
    finally:
        jobs.KINDS.pop("race.hang", None)


def test_a_real_deadlock_is_run_again(inside: Database) -> None:
    """O-04: two threads take two rows crosswise; both get through, each with one effect."""
    if inside.dialect == "sqlite":
        pytest.skip("SQLite has one writer")
    inside.run(lambda: [things.make(name) for name in ("one", "two")] and None)
    both = threading.Barrier(2, timeout=20)
    tries: list[str] = []
    broken: list[Exception] = []

    def crosswise(first: str, second: str) -> None:
        met: list[Any] = []

        def unit() -> None:
            tries.append(first)
            things.count_up(first)
            if not met:
                met.append(1)
                both.wait()
            things.count_up(second)

        try:
            inside.run(unit)
        except Exception as error:
            broken.append(error)

    threads = [threading.Thread(target=crosswise, args=pair) for pair in (("one", "two"), ("two", "one"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert broken == []
    assert len(tries) >= 3
    with inside.reading():
        assert (things.count_of("one"), things.count_of("two")) == (2, 2)


def test_a_row_is_changed_by_one_of_many(inside: Database) -> None:
    """S-06: the row count of a conditional UPDATE names one winner."""
    inside.run(lambda: things.make("race"))
    won: list[int] = []
    claim = update(things.things).where(things.things.c.name == "race", things.things.c.count == 0)

    def take() -> None:
        won.append(inside.run(lambda: rows_changed(claim.values(count=1))))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(won) == [0] * 7 + [1]
