"""Calls of regions. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from hutong_client.shapes.regions import RegionsOut
from hutong_client.wire import Wire


class Regions:
    """Calls of regions."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def list_regions(self, *, parent: str | None = None, level: int | None = None) -> RegionsOut:
        """The provinces, or what lies directly below a region, or all regions of a level."""
        return self._wire.json(RegionsOut, "GET", "/regions", query={"parent": parent, "level": level})
