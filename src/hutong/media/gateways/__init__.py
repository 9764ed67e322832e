"""What media speaks to: where files lie, and the library that reads pictures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import unquote, urlsplit

from flask import current_app

from hutong.kernel.settings import Settings, SettingsRefused
from hutong.media.gateways import s3
from hutong.media.gateways.disk import DiskStore


class Store(Protocol):
    """Where files lie. A name begins with the hash of the content it was made from, so a file never changes."""

    def put(self, name: str, data: bytes) -> bool:
        """Keep a file unless it is there, which then is young again; whether it was kept now."""

    def read(self, name: str) -> bytes | None:
        """What is in a file, if it is there."""

    def age(self, name: str) -> int | None:
        """For how many milliseconds a file has been there since it was last put, if it is."""

    def path(self, name: str) -> Path | None:
        """Where a file lies on this machine, if it is there."""

    def near(self, name: str) -> bool:
        """Whether a file lies on this machine; nobody else is asked."""

    def remove(self, name: str) -> None:
        """Forget a file, if it is there."""

    def names(self) -> Iterator[str]:
        """Every file's name."""

    def trim(self) -> int:
        """Throw away what lies here only as a copy and takes too much room; how many files."""


def connect(settings: Settings) -> Store:
    """The store of an installation; raises SettingsRefused for an address that no store answers to."""
    url = urlsplit(settings.storage_url)
    if not settings.storage_url:
        return DiskStore(settings.data / "media")
    if url.scheme == "file" and url.netloc in ("", "localhost") and url.path.startswith("/"):
        return DiskStore(Path(unquote(url.path)))
    try:
        return s3.connect(settings.storage_url, settings.data / "media-copies")
    except ValueError as error:
        raise SettingsRefused(f"HUTONG_STORAGE_URL: file:///folder, empty for HUTONG_DATA/media, or {error}") from None
    except ModuleNotFoundError:
        raise SettingsRefused("HUTONG_STORAGE_URL: an S3 store needs the extra: pip install 'hutong[s3]'") from None


def store() -> Store:
    """The store of the current app."""
    return cast(Store, current_app.extensions["hutong_media"])
