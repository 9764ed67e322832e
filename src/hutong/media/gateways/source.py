"""The file of a picture, and what was found out about it."""

from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from hutong.media.gateways import boxes

READERS = 2  # the measuring of what is coded, and the decoder


@dataclass
class Source:
    """A file that is asked several times, by those who open it and those who weigh it."""

    file: BinaryIO

    def head(self, count: int = 64) -> bytes:
        """Its first bytes; it stands at its beginning again."""
        self.file.seek(0)
        found = self.file.read(count)
        self.file.seek(0)
        return found

    @cached_property
    def is_boxes(self) -> bool:
        """Whether it is an AVIF or HEIC: such a one is read whole before it is known how large it is."""
        return self.head()[4:8] == b"ftyp"

    @cached_property
    def is_avif(self) -> bool:
        """Whether avif or avis is among its brands."""
        head = self.head()
        return self.is_boxes and b"avi" in head[8 : int.from_bytes(head[:4])]

    @property
    def read_at_once(self) -> int:
        """The bytes that looking into it takes."""
        if not self.is_boxes:
            return 0
        size = self.file.seek(0, 2)
        self.file.seek(0)
        return READERS * size

    @cached_property
    def coded(self) -> boxes.Coded:
        """What is coded in it; raises Unreadable."""
        return boxes.coded(self.file)
