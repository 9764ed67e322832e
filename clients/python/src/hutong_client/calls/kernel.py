"""Calls of kernel. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from hutong_client.shapes.kernel import LanguageIn, LanguageOut
from hutong_client.wire import Wire


class Kernel:
    """Calls of kernel."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def choose_language(self, body: LanguageIn) -> LanguageOut:
        """Read the site in another language from now on."""
        return self._wire.json(LanguageOut, "PUT", "/language", body=body)
