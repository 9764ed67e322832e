"""What stands in the cells of a list: on its page, and in a file to take away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hutong.kernel import clock, ids, money
from hutong.kernel.desk import Act, Asked, Column, StaffList
from hutong.kernel.money import Money
from hutong.kernel.pages import show_moment, show_money, show_number
from hutong.kernel.sheets import Cell
from hutong.kernel.state import settings, state

PIECE = 500
MOST_ROWS = 20_000  # in one file


@dataclass(frozen=True)
class Shown:
    """One cell of a page."""

    label: str
    text: str
    look: str
    href: str | None = None
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a page: its key, its cells, and the buttons beside it."""

    key: str
    cells: Sequence[Shown]
    acts: Sequence[Act[Any]]


def row(shown: StaffList[Any], one: Any) -> Row:
    """A row as the page shows it."""
    href = shown.href(one) if shown.href else None
    cells = [_shown(column, one) for column in shown.columns if column.only != "file"]
    if cells and href and not cells[0].href:
        cells[0] = replace(cells[0], href=href)
    acts = [act for act in shown.acts if act.allowed and act.offered(one)]
    return Row(shown.key(one), cells, acts)


def head(shown: StaffList[Any]) -> list[str]:
    """The names of a file's columns."""
    return [str(column.label) for column in shown.columns if column.only != "page"]


def lines(shown: StaffList[Any], query: Asked) -> Iterator[list[Cell]]:
    """The rows of a file, read page by page, at most MOST_ROWS of them."""
    columns = [column for column in shown.columns if column.only != "page"]
    cursor, left = query.cursor, MOST_ROWS
    while left > 0:
        with state().database.reading():  # nothing is yielded inside: whoever reads may stop
            page = shown.rows(replace(query, cursor=cursor, limit=min(PIECE, left)))
            piece = [[_cell(column, one) for column in columns] for one in page.items]
        yield from piece
        left -= len(piece)
        cursor = page.next
        if cursor is None:
            return


def _shown(column: Column[Any], one: Any) -> Shown:
    value = column.value(one)
    return Shown(
        label=str(column.label),
        text=_text(column.look, value),
        look=column.look,
        href=column.href(one) if column.href else None,
        note=str(column.note(one) or "") if column.note else "",
        tone=column.tone(one) if column.tone else "",
    )


def _text(look: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if look == "money":
        return show_money(*value) if isinstance(value, Money) else show_money(value)
    if look == "moment":
        return show_moment(value, "yyyy-MM-dd HH:mm")
    if look == "id":
        return ids.show(value)
    if look == "number":
        return show_number(value)
    return str(value)


def _cell(column: Column[Any], one: Any) -> Cell:
    if column.file is not None:
        return column.file(one)
    value = column.value(one)
    if value is None or value == "":
        return None
    if column.look == "money":
        return money.number(*(value if isinstance(value, Money) else (value, settings().currency)))
    if column.look == "moment":
        return _naive(clock.local(value, settings().timezone))
    if column.look == "number":
        return value if isinstance(value, int | float) else str(value)
    return _text(column.look, value)


def _naive(moment: datetime) -> datetime:
    """To the second, at the site's place: spreadsheets know no zones."""
    return moment.replace(tzinfo=None, microsecond=0)
