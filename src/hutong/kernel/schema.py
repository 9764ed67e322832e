"""The schema of the database: up and down by Alembic, and whether it is current."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from hutong.kernel.db import Database
from hutong.kernel.settings import Settings


class BrokenReferences(Exception):
    """A migration would leave rows that refer to others which are gone."""


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, for a connection at hand."""
    made = Config()
    made.set_main_option("script_location", str(files("hutong.migrations")))
    made.set_main_option("path_separator", "newline")
    made.set_main_option("version_locations", "\n".join(str(folder) for folder in _folders()))
    made.attributes["connection"] = connection
    return made


def _folders() -> list[Traversable]:
    """Our own history, and that of each storefront from elsewhere that brings one in its `migrations` folder."""
    found = [files("hutong.migrations") / "versions"]
    for name in Settings().slices:
        if find_spec(f"hutong.{name}") is None:
            found.append(files(name) / "migrations")
    return [folder for folder in found if folder.is_dir()]


def upgrade(database: Database, revision: str = "heads") -> None:
    """Bring the schema up to a revision."""
    with _changing(database) as connection:
        command.upgrade(config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the schema down to a revision ("base": nothing left)."""
    with _changing(database) as connection:
        command.downgrade(config(connection), revision)


@contextmanager
def _changing(database: Database) -> Iterator[Connection]:
    """A connection for changes of tables; raises BrokenReferences where SQLite's rows would be left without others.

    SQLite makes a table anew for most changes, and while the old one is gone nobody may ask who refers to it.
    """
    with database.writer.connect() as connection:
        if database.dialect != "sqlite":
            yield connection
            connection.commit()
            return
        direct: Any = connection.connection.driver_connection  # the pragma means nothing within a transaction
        direct.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
            homeless = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if homeless:
                raise BrokenReferences(f"{len(homeless)} rows refer to what is gone, the first in {homeless[0][0]}")
            connection.commit()
        finally:
            connection.rollback()
            direct.execute("PRAGMA foreign_keys=ON")


def current(database: Database) -> bool:
    """Whether the database is at the newest revision."""
    with database.reader.connect() as connection:
        at = MigrationContext.configure(connection).get_current_heads()
    return set(at) == set(heads())


def heads() -> list[str]:
    """The newest revisions: our own, and one for each storefront from elsewhere that keeps rows."""
    return ScriptDirectory.from_config(config()).get_heads()
