"""Shapes of notices. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Choice(TypedDict):
    """A topic and whether it comes by mail."""

    topic: str
    label: str
    mail: bool


class ChoicesIn(TypedDict):
    """What comes by mail."""

    mail: list[str]


class ChoicesOut(TypedDict):
    """All topics."""

    items: list[Choice]


class NoticeOut(TypedDict):
    """A notice in the reader's language."""

    id: str
    kind: str
    title: str
    body: str
    link: str
    at: str
    read: bool


class NoticesOut(TypedDict):
    """A page of notices, and how many are unread in all."""

    items: list[NoticeOut]
    next: NotRequired[str | None]
    unread: int


class NoticesReadIn(TypedDict):
    """Which notices were read."""

    ids: NotRequired[list[str] | None]


class UnreadOut(TypedDict):
    """How many notices are unread."""

    unread: int
