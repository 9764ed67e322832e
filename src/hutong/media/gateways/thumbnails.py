"""Thumbnails: files of the store made from other files of the store, once."""

from pathlib import Path

from flask import current_app

from hutong.kernel.state import settings
from hutong.media.gateways import pillow, store
from hutong.media.gateways.disk import one_at_a_time

KINDS = {"webp": "webp", "jpg": "jpeg", "avif": "avif"}


def thumbnail(digest: str, width: int, form: str) -> str | None:
    """The name of a thumbnail in the store, made now if it was not there; None where there is no such picture."""
    name = f"{digest}-{width}.{form}"
    if store().path(name) is None and not make(digest, [width], form):
        return None
    return name


def make(digest: str, widths: list[int], form: str) -> bool:
    """Make those thumbnails of a picture that are not there yet; whether there is such a picture."""
    with one_at_a_time(_locks(), digest):
        missing = [width for width in widths if store().path(f"{digest}-{width}.{form}") is None]
        if not missing:
            return True
        data = store().read(f"{digest}.jpg") or store().read(f"{digest}.webp")
        if data is None:
            return False
        for width, made in pillow.narrower(data, missing, KINDS[form]).items():
            store().put(f"{digest}-{width}.{form}", made)
        return True


def _locks() -> Path:
    folder: Path = current_app.extensions.setdefault("hutong_media_locks", settings().data.absolute() / "media-locks")
    return folder
