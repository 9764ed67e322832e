"""How much a process unpacks at once, so that its memory has an end whatever arrives."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

BYTES = 176_000_000
MOST = 160_000_000  # for one picture, which then is alone but for thumbnails
LINE = 6  # who comes when so many wait is sent away, so that threads are left for everybody else
PATIENCE = 30  # seconds
MMAP_THRESHOLD = -3  # its number in <malloc.h>


class Busy(Exception):
    """Too many pictures are being read at once."""


class Room:
    """Room for so many bytes at once: whoever finds none waits in a short line, or is sent away."""

    def __init__(self, size: int = BYTES, line: int = LINE, patience: float = PATIENCE) -> None:
        self.left, self.waiting = size, 0
        self.line, self.patience = line, patience
        self._changed = threading.Condition()

    @contextmanager
    def taken(self, size: int) -> Iterator[None]:
        """A block for which there is room; raises Busy."""
        size = min(size, MOST)
        with self._changed:
            self._wait(size)
            self.left -= size
        try:
            yield
        finally:
            with self._changed:
                self.left += size
                self._changed.notify_all()

    def _wait(self, size: int) -> None:
        if self.left >= size:
            return
        if self.waiting >= self.line:
            raise Busy
        self.waiting += 1
        try:
            if not self._changed.wait_for(lambda: self.left >= size, self.patience):
                raise Busy
        finally:
            self.waiting -= 1


def _give_back() -> None:
    """Let the C library return large blocks when they are free: it would keep some for each thread."""
    with suppress(AttributeError, OSError):  # not every system has it
        ctypes.CDLL(None).mallopt(MMAP_THRESHOLD, 1 << 20)


_give_back()
