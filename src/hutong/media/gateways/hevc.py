"""How large the pictures in HEVC data may be, read from its headers before any decoder sees it.

Section numbers are those of ITU-T H.265 (09/2023), and of ISO/IEC 14496-15:2022 for the configuration record.
"""

from collections.abc import Iterator
from itertools import chain, islice

from hutong.media.gateways.av1 import Bits, Frame, Unreadable

UNITS = 256  # of one picture: its slices and what is said about them
_PARAMETERS = 33  # SPS_NUT


def frames(config: memoryview, data: memoryview) -> list[Frame]:
    """The largest picture that any headers of some HEVC data allow; raises Unreadable where there are none.

    Its decoder unpacks one, however many there are.
    """
    if len(config) < 23:
        raise Unreadable
    units = list(islice(chain(_configured(config), _units(data, (config[21] & 3) + 1)), UNITS + 1))
    sizes = [_size(Bits(_plain(unit))) for unit in units if unit and unit[0] >> 1 & 63 == _PARAMETERS]
    if not sizes or len(units) > UNITS:
        raise Unreadable
    return [Frame(max(width for width, _ in sizes), max(height for _, height in sizes), 1.5)]


def _configured(config: memoryview) -> Iterator[memoryview]:
    """The units in a configuration record (14496-15, 8.3.2.1)."""
    at = 23
    for _ in range(config[22]):
        count, at = int.from_bytes(config[at + 1 : at + 3]), at + 3
        for _ in range(count):
            if at + 2 > len(config):
                raise Unreadable
            size = int.from_bytes(config[at : at + 2])
            yield config[at + 2 : at + 2 + size]
            at += 2 + size


def _units(data: memoryview, prefix: int) -> Iterator[memoryview]:
    """The units in a sample, each after its length (14496-15, 8.2)."""
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + prefix])
        yield data[at + prefix : at + prefix + size]
        at += prefix + size


def _plain(unit: memoryview) -> bytes:
    """The beginning of a unit without the bytes that keep it from looking like a start (7.3.1.1)."""
    return bytes(unit[:256]).replace(b"\0\0\3", b"\0\0")


def _size(bit: Bits) -> tuple[int, int]:
    """Width and height in a sequence parameter set (7.3.2.2.1)."""
    bit(20)
    layers = bit(3)
    bit(1 + 96)  # the profile, the tier and the level
    said = [(bit(), bit()) for _ in range(layers)]
    bit(2 * (8 - layers) if layers else 0)
    for profile, level in said:
        bit(88 * profile + 8 * level)
    _number(bit)
    if _number(bit) == 3:  # chroma_format_idc
        bit()
    return _number(bit), _number(bit)


def _number(bit: Bits) -> int:
    """A number of any size (9.2)."""
    zeros = 0
    while not bit():
        zeros += 1
    return (1 << zeros) - 1 + bit(zeros)
