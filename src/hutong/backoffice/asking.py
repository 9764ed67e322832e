"""How a list was asked for: the words, filters, order and place in its page's address."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from pydantic import Field

from hutong.kernel.desk import Asked, Filter, StaffList
from hutong.kernel.errors import FieldError, Invalid
from hutong.kernel.input import parse
from hutong.kernel.schemas import In, Line

ROWS = 30  # on a page
LONGEST_WORDS = 100


class _Given(In):
    """The texts of an address."""

    q: Line = Field("", max_length=LONGEST_WORDS)
    sort: Line = Field("", max_length=40)
    cursor: str | None = Field(None, max_length=300)


class _Value(In):
    """What a filter is set to."""

    value: Line = Field("", max_length=LONGEST_WORDS)


def asked(shown: StaffList[Any], given: Mapping[str, str], limit: int = ROWS) -> Asked:
    """What an address asks of a list; other names in it are not ours. Raises Invalid."""
    known = {name: given[name] for name in _Given.model_fields if given.get(name)}
    texts = parse(_Given, known)
    filters = {one.name: _picked(one, given.get(one.name, "")) for one in shown.filters}
    sorts = [code for code, _label in shown.sorts]
    if texts.sort and texts.sort not in sorts:
        raise Invalid(errors=[FieldError("sort", _("There is no such order."))])
    words = texts.q if shown.search else ""
    return Asked(words, {name: value for name, value in filters.items() if value}, texts.sort, texts.cursor, limit)


def address(shown: StaffList[Any], query: Asked, **changes: str | None) -> str:
    """The address of a list as it is asked for, with something changed; it begins anew unless a cursor is given."""
    wanted: dict[str, str | None] = {"q": query.words, **query.filters, "sort": query.sort, **changes}
    return _join(shown.path, wanted.items())


def _join(path: str, pairs: Iterable[tuple[str, str | None]]) -> str:
    arguments = urlencode([(name, value) for name, value in pairs if value])
    return f"{path}?{arguments}" if arguments else path


def _picked(one: Filter, text: str) -> str:
    value = str(parse(_Value, {"value": text}).value)
    if not value or one.kind == "text":
        return value
    if one.kind == "day":
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise Invalid(errors=[FieldError(one.name, _("A date such as 2026-05-01 is needed."))]) from None
    if value not in {code for code, _label in one.choices()}:
        raise Invalid(errors=[FieldError(one.name, _("There is no such choice."))])
    return value
