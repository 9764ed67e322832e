"""How much memory a picture takes while it is unpacked, by its format: so much is booked, and more is refused."""

from typing import BinaryIO

from PIL import Image

from hutong.media.gateways import boxes
from hutong.media.gateways.heic import Heic

MOST = 260_000_000  # bytes; with what a worker takes anyway it stays under 400 MiB
MOST_PIXELS = 60_000_000
LONGEST = 20_000
BYTES = {"JPEG": 4, "PNG": 5.9, "WEBP": 18.0}  # for each pixel; measured (bench.upload)


def allowed(image: Image.Image | Heic, file: BinaryIO) -> int:
    """How many pixels a picture of this kind may have."""
    return min(MOST_PIXELS, int(MOST / _bytes(image, file)) // 1_000_000 * 1_000_000)


def of(image: Image.Image | Heic, file: BinaryIO) -> int:
    """The bytes that a picture takes while it is unpacked."""
    return int(image.width * image.height * _bytes(image, file))


def _bytes(image: Image.Image | Heic, file: BinaryIO) -> float:
    """For each pixel."""
    if isinstance(image, Heic):
        return image.bytes
    if image.format != "AVIF":
        return BYTES.get(image.format or "", BYTES["JPEG"])
    pixels = 8.0 if image.mode == "RGBA" else 7.0  # once as bytes, once as Pillow keeps them
    return pixels + 0.7 + boxes.coded(file) / (image.width * image.height)
