"""How Alembic reaches the database: by the engine it is handed, or by HUTONG_DATABASE_URL."""

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem

from hutong.kernel.db import Base, Database
from hutong.kernel.settings import Settings


def _ours(_thing: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: SchemaItem | None) -> bool:
    """Leave out the kv's own table and the shadow tables of SQLite's full-text search."""
    return not (kind == "table" and name is not None and (name == "kv" or "_words" in name))


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=_ours,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed: Connection | None = context.config.attributes.get("connection")
if handed is not None:
    _migrate(handed)
else:
    with Database(Settings().database).writer.connect() as connection:
        _migrate(connection)
        connection.commit()
