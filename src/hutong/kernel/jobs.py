"""The outbox: jobs are rows written with the change that wants them, claimed by lease, run at least once.

A job runs in a transaction together with the mark that it is done, so its effect on the database happens once. A job
that speaks to the outside (`outside=True`) runs without a transaction and may return what is to be written then.
"""

import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec

import structlog
from flask import Flask
from sqlalchemy import JSON, Connection, Index, String, Text, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock, ids, maintenance, site, tracing
from hutong.kernel.contribute import Point
from hutong.kernel.db import Base, Id, Instant, Ref, after_commit, delete_old, rows_changed, session, table_args
from hutong.kernel.state import state

P = ParamSpec("P")
LEASE = 60 * clock.SECOND  # of a job that has begun
IN_LINE = 10 * clock.SECOND  # of one that waits for those before it: should its worker die, others need not wait long
BATCH = 20
TRIES = 12
KEPT = 3 * clock.DAY
NEVER = 2**62
log = structlog.get_logger("jobs")


class Job(Base):
    """One job. `due_at` is when it may run next: a lease moves it on, NEVER means done or given up."""

    __tablename__ = "jobs"
    __table_args__ = table_args(Index("jobs_due", "due_at", "id"), Index("jobs_done", "done_at"))

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    unique_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    made_at: Mapped[Instant]
    due_at: Mapped[Instant]
    lease: Mapped[Ref | None]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[Instant | None]
    error: Mapped[str | None] = mapped_column(Text)
    trace: Mapped[str | None] = mapped_column(String(64))  # what wrote it, where somebody traces


@dataclass(frozen=True)
class Kind(Generic[P]):
    """A kind of job: the function and how it is run."""

    name: str
    function: Callable[P, Any]
    outside: bool
    every: int | None
    patient: bool = False

    def later(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Write the job into the outbox of the running transaction; arguments are JSON values, by keyword."""
        self.at(clock.now())(*args, **kwargs)

    def put_apart(self, connection: Connection, *args: P.args, **kwargs: P.kwargs) -> None:
        """Write the job into the transaction of this connection (`Database.run_apart`); call `wake_all` after it."""
        connection.execute(_INSERT, {"id": ids.new_id(), "tries": 0, **self._row(clock.now(), args, kwargs)})

    def at(self, due: int, unique_key: str | None = None) -> Callable[P, None]:
        """Like `later`, but not before an instant; a unique key lets only one such job exist."""

        def put(*args: P.args, **kwargs: P.kwargs) -> None:
            session().add(Job(unique_key=unique_key, **self._row(due, args, kwargs)))
            after_commit(wake_all)

        return put

    def _row(self, due: int, args: tuple[Any, ...], payload: dict[str, Any]) -> dict[str, Any]:
        if args:
            raise TypeError("a job's arguments are given by keyword")
        made = {"name": self.name, "payload": dict(payload), "trace": tracing.carried()}
        return {**made, "made_at": clock.now(), "due_at": due}


_INSERT = insert(Job)
KINDS: dict[str, Kind[Any]] = {}
WAKE: Point[Callable[[], None]] = Point("wake")  # called when jobs were committed, to wake workers elsewhere
_awake = threading.Event()


def job(
    name: str, *, outside: bool = False, every: int | None = None, patient: bool = False
) -> Callable[[Callable[P, Any]], Kind[P]]:
    """Make a function a kind of job; `every` milliseconds lets the clock put one into the outbox by itself.

    `patient` ones take long and nobody waits for them: they run one at a time, while nothing else is due.
    """

    def make(function: Callable[P, Any]) -> Kind[P]:
        kind = Kind(name, function, outside, every, patient)
        KINDS[name] = kind
        return kind

    return make


def wake() -> None:
    """Let the worker of this process look at once."""
    _awake.set()


def wake_all() -> None:
    """Let the workers of this process and elsewhere look at once."""
    wake()
    for waker in WAKE.all():
        waker()


def run_due(names: frozenset[str] | None = None, stop: threading.Event | None = None) -> int:
    """Claim and run what is due now, one batch; how many. Failures are kept on their rows and tried again.

    Told to stop, it ends with the job at hand and gives the others back. While the site is closed none begins.
    """
    if maintenance.closed_until() is not None:
        return 0
    database = state().database
    with database.reading() as reader:
        if reader.scalar(select(Job.id).where(Job.due_at <= clock.now()).limit(1)) is None:
            return 0
    claimed = database.run(lambda: _claim(names))
    for at, (job_id, lease) in enumerate(claimed):
        if stop is not None and stop.is_set():
            database.run(lambda: _give_back(claimed[at:]))  # noqa: B023
            break
        if at == 0 or database.run(lambda: _note(job_id, lease, due_at=clock.now() + LEASE)):  # noqa: B023
            _run_one(job_id, lease)
    return len(claimed)


def run_all(most: int = 1000) -> int:
    """Run due jobs until none is left (tests, `hutong worker --once`)."""
    ran = 0
    while ran < most and (count := run_due()):
        ran += count
    return ran


def tick(turns: dict[str, int] | None = None) -> None:
    """Put every periodic job whose turn has come into the outbox, once over all processes; none while closed.

    `turns` is what whoever asks again and again has seen to: of these the database is not asked once more.
    """
    seen = {} if turns is None else turns
    if maintenance.closed_until() is not None:
        seen.clear()  # a backup may be put in place of what was seen
        return
    for kind in KINDS.values():
        turn = clock.now() // kind.every if kind.every else None
        if turn is not None and seen.get(kind.name) != turn:
            _put_turn(kind, turn)
            seen[kind.name] = turn


def work(app: Flask, stop: threading.Event, idle: float = 0.5) -> None:
    """The worker and clock: run jobs until told to stop, whatever goes wrong."""
    next_tick, turns = 0.0, dict[str, int]()
    while not stop.is_set():
        try:
            with app.app_context():
                if time.monotonic() >= next_tick:  # whatever becomes of the clock
                    next_tick = time.monotonic() + 1
                    site.look_again(app)
                    tick(turns)
                busy = run_due(stop=stop)
        except Exception:
            log.exception("worker")
            busy = 0
            stop.wait(1)
        if not busy:
            _awake.wait(idle)
            _awake.clear()


def _claim(names: frozenset[str] | None) -> list[tuple[int, int]]:
    now = clock.now()
    due = select(Job.id, Job.due_at).where(Job.due_at <= now).order_by(Job.due_at, Job.id).limit(BATCH)
    if names is not None:
        due = due.where(Job.name.in_(names))
    patient = [kind.name for kind in KINDS.values() if kind.patient]
    found = session().execute(due.where(Job.name.not_in(patient))).all()
    found = found or session().execute(due.where(Job.name.in_(patient)).limit(1)).all()
    claimed: list[tuple[int, int]] = []
    for job_id, due_at in found:
        lease, until = ids.new_id(), now + (IN_LINE if claimed else LEASE)
        mine = update(Job).where(Job.id == job_id, Job.due_at == due_at)
        if rows_changed(mine.values(due_at=until, lease=lease, tries=Job.tries + 1)) == 1:
            claimed.append((job_id, lease))
    return claimed


def _give_back(claimed: list[tuple[int, int]]) -> None:
    """Let others have jobs that were claimed and not begun."""
    for job_id, lease in claimed:
        _note(job_id, lease, due_at=clock.now(), tries=Job.tries - 1)


def _run_one(job_id: int, lease: int) -> None:
    database = state().database
    with database.reading() as reader:
        row = reader.get(Job, job_id)
    if row is None or row.lease != lease:
        return
    kind = KINDS.get(row.name)
    with tracing.job(row.name, row.trace):
        try:
            if kind is None:
                raise LookupError(f"no job is called {row.name}")
            write: Callable[[], Any] = lambda: kind.function(**row.payload)  # noqa: E731
            if kind.outside:
                answer = write()
                write = answer if callable(answer) else lambda: None
            database.run(lambda: _finish(job_id, lease, write))
        except Exception as error:
            tracing.failed()
            log.warning("job_failed", job=row.name, id=ids.show(job_id), tries=row.tries, error=repr(error))
            text = traceback.format_exc()[-4000:]
            database.run(lambda: _fail(row, lease, text))


def _finish(job_id: int, lease: int, write: Callable[[], Any]) -> None:
    write()
    if not _note(job_id, lease, due_at=NEVER, done_at=clock.now(), error=None):
        raise LookupError("another worker has taken this job over")  # and its effect with it: this one rolls back


def _fail(row: Job, lease: int, text: str) -> None:
    wait = min(clock.HOUR, clock.SECOND * 2 ** min(row.tries, 12))
    due_at = NEVER if row.tries >= TRIES else clock.now() + wait
    _note(row.id, lease, due_at=due_at, error=text)


def _note(job_id: int, lease: int, **values: Any) -> bool:
    """Write down what has become of a job, while it is ours; whether it still was."""
    return rows_changed(update(Job).where(Job.id == job_id, Job.lease == lease).values(values)) == 1


def _put_turn(kind: Kind[Any], turn: int) -> None:
    key = f"{kind.name}:{turn}"
    database = state().database
    with database.reading() as reader:
        if reader.scalar(select(Job.id).where(Job.unique_key == key)):
            return
    try:
        database.run(kind.at(clock.now(), unique_key=key))
    except IntegrityError:
        return  # another process was faster


@job("kernel.forget_done_jobs", every=clock.HOUR)
def forget_done_jobs() -> None:
    """Remove jobs that were done some days ago."""
    delete_old(session(), Job.__table__, Job.done_at < clock.now() - KEPT)


def waiting() -> int:
    """How many jobs are not done and not given up."""
    return session().scalar(select(func.count()).where(Job.due_at < NEVER)) or 0


def latest() -> int:
    """For how many milliseconds the job has been due that waits the longest; 0 where none is due."""
    due = session().scalar(select(func.min(Job.due_at)))
    return max(0, clock.now() - due) if due is not None and due < NEVER else 0


def given_up() -> list[Job]:
    """Jobs that failed too often and wait for a person."""
    return list(session().scalars(select(Job).where(Job.due_at == NEVER, Job.done_at.is_(None)).limit(100)))
