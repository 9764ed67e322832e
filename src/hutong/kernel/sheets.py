"""Tables to take away: CSV and XLSX, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain

from flask import Response, stream_with_context

Cell = str | int | float | date | datetime | None
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so is a formula to a spreadsheet
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], kind: str) -> Response:
    """A table as a file to save: `kind` is "csv" (sent row by row) or "xlsx"; amounts should be in main units.

    Rows are read while it is sent, after the transaction that asked for it.
    """
    if kind == "xlsx":
        answer = Response(stream_with_context(_book(head, rows)), mimetype=XLSX)
    else:
        answer = Response(stream_with_context(lines(head, rows)), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _book(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    yield xlsx(head, rows)


def lines(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """A CSV line by line, with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff"
    target = io.StringIO()
    writer = csv.writer(target)
    for row in chain([head], rows):
        writer.writerow([harmless(cell) for cell in row])
        yield target.getvalue()
        target.seek(0)
        target.truncate()


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(RISKY):
        return f"'{cell}"
    return cell


def xlsx(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """An Excel workbook with one sheet: bold head, filter, dates as dates, texts never as formulas."""
    import xlsxwriter  # noqa: PLC0415 - 5 MB that a web worker rarely needs

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(target, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, head, book.add_format({"bold": True}))
        last = 0
        for last, row in enumerate(rows, start=1):
            sheet.write_row(last, 0, row)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, max(0, len(head) - 1))
    return target.getvalue()
