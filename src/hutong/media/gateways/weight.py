"""How much memory a picture takes while it is unpacked, by its format: so much is booked, and more is refused."""

import re
from typing import BinaryIO

from PIL import Image

from hutong.media.gateways import room
from hutong.media.gateways.heic import Heic

MOST = 260_000_000  # bytes; with what a worker takes anyway it stays under 400 MiB
MOST_PIXELS = 60_000_000
LONGEST = 20_000
BYTES = {"JPEG": 4, "PNG": 5.9, "WEBP": 18.0}  # for each pixel; measured (bench.upload)
HEAD = 64 * 1024
_AV1 = re.compile(rb"av1C..(.)", re.DOTALL)


def allowed(image: Image.Image | Heic, file: BinaryIO) -> int:
    """How many pixels a picture of this kind may have."""
    return min(MOST_PIXELS, int(MOST / _bytes(image, file)) // 1_000_000 * 1_000_000)


def of(image: Image.Image | Heic, file: BinaryIO) -> int:
    """The bytes that a picture takes while it is unpacked. An AVIF has the room for itself: what is in it may be larger
    than the file says."""
    if image.format == "AVIF":
        return room.MOST
    return int(image.width * image.height * _bytes(image, file))


def _bytes(image: Image.Image | Heic, file: BinaryIO) -> float:
    """For each pixel."""
    if isinstance(image, Heic):
        return image.bytes
    if image.format != "AVIF":
        return BYTES.get(image.format or "", BYTES["JPEG"])
    pixels = 8.0 if image.mode == "RGBA" else 7.0  # once as bytes, once as Pillow keeps them
    return pixels + 0.7 + max(_coded(said, image.mode) for said in _av1(file))


def _av1(file: BinaryIO) -> list[int]:
    """What an AVIF says about how its parts are coded (av1C): bits for depth, grey, and colours of half the size."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return [found[1][0] for found in _AV1.finditer(head)] or [0b1000000]  # the most, where it says nothing


def _coded(said: int, mode: str) -> float:
    deep, grey, narrow, low = (bool(said >> bit & 1) for bit in (6, 4, 3, 2))
    colours = 0.0 if grey else 2.0 / (1 + narrow) / (1 + low)
    return (1.0 + colours + (mode == "RGBA")) * (2 if deep else 1)
