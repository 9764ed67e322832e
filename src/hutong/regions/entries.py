"""One region as a file tells it: which keys hold what, and what is refused."""

from collections.abc import Iterable
from dataclasses import dataclass

from hutong.regions.letters import letter_of

CODE_KEYS = ("code", "adcode", "areaCode", "id", "value")
NAME_KEYS = ("name", "label", "text", "areaName", "n")
ENGLISH_KEYS = ("name_en", "nameEn", "en")
CHILD_KEYS = ("children", "cityList", "areaList", "districts", "childs", "c")
PARENT_KEYS = ("parent", "parentCode", "parent_code", "parentId", "parent_id", "pid")
WRAPPERS = ("data", "regions", "items", "list", "provinces", "districts", "RECORDS")
COUNTRY_CODES = {"86", "100000"}
COUNTRY_NAMES = {"中国", "中华人民共和国", "China"}
TOP = ""
FROM_CODE = "?"
DEEPEST = 3
LONGEST_NAME = 100


class BadRegions(ValueError):
    """The file is refused whole; the message says where it is at fault."""


@dataclass(frozen=True)
class Entry:
    """One region as the file tells it; parent is TOP, FROM_CODE or a code, id a number beside the code."""

    code: str
    name: str
    name_en: str | None
    letter: str
    parent: str
    id: str | None
    path: str


def entry_of(item: object, parent: str, path: str) -> Entry:
    """Read what one region says of itself."""
    if not isinstance(item, dict):
        raise BadRegions(f"{path}: an object is expected, not {kind_of(item)}")
    key = next((key for key in CODE_KEYS if item.get(key) is not None), None)
    if key is None:
        raise BadRegions(f"{path}: the code is missing")
    name = _name(first_of(item, NAME_KEYS), path)
    if name is None:
        raise BadRegions(f"{path}: the name is missing")
    return Entry(
        code=_code(item[key], path),
        name=name,
        name_en=_name(first_of(item, ENGLISH_KEYS), path),
        letter=_letter(item.get("letter"), name, path),
        parent=parent,
        id=None if item.get("id") is None else str(item["id"]),
        path=path,
    )


def first_of(item: dict[str, object], keys: Iterable[str]) -> object:
    """Give the first of several keys that has a value."""
    return next((item[key] for key in keys if item.get(key) is not None), None)


def children_of(item: dict[str, object], path: str) -> dict[str, list[object]]:
    """Find the lists of a region's children ("c" may hold something else)."""
    found = {}
    for key in CHILD_KEYS:
        below = item.get(key)
        if isinstance(below, list) and below:
            found[key] = below
        elif below and key != "c":
            raise BadRegions(f"{path}.{key}: a list is expected, not {kind_of(below)}")
    return found


def kind_of(value: object) -> str:
    """Name a JSON type for a message."""
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _code(value: object, path: str) -> str:
    """Read a code of 1 to 12 digits, written as text or as a number."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise BadRegions(f"{path}: the code is {kind_of(value)}, not digits")
    code = str(value).strip()
    if not (code.isascii() and code.isdigit() and len(code) <= 12):
        raise BadRegions(f"{path}: the code {code[:40]!r} is not 1 to 12 digits")
    return code


def parent_of(value: object, path: str) -> str:
    """Read a parent's code; null, 0, "0" and "" mean that there is none."""
    if value is None or value == "":
        return TOP
    code = _code(value, path)
    return code if code.strip("0") else TOP


def _name(value: object, path: str) -> str | None:
    """Read a name without the blanks around it."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadRegions(f"{path}: a name is {kind_of(value)}, not text")
    name = value.strip()
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise BadRegions(f"{path}: the name {name[:20]!a} is too long or holds unprintable signs")
    return name or None


def _letter(value: object, name: str, path: str) -> str:
    """Read the letter, or find it from the name where none is given."""
    if value is None or value == "":
        return letter_of(name)
    if not (isinstance(value, str) and value.isascii() and value.isalpha() and len(value) == 1):
        raise BadRegions(f"{path}: the letter is not one of A to Z")
    return value.upper()
