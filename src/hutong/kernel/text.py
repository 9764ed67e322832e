"""Search tokens: CJK bigrams and words in one column, found alike by SQLite FTS5, MariaDB FULLTEXT and PostgreSQL.

Tokens are plain ASCII letters and digits, so that no engine's tokenizer, stop word or shortest length changes the hits.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, Text, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.compiler import DDLCompiler, SQLCompiler

from hutong.kernel.contribute import Point
from hutong.kernel.db import Ref, session, table_args

_RUNS = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]+|[^\W_\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]+"
)
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]")
MOST_ASKED = 12
AT_ONCE = 100  # rows that are indexed in one transaction
NOTHING = "1 = 0"  # a query of dots and dashes finds nothing; the engines would each say something else


def fold(text: str) -> str:
    """Text as it is compared: NFKC, case folded, white space squeezed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def tokens(text: str) -> list[str]:
    """The tokens under which a text is found, each once."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(fold(text)):
        if _CJK.match(run):
            found.update(dict.fromkeys(_code(char) for char in run))
            found.update(dict.fromkeys(_code(run[at : at + 2]) for at in range(len(run) - 1)))
        else:
            found[_code(run)] = None
    return list(found)


def asked(text: str) -> list[str]:
    """The tokens of a query: only the bigrams of longer runs, at most 12."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(fold(text)):
        if _CJK.match(run) and len(run) > 1:
            found.update(dict.fromkeys(_code(run[at : at + 2]) for at in range(len(run) - 1)))
        else:
            found[_code(run)] = None
    return list(found)[:MOST_ASKED]


def column(*texts: str | None) -> str:
    """The content of a token column for these texts."""
    return " ".join(tokens(" \n ".join(text for text in texts if text)))


def _code(run: str) -> str:
    if run.isascii() and run.isalnum():
        return f"w{run}"[:40].ljust(3, "q")
    return "u" + "".join(f"{ord(char):x}" for char in run)[:40]


class WordsTable:
    """A table of tokens beside a searchable one: `rowid` is the id of what is found, `words` its tokens.

    On SQLite it is an FTS5 table; MariaDB and PostgreSQL index its column.
    """

    rowid: Mapped[Ref] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return table_args(info={"words": True})


@dataclass(frozen=True)
class Index:
    """What a slice lets people search: the rows of a table with a column `id`, and how the words of one are written."""

    table: Any
    searched: ColumnElement[bool]
    write: Callable[[Any], None]

    def again(self, after: int) -> int | None:
        """Write the words of the next rows after an id anew; the id of the last, None where there were none."""
        following = select(self.table).where(self.table.id > after, self.searched).order_by(self.table.id)
        rows = session().scalars(following.limit(AT_ONCE)).all()
        for row in rows:
            self.write(row)
        return rows[-1].id if rows else None


INDEXES: Point[Index] = Point("indexes")


def index_words(connection: Connection, table: str) -> None:
    """Give a words table its engine's text index (SQLite: it is one already)."""
    statements = {
        "mysql": f"CREATE FULLTEXT INDEX {table}_text ON {table} (words)",
        "mariadb": f"CREATE FULLTEXT INDEX {table}_text ON {table} (words)",
        "postgresql": f"CREATE INDEX {table}_text ON {table} USING gin (to_tsvector('simple', words))",
    }
    if connection.dialect.name in statements:
        connection.exec_driver_sql(statements[connection.dialect.name])


@compiles(CreateTable, "sqlite")
def _create_fts(element: CreateTable, compiler: DDLCompiler, **kw: Any) -> str:
    if element.element.info.get("words"):
        return f"CREATE VIRTUAL TABLE {element.element.name} USING fts5(words)"
    return str(compiler.visit_create_table(element, **kw))  # type: ignore[no-untyped-call]


class matches(ColumnElement[bool]):  # noqa: N801 - reads as a function of SQL
    """True where a token column holds every word of a query; the column must carry the engine's text index."""

    type = Boolean()
    inherit_cache = False

    def __init__(self, column: Any, query: str) -> None:
        self.column = column
        self.words = asked(query)

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002
        """Itself: no engine may compare it with 1, as SQLAlchemy does with booleans where there are none."""
        return self


@compiles(matches, "sqlite")
def _sqlite(element: matches, compiler: SQLCompiler, **kw: Any) -> str:
    if not element.words:
        return NOTHING
    words = literal(" ".join(f'"{word}"' for word in element.words))
    return f"{element.column.table.name} MATCH {compiler.process(words, **kw)}"


@compiles(matches, "mysql")
@compiles(matches, "mariadb")
def _mysql(element: matches, compiler: SQLCompiler, **kw: Any) -> str:
    if not element.words:
        return NOTHING
    words = literal(" ".join(f"+{word}" for word in element.words))
    column = compiler.process(element.column, **kw)
    return f"MATCH ({column}) AGAINST ({compiler.process(words, **kw)} IN BOOLEAN MODE)"


@compiles(matches, "postgresql")
def _postgresql(element: matches, compiler: SQLCompiler, **kw: Any) -> str:
    if not element.words:
        return NOTHING
    words = literal(" & ".join(element.words))
    column = compiler.process(element.column, **kw)
    return f"to_tsvector('simple', {column}) @@ to_tsquery('simple', {compiler.process(words, **kw)})"
