"""The tables of whatever slices there are, made straight from the models (until there are migrations)."""

from importlib.util import find_spec

from hutong.app import ALL
from hutong.kernel import text
from hutong.kernel.db import Base, Database


def slices() -> tuple[str, ...]:
    """The slices that exist."""
    return tuple(name for name in ALL if find_spec(f"hutong.{name}") and find_spec(f"hutong.{name}").origin)


def create(database: Database) -> None:
    """Create every table and its text index."""
    with database.writer.begin() as connection:
        Base.metadata.create_all(connection)
        for table in Base.metadata.sorted_tables:
            if table.info.get("words"):
                text.index_words(connection, table.name)
