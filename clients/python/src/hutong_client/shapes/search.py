"""Shapes of search. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import TypedDict


class GroupOut(TypedDict):
    """What was found of one kind; `more` is the list under which all of it is, page by page, null where this is all."""

    kind: str
    label: str
    items: list[HitOut]
    more: str | None


class HitOut(TypedDict):
    """Something that was found: `href` is its page."""

    id: str
    title: str
    note: str
    href: str
    image: ImageOut | None


class ImageOut(TypedDict):
    """A small picture."""

    url: str
    width: int
    height: int
    alt: str


class SearchOut(TypedDict):
    """What was found, by kind; kinds without hits are left out."""

    groups: list[GroupOut]
