"""Read a tree of regions from any of the usual JSON shapes: pure functions, no database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hutong.regions.entries import (
    CODE_KEYS,
    COUNTRY_CODES,
    COUNTRY_NAMES,
    DEEPEST,
    FROM_CODE,
    NAME_KEYS,
    PARENT_KEYS,
    TOP,
    WRAPPERS,
    BadRegions,
    Entry,
    children_of,
    entry_of,
    first_of,
    kind_of,
    parent_of,
)


@dataclass(frozen=True)
class RegionRow:
    """One region: level 1 is a province, 2 a city, 3 a district."""

    code: str
    name: str
    name_en: str | None
    parent: str | None
    level: int
    letter: str


def read_tree(text: str | bytes) -> list[RegionRow]:
    """Read regions, parents before their children, or raise BadRegions."""
    entries = list(_entries(_parsed(text), "$"))
    entries = _six_digits(_without_country(_by_id(entries)))
    if not entries:
        raise BadRegions("$: there is no region in the file")
    return _rows(_linked(entries))


def _parsed(text: str | bytes) -> object:
    """Decode and parse the file."""
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        return json.loads(decoded, object_pairs_hook=_without_twins)
    except UnicodeDecodeError as error:
        raise BadRegions(f"byte {error.start}: the file is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise BadRegions(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise BadRegions("$: too deep") from error
    except BadRegions:
        raise
    except ValueError as error:
        raise BadRegions("$: a number is too long") from error


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object of its pairs and refuse a key that stands twice."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise BadRegions(f"key {key[:40]!r} stands twice in one object")
        found[key] = value
    return found


def _entries(data: object, path: str) -> Iterator[Entry]:
    """Tell the shapes apart: a list, one region with its children, a wrapper around them, or maps of code to name."""
    if isinstance(data, list):
        nested = any(isinstance(item, dict) and children_of(item, f"{path}[{n}]") for n, item in enumerate(data))
        yield from _nested(data, TOP, path, 0) if nested else _flat(data, path)
    elif not isinstance(data, dict):
        raise BadRegions(f"{path}: a list or an object is expected, not {kind_of(data)}")
    elif first_of(data, CODE_KEYS) is not None and first_of(data, NAME_KEYS) is not None:
        yield from _nested([data], TOP, path, 0)
    elif wrapper := _wrapper(data, path):
        yield from _entries(data[wrapper], f"{path}.{wrapper}")
    else:
        yield from _mapped(data, path)


def _wrapper(data: dict[str, object], path: str) -> str | None:
    """Find the key under which an object holds all regions; a wrapper may hold another, not many."""
    if path.count(".") > 1:
        return None
    return next((key for key in WRAPPERS if isinstance(data.get(key), (list, dict))), None)


def _nested(items: list[object], parent: str, path: str, depth: int) -> Iterator[Entry]:
    """Read regions that hold their children."""
    if depth > DEEPEST:
        raise BadRegions(f"{path}: too deep; there are provinces, cities and districts")
    for number, item in enumerate(items):
        here = f"{path}[{number}]"
        entry = entry_of(item, parent, here)
        yield entry
        if isinstance(item, dict):
            for key, below in children_of(item, here).items():
                yield from _nested(below, entry.code, f"{here}.{key}", depth + 1)


def _flat(items: list[object], path: str) -> Iterator[Entry]:
    """Read a flat list: with parents named, or to be known from the codes."""
    named = any(isinstance(item, dict) and any(key in item for key in PARENT_KEYS) for item in items)
    for number, item in enumerate(items):
        here = f"{path}[{number}]"
        parent = FROM_CODE
        if named and isinstance(item, dict):
            parent = parent_of(first_of(item, PARENT_KEYS), here)
        yield entry_of(item, parent, here)


def _mapped(data: dict[str, object], path: str) -> Iterator[Entry]:
    """Read maps of code to name: one, one per level (county_list), or one per parent ("86", "110000")."""
    for key, value in data.items():
        here = f"{path}.{key[:40]}"
        if not isinstance(value, dict):
            yield entry_of({"code": key, "name": value}, FROM_CODE, here)
            continue
        parent = key if key.isascii() and key.isdigit() else FROM_CODE
        for code, name in value.items():
            yield entry_of({"code": code, "name": name}, parent, f"{here}.{code[:40]}")


def _by_id(entries: list[Entry]) -> list[Entry]:
    """Write parents as codes where the file names them by the number each region has beside its code."""
    codes = {entry.id: entry.code for entry in entries if entry.id is not None} | {TOP: TOP}
    if len(codes) <= len(entries) or any(entry.parent not in codes for entry in entries):
        return entries
    return [replace(entry, parent=codes[entry.parent]) for entry in entries]


def _without_country(entries: list[Entry]) -> list[Entry]:
    """Leave out a row for the whole country; what stands under it stands at the top."""
    country = {
        entry.code
        for entry in entries
        if entry.parent in (TOP, FROM_CODE) and (entry.code in COUNTRY_CODES or entry.name in COUNTRY_NAMES)
    }
    top = country | (COUNTRY_CODES - {entry.code for entry in entries})
    return [
        replace(entry, parent=TOP) if entry.parent in top else entry for entry in entries if entry.code not in country
    ]


def _six_digits(entries: list[Entry]) -> list[Entry]:
    """Write codes of GB/T 2260 with six digits, unless a code of another length shows that these are plain numbers."""
    if any(len(entry.code) not in (2, 4, 6, 9, 12) for entry in entries):
        return entries
    return [replace(entry, code=_six(entry.code), parent=_six(entry.parent)) for entry in entries]


def _six(code: str) -> str:
    """Write one code with six digits; a town keeps the nine or twelve it needs."""
    if len(code) in (2, 4):
        return code.ljust(6, "0")
    for length in (6, 9):
        if len(code) > length and not code[length:].strip("0"):
            return code[:length]
    return code


def _linked(entries: list[Entry]) -> dict[str, Entry]:
    """Give every region the code of its parent; refuse codes that stand twice and parents that do not exist."""
    known: dict[str, Entry] = {}
    for entry in entries:
        if entry.code in known:
            raise BadRegions(f"{entry.path}: the code {entry.code} stands at {known[entry.code].path} already")
        known[entry.code] = entry
    return {code: replace(entry, parent=_resolved(entry, known)) for code, entry in known.items()}


def _resolved(entry: Entry, known: dict[str, Entry]) -> str:
    """Find the parent of one region."""
    if entry.parent == FROM_CODE:
        return _above(entry, known)
    if entry.parent != TOP and entry.parent not in known:
        raise BadRegions(f"{entry.path}: the parent {entry.parent} of {entry.code} is unknown")
    return entry.parent


def _above(entry: Entry, known: dict[str, Entry]) -> str:
    """Find the parent by the code: 110101 is under 110100, or under 110000 where there is no such city."""
    code = entry.code
    if len(code) < 6:
        raise BadRegions(f"{entry.path}: the parent of {code} is neither named nor known from the code")
    if code.endswith("0000") and len(code) == 6:
        return TOP
    for above in (code[:6], code[:4] + "00", code[:2] + "0000"):
        if above != code and above in known:
            return above
    raise BadRegions(f"{entry.path}: the parent of {code} is unknown")


def _rows(linked: dict[str, Entry]) -> list[RegionRow]:
    """Put parents before their children and count the levels."""
    below: dict[str, list[Entry]] = {}
    for entry in linked.values():
        below.setdefault(entry.parent, []).append(entry)
    rows: list[RegionRow] = []
    waiting = [(entry, 1) for entry in reversed(below.get(TOP, []))]
    while waiting:
        entry, level = waiting.pop()
        if level > DEEPEST:
            raise BadRegions(f"{entry.path}: too deep; there are provinces, cities and districts")
        parent = None if entry.parent == TOP else entry.parent
        rows.append(RegionRow(entry.code, entry.name, entry.name_en, parent, level, entry.letter))
        waiting += [(child, level + 1) for child in reversed(below.get(entry.code, []))]
    if len(rows) < len(linked):
        reached = {row.code for row in rows}
        lost = next(code for code in linked if code not in reached)
        raise BadRegions(f"{linked[lost].path}: {lost} is its own ancestor (a cycle)")
    return rows
