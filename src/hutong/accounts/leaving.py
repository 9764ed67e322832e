"""What the slices say when somebody takes their data along or leaves for good."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Select, inspect

from hutong.kernel.contribute import Point
from hutong.kernel.db import session

HIDDEN = ("digest", "secret", "password_hash", "credential_id", "public_key")


class Archive:
    """An archive being filled: each slice keeps to a folder of its own name."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self._zip = zipfile.ZipFile(self._bytes, "w", zipfile.ZIP_DEFLATED)

    def data(self, name: str, content: Any) -> None:
        """Put something in as JSON, readable."""
        self.file(name, json.dumps(content, ensure_ascii=False, indent=2, default=str).encode())

    def rows(self, name: str, query: Select[Any]) -> None:
        """Put what a SELECT of one table finds in as JSON."""
        self.data(name, [plain(row) for row in session().scalars(query)])

    def file(self, name: str, content: bytes) -> None:
        """Put a file in."""
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._zip.writestr(entry, content)

    def close(self) -> bytes:
        """The whole archive."""
        self._zip.close()
        return self._bytes.getvalue()


def plain(row: Any) -> dict[str, Any]:
    """A row's own values by their columns, without the hashes of secrets."""
    names = (column.key for column in inspect(row).mapper.column_attrs)
    return {name: getattr(row, name) for name in names if name not in HIDDEN}


class Unsettled(NamedTuple):
    """Something that has to be settled before somebody can leave: a sentence, and the page where it is done."""

    text: str
    link: str


# Slices add to both in `install(app)`; both are asked with a person's id and may read.
EXPORTS: Point[Callable[[int, Archive], None]] = Point("exports")
UNSETTLED: Point[Callable[[int], Iterable[Unsettled]]] = Point("unsettled")


def unsettled(person_id: int) -> list[Unsettled]:
    """Everything that still keeps a person here."""
    return [one for ask in UNSETTLED.all() for one in ask(person_id)]
