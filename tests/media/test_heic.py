"""HEIC files in which there is more than they say: it is found before anything is unpacked."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hutong.media.gateways import boxes, heic, pillow
from hutong.media.gateways.av1 import Unreadable
from tests.media.heic import TILES, tiled
from tests.media.pictures import HEIC

WIDE, HIGH = 1026, 900  # a tile of the camera's picture; it is coded as 1032 × 904
PHONE = TILES.read_bytes()
GRID = tiled(1400, 1000)
LARGER = bytes.fromhex("4201010160000003009000000300000300ba")  # an SPS up to its level; then 8192 × 8192


def claiming(data: bytes, said: tuple[int, int]) -> bytes:
    """The same file, whose coded pictures are said to have another size."""
    return data.replace(struct.pack(">II", WIDE, HIGH), struct.pack(">II", *said))


def with_another_header(data: bytes, width: int, height: int) -> bytes:
    """The same file, but before its tiles' data comes a header for larger ones, as no phone writes it."""
    said = "1" + "010" + "".join("0" * (number.bit_length() - 1) + f"{number:b}" for number in (width + 1, height + 1))
    said += "1" + "0" * (-(len(said) + 1) % 8)
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
    "no header": GRID.replace(b"hvcC", b"free"),
}


@pytest.mark.parametrize("file", [HEIC, PHONE, GRID, with_another_header(GRID, 1032, 904)])
def test_real_ones_are_read(file: bytes) -> None:
    """P-01: of a phone, in tiles or in one piece; that its headers stand twice is no harm."""
    assert boxes.coded(io.BytesIO(file)) > 0


@pytest.mark.parametrize("file", LIES.values(), ids=LIES.keys())
def test_a_lie_is_refused_before_its_decoder_is_asked(file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: what is coded is larger than what is said, or says nothing."""
    monkeypatch.setattr(heic.Heic, "load", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(pillow.NotAPicture):
        pillow.clean(io.BytesIO(file))


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
        assert boxes.coded(io.BytesIO(broken[:cut])) > 0
    except Unreadable:
        return
