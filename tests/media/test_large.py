"""Large pictures, and those that only say so: memory has an end."""

import io
import random
import re

import pytest
from flask import Flask
from PIL import Image, ImageChops, ImageFile

from hutong.media.gateways import pillow, weight
from hutong.media.gateways.heic import Heic
from hutong.media.gateways.room import Busy, Room
from hutong.media.gateways.source import Source
from tests.client import Client
from tests.media.heic import tiled
from tests.media.pictures import encoded, png
from tests.media.sending import kept, lying, rows, send


def test_large_pictures_become_smaller(app: Flask, guest: Client) -> None:
    row, _ = kept(app, send(guest, encoded(Image.new("L", (9000, 3000)))))
    assert (row.width, row.height) == (4096, 1365)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_bands_leave_no_seams(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: a large picture is made smaller band by band, and looks as if it had been made in one piece."""
    monkeypatch.setattr(pillow, "LONGEST_CLEAR" if mode == "RGBA" else "LONGEST", 300)
    monkeypatch.setattr(pillow, "BAND", 32)
    image = Image.frombytes("RGB", (700, 500), random.Random(6).randbytes(700 * 500 * 3))
    if mode == "RGBA":
        image.putalpha(Image.radial_gradient("L").resize(image.size))
    image = image.convert(mode)
    made, _ = pillow._fresh(image)
    whole = image.convert(made.mode).resize((300, 214), Image.Resampling.LANCZOS)
    assert (made.mode, made.size) == ("RGBA" if mode == "RGBA" else "RGB", (300, 214))
    for ground in ("white", "black"):  # what cannot be seen through an alpha may have any colour
        below = Image.new("RGBA", made.size, ground)
        seen = [Image.alpha_composite(below, one.convert("RGBA")) for one in (made, whole)]
        apart = [band.getextrema()[1] for band in ImageChops.difference(*seen).split()]
        assert max(map(float, apart)) <= (2 if mode == "RGBA" else 1)


def test_there_is_room_for_so_much(app: Flask, guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: who finds none is sent away with 503, which the page takes for a lost connection."""
    small = Room(100, patience=0)
    with small.taken(80):
        with small.taken(20), pytest.raises(Busy), small.taken(1):
            pass
        with pytest.raises(Busy), small.taken(30):
            pass
    assert (small.left, small.waiting) == (100, 0)
    monkeypatch.setattr(pillow, "room", Room(1000, patience=0))
    before = lying(app)
    assert send(guest, encoded()).status_code == 503
    assert (rows(app), lying(app)) == (0, before)


BOMBS = {"9 gigapixels": png(65_000, 140_000), "a line": png(30_000, 10), "61 megapixels": png(10_000, 6_100)}


@pytest.mark.parametrize("file", BOMBS.values(), ids=BOMBS.keys())
def test_bombs_are_refused_before_they_are_unpacked(
    app: Flask, guest: Client, file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F3: a small file that says it is huge takes no memory and no room on the disk, whatever filters warnings."""
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda *_: pytest.fail("it was unpacked"))
    before = lying(app)
    answer = send(guest, file)
    assert (answer.status_code, rows(app), lying(app)) == (422, 0, before)
    assert re.search("at most (44|60) million", answer.get_json()["errors"][0]["message"])


def test_what_takes_more_memory_may_be_less_large(app: Flask, guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: WebP is unpacked with four times the memory of a JPEG; the reason says how large it may be."""
    monkeypatch.setattr(weight, "MOST", 18_000_000)
    answer = send(guest, encoded(Image.new("RGB", (1001, 1000)), "WEBP"))
    assert answer.status_code == 422
    assert "at most 1 million" in answer.get_json()["errors"][0]["message"]
    kept(app, send(guest, encoded(Image.new("RGB", (1001, 1000)), "JPEG")))


def test_a_phones_tiles_leave_no_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: a HEIC is cut into bands out of its decoder's memory, and looks as if it had been unpacked whole."""
    monkeypatch.setattr(pillow, "LONGEST", 300)
    monkeypatch.setattr(pillow, "BAND", 32)
    with Heic(Source(io.BytesIO(tiled(1500, 1000)))) as image:
        image.load()
        made, _ = pillow._fresh(image)
        whole = image.crop((0, 0, 1500, 1000)).resize((300, 200), Image.Resampling.LANCZOS)
    assert (made.mode, made.size) == ("RGB", (300, 200))
    apart = [band.getextrema()[1] for band in ImageChops.difference(made, whole).split()]
    assert max(map(float, apart)) <= 1


def test_how_large_a_picture_may_be_follows_from_what_it_takes() -> None:
    """F3: tiles take less than one piece, transparency and finer colours more; the sentence names the number."""

    def most(data: bytes) -> int:
        source = Source(io.BytesIO(data))
        with pillow._opened(source) as image:
            return weight.allowed(image, source) // 1_000_000

    clear = Image.new("RGBA", (64, 64), (1, 2, 3, 4))
    assert [most(tiled(*size)) for size in ((1026, 900), (8064, 6048))] == [34, 57]
    assert [most(encoded(kind="AVIF", subsampling=each)) for each in ("4:0:0", "4:2:0", "4:4:4")] == [29, 28, 24]
    assert [most(encoded(clear, kind)) for kind in ("AVIF", "WEBP", "PNG", "GIF")] == [23, 14, 44, 60]
