"""Shapes of regions. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import TypedDict


class RegionOut(TypedDict):
    """A region; `name` is in the reader's language, `letter` that of the Chinese name."""

    code: str
    name: str
    name_zh: str
    name_en: str | None
    level: int
    letter: str


class RegionsOut(TypedDict):
    """Regions side by side."""

    items: list[RegionOut]
