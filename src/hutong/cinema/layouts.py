"""The plan of a hall as people write it, and the layout that is kept.

A plan has a line for each row: its label, its places, and, where there are several zones, the zone of each place:

    A SSSSS_SSSSS 11111_11111
    -
    B CCCCC.CCCCC 22222.22222

S is a seat, C half of a couple seat, W a wheelchair place, P one for a companion beside it, X a broken seat,
_ an aisle, "." nothing; a line of "-" is an aisle across.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from hutong.cinema.models import SeatKind, SeatMap
from hutong.kernel.errors import FieldError, Invalid

SIGNS = {
    "S": SeatKind.NORMAL,
    "C": SeatKind.COUPLE,
    "W": SeatKind.WHEELCHAIR,
    "P": SeatKind.COMPANION,
    "X": SeatKind.BROKEN,
}
AISLE, GAP, ACROSS = "_", ".", "-"
MOST_ROWS, MOST_COLUMNS, MOST_SEATS, MOST_ZONES = 60, 60, 1_500, 6
_LABEL = re.compile(r"^[A-Z]{1,2}$")


@dataclass(frozen=True)
class _Row:
    line: int  # as people count, from 1
    label: str
    cells: str
    zones: str


@dataclass
class _Place:
    """A seat that is being made: the same fields as a stored one."""

    label: str
    y: int
    x: int
    place: int
    kind: str
    zone: str
    aisle: bool
    number: int = 0
    mate: int | None = None


def read(plan: str, zones: Sequence[str], before: SeatMap | None, highest: int) -> tuple[dict[str, Any], int]:
    """The layout of a plan, and the highest seat number given so far; raises Invalid with the line at fault.

    A seat that `before` had under the same label keeps its number; every other gets one that nobody had.
    """
    names = [name for name in zones if name] or [_("Standard")]
    if len(names) > MOST_ZONES or len(set(names)) != len(names):
        raise Invalid(errors=[FieldError("zones", _("At most six zones, each with a name of its own."))])
    rows = _rows(plan)
    width = max((len(row.cells) for row in rows), default=0)
    places = [place for y, row in enumerate(rows) for place in _places(row, y, len(names))]
    sellable = sum(place.kind != SeatKind.BROKEN for place in places)
    if not sellable:
        raise _wrong(_("A hall needs at least one seat."))
    if len(places) > MOST_SEATS:
        raise _wrong(
            _("A hall has at most %(most)s seats; this plan has %(count)s.", most=MOST_SEATS, count=len(places))
        )
    for place in places:
        known = before.by_label.get(place.label) if before else None
        place.number = known.number if known else (highest := highest + 1)
    _pair(rows, places)
    seats = [[p.number, p.y, p.x, p.place, p.kind, p.zone, int(p.aisle), p.mate] for p in places]
    codes = [[str(at), name] for at, name in enumerate(names, 1)]
    lines = [" ".join([row.label, row.cells, row.zones][: 3 if len(names) > 1 else 2]).strip() for row in rows]
    plan = "\n".join(line or ACROSS for line in lines)
    return {
        "plan": plan,
        "rows": [row.label for row in rows],
        "columns": width,
        "zones": codes,
        "seats": seats,
    }, highest


def _rows(plan: str) -> list[_Row]:
    lines = plan.upper().rstrip().split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    if len(lines) > MOST_ROWS:
        raise _wrong(_("At most %(most)s rows.", most=MOST_ROWS))
    rows = [_row(number, text.split()) for number, text in enumerate(lines, 1)]
    labels = [row.label for row in rows if row.label]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice:
        raise _wrong(_("There are two rows %(label)s.", label=twice))
    return rows


def _row(line: int, parts: list[str]) -> _Row:
    if not parts or parts == [ACROSS]:
        return _Row(line, "", "", "")
    if len(parts) not in (2, 3) or not _LABEL.match(parts[0]):
        raise _wrong(_("Line %(line)s: write the row's letter, a space, and its places: A SSSSS_SSSSS.", line=line))
    label, cells = parts[:2]
    if len(cells) > MOST_COLUMNS:
        raise _wrong(_("Line %(line)s: at most %(most)s places.", line=line, most=MOST_COLUMNS))
    strange = next((sign for sign in cells if sign not in SIGNS and sign not in (AISLE, GAP)), None)
    if strange:
        raise _wrong(_("Line %(line)s: “%(sign)s” means nothing here.", line=line, sign=strange))
    zones = parts[2] if len(parts) == 3 else "1" * len(cells)
    if len(zones) != len(cells):
        raise _wrong(_("Line %(line)s: name the zone of each place, as many as there are places.", line=line))
    return _Row(line, label, cells, zones)


def _places(row: _Row, y: int, zones: int) -> list[_Place]:
    made: list[_Place] = []
    for x, sign in enumerate(row.cells):
        if sign not in SIGNS:
            continue
        zone = row.zones[x]
        if not (zone.isdigit() and 1 <= int(zone) <= zones):
            raise _wrong(_("Line %(line)s: there is no zone “%(zone)s”.", line=row.line, zone=zone))
        beside = row.cells[max(0, x - 1) : x] + row.cells[x + 1 : x + 2]
        number = len(made) + 1
        made.append(_Place(f"{row.label}{number}", y, x, number, SIGNS[sign], zone, AISLE in beside))
    return made


def _pair(rows: Sequence[_Row], places: Sequence[_Place]) -> None:
    """Give each half of a couple seat its mate, and see that companions sit beside a wheelchair place."""
    at = {(place.y, place.x): place for place in places}
    for place in places:
        line = rows[place.y].line
        if place.kind == SeatKind.COUPLE and place.mate is None:
            other = at.get((place.y, place.x + 1))
            if other is None or other.kind != SeatKind.COUPLE:
                raise _wrong(_("Line %(line)s: %(seat)s is half a couple seat.", line=line, seat=place.label))
            place.mate, other.mate = other.number, place.number
        if place.kind == SeatKind.COMPANION:
            beside = [at.get((place.y, place.x + step)) for step in (-1, 1)]
            if not any(other and other.kind == SeatKind.WHEELCHAIR for other in beside):
                told = _("Line %(line)s: %(seat)s has no wheelchair place beside it.", line=line, seat=place.label)
                raise _wrong(told)


def _wrong(message: str) -> Invalid:
    return Invalid(errors=[FieldError("plan", message)])
