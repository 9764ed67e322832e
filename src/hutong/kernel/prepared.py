"""Statements whose text is made once: for what nearly every request asks."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, Select
from sqlalchemy.sql.compiler import SQLCompiler

from hutong.kernel.db import session


class Prepared:
    """A statement with named parameters whose text is made once for each dialect: that costs more than running it.

    No lists of values in it (IN): how many there are is a part of the text.
    """

    def __init__(self, build: Callable[[], Select[Any]]) -> None:
        self.build = build
        self._made: dict[str, _Text] = {}

    def rows(self, values: Mapping[str, Any]) -> Sequence[Any]:
        """All rows for these values of its parameters, with their columns' names; it may be given more than it has."""
        connection = session().connection()
        text = self._for(connection.dialect)
        found = connection.exec_driver_sql(text.sql, text.parameters(values)).all()
        return [text.row(each) for each in found] if text.readers else found

    def text(self, dialect: Dialect, values: Mapping[str, Any]) -> tuple[str, Any]:
        """What the driver is told: the text, and its parameters in the form it wants."""
        text = self._for(dialect)
        return text.sql, text.parameters(values)

    def _for(self, dialect: Dialect) -> "_Text":
        made = self._made.get(dialect.name)
        if made is None:
            self._made[dialect.name] = made = _Text.of(self.build(), dialect)
        return made


@dataclass(frozen=True)
class _Text:
    """A statement as one kind of driver wants it, and how to read what that gives for booleans and JSON."""

    sql: str
    order: Sequence[str] | None
    known: Mapping[str, Any]
    names: Callable[..., Any]
    readers: Mapping[int, Callable[[Any], Any]]

    @classmethod
    def of(cls, statement: Select[Any], dialect: Dialect) -> "_Text":
        compiled: SQLCompiler = statement.compile(dialect=dialect)
        columns = list(statement.selected_columns)
        readers = ((at, each.type.dialect_impl(dialect)) for at, each in enumerate(columns))
        record: Any = namedtuple("record", [each.key or "" for each in columns], rename=True)  # type: ignore[misc]
        processors = {at: reader.result_processor(dialect, None) for at, reader in readers}
        return cls(
            compiled.string,
            compiled.positiontup if compiled.positional else None,
            compiled.params,
            record._make,
            {at: reader for at, reader in processors.items() if reader is not None},
        )

    def parameters(self, values: Mapping[str, Any]) -> Any:
        given = {**self.known, **values}
        return tuple(given[name] for name in self.order) if self.order else given

    def row(self, raw: Sequence[Any]) -> Any:
        """A row whose values are read as their types say."""
        read = list(raw)
        for at, reader in self.readers.items():
            read[at] = reader(read[at])
        return self.names(read)
