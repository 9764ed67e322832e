"""Films as a file tells them: JSON or CSV, read film by film, so that one that is wrong does not stop the others."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hutong.cinema.models import FORMATS, GENRES, LANGUAGES, Named

LARGEST = 20_000_000
LISTS = {"genres": GENRES, "languages": LANGUAGES, "formats": FORMATS}
HEADS = {
    "编号": "key", "片名": "title_zh", "中文名": "title_zh", "英文名": "title_en", "原名": "title_original",
    "片长": "minutes", "时长": "minutes", "上映日期": "released_on", "类型": "genres", "语言": "languages",
    "制式": "formats", "导演": "director", "主演": "cast", "简介": "synopsis", "海报": "poster",
    "title": "title_zh", "year": "", "duration": "minutes", "release_date": "released_on",
}  # fmt: skip


class BadFilms(ValueError):
    """The file is refused whole; the message says where it is at fault."""


@dataclass(frozen=True)
class Told:
    """One film as a file tells it: where, under which key, its poster's file, and the fields of FilmIn."""

    where: str
    key: str
    poster: str
    fields: dict[str, Any]

    @property
    def name(self) -> str:
        """How the report calls it."""
        return str(self.fields.get("title_zh") or self.key or "?")[:60]


def read(data: bytes) -> list[Told]:
    """The films of a file; raises BadFilms."""
    if len(data) > LARGEST:
        raise BadFilms("the file is larger than 20 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFilms("the file is not UTF-8 text") from None
    found = list(_json(text) if text.lstrip()[:1] in ("[", "{") else _csv(text))
    if not found:
        raise BadFilms("the file holds no films")
    return found


def _json(text: str) -> Iterator[Told]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFilms(f"this is not JSON: {error}") from None
    items = data.get("films") if isinstance(data, dict) else data
    if not isinstance(items, list):
        raise BadFilms('a list of films is expected, or {"films": […]}')
    for number, item in enumerate(items, 1):
        yield _told(f"film {number}", item if isinstance(item, dict) else {"title_zh": item})


def _csv(text: str) -> Iterator[Told]:
    try:
        rows = csv.DictReader(io.StringIO(text), strict=True)
        for row in rows:
            if row.get(None):
                raise BadFilms(f"line {rows.line_num}: more columns than in the first line")
            yield _told(f"line {rows.line_num}", {name: value for name, value in row.items() if value})
    except csv.Error as error:
        raise BadFilms(f"this is not CSV: {error}") from None


def _told(where: str, item: dict[Any, Any]) -> Told:
    fields = {HEADS.get(str(name).strip(), str(name).strip()): value for name, value in item.items()}
    fields.pop("", None)
    for name, catalogue in LISTS.items():
        if name in fields:
            fields[name] = _codes(fields[name], catalogue)
    if "cast" in fields:
        fields["cast"] = _cast(fields["cast"])
    if isinstance(fields.get("minutes"), str):
        fields["minutes"] = fields["minutes"].strip().removesuffix("分钟").removesuffix("min").strip()
    return Told(where, str(fields.pop("key", "") or "").strip(), str(fields.pop("poster", "") or ""), fields)


def _codes(value: Any, catalogue: dict[str, Named]) -> Any:
    """The codes of what a file calls by code or by name; what is unknown stays, and is refused."""
    parts = value
    if isinstance(value, str):
        for sign in "|、/;，":
            value = value.replace(sign, ",")
        parts = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(parts, list):
        return value
    names = {name.casefold(): one.code for one in catalogue.values() for name in (one.code, one.zh, one.en)}
    return [names.get(part.casefold(), part) if isinstance(part, str) else part for part in parts]


def _cast(value: Any) -> Any:
    """A line for each of them, "name / role"."""
    if isinstance(value, list):
        lines = [
            f"{one.get('name', '')} / {one.get('role', '')}" if isinstance(one, dict) else str(one) for one in value
        ]
        return "\n".join(lines)
    return value.replace("|", "\n").replace("、", "\n") if isinstance(value, str) else value
