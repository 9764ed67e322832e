"""Calls of search. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from hutong_client.shapes.search import SearchOut
from hutong_client.wire import Wire, at


class Search:
    """Calls of search."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def search_everything(self, *, q: str, limit: int | None = None) -> SearchOut:
        """Search homes, films, cinemas, photos and, for those who are signed in, people, all at once."""
        return self._wire.json(SearchOut, "GET", "/search", query={"q": q, "limit": limit})
