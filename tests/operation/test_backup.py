"""Backup and restore: what comes back is what was there, on whichever database."""

import json
import stat
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from hutong.app import create_app
from hutong.kernel import checks, schema
from hutong.kernel.db import Base, Database
from hutong.kernel.settings import Settings
from hutong.kernel.state import state
from hutong.media.gateways import store
from hutong.operation import backup, restore
from tests.accounts.world import person, signed_in
from tests.stays.world import home

QUIET = lambda _text: None  # noqa: E731


@pytest.fixture
def town(app: Flask) -> Flask:
    """A person with a real name, a home with words and a picture, and audit entries."""
    host_id = person(app, verified=True)
    home(app, host_id, title="鼓楼旁的院子")
    signed_in(app, host_id).put("/me/identity", {"name": "王小明", "number": "11010519491231002X"})
    with app.app_context():
        store().put("ab" * 32 + ".jpg", b"picture")
        store().put("ab" * 32 + "-320.webp", b"thumbnail")
    return app


def saved(app: Flask, target: Path, secrets: bool = False) -> Path:
    with app.app_context():
        backup.write(target, state().settings, state().database, store(), secrets, QUIET)
    return target


def fresh(folder: Path) -> Flask:
    settings = Settings(env="testing", data=folder, secret_key="testing-" * 5, data_key="testing-" * 5)
    return create_app(settings)


def counts(app: Flask) -> dict[str, int]:
    with app.app_context(), state().database.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
        }


def test_a_site_comes_back_on_another_database(town, tmp_path):
    """X5: from this engine to SQLite; same counts, same audit head, the books agree, the pictures are there."""
    file = saved(town, tmp_path / "backup.zip")
    other = fresh(tmp_path / "other")
    with other.app_context():
        restore.read(file, state().database, store(), QUIET)
        assert store().read("ab" * 32 + ".jpg") == b"picture"
        assert store().read("ab" * 32 + "-320.webp") is None
        with state().database.reading():
            assert checks.faults() == []
    assert counts(other) == counts(town)
    again = saved(other, tmp_path / "again.zip")
    with zipfile.ZipFile(file) as one, zipfile.ZipFile(again) as two:
        for name in (name for name in one.namelist() if name.startswith("tables/")):
            assert one.read(name) == two.read(name), name
    found = other.test_client().get("/api/v1/homes?q=鼓楼").get_json()
    assert [card["title"] for card in found["items"]] == ["鼓楼旁的院子"]
    other.extensions["hutong"].database.dispose()


def test_a_backup_is_for_its_owner_only(town, tmp_path):
    """O-05: mode 0600, and secrets only when asked for."""
    file = saved(town, tmp_path / "backup.zip")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as archive:
        assert [name for name in archive.namelist() if name.startswith("secrets/")] == []


def test_a_backup_back_into_the_same_engine(town, tmp_path):
    """O-05: emptied to the ground, then restored where it was."""
    file = saved(town, tmp_path / "backup.zip")
    before = counts(town)
    database: Database = town.extensions["hutong"].database
    schema.downgrade(database, "base")
    try:
        with town.app_context():
            restore.read(file, database, store(), QUIET)
    finally:
        schema.upgrade(database)
    assert counts(town) == before


def test_a_site_that_is_not_empty_is_left_alone(town, tmp_path):
    """O-05: refused with what is there, nothing changed."""
    file = saved(town, tmp_path / "backup.zip")
    before = counts(town)
    with town.app_context(), pytest.raises(restore.RestoreRefused, match="is not empty"):
        restore.read(file, state().database, store(), QUIET)
    assert counts(town) == before


@pytest.mark.parametrize("harm", ["not a zip", "no manifest", "later format", "rows cut off"])
def test_a_damaged_backup_is_refused_whole(town, tmp_path, harm):
    """O-05: and the site stays empty."""
    file = saved(town, tmp_path / "backup.zip")
    bad = tmp_path / "bad.zip"
    if harm == "not a zip":
        bad.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    else:
        with zipfile.ZipFile(file) as good, zipfile.ZipFile(bad, "w") as made:
            for name in good.namelist():
                content = good.read(name)
                if name == "manifest.json":
                    if harm == "no manifest":
                        continue
                    if harm == "later format":
                        content = json.dumps({**json.loads(content), "format": 99}).encode()
                if harm == "rows cut off" and name == "tables/people.jsonl":
                    content = b""
                made.writestr(name, content)
    other = fresh(tmp_path / "other")
    with other.app_context(), pytest.raises(restore.RestoreRefused):
        restore.read(bad, state().database, store(), QUIET)
    schema.upgrade(other.extensions["hutong"].database)
    assert sum(counts(other).values()) == 0
    other.extensions["hutong"].database.dispose()
