"""Bringing a backup back into an empty site, on whichever database that has."""

import base64
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, column, func, insert, inspect, select, table

from hutong.kernel import schema
from hutong.kernel.db import Database
from hutong.kernel.settings import Settings
from hutong.media.gateways import Store
from hutong.operation.backup import FORMAT, KINDS, MANIFEST, ROWS_AT_ONCE, SECRETS, Say

READERS: dict[str, Callable[[str], Any]] = {"bytes": base64.b64decode, "date": date.fromisoformat}


class RestoreRefused(Exception):
    """A file or a target that cannot be restored; the text says why, and nothing was changed."""


def manifest_of(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What a backup says of itself; raises RestoreRefused where it is none, or of a later format."""
    try:
        found: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError):
        raise RestoreRefused("this is not a backup of Hutong, or it was cut off") from None
    if found.get("format") != FORMAT:
        raise RestoreRefused(f"this backup has format {found.get('format')}, this version reads {FORMAT}")
    return found


def secrets_of(source: Path, settings: Settings) -> None:
    """Put the secrets of a backup in their place, before the app reads or makes its own; never over others."""
    with _opened(source) as archive:
        for name in SECRETS:
            target = settings.data / name
            if f"secrets/{name}" not in archive.namelist():
                continue
            text = archive.read(f"secrets/{name}").decode()
            if target.exists() and target.read_text().strip() != text.strip():
                raise RestoreRefused(f"{target} holds another secret than the backup: choose an empty HUTONG_DATA")
            target.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(text)


def read(source: Path, database: Database, store: Store, say: Say) -> None:
    """Restore rows and pictures, then bring the schema up to now; raises RestoreRefused unless the site is empty."""
    with _opened(source) as archive:
        manifest = manifest_of(archive)
        for revision in manifest["revisions"]:
            schema.upgrade(database, revision)
        with database.writer.begin() as connection, _in_any_order(connection):
            _refuse_full(connection, manifest)
            for name, facts in manifest["tables"].items():
                _load(archive, connection, name, facts)
        say(f"{sum(facts['rows'] for facts in manifest['tables'].values())} rows")
        schema.upgrade(database)
        names = [name for name in archive.namelist() if name.startswith("media/")]
        for name in names:
            store.put(name.removeprefix("media/"), archive.read(name))
        say(f"{len(names)} pictures")


@contextmanager
def _in_any_order(connection: Connection) -> Iterator[None]:
    """Let rows of a table come before those of it they point at; PostgreSQL looks only at the end of a statement."""
    dialect = connection.dialect.name
    if dialect == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # until the commit, by itself
    if dialect not in ("mysql", "mariadb"):
        yield
        return
    connection.exec_driver_sql("SET foreign_key_checks=0")
    try:
        yield
    finally:
        connection.exec_driver_sql("SET foreign_key_checks=1")  # a pooled connection is used again


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        raise RestoreRefused(f"{source} cannot be read as a backup: {error}") from None


def _refuse_full(connection: Connection, manifest: dict[str, Any]) -> None:
    there = set(inspect(connection).get_table_names())
    for name in manifest["tables"]:
        if name not in there:
            raise RestoreRefused(f"the table {name} is not of this site: are all its storefronts switched on?")
        if connection.scalar(select(func.count()).select_from(table(name))):
            raise RestoreRefused(f"this site is not empty ({name} has rows): restore into a new one")


def _load(archive: zipfile.ZipFile, connection: Connection, name: str, facts: dict[str, Any]) -> None:
    kinds: dict[str, str] = facts["columns"]
    target = table(name, *(column(each, KINDS[kind]) for each, kind in kinds.items()))
    count = 0
    for rows in _batches(archive, name, kinds):
        connection.execute(insert(target), rows)
        count += len(rows)
    if count != facts["rows"]:
        raise RestoreRefused(f"{name} has {count} rows where the backup promises {facts['rows']}: it is damaged")


def _batches(archive: zipfile.ZipFile, name: str, kinds: dict[str, str]) -> Iterator[list[dict[str, Any]]]:
    readers = {each: READERS[kind] for each, kind in kinds.items() if kind in READERS}
    with archive.open(f"tables/{name}.jsonl") as file:
        while lines := list(islice(file, ROWS_AT_ONCE)):
            rows = [dict(zip(kinds, json.loads(line), strict=True)) for line in lines]
            for row in rows:
                row.update({each: read(row[each]) for each, read in readers.items() if row[each] is not None})
            yield rows
