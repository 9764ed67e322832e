"""Importing the tree: again and again, with the same result."""

from importlib.resources import files
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import audit
from hutong.kernel.db import Retry, session
from hutong.regions.models import Region
from hutong.regions.shapes import RegionRow, read_tree

_COLUMNS = ("code", "parent_code", "level", "name", "name_en", "letter")


class Counts(NamedTuple):
    """What an import did."""

    added: int
    changed: int
    unchanged: int


def import_tree(text: str | bytes) -> Counts:
    """Add and change regions as a file says; none is removed. Raises BadRegions before anything is written."""
    wanted = [_values(row) for row in read_tree(text)]
    known = {row.code: row._asdict() for row in session().execute(select(*(getattr(Region, n) for n in _COLUMNS)))}
    added, changed = [], []
    for values in wanted:
        before = known.get(values["code"])
        if before is None:
            added.append(values)
            continue
        values["name_en"] = values["name_en"] or before["name_en"]  # a file without English forgets nothing
        if values != before:
            changed.append(values)
    _write(added, changed)
    counts = Counts(len(added), len(changed), len(wanted) - len(added) - len(changed))
    if added or changed:
        audit.record("regions.import", "regions", after=counts._asdict())
    return counts


def bundled() -> bytes:
    """The regions of China that come with Hutong."""
    return files("hutong.regions").joinpath("data/china.json").read_bytes()


def ensure() -> None:
    """Import the bundled regions where there are none yet."""
    if session().scalar(select(Region.code).limit(1)) is None:
        import_tree(bundled())


def _write(added: list[dict[str, Any]], changed: list[dict[str, Any]]) -> None:
    if added:
        try:
            with session().begin_nested():
                session().execute(insert(Region), added)
        except IntegrityError:
            raise Retry from None  # another import at the same time was first
    if changed:
        session().execute(update(Region), changed)


def _values(row: RegionRow) -> dict[str, Any]:
    return dict(zip(_COLUMNS, (row.code, row.parent, row.level, row.name, row.name_en, row.letter), strict=True))
