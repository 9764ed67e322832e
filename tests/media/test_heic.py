"""HEIC files in which there is more than they say: it is found before anything is unpacked."""

import io
import struct
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hutong.media.gateways import boxes, heic, hevc, pillow, weight
from hutong.media.gateways.av1 import Unreadable
from hutong.media.gateways.source import Source
from tests.media.heic import TILES, _tile, assembled, tiled
from tests.media.pictures import HEIC

WIDE, HIGH = 1026, 900  # a tile of the camera's picture; it is coded as 1032 × 904
PHONE = TILES.read_bytes()
GRID = tiled(1400, 1000)
WHOLE, LARGE = struct.pack(">II", 1400, 1000), struct.pack(">II", 2048, 1800)
LARGER = bytes.fromhex("4201010160000003009000000300000300ba")  # an SPS up to its level; then 8192 × 8192


def claiming(data: bytes, said: tuple[int, int]) -> bytes:
    """The same file, whose coded pictures are said to have another size."""
    return data.replace(struct.pack(">II", WIDE, HIGH), struct.pack(">II", *said))


def with_another_header(data: bytes, width: int, height: int) -> bytes:
    """The same file, but before its tiles' data comes a header for larger ones, as no phone writes it."""
    said = "1" + "010" + "".join("0" * (number.bit_length() - 1) + f"{number:b}" for number in (width + 1, height + 1))
    said += "0" + "11" + "1"  # nothing is cut away, 8 bits
    said += "0" * (-len(said) % 8)
    unit = LARGER + int(said, 2).to_bytes(len(said) // 8)
    unit = struct.pack(">I", len(unit)) + unit
    at = data.rindex(b"mdat") + 4
    size = len(data) - at
    head = data[:at].replace(struct.pack(">I", size), struct.pack(">I", size + len(unit)))
    return head[:-8] + struct.pack(">I4s", size + len(unit) + 8, b"mdat") + unit + data[at:]


LIES = {
    "small": claiming(GRID, (900, 700)),
    "narrow": claiming(GRID, (900, 900)),
    "another header": with_another_header(GRID, 8192, 8192),
    "put together larger": GRID.replace(b"\0\1\1\1" + WHOLE, b"\0\1\1\1" + LARGE),
    "no header": GRID.replace(b"hvcC", b"free"),
}


@pytest.mark.parametrize("file", [HEIC, PHONE, GRID, with_another_header(GRID, 1032, 904)])
def test_real_ones_are_read(file: bytes) -> None:
    """P-01: of a phone, in tiles or in one piece; that its headers stand twice is no harm."""
    assert boxes.coded(io.BytesIO(file)).bytes > 0


@pytest.mark.parametrize("file", LIES.values(), ids=LIES.keys())
def test_a_lie_is_refused_before_its_decoder_is_asked(file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: what is coded is larger than what is said, or says nothing."""
    monkeypatch.setattr(heic.Heic, "load", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(pillow.NotAPicture):
        pillow.clean(io.BytesIO(file))


def test_tiles_that_are_cut_away_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: a picture may be small and its tile large; twenty tiles take no more than one."""
    source = Source(io.BytesIO(tiled(64, 64)))
    with pillow._opened(source) as image:
        assert weight.of(image, source) >= 2 * 1032 * 904 * 1.5
    assert boxes.coded(io.BytesIO(tiled(5 * WIDE, 4 * HIGH))).largest == source.coded.largest == 1032 * 904 * 1.5
    assert pillow.clean(source.file).width == 64
    monkeypatch.setattr(weight, "MOST", 2_000_000)
    monkeypatch.setattr(heic.Heic, "load", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(pillow.TooManyPixels):
        pillow.clean(source.file)


def test_what_tiles_share_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: their headers, and their data."""
    sizes, units = Mock(wraps=hevc._size), Mock(wraps=hevc._units)
    monkeypatch.setattr(hevc, "_size", sizes)
    monkeypatch.setattr(hevc, "_units", units)
    data = bytearray(tiled(10 * WIDE, 10 * HIGH))
    data[data.rindex(b"mdat") - 5] -= 1  # where the last tile's data ends
    boxes.coded(io.BytesIO(data))
    assert (sizes.call_count, units.call_count) == (1, 2)


def test_units_without_end_are_left_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: headers are counted before they are read, within one record and within a file."""
    wide, high, config, coded = _tile(PHONE)

    def file(count: int) -> io.BytesIO:
        more = b"\x21" + count.to_bytes(2) + b"\0\2\x42\1" * count
        return io.BytesIO(
            assembled(64, 64, wide, high, config[:22] + bytes([config[22] + 1]) + config[23:] + more, coded)
        )

    monkeypatch.setattr(hevc, "_size", lambda _: pytest.fail("it was read"))
    with pytest.raises(Unreadable):
        boxes.coded(file(256))
    monkeypatch.setattr(boxes, "STEPS", 200)
    with pytest.raises(Unreadable):
        boxes.coded(file(190))


@settings(max_examples=100, deadline=None)
@given(
    data=st.sampled_from([HEIC, PHONE, GRID]),
    at=st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 255)), max_size=8),
    cut=st.integers(1, 200_000),
)
def test_whatever_the_bytes_are(data: bytes, at: list[tuple[int, int]], cut: int) -> None:
    """P-01: read, or refused in the one way."""
    broken = bytearray(data)
    for place, value in at:
        broken[place % len(broken)] = value
    try:
        assert boxes.coded(io.BytesIO(broken[:cut])).bytes > 0
    except Unreadable:
        return
