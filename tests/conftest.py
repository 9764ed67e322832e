"""The world of every test: a real database, emptied before each test, and browsers that speak HTTP to the app."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import text

from hutong.accounts import passwords
from hutong.app import create_app
from hutong.kernel import db, front, maintenance, schema, site
from hutong.kernel.db import Database
from hutong.kernel.settings import Settings
from tests.client import Client
from tests.counting import Noted
from tests.engines import WORKER, Emptied, own_database, own_redis

ALONE = re.compile(r"(race|stack|cluster)( and not \w+)*")
MEMORY, PLENTY = Path("/dev/shm"), 4 << 30

front.KEPT = 0.0  # seconds: what a test changes is on the front page at once
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # hundreds log in
maintenance.LOOK_EVERY = 3600.0  # seconds: no look at the kv comes between the statements that a test counts


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `-m race` and its like, leave unread the files in which nothing carries the mark: that takes seconds."""
    wanted = ALONE.fullmatch(config.option.markexpr)
    if not wanted or not collection_path.name.startswith("test_"):
        return None
    return None if f"mark.{wanted[1]}" in collection_path.read_text(encoding="utf-8") else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a database server, leave out what no database can change: `make test` has shown it."""
    if not os.environ.get("HUTONG_TEST_DATABASE_URL"):
        return
    kept, pure = [], []
    for item in items:
        marked = any(mark.name != "parametrize" for mark in item.iter_markers())
        (kept if marked or "data" in getattr(item, "fixturenames", ()) else pure).append(item)
    config.hook.pytest_deselected(items=pure)
    items[:] = kept


@pytest.fixture(scope="session")
def data() -> Iterator[Path]:
    """A data folder for this process of the tests, in memory where there is plenty."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > PLENTY
    folder = Path(tempfile.mkdtemp(prefix="hutong-test-", dir=MEMORY if roomy else None))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def settings(data: Path) -> Settings:
    """Testing, on the engine that HUTONG_TEST_DATABASE_URL names (SQLite without it)."""
    return Settings(
        env="testing",
        data=data,
        database_url=own_database(os.environ.get("HUTONG_TEST_DATABASE_URL", ""), WORKER),
        redis_url=own_redis(os.environ.get("HUTONG_TEST_REDIS_URL", ""), WORKER),
        secret_key="testing-" * 5,
        data_key="testing-" * 5,
    )


@pytest.fixture(scope="session")
def house(settings: Settings) -> Iterator[Flask]:
    """The app of this process, with its schema in place."""
    app = create_app(settings)
    database: Database = app.extensions["hutong"].database
    schema.upgrade(database)
    if database.dialect == "sqlite":
        database.dispose()
        with database.writer.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        database.dispose()
        shutil.copy(str(database.url.database), f"{database.url.database}.empty")
    else:
        app.extensions["emptied"] = Emptied(database.writer)
    yield app
    database.dispose()


@pytest.fixture
def app(house: Flask) -> Flask:
    """The app on an empty database."""
    _empty(house)
    return house


@pytest.fixture
def client(app: Flask) -> Client:
    """A fresh browser, signed out."""
    return Client(app)


@pytest.fixture
def within(app: Flask) -> Iterator[Flask]:
    """An app context, for tests that call actions and queries themselves."""
    with app.app_context():
        yield app


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement run from here on (the list can be cleared)."""
    noted = Noted()
    token = db.statements.set(noted)
    yield noted
    db.statements.reset(token)


def _empty(app: Flask) -> None:
    site.forget(app)
    database: Database = app.extensions["hutong"].database
    kv = app.extensions["hutong"].kv
    if hasattr(kv, "client"):
        kv.client.flushdb()
    else:
        kv.database.run_apart(lambda connection: connection.execute(text("DELETE FROM kv")))
    if database.dialect == "sqlite":
        database.dispose()
        file = str(database.url.database)
        for rest in ("-wal", "-shm"):
            Path(file + rest).unlink(missing_ok=True)
        shutil.copy(f"{file}.empty", file)
        return
    app.extensions["emptied"].empty()
