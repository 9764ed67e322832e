"""HEIC pictures, cut into bands out of their decoder's memory: Pillow would hold them a second time."""

from types import TracebackType
from typing import Any

from PIL import Image

from hutong.media.gateways.source import Source


class Heic:
    """A picture that is not unpacked yet; it is turned by its decoder. Raises what the decoder does, when it does,
    and Unreadable where more is in it than it says."""

    format = "HEIF"

    def __init__(self, source: Source) -> None:
        from pi_heif import open_heif  # type: ignore[attr-defined]  # noqa: PLC0415 - 10 MB that few workers need

        self.coded = source.coded
        opened: Any = open_heif(source.file, convert_hdr_to_8bit=True)
        self._frame = opened[opened.primary_index]
        self.info: dict[Any, Any] = self._frame.info
        self.mode: str = self._frame.mode
        self.size: tuple[int, int] = self._frame.size

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
        """What its decoder takes for a pixel: the coded colours of the whole and of one part twice, and the pixels.

        Phones put theirs together from parts. What is cut away from the whole or from a part was there as well.
        """
        area = self.width * self.height
        whole = max(area, self.coded.area) * (self.coded.colours + len(self.mode))
        return (whole + 2 * self.coded.largest) / area

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
