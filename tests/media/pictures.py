"""Files to upload, good and bad, made here."""

import base64
import io
import struct
import zlib
from typing import Any

from PIL import Image

# 32 × 16, red on the left and blue on the right, with GPS and a quarter turn: upright it is 16 × 32, red above.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAcdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9j"
    "AAAAAERAAAIAAQAAAAAB6wABAAAAAAAAADUAAgAAAAACIAABAAAAAAAAAKoAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAA"
    "ABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABBmlwcnAAAADlaXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNg"
    "AAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqrprm4CGgwIAAAAyAAAADAIRiAAEABkQB"
    "wXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFwAAAAIAAAAAEAAAAQAAAAAf///+AAAAAC////0AAA"
    "AAIAAAAQcGl4aQAAAAADCAgIAAAACWlyb3QDAAAAGWlwbWEAAAAAAAAAAQABBoECAwWEhgAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAA"
    "521kYXQAAAAxKAGvGSFwUkDvXaW//3x8/zqV/iFk7/6GGvbXr/UEVStotfKi32aAq3Zn9Cim7W6tgAAAAAZFeGlmAABNTQAqAAAACAADAQ8A"
    "AgAAAAcAAAAyARIAAwAAAAEABgAAiCUABAAAAAEAAAA6AAAAAEthbWVyYQAAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAAHAAAwACAAAAAkUA"
    "AAAABAAFAAAAAwAAAIgAAAAAAAAAJwAAAAEAAAA2AAAAAQAAABQAAAABAAAAdAAAAAEAAAAXAAAAAQAAAB0AAAAB"
)
RED, BLUE = (200, 30, 40), (20, 60, 200)


def two_halves(width: int = 640, height: int = 320, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def encoded(image: Image.Image | None = None, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    (image or two_halves()).save(out, kind, **options)
    return out.getvalue()


def with_exif(kind: str = "JPEG", orientation: int = 6) -> bytes:
    """A picture that says where it was taken, by which camera, and how it is to be turned."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Kamera-Makers"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 20.0), 3: "E", 4: (116.0, 23.0, 29.0)})
    options: dict[str, Any] = {"comment": b"home address"} if kind == "JPEG" else {}
    return encoded(kind=kind, exif=exif.tobytes(), **options)


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG that says it is so large, with hardly anything in it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(rows)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def opened(data: bytes) -> Image.Image:
    """The picture in a file."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def near(pixel: Any, wanted: tuple[int, int, int], by: int = 30) -> bool:
    """Whether a colour survived compression."""
    return all(abs(a - b) <= by for a, b in zip(pixel[:3], wanted, strict=True))
