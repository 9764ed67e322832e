"""Calls of notices. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from hutong_client.shapes.notices import ChoicesIn, ChoicesOut, NoticesOut, NoticesReadIn, UnreadOut
from hutong_client.wire import Wire


class Notices:
    """Calls of notices."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def list_notices(self, *, limit: int | None = None, cursor: str | None = None) -> NoticesOut:
        """Your notices, newest first."""
        return self._wire.json(NoticesOut, "GET", "/notices", query={"limit": limit, "cursor": cursor})

    def mark_notices_read(self, body: NoticesReadIn) -> UnreadOut:
        """Mark notices as read, all of them unless some are named."""
        return self._wire.json(UnreadOut, "PUT", "/notices/read", body=body)

    def show_notice_choices(self) -> ChoicesOut:
        """What comes by mail besides being shown here."""
        return self._wire.json(ChoicesOut, "GET", "/notices/choices")

    def choose_notices(self, body: ChoicesIn) -> ChoicesOut:
        """Choose what comes by mail."""
        return self._wire.json(ChoicesOut, "PUT", "/notices/choices", body=body)
