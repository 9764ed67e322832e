"""HEIC and AVIF files of any size: one coded picture again and again, as phones put photos together from tiles."""

import struct
from pathlib import Path

TILES = Path(__file__).parent / "cameras" / "iphone.heic"


def tiled(width: int, height: int, source: Path = TILES) -> bytes:
    """A picture of this size whose every tile is the large picture of `source`."""
    return assembled(width, height, *_tile(source.read_bytes()))


def assembled(
    width: int, height: int, wide: int, high: int, config: bytes, coded: bytes, kind: str = "hvc1", brand: str = "heic"
) -> bytes:
    """A picture of this size whose every tile is the same coded picture, which is said to be so wide and high."""
    columns, rows = -(-width // wide), -(-height // high)
    tiles = range(2, 2 + rows * columns)  # items: the whole is the first
    grid = struct.pack(">BBBBII", 0, 1, rows - 1, columns - 1, width, height)
    infos = [_box("infe", struct.pack(">IHH4sx", 2 << 24, 1, 0, b"grid"))]
    infos += [_box("infe", struct.pack(">IHH4sx", 2 << 24, tile, 0, kind.encode())) for tile in tiles]
    shapes = [_box("ispe", struct.pack(">III", 0, *size)) for size in ((width, height), (wide, high))]
    ties = struct.pack(">IIHBB", 0, 1 + len(tiles), 1, 1, 2)  # its shape
    ties += b"".join(struct.pack(">HBBB", tile, 2, 0x81, 3) for tile in tiles)  # configuration (needed) and shape
    meta = b"\0\0\0\0" + b"".join(
        [
            _box("hdlr", struct.pack(">II4s12sx", 0, 0, b"pict", b"")),
            _box("pitm", struct.pack(">IH", 0, 1)),
            _box("iinf", struct.pack(">IH", 0, len(infos)) + b"".join(infos)),
            _box("iref", b"\0\0\0\0" + _box("dimg", struct.pack(f">HH{len(tiles)}H", 1, len(tiles), *tiles))),
            _box(
                "iprp",
                _box("ipco", _box("hvcC" if kind == "hvc1" else "av1C", config) + b"".join(shapes))
                + _box("ipma", ties),
            ),
            _box("idat", grid),
        ]
    )
    before = _box("ftyp", f"{brand}\0\0\0\0mif1{brand}".encode())
    start = len(before) + 8 + len(meta) + 8 + 8 + 16 * (1 + len(tiles)) + 8
    places = struct.pack(">IBBH", 1 << 24, 0x44, 0, 1 + len(tiles)) + struct.pack(">HHHHII", 1, 1, 0, 1, 0, len(grid))
    places += b"".join(struct.pack(">HHHHII", tile, 0, 0, 1, start, len(coded)) for tile in tiles)  # all the same
    return before + _box("meta", meta + _box("iloc", places)) + _box("mdat", coded)


def _tile(data: bytes) -> tuple[int, int, bytes, bytes]:
    """Width, height, decoder configuration and bytes of the first coded picture of a file."""
    meta = _children(_children(data)[b"meta"][0][4:])
    places = meta[b"iloc"][0]
    _, _, _, start, _, _, size = struct.unpack(">HHHIHII", places[8:28])
    properties = _children(_children(meta[b"iprp"][0])[b"ipco"][0])
    _, width, height = struct.unpack(">III", properties[b"ispe"][1])  # the first is of the whole
    return width, height, properties[b"hvcC"][0], data[start : start + size]


def _children(data: bytes) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    at = 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        found.setdefault(kind, []).append(data[at + 8 : at + size])
        at += size
    return found


def _box(kind: str, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind.encode()) + content
