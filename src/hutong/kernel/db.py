"""The transaction: opened and committed here and nowhere else, and retried whole.

`reading()` and `run()` set the current session; it begins at its first statement. Reads go through an engine
that cannot write. On SQLite a writer first takes a file lock and then BEGIN IMMEDIATE: busy-waiting alone starves
writers for seconds, and the default mode loses updates silently.
"""

import fcntl
import os
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Annotated, Any, TypeVar, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    CursorResult,
    Engine,
    FromClause,
    Insert,
    Integer,
    String,
    Table,
    UpdateBase,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    select,
    tuple_,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from hutong.kernel import ids, servers

T = TypeVar("T")
R = TypeVar("R", bound="Base")
_COUNTED = {"synchronize_session": False, "preserve_rowcount": True}  # psycopg forgets the count of an INSERT otherwise
TRIES = 5
PART = 1000  # rows
MAPPED = 1 << 30  # bytes of the file
_SQLITE_AWAY = ("disk is full", "disk I/O error", "unable to open database file")
_TABLE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}

Big = BigInteger().with_variant(Integer, "sqlite")
Id = Annotated[int, mapped_column(Big, primary_key=True, autoincrement=False, default=ids.new_id)]
Ref = Annotated[int, mapped_column(Big)]
Instant = Annotated[int, mapped_column(BigInteger)]  # UTC milliseconds
Amount = Annotated[int, mapped_column(BigInteger)]  # minor units
Name = Annotated[str, mapped_column(String(100))]
Code = Annotated[str, mapped_column(String(32))]


class Base(DeclarativeBase):
    """Every table of every slice."""

    __table_args__: Any = _TABLE


def table_args(*items: Any, **more: Any) -> tuple[Any, ...]:
    """Constraints and indexes of a table together with the settings all tables share."""
    return (*items, {**_TABLE, **more})


class Retry(Exception):
    """Asks for the whole transaction to be run again."""


_session: ContextVar[Session | None] = ContextVar("hutong_session", default=None)
statements: ContextVar[list[str] | None] = ContextVar("hutong_statements", default=None)


def session() -> Session:
    """The session of the transaction that is running."""
    found = _session.get()
    if found is None:
        raise RuntimeError("no transaction here: use Database.run or Database.reading")
    return found


def rows_changed(statement: UpdateBase) -> int:
    """Execute an UPDATE, DELETE or INSERT and return its row count: the only way to change what is contended."""
    return cast(CursorResult[Any], session().execute(statement, execution_options=_COUNTED)).rowcount


def write(table: "type[Base]", rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows at once, past the unit of work: for what every sale writes, where that costs more than all else."""
    session().connection().execute(_insert_into(table), rows)


def known(row: R) -> R:
    """A row that was written past the unit of work, every column given: from now on the session knows it as it is."""
    make_transient_to_detached(row)
    session().add(row)
    return row


@cache
def _insert_into(table: "type[Base]") -> Insert:
    return insert(inspect(table).local_table)  # type: ignore[arg-type]


class Database:
    """The engines of one database: `writer` commits, `reader` cannot write."""

    def __init__(self, url: str, pool_size: int = 10, patience: float = 0) -> None:
        """`patience`: seconds after which a server that says nothing is taken for gone; 0 waits for it."""
        self.url = make_url(url)
        self.dialect = self.url.get_backend_name()
        if self.dialect == "sqlite":
            if self.url.database:
                os.makedirs(os.path.dirname(os.path.abspath(self.url.database)), mode=0o700, exist_ok=True)
            self.writer, self.reader = (
                _sqlite(self.url, pool_size),
                _sqlite(self.url, pool_size, query_only=True),
            )
        else:
            places = servers.Places(self.url)
            self.writer = servers.engine(self.url, pool_size, "READ COMMITTED", places, patience)
            self.reader = servers.engine(self.url, pool_size, "AUTOCOMMIT", places, patience)
        for engine in (self.writer, self.reader):
            event.listen(engine, "before_cursor_execute", _note_statement)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads; inside another session, that one."""
        outer = _session.get()
        if outer is not None:
            yield outer
            return
        with Session(self.reader, expire_on_commit=False, autoflush=False) as fresh:
            token = _session.set(fresh)
            try:
                yield fresh
            finally:
                _session.reset(token)

    def run(self, unit: Callable[[], T]) -> T:
        """Run a unit of work and commit it; deadlocks and lost races run it again, at most 5 times in all."""
        return self._retried(lambda: self._once(unit))

    def run_apart(self, unit: Callable[[Connection], T]) -> T:
        """Run a short unit on a connection of its own, whatever transaction is running, and commit it."""

        def once() -> T:
            with self.writer.begin() as connection:
                return unit(connection)

        return self._retried(once)

    def _retried(self, once: Callable[[], T]) -> T:
        lost = False
        for attempt in range(1, TRIES + 1):
            try:
                return once()
            except (DBAPIError, Retry) as error:
                again = bool(getattr(error, "connection_invalidated", False))
                if attempt == TRIES or not worth_retrying(error) or (lost and again):
                    raise  # lost twice, it may be the statement that a server takes too long for
                lost = lost or again
                time.sleep(random.uniform(0.002, 0.01) * 2**attempt)  # noqa: S311
        raise AssertionError("unreachable")

    def _once(self, unit: Callable[[], T]) -> T:
        if _session.get() is not None:
            raise RuntimeError("a transaction is running already: actions never commit")
        with Session(self.writer, expire_on_commit=False) as fresh:
            token = _session.set(fresh)
            try:
                answer = unit()
                fresh.flush()
            finally:
                _session.reset(token)
            fresh.commit()
            after_commit = fresh.info.pop("after_commit", [])
        for call in after_commit:
            call()
        return answer

    def dispose(self) -> None:
        """Close all connections (after a fork, at the end)."""
        self.writer.dispose()
        self.reader.dispose()


def delete_old(run: Session | Connection, table: FromClause, *old: ColumnElement[bool]) -> int:
    """Remove the rows of a table that all of `old` hold for, few with a statement so that none takes long: how many."""
    keys, gone = tuple(table.primary_key), 0
    while found := run.execute(select(*keys).where(*old).limit(PART)).all():
        these = keys[0].in_([row[0] for row in found]) if len(keys) == 1 else tuple_(*keys).in_(map(tuple, found))
        left = run.execute(delete(cast(Table, table)).where(these, *old))  # not what was renewed meanwhile
        gone += cast("CursorResult[Any]", left).rowcount
    return gone


def after_commit(call: Callable[[], None]) -> None:
    """Call this once the running transaction is committed: for waking a worker, never for effects that matter."""
    session().info.setdefault("after_commit", []).append(call)


def worth_retrying(error: Exception) -> bool:
    """Whether running the transaction again may help: a deadlock, a lost race, a lost connection."""
    if isinstance(error, Retry):
        return True
    cause = getattr(error, "orig", None)
    if cause is None:
        return False
    if getattr(cause, "sqlstate", None) in ("40001", "40P01", "55P03"):  # lost race, deadlock, lock wait
        return True
    if servers.refused(cause) or (cause.args and cause.args[0] in (1205, 1213)):  # lock wait, deadlock
        return True
    if "database is locked" in str(cause) or "database table is locked" in str(cause):
        return True
    # A connection lost before COMMIT left nothing behind; one lost during COMMIT may have, and is not retried.
    return bool(getattr(error, "connection_invalidated", False)) and getattr(error, "statement", None) is not None


def away(error: Exception) -> bool:
    """Whether the database cannot serve for the moment: it is gone, starting, full, or was tried in vain."""
    if isinstance(error, TimeoutError | Retry):
        return True
    if not isinstance(error, DBAPIError):
        return False
    cause = error.orig
    code = cause.args[0] if cause and cause.args else None
    state = getattr(cause, "sqlstate", "")
    if code in servers.AWAY or (state is None and isinstance(error, OperationalError)):  # psycopg: nobody is there
        return True
    if str(state)[:2] in servers.AWAY_STATES or any(text in str(cause) for text in _SQLITE_AWAY):
        return True
    return error.connection_invalidated or worth_retrying(error)


def _note_statement(_c: Connection, _cursor: Any, statement: str, _p: Any, _context: Any, _many: bool) -> None:
    noted = statements.get()
    if noted is not None and not statement.startswith("BEGIN"):  # only SQLite is told so in words
        noted.append(statement)


def _sqlite(url: Any, pool_size: int, query_only: bool = False) -> Engine:
    engine = create_engine(url, pool_size=pool_size, max_overflow=50, connect_args={"timeout": 20})

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # BEGIN is ours to say
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-4000")
        if query_only:
            connection.execute("PRAGMA query_only=ON")
            connection.execute(f"PRAGMA mmap_size={MAPPED}")  # readers share what the system has read: no copies of it

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if query_only:
            connection.exec_driver_sql("BEGIN")
            return
        if "lock" not in connection.info:  # it is kept until checkin, and would wait for itself
            connection.info["lock"] = os.open(f"{url.database}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(connection.info["lock"], fcntl.LOCK_EX)  # in turn, between threads and processes alike
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def checkin(_connection: Any, record: ConnectionPoolEntry) -> None:
        lock = record.info.pop("lock", None)
        if lock is not None:
            os.close(lock)

    return engine
