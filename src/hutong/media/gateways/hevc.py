"""How large the pictures in HEVC data may be, read from its headers before any decoder sees it.

Section numbers are those of ITU-T H.265 (09/2023), and of ISO/IEC 14496-15:2022 for the configuration record.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hutong.media.gateways.av1 import Bits, Frame, Unreadable, zeros

UNITS = 256  # of one picture: its slices; and of what is said about them
_PARAMETERS = 33  # SPS_NUT
_COLOURS = (1.0, 1.5, 2.0, 3.0)  # bytes for a pixel, by chroma_format_idc
Step = Callable[[], None]


@dataclass(frozen=True)
class Head:
    """What a configuration record says of all data that refers to it."""

    frames: list[Frame]
    prefix: int  # bytes in which the length of a unit is written


def head(config: memoryview, step: Step) -> Head:
    """What is in a configuration record; `step` is called for each of its units."""
    if len(config) < 23:
        raise Unreadable
    return Head(_sizes(_configured(config), step), (config[21] & 3) + 1)


def frames(said: Head, data: memoryview, step: Step) -> list[Frame]:
    """The largest picture that any headers of some HEVC data allow; raises Unreadable where there are none.

    Its decoder unpacks one, however many there are. `step` is called for each of its units.
    """
    sizes = said.frames + _sizes(_units(data, said.prefix), step)
    if not sizes:
        raise Unreadable
    return [Frame(*(max(getattr(size, side) for size in sizes) for side in ("width", "height", "bytes")))]


def _sizes(units: Iterable[memoryview], step: Step) -> list[Frame]:
    """What each sequence parameter set among them says, once it is known that they are not too many."""
    found = []
    for count, unit in enumerate(units):
        step()
        if count == UNITS:
            raise Unreadable
        if unit and unit[0] >> 1 & 63 == _PARAMETERS:
            found.append(unit)
    return [_size(Bits(_plain(unit))) for unit in found]


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


def _size(bit: Bits) -> Frame:
    """The pictures that follow a sequence parameter set (7.3.2.2.1)."""
    bit(20)
    layers = bit(3)
    bit(1 + 96)  # the profile, the tier and the level
    said = [(bit(), bit()) for _ in range(layers)]
    bit(2 * (8 - layers) if layers else 0)
    for profile, level in said:
        bit(88 * profile + 8 * level)
    _number(bit)
    colours = _number(bit)  # chroma_format_idc
    if colours >= len(_COLOURS):
        raise Unreadable
    if colours == 3:
        bit()
    width, height = _number(bit), _number(bit)
    for _ in range(4 * bit()):  # what is cut away
        _number(bit)
    deep = max(_number(bit), _number(bit)) > 0  # more than 8 bits
    return Frame(width, height, _COLOURS[colours] * (2 if deep else 1))


def _number(bit: Bits) -> int:
    """A number of any size (9.2)."""
    count = zeros(bit)
    return (1 << count) - 1 + bit(count)
