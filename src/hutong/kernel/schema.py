"""The schema of the database: up and down by Alembic, and whether it is current."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from hutong.kernel.db import Database


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, for a connection at hand."""
    made = Config()
    made.set_main_option("script_location", str(files("hutong.migrations")))
    made.attributes["connection"] = connection
    return made


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema up to a revision."""
    with database.writer.connect() as connection:
        command.upgrade(config(connection), revision)
        connection.commit()


def downgrade(database: Database, revision: str) -> None:
    """Take the schema down to a revision ("base": nothing left)."""
    with database.writer.connect() as connection:
        command.downgrade(config(connection), revision)
        connection.commit()


def current(database: Database) -> bool:
    """Whether the database is at the newest revision."""
    with database.reader.connect() as connection:
        at = MigrationContext.configure(connection).get_current_heads()
    return set(at) == set(ScriptDirectory.from_config(config()).get_heads())
