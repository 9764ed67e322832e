"""Reading pictures of strangers: what they are is told by content, everything but the picture itself is left behind."""

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image, ImageCms

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MOST_PIXELS = 60_000_000
LONGEST_IN = 20_000
LONGEST = 4096
LARGEST_PROFILE = 64 * 1024
AT_ONCE = 2
PATIENCE = 30  # seconds
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_ORIENTATION = 0x0112

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
_decoding = threading.BoundedSemaphore(AT_ONCE)


class NotAPicture(Exception):
    """None of the formats, or broken."""


class TooManyPixels(Exception):
    """Larger than anybody needs; refused before it is unpacked."""


class Busy(Exception):
    """Too many pictures are being read at once."""


@dataclass(frozen=True)
class Encoded:
    """A picture made anew."""

    data: bytes
    kind: str
    width: int
    height: int
    look: int | None = None


def clean(data: bytes) -> Encoded:
    """The same picture upright, at most 4096 wide or high, without anything else that was in the file.

    Raises NotAPicture, TooManyPixels or Busy.
    """
    with _few_at_once():
        fresh, profile = _fresh(data)
        fresh.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        return replace(_encoded(fresh, profile, "webp" if fresh.mode == "RGBA" else "jpeg", 88), look=look_of(fresh))


def made_here(data: bytes) -> Encoded:
    """A file that `clean` made once, unchanged; raises NotAPicture for one that holds anything else, or Busy."""
    with _few_at_once():
        try:
            with _opened(data) as image:
                _refuse_giants(image)
                plain = not {"exif", "xmp", "comment", "photoshop"} & {str(name).lower() for name in image.info}
                whole = data.endswith(b"\xff\xd9") if image.format == "JPEG" else image.format == "WEBP"
                if not plain or not whole or max(image.size) > LONGEST:
                    raise NotAPicture
                kind = str(image.format).lower()
                image.load()
                return Encoded(data, kind, image.width, image.height, look_of(image))
        except (NotAPicture, MemoryError):
            raise
        except Exception as error:
            raise NotAPicture from error


def look_of(image: Image.Image) -> int:
    """How a picture looks, in 64 bits (dHash): whether each of 8 × 8 places is darker than the one beside it.

    A copy in another size or quality differs in few of them. The number carries a sign, as the databases want it.
    """
    bright = _on_white(image).convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(0, 72, 9):
        for at in range(row, row + 8):
            bits = bits << 1 | (bright[at] < bright[at + 1])
    return bits - (1 << 64) if bits >> 63 else bits


def narrower(data: bytes, widths: list[int], kind: str) -> dict[int, bytes]:
    """A stored picture in several widths; it is never made wider than it is. Raises NotAPicture or Busy."""
    with _few_at_once(), _opened(data) as stored:
        profile = stored.info.get("icc_profile")
        image = _on_white(stored) if kind == "jpeg" else stored
        made = {}
        for width in sorted(widths, reverse=True):
            if image.width > width:
                image = image.resize((width, max(1, round(image.height * width / image.width))), reducing_gap=3.0)
            made[width] = _encoded(image, profile, kind, 80).data
        return made


@contextmanager
def _few_at_once() -> Iterator[None]:
    if not _decoding.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _decoding.release()


def _opened(data: bytes) -> Image.Image:
    """A picture of one of the formats, not unpacked yet; HEIC brings its decoder along, 10 MB that few workers need."""
    if data[4:8] != b"ftyp" or data[8:12] in (b"avif", b"avis"):
        return Image.open(io.BytesIO(data), formats=FORMATS)
    from pi_heif import register_heif_opener  # type: ignore[attr-defined]  # noqa: PLC0415 - see above

    register_heif_opener(thumbnails=False)
    return Image.open(io.BytesIO(data), formats=("HEIF", "AVIF"))


def _fresh(data: bytes) -> tuple[Image.Image, bytes | None]:
    try:
        with _opened(data) as image:
            _refuse_giants(image)
            image.draft(None, (LONGEST, LONGEST))  # a JPEG is unpacked no larger than it is needed
            turn = _turn(image)
            image.load()
            _refuse_giants(image)  # what unpacked larger than it said
            plain, profile = _plain(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except (TooManyPixels, MemoryError):
        raise
    except Exception as error:  # hostile bytes make the decoders raise nearly anything
        raise NotAPicture from error
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)  # pixels only: comments and the like stay behind
    for step in turn:
        fresh = fresh.transpose(step)
    return fresh, profile


def _refuse_giants(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_IN:
        raise TooManyPixels


def _turn(image: Image.Image) -> tuple[Image.Transpose, ...]:
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1), ())
    except Exception:  # broken EXIF does not make a picture unusable
        return ()


def _plain(image: Image.Image) -> tuple[Image.Image, bytes | None]:
    """RGB, or RGBA where something is transparent, and the colour profile where it may stay."""
    profile = _profile(image)
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.point(lambda value: value * (1 / 256)).convert("L").convert("RGB"), None
    if profile is not None and (image.mode in ("CMYK", "LAB", "L") or len(profile) > LARGEST_PROFILE):
        return _in_srgb(image, profile), None
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        clear = image.convert("RGBA")
        lowest, _ = clear.getchannel("A").getextrema()
        return (clear if lowest != 255 else clear.convert("RGB")), profile
    return image.convert("RGB"), profile


def _profile(image: Image.Image) -> bytes | None:
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return None
    try:
        space = ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile.xcolor_space.strip()
    except Exception:
        return None
    fits = {"RGB": ("RGB", "RGBA", "P", "PA", "RGBX"), "CMYK": ("CMYK",), "GRAY": ("L",), "Lab": ("LAB",)}
    return profile if image.mode in fits.get(space, ()) else None


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        if image.mode in ("P", "PA"):
            image = image.convert("RGBA")
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(image, source, target, outputMode=mode)
    except ImageCms.PyCMSError:
        changed = None
    return changed if changed is not None else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _encoded(image: Image.Image, profile: bytes | None, kind: str, quality: int) -> Encoded:
    options: dict[str, Any] = {"quality": quality, "icc_profile": profile, "exif": b""}
    if kind == "jpeg":
        options |= {"optimize": True, "progressive": True}
    if kind == "avif":
        options |= {"quality": 55, "speed": 9, "max_threads": 1}
    out = io.BytesIO()
    image.save(out, kind.upper(), **options)
    return Encoded(out.getvalue(), kind, image.width, image.height)
