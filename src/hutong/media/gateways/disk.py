"""Files on the local disk, in folders by the first signs of their names."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hutong.kernel import clock


class DiskStore:
    """A folder; a file is written beside its place and then moved there, so that it is whole or not there at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def put(self, name: str, data: bytes) -> bool:
        """See Store."""
        target = self._place(name)
        with suppress(FileNotFoundError):
            os.utime(target)
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{name}.{secrets.token_hex(6)}")
        try:
            with unfinished.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        return True

    def read(self, name: str) -> bytes | None:
        """See Store."""
        try:
            return self._place(name).read_bytes()
        except FileNotFoundError:
            return None

    def age(self, name: str) -> int | None:
        """See Store."""
        try:
            return max(0, clock.now() - int(self._place(name).stat().st_mtime * 1000))
        except FileNotFoundError:
            return None

    def path(self, name: str) -> Path | None:
        """See Store."""
        place = self._place(name)
        return place if place.is_file() else None

    def near(self, name: str) -> bool:
        """See Store."""
        return self.path(name) is not None

    def remove(self, name: str) -> None:
        """See Store."""
        self._place(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """See Store."""
        for _folder, _folders, files in os.walk(self.folder):
            yield from (name for name in sorted(files) if not name.startswith("."))

    def trim(self) -> int:
        """See Store: nothing here is a copy."""
        return 0

    def _place(self, name: str) -> Path:
        if not name.replace("-", "").replace(".", "").isalnum() or name.startswith(".") or len(name) < 5:
            raise ValueError(f"not the name of a file: {name!r}")
        return self.folder / name[:2] / name[2:4] / name


@contextmanager
def one_at_a_time(folder: Path, name: str) -> Iterator[None]:
    """A block that only one thread of one process on this machine runs for a name; a crash lets go of it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / f"{name[:2]}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
