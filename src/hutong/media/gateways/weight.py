"""How much memory a picture takes while it is unpacked, by its format: so much is booked, and more is refused."""

from PIL import Image

from hutong.media.gateways.heic import Heic
from hutong.media.gateways.source import Source

MOST = 260_000_000  # bytes; with what a worker takes anyway it stays under 400 MiB
MOST_PIXELS = 60_000_000
LONGEST = 20_000
BYTES = {"JPEG": 4, "PNG": 5.9, "WEBP": 18.0}  # for each pixel; measured (bench.upload)


def allowed(image: Image.Image | Heic, source: Source) -> int:
    """How many pixels a picture of this kind may have."""
    most = int(MOST / _bytes(image, source))
    return min(MOST_PIXELS, most // 1_000_000 * 1_000_000 or most)


def of(image: Image.Image | Heic, source: Source) -> int:
    """The bytes that a picture takes while it is unpacked."""
    return int(image.width * image.height * _bytes(image, source))


def _bytes(image: Image.Image | Heic, source: Source) -> float:
    """For each pixel."""
    if isinstance(image, Heic):
        return image.bytes
    if image.format != "AVIF":
        return BYTES.get(image.format or "", BYTES["JPEG"])
    pixels = 8.0 if image.mode == "RGBA" else 7.0  # once as bytes, once as Pillow keeps them
    return pixels + 0.7 + source.coded.bytes / (image.width * image.height)
