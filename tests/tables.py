"""Every table, made straight from the models: for what needs no history."""

from hutong.kernel import text
from hutong.kernel.db import Base, Database


def create(database: Database) -> None:
    """Create every table and its text index."""
    with database.writer.begin() as connection:
        Base.metadata.create_all(connection)
        for table in Base.metadata.sorted_tables:
            if table.info.get("words"):
                text.index_words(connection, table.name)
