"""Shapes of media. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from hutong_client.wire import Upload


class PictureIn(TypedDict):
    """A picture to be uploaded."""

    file: Upload
    alt: NotRequired[str]
