"""AVIF files that lie: made of real ones, whose boxes are put together anew around their coded pictures."""

import struct
from typing import Any

from hutong.media.gateways import av1
from tests.media.heic import assembled
from tests.media.pictures import encoded, two_halves

CONFIG = bytes.fromhex("81010c00")  # av1C: 8 bits, colours of half the size
Units = list[tuple[int, bytes]]


def avif(width: int, height: int, mode: str = "RGB", **options: Any) -> bytes:
    """A real one."""
    image = two_halves(width, height, mode)
    if mode == "RGBA":
        image.putalpha(100)
    return encoded(image, "AVIF", speed=10, **options)


def payload(data: bytes) -> bytes:
    """The first coded picture in a file of one item."""
    at = data.index(b"iloc")
    start, size = struct.unpack(">II", data[at + 18 : at + 26])
    return data[start : start + size]


def with_payload(data: bytes, coded: bytes) -> bytes:
    """The same file around another coded picture."""
    at = data.index(b"iloc")
    start, _ = struct.unpack(">II", data[at + 18 : at + 26])
    head = data[: at + 22] + struct.pack(">I", len(coded)) + data[at + 26 : start - 8]
    return head + struct.pack(">I4s", 8 + len(coded), b"mdat") + coded


def units(coded: bytes) -> Units:
    """The units of a coded picture."""
    return [(kind, bytes(content)) for kind, content in av1._units(memoryview(coded), 100)]


def joined(parts: Units) -> bytes:
    """A coded picture of these units."""
    return b"".join(bytes([kind << 3 | 2]) + _leb128(len(content)) + content for kind, content in parts)


def claiming(data: bytes, real: tuple[int, int], said: tuple[int, int]) -> bytes:
    """The same file, which says that it has another size wherever it says so: still, moving or both."""
    for form in (">II", ">HH"):
        data = data.replace(struct.pack(form, *real), struct.pack(form, *said))
    fixed = [struct.pack(">II", *(side << 16 for side in size)) for size in (real, said)]
    return data.replace(*fixed)


def grid(width: int, height: int, tile: tuple[int, int], said: tuple[int, int] | None = None) -> bytes:
    """A picture put together of equal tiles."""
    wide, high = said or tile
    return assembled(width, height, wide, high, CONFIG, payload(avif(*tile)), "av01", "avif")


def bits(*fields: tuple[int, int]) -> bytes:
    """Numbers, each in so many bits, and zeros up to the next byte."""
    value = size = 0
    for number, count in fields:
        value, size = value << count | number, size + count
    return (value << -size % 8).to_bytes((size + 7) // 8)


def _leb128(number: int) -> bytes:
    made = bytearray()
    while number > 127:
        made.append(number & 127 | 128)
        number >>= 7
    return bytes([*made, number])
