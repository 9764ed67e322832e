"""Pictures of a folder and those below it."""

from collections.abc import Iterator
from pathlib import Path

from hutong.photos.gateways import Found

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".gif")


def pictures(folder: Path) -> Iterator[Found]:
    """The pictures, by name; the name of a file becomes the caption, its folder's a tag. Links are not followed."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in ENDINGS or path.is_symlink() or not path.is_file():
            continue
        if not path.resolve().is_relative_to(folder.resolve()):
            continue
        tags = (path.parent.name,) if path.parent != folder else ()
        yield Found(str(path.resolve()), title=path.stem.replace("_", " ").replace("-", " ").strip(), tags=tags)
