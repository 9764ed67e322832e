"""Finding the rows of a list."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_

from hutong.kernel.db import session
from hutong.kernel.desk.lists import Asked, Rows
from hutong.kernel.paging import decode, encode, ordered, page
from hutong.kernel.state import state

R = TypeVar("R")
Keys = Sequence[tuple[Any, bool]]


def keyset(
    query: Select[Any], asked: Asked, sorts: Mapping[str, Keys], show: Callable[[Sequence[Any]], list[R]] | None = None
) -> Rows[R]:
    """One page of a query in the order that was asked for, else in the first one. Raises Invalid (a damaged cursor).

    The keys of an order are (column, descending), none of them null, the last unique. Rows are entities, or what
    `show` makes of a page of them (with one statement more, say, for what belongs to them). Gives Rows of these.
    """
    keys = sorts.get(asked.sort) or next(iter(sorts.values()))
    kinds = [column.type.python_type for column, _ in keys]
    values = decode(asked.cursor, *kinds) if asked.cursor else None
    found = session().scalars(ordered(query, keys, values).limit(asked.limit + 1)).all()
    names = [column.key for column, _ in keys]
    listed = page(found, asked.limit, lambda row: encode(*(getattr(row, name) for name in names)), lambda row: row)
    return Rows(items=show(listed.items) if show else listed.items, next=listed.next)


def begins(column: Any, text: str) -> ColumnElement[bool]:
    """A text column begins with this, also in small or capital letters; by its index where the engine can."""
    texts = {text, text.lower(), text.capitalize(), text.upper()}
    if state().database.dialect == "sqlite":  # LIKE takes no index there
        return or_(*(and_(column >= one, column < f"{one}\U0010ffff") for one in sorted(texts)))
    return or_(*(column.startswith(one, autoescape=True) for one in sorted(texts)))
