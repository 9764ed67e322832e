"""How large the pictures in AV1 data are, read from its headers before any decoder sees it.

Section numbers are those of the AV1 Bitstream & Decoding Process Specification, version 1.0.0 with errata 1.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

LONGEST = 31  # zeros before a number of any size that is not made up
HEADER = 256  # bytes, in which a header ends that is not made up
_SEQUENCE, _FRAME_HEADERS = 1, (3, 6, 7)
_CHOSEN_LATER = 2  # SELECT_SCREEN_CONTENT_TOOLS and SELECT_INTEGER_MV
_KEY, _SWITCH = 0, 3


class Unreadable(Exception):
    """Not as the specification has it."""


@dataclass(frozen=True)
class Frame:
    """A picture that a decoder would unpack: its pixels, and the bytes for each of them."""

    width: int
    height: int
    bytes: float
    exact: bool = True  # else it is no larger than that


@dataclass
class _Sequence:
    """What all pictures have in common, and what must be known to read on in their headers."""

    width: int = 0
    height: int = 0
    bits: tuple[int, int] = (0, 0)
    bytes: float = 0
    still: bool = False
    instant_bits: int = 0
    id_bits: int = 0
    screen: int = _CHOSEN_LATER
    whole_moves: int = _CHOSEN_LATER


class Bits:
    """Numbers of some bits each, one after the other."""

    def __init__(self, data: memoryview | bytes) -> None:
        head = data[:HEADER]
        self.value, self.left = int.from_bytes(head), 8 * len(head)

    def __call__(self, count: int = 1) -> int:
        self.left -= count
        if self.left < 0:
            raise Unreadable
        return self.value >> self.left & (1 << count) - 1


def frames(data: memoryview, most: int, step: Callable[[], None]) -> list[Frame]:
    """The pictures in some AV1 data; raises Unreadable where there are none, or more than so many.

    `step` is called for each of its units.
    """
    sequence: _Sequence | None = None
    found: list[Frame] = []
    for kind, content in _units(data, 16 * most):
        step()
        if kind == _SEQUENCE:
            sequence = _sequence(Bits(content))
        elif kind in _FRAME_HEADERS:
            if sequence is None or len(found) == most:
                raise Unreadable
            found.append(_frame(Bits(content), sequence))
    if not found:
        raise Unreadable
    return found


def _units(data: memoryview, most: int) -> Iterator[tuple[int, memoryview]]:
    """Each open bitstream unit, its type and what is in it (5.3)."""
    at = 0
    for _ in range(most):
        if at >= len(data):
            return
        head = data[at]
        at += 2 if head & 4 else 1
        size = len(data) - at
        if head & 2:
            size, at = _leb128(data, at)
        if not 0 <= size <= len(data) - at:
            raise Unreadable
        yield head >> 3 & 15, data[at : at + size]
        at += size
    raise Unreadable


def _leb128(data: memoryview, at: int) -> tuple[int, int]:
    """A number and where it ends (4.10.5)."""
    value = 0
    for index, byte in enumerate(data[at : at + 8]):
        value |= (byte & 127) << 7 * index
        if byte < 128:
            return value, at + index + 1
    raise Unreadable


def _sequence(bit: Bits) -> _Sequence:
    """A sequence header (5.5.1)."""
    made = _Sequence()
    profile, _, made.still = bit(3), bit(), bool(bit())
    if made.still:
        bit(5)
    else:
        made.instant_bits = _points(bit)
    made.bits = bit(4) + 1, bit(4) + 1
    made.width, made.height = bit(made.bits[0]) + 1, bit(made.bits[1]) + 1
    if not made.still and bit():
        made.id_bits = bit(4) + bit(3) + 3
    bit(3)  # superblocks, filters
    if not made.still:
        bit(4)
        ordered = bit()
        bit(2 * ordered)
        made.screen = _CHOSEN_LATER if bit() else bit()
        if made.screen and not bit():
            made.whole_moves = bit()
        bit(3 * ordered)
    bit(3)  # enlarging, restoring
    made.bytes = _bytes(bit, profile)
    return made


def _points(bit: Bits) -> int:
    """Times and operating points, which no still picture has; how many bits a frame has for its instant."""
    delay_bits = instant_bits = 0
    if bit():  # timing_info_present_flag
        bit(64)
        even = bit()
        if even:
            _uvlc(bit)
        if bit():  # decoder_model_info_present_flag
            delay_bits = bit(5) + 1
            bit(37)
            instant_bits = bit(5) + 1
        instant_bits = 0 if even else instant_bits
    shown_late = bit()
    for _ in range(bit(5) + 1):
        bit(12)
        if bit(5) > 7:
            bit()
        if delay_bits and bit():
            bit(2 * delay_bits + 1)
        if shown_late and bit():
            bit(4)
    return instant_bits


def _uvlc(bit: Bits) -> None:
    """A number of any size (4.10.3)."""
    bit(zeros(bit))


def zeros(bit: Bits) -> int:
    """How many zeros there are before the next one."""
    count = 0
    while not bit():
        count += 1
        if count > LONGEST:
            raise Unreadable
    return count


def _bytes(bit: Bits, profile: int) -> float:
    """What a pixel takes, by the depth and the fineness of its colours (5.5.2)."""
    deep = bit()
    deeper = deep and profile == 2 and bit()
    grey = profile != 1 and bit()
    described = bit()
    colours = (bit(8), bit(8), bit(8)) if described else (2, 2, 2)
    if grey:
        planes = 1.0
    elif colours == (1, 13, 0) or profile == 1:
        planes = 3.0
    else:
        bit()
        narrow = 1 if profile == 0 or not deeper else bit()
        low = 1 if profile == 0 else (narrow and deeper and bit())
        planes = 1 + 2 / (1 + narrow) / (1 + low)
    return planes * (2 if deep else 1)


def _frame(bit: Bits, sequence: _Sequence) -> Frame:
    """A frame header, as far as it tells whether the frame has a size of its own (5.9.2).

    That one may be larger than the sequence's, as far as its bits go: no decoder minds.
    """
    if sequence.still or bit():  # or shows a frame that there is
        return Frame(sequence.width, sequence.height, sequence.bytes)
    kind, shown = bit(2), bit()
    bit(sequence.instant_bits if shown else 1)
    if kind != _SWITCH and not (kind == _KEY and shown):
        bit()
    bit()
    screen = bit() if sequence.screen == _CHOSEN_LATER else sequence.screen
    if screen and sequence.whole_moves == _CHOSEN_LATER:
        bit()
    bit(sequence.id_bits)
    if kind == _SWITCH or bit():
        width, height = (1 << bits for bits in sequence.bits)
        return Frame(width, height, sequence.bytes, exact=False)
    return Frame(sequence.width, sequence.height, sequence.bytes)
