"""HEIC pictures, cut into bands out of their decoder's memory: Pillow would hold them a second time."""

import re
from types import TracebackType
from typing import Any, BinaryIO

from PIL import Image

from hutong.media.gateways import boxes

HEAD = 64 * 1024  # in which the boxes are that describe the parts
_PRIMARY = re.compile(rb"pitm\0...(..)", re.DOTALL)
_SHAPE = re.compile(rb"ispe....(....)(....)", re.DOTALL)
_CHROMA = {"400": 1.0, "420": 1.5, "422": 2.0}


class Heic:
    """A picture that is not unpacked yet; it is turned by its decoder. Raises what the decoder does, when it does,
    and Unreadable where more is in it than it says."""

    format = "HEIF"

    def __init__(self, file: BinaryIO) -> None:
        from pi_heif import open_heif  # type: ignore[attr-defined]  # noqa: PLC0415 - 10 MB that few workers need

        boxes.coded(file)
        head = file.read(HEAD)
        file.seek(0)
        opened: Any = open_heif(file, convert_hdr_to_8bit=True)
        self._frame = opened[opened.primary_index]
        self.info: dict[Any, Any] = self._frame.info
        self.mode: str = self._frame.mode
        self.size: tuple[int, int] = self._frame.size
        self.parts = _largest_part(head, self.width * self.height)

    @property
    def width(self) -> int:
        """In pixels."""
        return self.size[0]

    @property
    def height(self) -> int:
        """Likewise."""
        return self.size[1]

    @property
    def bytes(self) -> float:
        """What its decoder takes for a pixel: the coded colours of the whole and of one part twice, and the pixels."""
        coded = _CHROMA.get(str(self.info.get("chroma")), 3.0) * (2 if self.info.get("bit_depth", 8) > 8 else 1)
        return coded + len(self.mode) + 2 * coded * self.parts

    def load(self) -> None:
        """Unpack it."""
        self._frame.load()
        self.size, self.mode = self._frame.size, self._frame.mode

    def crop(self, box: tuple[int, int, int, int]) -> Image.Image:
        """A band, from one side to the other."""
        _, top, width, low = box
        stride = self._frame.stride
        rows = memoryview(self._frame.data)[top * stride : low * stride]
        return Image.frombytes(self.mode, (width, low - top), rows, "raw", self.mode, stride)

    def __enter__(self) -> "Heic":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._frame = None


def _largest_part(head: bytes, whole: int) -> float:
    """Which part of the whole is unpacked at once: phones put theirs together from tiles. The decoder sees to it."""
    primary = _PRIMARY.search(head)
    if primary is None or re.search(rb"infe\x02..." + re.escape(primary[1]) + rb"..grid", head, re.DOTALL) is None:
        return 1.0
    areas = sorted(int.from_bytes(shape[1]) * int.from_bytes(shape[2]) for shape in _SHAPE.finditer(head))
    return min(1.0, areas[-2] / max(1, whole)) if len(areas) > 1 else 1.0
