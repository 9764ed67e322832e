"""Fixtures of the lab: an app of the kernel and the lab alone, on an empty database."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, text

from hutong.app import create_app
from hutong.kernel.audit import AuditEntry, AuditHead
from hutong.kernel.db import Base, Database
from hutong.kernel.idempotency import StoredAnswer
from hutong.kernel.jobs import Job
from hutong.kernel.settings import Settings
from tests.client import Client
from tests.engines import own_database, own_redis
from tests.lab.things import metadata, things

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
OURS: list[Table] = [m.__table__ for m in (AuditEntry, AuditHead, StoredAnswer, Job)]  # type: ignore[misc]
Build = Callable[..., Flask]


@pytest.fixture(scope="session")
def lab_settings(data: Path) -> Settings:
    """Settings of the lab."""
    return Settings(
        env="testing",
        data=data / "lab",
        database_url=own_database(os.environ.get("HUTONG_TEST_DATABASE_URL", ""), f"{WORKER}_lab"),
        redis_url=own_redis(os.environ.get("HUTONG_TEST_REDIS_URL", ""), WORKER),
        secret_key="testing-" * 5,
        data_key="testing-" * 5,
    )


@pytest.fixture(scope="session")
def lab_house(lab_settings: Settings) -> Iterator[Flask]:
    """The lab with its tables."""
    app = create_app(lab_settings, ("tests.lab",))
    database: Database = app.extensions["hutong"].database
    with database.writer.begin() as connection:
        Base.metadata.create_all(connection, tables=OURS)
        metadata.create_all(connection)
    yield app
    database.dispose()


@pytest.fixture
def lab(lab_house: Flask) -> Flask:
    """The lab, empty."""
    state = lab_house.extensions["hutong"]
    with state.database.writer.begin() as connection:
        for table in (things, *OURS):
            connection.execute(table.delete())
    if hasattr(state.kv, "client"):
        state.kv.client.flushdb()
    else:
        state.kv.database.run_apart(lambda connection: connection.execute(text("DELETE FROM kv")))
    return lab_house


@pytest.fixture
def inside(lab: Flask) -> Iterator[Database]:
    """The lab's database, in an app context."""
    with lab.app_context():
        yield lab.extensions["hutong"].database


@pytest.fixture
def browser(lab: Flask) -> Client:
    """A fresh browser at the lab."""
    return Client(lab)


@pytest.fixture
def build(lab: Flask, lab_settings: Settings) -> Iterator[Build]:
    """Other apps on the lab's database, with other settings."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        app = create_app(lab_settings.model_copy(update=changes), ("tests.lab",))
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["hutong"].database.dispose()
