"""AVIF files in which there is more than they say: it is found before anything is unpacked."""

import io
from unittest.mock import Mock

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from hutong.media.gateways import av1, boxes, hevc, pillow, weight
from hutong.media.gateways.av1 import Unreadable
from hutong.media.gateways.room import Busy, Room
from hutong.media.gateways.source import Source
from tests.client import Client
from tests.media.avif import avif, bits, claiming, grid, joined, payload, units, with_payload
from tests.media.heic import tiled
from tests.media.pictures import two_halves
from tests.media.sending import kept, lying, rows, send

PLAIN = avif(200, 120)
GRID = tiled(100, 100)  # HEIC
MOVING = avif(200, 120, save_all=True, append_images=[two_halves(200, 120)])
CLEAR = avif(200, 120, "RGBA")
UNITS = units(payload(PLAIN))
OWN_SIZE = joined(
    [  # no still picture, sides of up to 16 bits, 64 of 64; then a frame that is 200 of 200 by itself
        (1, bits((0, 29), (0xFF, 8), (63, 16), (63, 16), (0, 22), (1, 1))),
        (6, bits((0, 3), (7, 3), (199, 16), (199, 16), (4, 4), (100, 8), (0, 24)) + bytes(500)),
    ]
)
TWO = with_payload(avif(64, 64), joined(UNITS[1:] + units(payload(avif(64, 64)))))
REAL = {
    "plain": PLAIN,
    "clear": CLEAR,
    "grey": avif(200, 120, "L"),
    "fine": avif(200, 120, subsampling="4:4:4"),
    "tiles": grid(200, 120, (128, 128)),
    "a tile that is wider": grid(100, 150, (128, 128)),
    "moving": MOVING,
    "moving and clear": avif(200, 120, "RGBA", save_all=True, append_images=[two_halves(200, 120, "RGBA")]),
    "odd": avif(199, 119),
    "in four layers": with_payload(PLAIN, payload(PLAIN) + joined(UNITS[-1:] * 3)),
}
LIES = {
    "small": claiming(PLAIN, (200, 120), (100, 60)),
    "narrow": claiming(PLAIN, (200, 120), (100, 120)),
    "low": claiming(PLAIN, (200, 120), (200, 60)),
    "moving": claiming(MOVING, (200, 120), (100, 60)),
    "clear": claiming(CLEAR, (200, 120), (100, 60)),
    "tiles": grid(200, 120, (256, 256), said=(128, 128)),
    "a frame's own size": with_payload(avif(64, 64), OWN_SIZE),
    "the larger one first": TWO,
    "fifty frames": with_payload(PLAIN, payload(PLAIN) + joined(UNITS[-1:] * 50)),
    "no size": PLAIN.replace(b"ispe", b"free"),
    "nowhere": PLAIN.replace(b"iloc", b"free"),
    "a place outside": PLAIN.replace(len(payload(PLAIN)).to_bytes(4), (1 << 30).to_bytes(4)),
    "only the head": PLAIN[: PLAIN.index(b"mdat") - 4],
}


@pytest.mark.parametrize("file", REAL.values(), ids=REAL.keys())
def test_real_ones_are_taken(file: bytes) -> None:
    """P-01: still, moving, clear, grey, in tiles, in layers."""
    made = pillow.clean(io.BytesIO(file))
    with Image.open(io.BytesIO(file)) as said:
        assert (made.width, made.height) == said.size


@pytest.mark.parametrize("file", LIES.values(), ids=LIES.keys())
def test_a_lie_is_refused_before_it_is_unpacked(file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: what is coded is larger than what is said, is too many pictures, or cannot be found."""
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(pillow.NotAPicture):
        pillow.clean(io.BytesIO(file))


@pytest.mark.parametrize(
    "lie", ["small", "moving", "tiles", "a frame's own size", "the larger one first", "fifty frames"]
)
def test_its_decoder_believes_it(lie: str) -> None:
    """Why it is read before: each of these is unpacked and then made as small as was said."""
    with Image.open(io.BytesIO(LIES[lie])) as image:
        image.load()


def test_who_sent_it_is_told(app: Flask, guest: Client) -> None:
    """P-01: refused as what it is, and nothing is kept."""
    before = lying(app)
    answer = send(guest, LIES["small"])
    assert (answer.status_code, rows(app), lying(app)) == (422, 0, before)
    kept(app, send(guest, PLAIN))


def test_the_room_that_it_takes_is_what_is_in_it() -> None:
    """P-01: colours, transparency, tiles, which are put together elsewhere, and layers are counted."""
    area = 200 * 120

    def coded(data: bytes) -> float:
        return boxes.coded(io.BytesIO(data)).bytes

    assert [coded(REAL[each]) / area for each in ("plain", "clear", "grey", "fine")] == [1.5, 2.5, 1.0, 3.0]
    assert coded(REAL["tiles"]) == 2 * 2 * 128 * 128 * 1.5
    assert coded(REAL["in four layers"]) == 4 * area * 1.5
    assert coded(MOVING) == area * 1.5
    file = io.BytesIO(PLAIN)
    with Image.open(file) as image:
        assert weight.of(image, Source(file)) == int(area * 9.2)


def test_tiles_that_are_cut_away_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: a picture may be small and its tiles large."""
    monkeypatch.setattr(weight, "MOST", 5_000_000)
    with pytest.raises(pillow.TooManyPixels):
        pillow.clean(io.BytesIO(grid(64, 64, (1400, 1400))))


def test_a_table_without_end_is_left_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: so many boxes as no picture has are not followed to their end."""
    monkeypatch.setattr(boxes, "STEPS", 200)
    few, many = (PLAIN + b"\0\0\0\x08free" * count for count in (100, 200))
    assert boxes.coded(io.BytesIO(few)) == boxes.coded(io.BytesIO(PLAIN))
    with pytest.raises(Unreadable):
        boxes.coded(io.BytesIO(many))


def test_units_without_end_are_left_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: what is coded is counted as well."""
    monkeypatch.setattr(boxes, "STEPS", 60)
    few, many = (with_payload(PLAIN, payload(PLAIN) + joined([(15, b"")] * count)) for count in (5, 55))
    assert boxes.coded(io.BytesIO(few)) == boxes.coded(io.BytesIO(PLAIN))
    with pytest.raises(Unreadable):
        boxes.coded(io.BytesIO(many))


def test_numbers_that_are_made_up() -> None:
    """P-01: of more than 31 bits, in both kinds of headers; it would take long to read many."""
    numbers = [(1 << bits_, 2 * bits_ + 1) for bits_ in (31, 32, 900)]
    for read in (av1._uvlc, hevc._number):
        read(av1.Bits(bits(numbers[0])))
        for each in numbers[1:]:
            with pytest.raises(Unreadable):
                read(av1.Bits(bits(each)))


@pytest.mark.parametrize("file", [PLAIN, MOVING, GRID], ids=["still", "moving", "heic"])
def test_a_few_bytes_at_the_end(file: bytes) -> None:
    """P-01: decoders open it all the same."""
    for count in (1, 7):
        assert boxes.coded(io.BytesIO(file + b"\n" * count)) == boxes.coded(io.BytesIO(file))
    assert pillow.clean(io.BytesIO(file + b"\n")).width


def test_one_place_is_said() -> None:
    """P-01: where a track says twice where it is, decoders differ in which they believe."""
    both = MOVING[: MOVING.index(b"moov")] + MOVING[MOVING.index(b"moov") :].replace(b"stts", b"co64")
    with pytest.raises(Unreadable):
        boxes.coded(io.BytesIO(both))


@pytest.mark.parametrize("file", [PLAIN, GRID], ids=["avif", "heic"])
def test_it_is_measured_once_and_when_there_is_room(file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: it is read whole for that."""
    asked = Mock(wraps=boxes.coded)
    monkeypatch.setattr(boxes, "coded", asked)
    monkeypatch.setattr(pillow, "room", Room(len(file), patience=0))
    with pytest.raises(Busy):
        pillow.clean(io.BytesIO(file))
    assert asked.call_count == 0
    monkeypatch.setattr(pillow, "room", Room())
    pillow.clean(io.BytesIO(file))
    assert asked.call_count == 1


@settings(max_examples=100, deadline=None)
@given(
    data=st.sampled_from([PLAIN, CLEAR, MOVING, REAL["tiles"]]),
    at=st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 255)), max_size=8),
    cut=st.integers(1, 4000),
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


def test_encoders_may_fill_up_to_whole_blocks() -> None:
    """P-01: a coded picture that is a little larger than what is shown of it."""
    file = claiming(avif(256, 192), (256, 192), (250, 180))
    assert (pillow.clean(io.BytesIO(file)).width, pillow.clean(io.BytesIO(file)).height) == (250, 180)
