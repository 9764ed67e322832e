"""Databases of the tests' own on the servers they are pointed at, one for each process."""

import os
import re
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url

from hutong.kernel.db import Base

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
FILLS = re.compile(r"""(?:INSERT|REPLACE)\s+(?:\w+\s+)?INTO\s+[`"]?(\w+)""", re.IGNORECASE)


class Emptied:
    """Empties a database again and again, only what was written to since: most tests touch few of the tables."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.unchecked = engine.dialect.name == "postgresql" and _rules(engine)
        self.written = set(Base.metadata.tables)
        event.listen(Engine, "before_cursor_execute", self._note)  # a test may make another app on this database

    def empty(self) -> None:
        """Delete all rows; on PostgreSQL, where it may be, without asking of each row who points to it."""
        with self.engine.begin() as connection:
            if self.unchecked:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in reversed(Base.metadata.sorted_tables):
                if table.name in self.written:
                    connection.execute(table.delete())
        self.written.clear()

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self.written.update(FILLS.findall(statement))


def _rules(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.scalar(text("SHOW is_superuser")) == "on"


def own_redis(url: str, worker: str) -> str:
    """The URL of this process's own numbered database on a Redis: workers must not empty each other's."""
    if not url:
        return ""
    server, _, number = url.rpartition("/")
    own = int(number) + 1 + int(worker.removeprefix("gw")) if worker.startswith("gw") else int(number)
    return f"{server}/{own % 16}"


def own_database(url: str, worker: str, durable: bool = False) -> str:
    """The URL of this process's own database, made anew; empty for SQLite in the data folder.

    Only where it is `durable` PostgreSQL waits for the disk: no test cuts the power.
    """
    if not url:
        return ""
    wanted = make_url(url)
    name = f"{wanted.database}_{worker}"
    engine = create_engine(wanted, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if wanted.get_backend_name() == "postgresql":
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0"))
            if not durable:
                connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
        else:
            connection.execute(text(f"DROP DATABASE IF EXISTS `{name}`"))
            connection.execute(text(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
    engine.dispose()
    return wanted.set(database=name).render_as_string(hide_password=False)
