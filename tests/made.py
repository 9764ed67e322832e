"""The demo, made once and then copied: drawing its pictures takes longer than most tests."""

import fcntl
import hashlib
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from hutong.app import create_app
from hutong.demo.seed import seed
from hutong.kernel import clock, jobs, schema
from hutong.kernel.db import Database
from hutong.kernel.settings import Settings
from hutong.media.gateways import store
from hutong.operation.backup import write

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "build" / "demo"
KEPT = 3600  # seconds: what waits for somebody in the demo has not run out by then


@contextmanager
def demo(settings: Settings) -> Iterator[Path]:
    """A folder with the demo's data, not older than an hour: `data` as SQLite has it, `backup` for other databases."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = FOLDER / _sources()
        if not kept.is_dir() or time.time() - kept.stat().st_mtime > KEPT:
            _make(kept, settings)
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield kept


def _make(kept: Path, settings: Settings) -> None:
    """Put the demo there, all its jobs done, in place of what was made before."""
    for old in FOLDER.glob("*/"):
        shutil.rmtree(old)
    fresh = FOLDER / "fresh"
    app = create_app(settings.model_copy(update={"data": fresh / "data"}))
    database: Database = app.extensions["hutong"].database
    schema.upgrade(database)
    seed(app)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_work, [app, app]))
    with app.app_context():
        write(fresh / "backup", settings, database, store(), False, lambda _line: None)
    database.dispose()
    fresh.rename(kept)


def _work(app: Flask) -> None:
    with app.app_context():
        jobs.run_all()


def _sources() -> str:
    """A name for today's demo as this code makes it."""
    found = hashlib.sha256(f"{clock.today('Asia/Shanghai')}".encode())
    for file in sorted((ROOT / "src").rglob("*")):
        if file.suffix in {".py", ".json", ".po"}:
            found.update(file.read_bytes())
    return found.hexdigest()[:16]
