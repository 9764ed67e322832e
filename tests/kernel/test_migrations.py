"""Migrations go up and down, and end where the models are."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from tests import tables
from tests.engines import own_database
from tests.lab.fixtures import WORKER

from hutong.kernel import schema
from hutong.kernel.db import Base, Database

REVISIONS = list(ScriptDirectory.from_config(schema.config()).walk_revisions())
pytestmark = pytest.mark.skipif(not REVISIONS, reason="there is no migration yet")


@pytest.fixture
def empty(tmp_path: Path, house: object) -> Iterator[Database]:
    """A database with nothing in it; every model is known."""
    url = own_database(os.environ.get("HUTONG_TEST_DATABASE_URL", ""), f"{WORKER}_migrations")
    database = Database(url or f"sqlite:///{tmp_path / 'empty.db'}")
    yield database
    database.dispose()


def left(database: Database) -> set[str]:
    """The tables that are there."""
    with database.writer.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def indexes(database: Database) -> dict[str, set[str]]:
    """The names of indexes by table."""
    with database.writer.connect() as connection:
        look = inspect(connection)
        return {table: {str(index["name"]) for index in look.get_indexes(table)} for table in left_of(look)}


def left_of(look: object) -> list[str]:
    """The tables of our models."""
    return [name for name in look.get_table_names() if name in Base.metadata.tables]  # type: ignore[attr-defined]


def test_up_and_down_again(empty: Database) -> None:
    """O-05: twice, and nothing is left at the bottom."""
    for _ in range(2):
        schema.upgrade(empty)
        assert schema.current(empty)
        assert {table.name for table in Base.metadata.sorted_tables} <= left(empty)
        schema.downgrade(empty, "base")
        assert left(empty) == set()
        assert not schema.current(empty)


def test_every_step_up_and_down(empty: Database) -> None:
    """O-05: each revision can be undone by itself."""
    for revision in reversed(REVISIONS):
        schema.upgrade(empty, revision.revision)
        if revision.down_revision:
            schema.downgrade(empty, str(revision.down_revision))
            schema.upgrade(empty, revision.revision)
    assert schema.current(empty)


def test_there_is_one_line_of_migrations() -> None:
    """O-05: no branches."""
    assert len(ScriptDirectory.from_config(schema.config()).get_heads()) == 1


def test_the_models_are_what_the_migrations_make(empty: Database) -> None:
    """O-05: like `alembic check`, and the indexes of the tests' own tables as well."""
    schema.upgrade(empty)
    with empty.writer.connect() as connection:
        words = {table.name for table in Base.metadata.sorted_tables if table.info.get("words")}
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda thing, name, kind, _r, _o: (
                    not (kind == "table" and name and (name == "kv" or name in words or "_words" in name))
                ),
            },
        )
        assert compare_metadata(context, Base.metadata) == []
    by_migrations = indexes(empty)
    schema.downgrade(empty, "base")
    tables.create(empty)
    assert by_migrations == indexes(empty)
