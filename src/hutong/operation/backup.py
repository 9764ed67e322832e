"""The whole site in one file: every row and every stored picture, readable on any of the three databases.

A zip with `manifest.json`, `tables/<name>.jsonl` (one JSON list a row, columns in the manifest's order) and
`media/<name>`. Thumbnails are left out: they are made again when somebody asks.
"""

import base64
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, BigInteger, Boolean, Connection, Date, Float, Integer, LargeBinary, String, Table, select
from sqlalchemy.types import TypeEngine

from hutong import __version__
from hutong.kernel import clock
from hutong.kernel.db import Base, Database
from hutong.kernel.settings import Settings
from hutong.media.gateways import Store

FORMAT = 1
MANIFEST = "manifest.json"
SECRETS = ("secret-key", "data-key")
ROWS_AT_ONCE = 2_000
KINDS: dict[str, type[TypeEngine[Any]]] = {  # what a column holds, the narrower before the wider
    "bytes": LargeBinary,
    "json": JSON,
    "bool": Boolean,
    "int": BigInteger,
    "small": Integer,
    "float": Float,
    "date": Date,
    "text": String,
}
Say = Callable[[str], object]


def write(target: Path, settings: Settings, database: Database, store: Store, secrets: bool, say: Say) -> None:
    """Back up into a file that only its owner can read; it is there whole or not at all."""
    unfinished = target.with_name(f".{target.name}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            with snapshot(database) as connection:
                tables = {table.name: _dump(archive, connection, table) for table in Base.metadata.sorted_tables}
                revisions = MigrationContext.configure(connection).get_current_heads()
            say(f"{sum(table['rows'] for table in tables.values())} rows of {len(tables)} tables")
            media = _files(archive, store)
            say(f"{media} pictures")
            if secrets:
                _secrets(archive, settings)
            manifest = {
                "format": FORMAT,
                "hutong": __version__,
                "revisions": list(revisions),
                "made_at": clock.iso(clock.now()),
                "tables": tables,
                "media": media,
            }
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A connection that sees the database as it is at its first statement, whatever others write meanwhile."""
    if database.dialect == "sqlite":
        with database.reader.connect() as connection:
            yield connection
        return
    with database.writer.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        yield connection


def _dump(archive: zipfile.ZipFile, connection: Connection, table: Table) -> dict[str, Any]:
    """Write a table's rows in the order of its key; how many they are and what their columns hold."""
    columns = list(table.columns)
    kinds = [_kind(column.type) for column in columns]
    rows = 0
    wanted = select(*columns).order_by(*table.primary_key.columns)
    stream = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(wanted)
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
        for part in stream.partitions():
            lines = [json.dumps([_plain(value) for value in row], ensure_ascii=False) for row in part]
            file.write("".join(f"{line}\n" for line in lines).encode())
            rows += len(lines)
    return {"rows": rows, "columns": dict(zip((column.name for column in columns), kinds, strict=True))}


def _kind(column_type: TypeEngine[Any]) -> str:
    return next(kind for kind, known in KINDS.items() if isinstance(column_type, known))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _files(archive: zipfile.ZipFile, store: Store) -> int:
    count = 0
    for name in store.names():
        data = store.read(name) if "-" not in name else None  # a thumbnail carries its width
        if data is not None:
            archive.writestr(zipfile.ZipInfo(f"media/{name}"), data, zipfile.ZIP_STORED)
            count += 1
    return count


def _secrets(archive: zipfile.ZipFile, settings: Settings) -> None:
    for name in SECRETS:
        file = settings.data / name
        if file.exists():
            archive.writestr(f"secrets/{name}", file.read_text())
