"""Keyset pages: a cursor names the last row seen, so that nothing is skipped or repeated while others write."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from flask_babel import lazy_gettext as _
from pydantic import Field
from sqlalchemy import ColumnElement, Select, and_, or_

from hutong.kernel.errors import invalid
from hutong.kernel.schemas import In, Out

T = TypeVar("T")
R = TypeVar("R")
MOST = 100


class PageQuery(In):
    """How lists are asked for."""

    limit: int = Field(20, ge=1, le=MOST, description="how many items at most")
    cursor: str | None = Field(None, max_length=300, description="`next` of the page before")


class Page(Out, Generic[T]):
    """One page of a list; `next` is the cursor of the following page, null at the end."""

    items: list[T]
    next: str | None = None


def encode(*values: int | str) -> str:
    """The cursor text of a row's key values."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode(cursor: str, *types: type) -> list[Any]:
    """The key values of a cursor, of these types; raises Invalid when it was not made here."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        raise invalid("cursor", _("This page link is damaged.")) from None
    fits = isinstance(values, list) and len(values) == len(types)
    if not fits or any(type(value) is not kind for value, kind in zip(values, types, strict=True)):
        raise invalid("cursor", _("This page link is damaged."))
    if not all(_storable(value) for value in values):
        raise invalid("cursor", _("This page link is damaged."))
    return list(values)


def _storable(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    return not isinstance(value, int) or abs(value) < 2**63


def after(keys: Sequence[tuple[Any, bool]], values: Sequence[Any]) -> ColumnElement[bool]:
    """Rows after these key values in an order of (column, descending) keys, the last of them unique.

    The bound on the first key says nothing new, but an index is entered there by it: by the steps alone it would be
    read from its beginning.
    """
    (first, down), value = keys[0], values[0]
    steps: list[ColumnElement[bool]] = []
    for index, (column, descending) in enumerate(keys):
        same = [other == value for (other, _), value in zip(keys[:index], values[:index], strict=True)]
        steps.append(and_(*same, column < values[index] if descending else column > values[index]))
    return and_(first <= value if down else first >= value, or_(*steps)) if len(steps) > 1 else steps[0]


def ordered(query: Select[Any], keys: Sequence[tuple[Any, bool]], values: Sequence[Any] | None) -> Select[Any]:
    """The query in the order of its keys, beginning after the given row."""
    if values is not None:
        query = query.where(after(keys, values))
    return query.order_by(*(column.desc() if descending else column.asc() for column, descending in keys))


def page(rows: Sequence[R], limit: int, key: Callable[[R], str], show: Callable[[R], T]) -> Page[T]:
    """A page from limit + 1 rows: the extra row only tells that there is more."""
    shown = rows[:limit]
    following = key(shown[-1]) if len(rows) > limit and shown else None
    return Page(items=[show(row) for row in shown], next=following)
