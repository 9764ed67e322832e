"""The outbox: written with the change that wants it, run at least once, with one effect."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from tests.lab import things

from hutong.kernel import clock, jobs, maintenance
from hutong.kernel.db import Database, session
from hutong.kernel.jobs import Job, Kind, job

Kinds = dict[str, Kind[Any]]


@pytest.fixture
def kinds() -> Iterator[Kinds]:
    """Kinds of jobs of the lab, and only those, while a test runs."""
    before = dict(jobs.KINDS)
    jobs.KINDS.clear()
    calls: list[str] = []

    @job("lab.make")
    def make(name: str) -> None:
        things.make(name)

    @job("lab.fail")
    def fail(name: str) -> None:
        things.make(name)
        raise ZeroDivisionError("broken")

    @job("lab.send", outside=True)
    def send(name: str) -> Any:
        calls.append(name)
        with pytest.raises(RuntimeError):
            session()
        return lambda: things.make(f"sent {name} {len(calls)}")

    @job("lab.turn", every=clock.MINUTE)
    def turn() -> None:
        things.make(f"turn {clock.now() // clock.MINUTE}")

    yield dict(jobs.KINDS)
    jobs.KINDS.clear()
    jobs.KINDS.update(before)


def put(database: Database, kind: Kind[Any], **values: Any) -> None:
    """Put a job into the outbox."""
    database.run(lambda: kind.later(**values))


def rows(database: Database) -> list[Job]:
    """Every job there is."""
    with database.reading():
        return list(session().scalars(select(Job).order_by(Job.id)))


def names(database: Database) -> list[str]:
    """What the jobs have made."""
    with database.reading():
        return things.names()


def test_a_job_runs_once(inside: Database, kinds: Kinds) -> None:
    """O-03."""
    put(inside, kinds["lab.make"], name="a")
    assert (jobs.run_all(), jobs.run_all()) == (1, 0)
    assert names(inside) == ["a"]
    done = rows(inside)[0]
    assert (done.due_at, done.tries, done.error) == (jobs.NEVER, 1, None)
    assert done.done_at is not None


def test_a_job_is_written_with_the_change(inside: Database, kinds: Kinds) -> None:
    """O-03: no change, no job."""

    def unit() -> None:
        kinds["lab.make"].later(name="a")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        inside.run(unit)
    assert rows(inside) == []


def test_a_job_waits_for_its_time(inside: Database, kinds: Kinds) -> None:
    """S-07."""
    inside.run(lambda: kinds["lab.make"].at(clock.now() + clock.HOUR)(name="a"))
    assert jobs.run_all() == 0
    with clock.moved(clock.HOUR + 1):
        assert jobs.run_all() == 1


def test_arguments_have_names(inside: Database, kinds: Kinds) -> None:
    """O-03."""
    with pytest.raises(TypeError, match="by keyword"):
        inside.run(lambda: kinds["lab.make"].later("a"))


def test_a_failure_is_tried_again_later_and_later(inside: Database, kinds: Kinds) -> None:
    """O-03: its effect is rolled back each time, its error is kept, after 12 tries it waits for a person."""
    put(inside, kinds["lab.fail"], name="a")
    waits = []
    began = clock.now()
    with clock.frozen(began):
        for _ in range(jobs.TRIES):
            assert jobs.run_due() == 1
            waits.append(rows(inside)[0].due_at - clock.now())
            clock._frozen = max(clock.now(), min(rows(inside)[0].due_at, jobs.NEVER - 1))
    seconds = [wait // 1000 for wait in waits[:-1]]
    assert seconds == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048]
    assert names(inside) == []
    given_up = rows(inside)[0]
    assert (given_up.due_at, given_up.done_at) == (jobs.NEVER, None)
    assert "ZeroDivisionError: broken" in (given_up.error or "")
    with inside.reading():
        assert [one.id for one in jobs.given_up()] == [given_up.id]
        assert jobs.waiting() == 0


def test_one_failure_does_not_hold_up_the_others(inside: Database, kinds: Kinds) -> None:
    """O-03: nor does a kind that nobody knows any more."""
    put(inside, kinds["lab.fail"], name="bad")
    put(inside, Kind("lab.gone", lambda: None, False, None))
    put(inside, kinds["lab.make"], name="good")
    assert jobs.run_due() == 3
    assert names(inside) == ["good"]
    assert "no job is called lab.gone" in (rows(inside)[1].error or "")


def test_a_job_to_the_outside_has_no_transaction(inside: Database, kinds: Kinds) -> None:
    """N-02: it speaks first and returns what is written then, together with the mark that it is done."""
    put(inside, kinds["lab.send"], name="mail")
    jobs.run_all()
    assert names(inside) == ["sent mail 1"]
    assert rows(inside)[0].done_at is not None


def test_a_worker_that_was_overtaken_leaves_nothing(inside: Database, kinds: Kinds) -> None:
    """O-03: its lease ran out while it worked, and another has done the job."""

    @job("lab.slow")
    def slow() -> None:
        things.make(f"slow {len(things.names())}")

    put(inside, slow)
    ((job_id, lease),) = inside.run(lambda: jobs._claim(None))
    with clock.moved(jobs.LEASE + 1):
        assert jobs.run_all() == 1
        jobs._run_one(job_id, lease)
        with pytest.raises(LookupError, match="another worker"):
            inside.run(lambda: jobs._finish(job_id, lease, slow.function))
    assert names(inside) == ["slow 0"]


def test_a_leased_job_is_left_alone_until_the_lease_ends(inside: Database, kinds: Kinds) -> None:
    """O-03."""
    put(inside, kinds["lab.make"], name="a")
    assert len(inside.run(lambda: jobs._claim(None))) == 1
    with clock.moved(jobs.LEASE - 1000):
        assert jobs.run_all() == 0
    with clock.moved(jobs.LEASE + 1):
        assert jobs.run_all() == 1
    assert names(inside) == ["a"]


def test_what_a_dead_worker_had_in_line_does_not_wait_out_a_whole_lease(inside: Database, kinds: Kinds) -> None:
    """O-03: of a batch only the job that had begun does; a worker that lives keeps the others when their turn comes."""
    for name in "abc":
        put(inside, kinds["lab.make"], name=name)
    (_begun, (turn, lease), _waiting) = inside.run(lambda: jobs._claim(None))
    assert inside.run(lambda: jobs._note(turn, lease, due_at=clock.now() + jobs.LEASE)) is True
    with clock.moved(jobs.IN_LINE + 1):
        assert jobs.run_all() == 1
        assert names(inside) == ["c"]
    with clock.moved(jobs.LEASE + 1):
        assert jobs.run_all() == 2
        assert inside.run(lambda: jobs._note(turn, lease, due_at=clock.now() + jobs.LEASE)) is False
    assert sorted(names(inside)) == ["a", "b", "c"]


def test_told_to_stop_a_worker_ends_with_the_job_at_hand(inside: Database, kinds: Kinds) -> None:
    """O-03: what was claimed and not begun is free for others at once, and counts as not tried."""
    stop = threading.Event()
    job("lab.stop")(stop.set)
    put(inside, jobs.KINDS["lab.stop"])
    put(inside, kinds["lab.make"], name="a")
    assert jobs.run_due(stop=stop) == 2
    assert [(row.done_at is None, row.tries) for row in rows(inside)] == [(False, 1), (True, 0)]
    assert (jobs.run_all(), names(inside)) == (1, ["a"])


def test_patient_jobs_let_the_others_pass(inside: Database, kinds: Kinds) -> None:
    """O-03: one at a time, and only while nothing else is due."""
    slow = job("lab.slow", patient=True)(things.make)
    for name in ("slow 1", "slow 2"):
        put(inside, slow, name=name)
    put(inside, kinds["lab.make"], name="quick 1")
    assert (jobs.run_due(), jobs.run_due()) == (1, 1)
    put(inside, kinds["lab.make"], name="quick 2")
    assert (jobs.run_all(), names(inside)) == (2, ["quick 1", "slow 1", "quick 2", "slow 2"])


def test_only_some_kinds_are_claimed(inside: Database, kinds: Kinds) -> None:
    """O-04."""
    put(inside, kinds["lab.make"], name="a")
    assert jobs.run_due(frozenset({"lab.send"})) == 0
    assert jobs.run_due(frozenset({"lab.make"})) == 1


def test_a_unique_key_lets_one_job_exist(inside: Database, kinds: Kinds) -> None:
    """O-03."""
    inside.run(lambda: kinds["lab.make"].at(0, unique_key="k")(name="a"))
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        inside.run(lambda: kinds["lab.make"].at(0, unique_key="k")(name="b"))
    assert len(rows(inside)) == 1


def test_many_clocks_put_one_turn(lab: Flask, inside: Database, kinds: Kinds) -> None:
    """O-03: two at once, and again within the turn; then the next turn."""

    def tick(_number: int) -> None:
        with lab.app_context():
            jobs.tick()

    with clock.frozen(clock.now() // clock.MINUTE * clock.MINUTE), ThreadPoolExecutor(4) as threads:
        list(threads.map(tick, range(8)))
        assert len(rows(inside)) == 1
        jobs.run_all()
        with clock.moved(clock.MINUTE):
            tick(0)
            jobs.run_all()
    assert len(names(inside)) == 2


def test_a_clock_looks_again_after_maintenance(lab: Flask, inside: Database, kinds: Kinds) -> None:
    """O-04: a restore beside a running worker takes the turn's job away with all others; it comes again at once."""
    turns: dict[str, int] = {}
    with lab.app_context(), clock.frozen(clock.now()):
        jobs.tick(turns)
        inside.run(lambda: session().execute(delete(Job)))
        jobs.tick(turns)
        assert rows(inside) == []
        maintenance.close(5)
        jobs.tick(turns)
        maintenance.open_again()
        jobs.tick(turns)
        assert [row.name for row in rows(inside)] == ["lab.turn"]


def test_many_workers_share_the_work(lab: Flask, inside: Database, kinds: Kinds) -> None:
    """O-04: every job is done once, whoever does it."""

    def put_all() -> None:
        for number in range(60):
            kinds["lab.make"].later(name=f"job {number}")

    def work(_number: int) -> int:
        with lab.app_context():
            return jobs.run_all()

    inside.run(put_all)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    jobs.run_all()
    assert len(names(inside)) == 60
    assert all(one.done_at for one in rows(inside))


def test_done_jobs_are_forgotten_and_given_up_ones_kept(inside: Database, kinds: Kinds) -> None:
    """O-03."""
    put(inside, kinds["lab.make"], name="a")
    jobs.run_all()
    put(inside, kinds["lab.fail"], name="b")
    inside.run(lambda: session().execute(update(Job).where(Job.name == "lab.fail").values(due_at=jobs.NEVER)))
    with clock.moved(4 * clock.DAY):
        inside.run(jobs.forget_done_jobs.function)
    assert [one.name for one in rows(inside)] == ["lab.fail"]


def test_an_empty_outbox_costs_one_statement(inside: Database, kinds: Kinds) -> None:
    """O-04."""
    from hutong.kernel import db

    noted: list[str] = []
    token = db.statements.set(noted)
    jobs.run_due()
    db.statements.reset(token)
    assert len(noted) == 1


def test_counting_what_waits(inside: Database, kinds: Kinds) -> None:
    """O-03."""
    put(inside, kinds["lab.make"], name="a")
    with inside.reading():
        assert jobs.waiting() == 1
        assert session().scalar(select(func.count()).select_from(Job)) == 1
