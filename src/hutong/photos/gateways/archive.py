"""Photos of an archive that somebody took along from a Hutong."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hutong.photos.gateways import Found

LISTED = "photos/photos.json"
LARGEST_LIST = 50_000_000


def is_archive(path: Path) -> bool:
    """Whether a file is one."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return LISTED in archive.namelist()


def pictures(path: Path) -> Iterator[Found]:
    """The photos in it, in their order; nothing is unpacked to the disk."""
    with zipfile.ZipFile(path) as archive:
        if archive.getinfo(LISTED).file_size > LARGEST_LIST:
            return
        listed: list[dict[str, Any]] = json.loads(archive.read(LISTED))
    if not isinstance(listed, list):
        raise ValueError("photos.json is not a list")
    for photo in listed:
        yield Found(
            f"{path.resolve()}#{photo['file']}",
            title=str(photo["caption"]),
            tags=tuple(photo["tags"]),
            author=str(photo["author"]),
            licence=str(photo["licence"]),
            page=str(photo["source_url"]),
            alt=str(photo["alt"]),
            said=photo,
        )


def read(address: str, most: int) -> bytes:
    """The file of one of them."""
    path, _, name = address.rpartition("#")
    with zipfile.ZipFile(path) as archive, archive.open(f"photos/{name}") as file:
        return file.read(most)
