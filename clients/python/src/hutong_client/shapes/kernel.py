"""Shapes of kernel. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import TypedDict


class LanguageIn(TypedDict):
    """The language to read in."""

    language: str


class LanguageOut(TypedDict):
    """The language now in force."""

    language: str
