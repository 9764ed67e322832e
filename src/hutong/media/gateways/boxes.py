"""What it takes to unpack an AVIF or HEIC, read from its boxes before any decoder sees it: it may claim less.

Section numbers are those of ISO/IEC 14496-12:2022 (boxes, items, tracks) and 23008-12:2022 (items that are pictures).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from hutong.media.gateways import av1, hevc
from hutong.media.gateways.av1 import Frame, Unreadable

LAYERS = 4  # frames in one item: the same picture, ever finer
STEPS = 20_000  # boxes, entries of tables, and units of coded data, in one file
CODED = (b"av01", b"hvc1")
MADE_OF = {b"grid": 2, b"iovl": 8}  # bytes between the head of such an item and its size
READ = (*CODED, *MADE_OF)
HEAD = 8  # bytes of a box, at least
BLOCK = 64  # some encoders fill up to whole blocks


class Cursor:
    """Bytes that are read one after the other."""

    def __init__(self, data: memoryview) -> None:
        self.data, self.at = data, 0

    def bytes(self, count: int) -> memoryview:
        """The next bytes."""
        self.at += count
        if self.at > len(self.data):
            raise Unreadable
        return self.data[self.at - count : self.at]

    def number(self, count: int) -> int:
        """What the next bytes say."""
        return int.from_bytes(self.bytes(count))

    @property
    def left(self) -> int:
        """How many bytes there still are."""
        return len(self.data) - self.at


Boxes = list[tuple[bytes, Cursor]]


@dataclass(frozen=True)
class Coded:
    """What a decoder unpacks of a file."""

    bytes: float  # all of it at once
    largest: float = 0  # the bytes of the largest that is coded in one piece
    area: int = 0  # the pixels of the whole, or of a larger one that is put together on the way to it
    colours: float = 0  # the bytes for a pixel of the finest


@dataclass
class _Item:
    """A coded picture, or a way to make one of others."""

    kind: bytes = b""
    needs: list[int] = field(default_factory=list)  # the parts of which it is made, and what is laid over it
    shape: tuple[int, int] | None = None
    config: Cursor | None = None
    inside: bool = False  # the "idat" box, not the file
    extents: list[tuple[int, int]] = field(default_factory=list)


def coded(file: BinaryIO) -> Coded:
    """What is coded in the picture of a file.

    Raises Unreadable for what cannot be followed, and where something is larger than the file says.
    """
    file.seek(0)
    data = memoryview(file.read())
    file.seek(0)
    return _File(data).coded()


class _File:
    def __init__(self, data: memoryview) -> None:
        self.data, self.copied = data, 0
        self.steps = iter(range(STEPS))
        self.items: dict[int, _Item] = defaultdict(_Item)
        self.heads: dict[int, hevc.Head] = {}  # of the configuration records, which tiles share
        self.frames: dict[object, list[Frame]] = {}  # of data that several items may share

    def coded(self) -> Coded:
        """Of the still picture or of the first ones of all tracks, whichever is more: which is shown is not asked."""
        top = self._boxes(Cursor(self.data), HEAD)  # decoders do not mind a few bytes at the end
        still = self._still(_one(top, b"meta")) if _all(top, b"meta") else Coded(0)
        moving = sum(self._first(each) for movie in _all(top, b"moov") for each in _all(self._boxes(movie), b"trak"))
        if not still.bytes and not moving:
            raise Unreadable
        return replace(still, bytes=max(still.bytes, moving))

    def _boxes(self, within: Cursor, least: int = 1) -> Boxes:
        """The boxes in one (14496-12, 4.2), until there are fewer bytes left."""
        found = []
        while within.left >= least:
            size, kind, head = within.number(4), bytes(within.bytes(4)), HEAD
            if size == 1:
                size, head = within.number(8), 16
            size = within.left if size == 0 else size - head
            found.append((kind, Cursor(within.bytes(max(0, size)))))
            self._step()
        return found

    def _still(self, meta: Cursor) -> Coded:
        """The primary item and all that it needs (14496-12, 8.11.4)."""
        meta.bytes(4)
        boxes = self._boxes(meta)
        self._read_kinds(_one(boxes, b"iinf"))
        for references in _all(boxes, b"iref"):
            self._read_needs(references)
        self._read_shapes(_one(boxes, b"iprp"))
        self._read_places(_one(boxes, b"iloc"))
        inside = _one(boxes, b"idat").data if _all(boxes, b"idat") else self.data[:0]
        pitm = _one(boxes, b"pitm")
        primary = pitm.number(2 if pitm.number(4) >> 24 == 0 else 4)
        needed = [self.items[each] for each in self._needed(primary)]
        for each in needed:
            if each.kind in MADE_OF:
                self._check_whole(each, inside)
        frames = [frame for each in needed if each.kind in CODED for frame in self._item(each, inside)]
        if not frames:
            return Coded(0)
        sizes = [_bytes([frame]) for frame in frames]
        whole = self.items[primary]
        times = 1 if whole.kind in CODED else 2  # parts are put together elsewhere
        made = [each.shape for each in needed if each.shape and (each is whole or each.kind not in CODED)]
        area = max((width * height for width, height in made), default=0)
        return Coded(times * sum(sizes), max(sizes), area, max(frame.bytes for frame in frames))

    def _needed(self, first: int) -> set[int]:
        found, asked = set(), [first]
        while asked:
            each = asked.pop()
            self._step()
            if each not in found:
                found.add(each)
                asked += self.items[each].needs
        return found

    def _read_kinds(self, iinf: Cursor) -> None:
        """The type of each item (14496-12, 8.11.6)."""
        iinf.bytes(4 if iinf.number(4) >> 24 else 2)
        for infe in _all(self._boxes(iinf), b"infe"):
            version = infe.number(4) >> 24
            item = self.items[infe.number(4 if version == 3 else 2)]
            infe.bytes(2)
            kind = bytes(infe.bytes(4))
            if version not in (2, 3) or item.kind:
                raise Unreadable
            item.kind = kind

    def _read_needs(self, iref: Cursor) -> None:
        """Of which tiles a picture is made (dimg), and what is its transparency (auxl; 14496-12, 8.11.12)."""
        wide = 4 if iref.number(4) >> 24 else 2
        for kind, box in self._boxes(iref):
            one = box.number(wide)
            for _ in self._counted(box.number(2)):
                other = box.number(wide)
                if kind == b"dimg":
                    self.items[one].needs.append(other)
                elif kind == b"auxl":
                    self.items[other].needs.append(one)

    def _read_shapes(self, iprp: Cursor) -> None:
        """The size that is claimed of each item, and its HEVC headers (ispe, hvcC, ipma; 23008-12, 6.5.3 and 9.3)."""
        within = self._boxes(iprp)
        properties = self._boxes(_one(within, b"ipco"))
        for ipma in _all(within, b"ipma"):
            head = ipma.number(4)
            for _ in self._counted(ipma.number(4)):
                item = self.items[ipma.number(4 if head >> 24 else 2)]
                for _ in self._counted(ipma.number(1)):
                    at = ipma.number(2) & 0x7FFF if head & 1 else ipma.number(1) & 0x7F
                    kind, content = properties[at - 1] if 0 < at <= len(properties) else (b"", Cursor(self.data[:0]))
                    if kind == b"ispe" and item.shape is None:
                        item.shape = _size(content.data[4:12])
                    elif kind == b"hvcC" and item.config is None:
                        item.config = content

    def _read_places(self, iloc: Cursor) -> None:
        """Where the bytes of each item are (14496-12, 8.11.3)."""
        version = iloc.number(4) >> 24
        offset_size, length_size = divmod(iloc.number(1), 16)
        base_size, index_size = divmod(iloc.number(1), 16)
        for _ in self._counted(iloc.number(4 if version == 2 else 2)):
            item = self.items[iloc.number(4 if version == 2 else 2)]
            method = iloc.number(2) & 15 if version else 0
            elsewhere, base = iloc.number(2), iloc.number(base_size)
            if item.extents or (item.kind in READ and (method > 1 or elsewhere)):
                raise Unreadable
            item.inside = method == 1
            for _ in self._counted(iloc.number(2)):
                iloc.bytes(index_size if version else 0)
                item.extents.append((base + iloc.number(offset_size), iloc.number(length_size)))

    def _item(self, item: _Item, inside: memoryview) -> list[Frame]:
        """What is coded in an item; read once where many share it."""
        key = item.kind, item.inside, id(item.config), tuple(item.extents)
        if key not in self.frames:
            self.frames[key] = self._frames(item, self._content(item, inside))
        return _fitting(self.frames[key], item.shape)

    def _frames(self, item: _Item, data: memoryview) -> list[Frame]:
        if item.kind == b"av01":
            return av1.frames(data, LAYERS, self._step)
        if item.config is None:
            raise Unreadable
        if id(item.config) not in self.heads:
            self.heads[id(item.config)] = hevc.head(item.config.data, self._step)
        return hevc.frames(self.heads[id(item.config)], data, self._step)

    def _check_whole(self, item: _Item, inside: memoryview) -> None:
        """What is put together of others is as large as it says where it says how (23008-12, 6.6.2): decoders make room
        for it before they compare."""
        said = Cursor(self._content(item, inside))
        wide = 4 if said.number(2) & 1 else 2
        said.bytes(MADE_OF[item.kind])
        if (said.number(wide), said.number(wide)) != item.shape:
            raise Unreadable

    def _content(self, item: _Item, inside: memoryview) -> memoryview:
        source = inside if item.inside else self.data
        parts = [source[at : at + size] for at, size in item.extents]
        if not all(parts) or [len(part) for part in parts] != [size for _, size in item.extents]:
            raise Unreadable
        return parts[0] if len(parts) == 1 else self._joined(parts)

    def _joined(self, parts: list[memoryview]) -> memoryview:
        self.copied += sum(map(len, parts))
        if self.copied > len(self.data):  # they are used again and again
            raise Unreadable
        return memoryview(b"".join(parts))

    def _first(self, trak: Cursor) -> float:
        """The first sample of a track (14496-12, 8.5 to 8.7)."""
        boxes = within = self._boxes(trak)
        for kind in (b"mdia", b"minf", b"stbl"):
            boxes = self._boxes(_one(boxes, kind))
        if b"av01" not in bytes(_one(boxes, b"stsd").data):
            return 0
        wide = 4 if _all(boxes, b"stco") else 8
        chunks = _one(boxes, b"stco", b"co64")  # decoders differ in which of two they believe
        sizes = _one(boxes, b"stsz")
        chunks.bytes(8)
        sizes.bytes(4)
        same, _, at = sizes.number(4), sizes.number(4), chunks.number(wide)
        size = same or sizes.number(4)
        width, height = _size(_one(within, b"tkhd").data[-8:])
        found = av1.frames(Cursor(self.data[at:]).bytes(size), LAYERS, self._step)
        return _bytes(_fitting(found, (width >> 16, height >> 16)))

    def _counted(self, count: int) -> Iterator[int]:
        for each in range(count):
            self._step()
            yield each

    def _step(self) -> None:
        if next(self.steps, None) is None:
            raise Unreadable


def _fitting(frames: list[Frame], shape: tuple[int, int] | None) -> list[Frame]:
    """These coded pictures, none of which may be larger than its shape."""
    if shape is None:
        raise Unreadable
    for frame in frames:
        most = [-(-side // BLOCK) * BLOCK if frame.exact else 1 << (side - 1).bit_length() for side in shape]
        if frame.width > most[0] or frame.height > most[1]:
            raise Unreadable
    return frames


def _bytes(frames: list[Frame]) -> float:
    return sum(frame.width * frame.height * frame.bytes for frame in frames)


def _all(boxes: Boxes, *kinds: bytes) -> list[Cursor]:
    return [box for kind, box in boxes if kind in kinds]


def _one(boxes: Boxes, *kinds: bytes) -> Cursor:
    """The only box of some kinds."""
    found = _all(boxes, *kinds)
    if len(found) != 1:
        raise Unreadable
    return found[0]


def _size(data: memoryview) -> tuple[int, int]:
    return int.from_bytes(data[:4]), int.from_bytes(data[4:])
