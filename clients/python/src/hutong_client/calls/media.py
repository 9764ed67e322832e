"""Calls of media. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from hutong_client.shapes.media import PictureIn
from hutong_client.shapes.shared import MediaPictureOut
from hutong_client.wire import Wire


class Media:
    """Calls of media."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def upload_picture(self, body: PictureIn) -> MediaPictureOut:
        """Upload a picture: it is made anew, upright and without its metadata; unused, it goes after a day."""
        return self._wire.json(MediaPictureOut, "POST", "/pictures", form=body)
