"""The transaction: opened, retried and committed by the kernel alone."""

import threading
from typing import Any

import pymysql
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from tests.lab import things

from hutong.kernel import db
from hutong.kernel.db import Database, Retry, after_commit, rows_changed, session


def deadlock() -> OperationalError:
    """What SQLAlchemy raises when MariaDB says 1213."""
    said = pymysql.err.OperationalError(1213, "Deadlock found when trying to get lock; try restarting transaction")
    return OperationalError("UPDATE", {}, said)


def failing(times: int, error: Exception, name: str = "try") -> Any:
    """A unit that makes a thing and then meets an error so many times."""
    tries: list[int] = []

    def unit() -> int:
        tries.append(1)
        things.make(f"{name} {len(tries)}")
        if len(tries) <= times:
            raise error
        return len(tries)

    return unit


def test_a_deadlock_met_twice_has_one_effect(inside: Database) -> None:
    """O-04: the third try succeeds, and nothing is left of the first two."""
    assert inside.run(failing(2, deadlock())) == 3
    with inside.reading():
        assert things.names() == ["try 3"]


def test_after_five_tries_the_error_comes_out(inside: Database) -> None:
    """O-04."""
    unit = failing(5, deadlock())
    with pytest.raises(OperationalError):
        inside.run(unit)
    with inside.reading():
        assert things.names() == []


def test_what_is_lost_twice_is_not_asked_a_third_time(inside: Database) -> None:
    """O-04: a statement that a server takes too long for would be started again and again."""
    said = pymysql.err.OperationalError(2013, "Lost connection to MySQL server during query (timed out)")
    lost = OperationalError("DELETE", {}, said, connection_invalidated=True)
    assert inside.run(failing(1, lost)) == 2
    with pytest.raises(OperationalError):
        inside.run(failing(2, lost, "lost"))


def test_what_is_old_goes_in_parts(inside: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """O-04: so that none of the statements takes long; what is not old stays."""
    monkeypatch.setattr(db, "PART", 2)
    table = things.things
    rows = [{"id": number, "name": str(number), "count": number} for number in range(1, 7)]

    def unit() -> int:
        session().execute(table.insert(), rows)
        return db.delete_old(session(), table, table.c.count < 6)

    assert inside.run(unit) == 5
    with inside.reading():
        assert things.names() == ["6"]


def test_what_is_renewed_meanwhile_is_not_old(inside: Database) -> None:
    """O-04: a count in the kv that begins anew between being found and being removed stays."""
    table = things.things

    class Renewing:
        """A session in whose reads somebody else renews what is found."""

        def execute(self, statement: Any) -> Any:
            found = session().execute(statement)
            if not statement.is_select:
                return found
            rows = found.all()
            session().execute(table.update().values(count=9))
            return type("Rows", (), {"all": lambda _self: rows})()

    def unit() -> int:
        session().execute(table.insert(), [{"id": 1, "name": "renewed", "count": 1}])
        return db.delete_old(Renewing(), table, table.c.count < 6)  # type: ignore[arg-type]

    assert inside.run(unit) == 0
    with inside.reading():
        assert things.names() == ["renewed"]


def test_only_what_may_pass_is_tried_again(inside: Database) -> None:
    """O-04: a duplicate key is news for the action, not for the kernel."""
    inside.run(lambda: things.make("one"))
    with pytest.raises(IntegrityError):
        inside.run(lambda: things.make("one"))
    with pytest.raises(ZeroDivisionError):
        inside.run(failing(1, ZeroDivisionError()))
    assert inside.run(failing(1, Retry())) == 2


def test_a_transaction_inside_another_is_refused(inside: Database) -> None:
    """O-04: actions never commit."""
    with pytest.raises(RuntimeError, match="actions never commit"):
        inside.run(lambda: inside.run(lambda: things.make("inner")))
    with inside.reading(), pytest.raises(RuntimeError, match="actions never commit"):
        inside.run(lambda: things.make("inner"))
    with inside.reading():
        assert things.names() == []


def test_without_a_transaction_there_is_no_session(inside: Database) -> None:
    """O-04."""
    with pytest.raises(RuntimeError, match="no transaction here"):
        session()


def test_reading_inside_a_transaction_sees_it(inside: Database) -> None:
    """O-04: and reading inside reading is the same session."""

    def unit() -> list[str]:
        things.make("mine")
        with inside.reading():
            return things.names()

    assert inside.run(unit) == ["mine"]
    with inside.reading() as outer, inside.reading() as inner:
        assert outer is inner


def test_readers_cannot_write(inside: Database) -> None:
    """X-03: SQLite refuses it at once; elsewhere nothing that reads has anything to commit."""
    if inside.dialect != "sqlite":
        pytest.skip("query_only is SQLite's")
    with inside.reading(), pytest.raises(OperationalError, match="readonly"):
        things.make("smuggled")


def test_after_commit_comes_after_the_commit(inside: Database) -> None:
    """O-04: and never after a rollback, and once however often the unit was tried."""
    seen: list[list[str]] = []

    def look() -> None:
        with inside.reading():
            seen.append(things.names())

    def unit(work: Any) -> None:
        after_commit(look)
        work()
        assert seen == []

    inside.run(lambda: unit(failing(0, Retry())))
    assert seen == [["try 1"]]
    seen.clear()
    with pytest.raises(ZeroDivisionError):
        inside.run(lambda: unit(failing(9, ZeroDivisionError(), "lost")))
    assert seen == []
    tried = failing(2, deadlock(), "again")
    inside.run(lambda: unit(tried))
    assert len(seen) == 1


def test_a_unit_apart_survives_the_transaction_around_it(inside: Database) -> None:
    """M-03: a forged callback stays logged (on SQLite such units have a file of their own: the kv)."""
    if inside.dialect == "sqlite":
        pytest.skip("one writer at a time")

    def unit() -> None:
        inside.run_apart(lambda c: c.execute(things.things.insert().values(id=1, name="kept", count=0)))
        things.make("lost")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        inside.run(unit)
    with inside.reading():
        assert things.names() == ["kept"]


def test_one_connection_may_write_again_after_a_commit(inside: Database) -> None:
    """O-05: migrations do, one transaction after the other; a lock taken twice would wait for itself."""

    def twice() -> None:
        with inside.writer.connect() as connection:
            for number in (1, 2):
                connection.execute(things.things.insert().values(id=number, name=str(number), count=0))
                connection.commit()

    thread = threading.Thread(target=twice, daemon=True)
    thread.start()
    thread.join(timeout=5)
    assert not thread.is_alive()
    with inside.reading():
        assert things.names() == ["1", "2"]


def test_a_lock_is_free_again_after_a_failure(inside: Database) -> None:
    """O-03: the next writer does not wait for one that gave up."""
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            inside.run(failing(1, ZeroDivisionError()))
    assert inside.run(failing(0, Retry())) == 1


def test_foreign_keys_hold(inside: Database) -> None:
    """O-03: on SQLite only because it is told so."""
    with pytest.raises(IntegrityError):
        inside.run(lambda: things.make("orphan", parent_id=4711))


def test_rows_changed_counts_rows(inside: Database) -> None:
    """S-06: a conditional UPDATE says whether it was the one."""
    inside.run(lambda: things.make("one"))
    assert inside.run(lambda: (things.count_up("one"), things.count_up("other"))) == (1, 0)
    made = things.things.insert().values(id=1, name="two", count=0)
    assert inside.run(lambda: rows_changed(made)) == 1
    assert inside.run(lambda: rows_changed(things.things.delete())) == 2


def test_statements_are_noted(inside: Database) -> None:
    """X-03: so that lists can be held to their number of statements."""
    noted: list[str] = []
    token = db.statements.set(noted)
    with inside.reading():
        session().execute(text("SELECT 1"))
    db.statements.reset(token)
    assert noted == ["SELECT 1"]


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (deadlock(), True),
        (OperationalError("", {}, pymysql.err.OperationalError(1205, "Lock wait timeout")), True),
        (OperationalError("", {}, pymysql.err.OperationalError(1047, "WSREP has not yet prepared node")), True),
        (OperationalError("", {}, Exception("database is locked")), True),
        (OperationalError("", {}, pymysql.err.OperationalError(1064, "syntax")), False),
        (OperationalError("UPDATE", {}, Exception("gone"), connection_invalidated=True), True),
        (OperationalError(None, {}, Exception("gone"), connection_invalidated=True), False),
        (Retry(), True),
    ],
)
def test_what_is_worth_another_try(error: DBAPIError, again: bool) -> None:
    """O-04: a connection lost during COMMIT may have committed, so that is not repeated."""
    assert db.worth_retrying(error) is again


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_what_postgresql_says_is_worth_another_try(state: str) -> None:
    """O-04."""
    said = Exception("deadlock detected")
    said.sqlstate = state  # type: ignore[attr-defined]
    assert db.worth_retrying(OperationalError("", {}, said))
