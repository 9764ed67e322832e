"""Reading pictures of strangers: what they are is told by content, everything but the picture itself is left behind."""

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from PIL import Image, ImageCms

from hutong.media.gateways import weight
from hutong.media.gateways.heic import Heic
from hutong.media.gateways.room import Busy, Room
from hutong.media.gateways.source import Source

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
PROGRESSIVE = 3  # bytes more for each pixel that a progressive JPEG holds until it is unpacked
LONGEST = 4096
LONGEST_CLEAR = 3072  # packing what is see-through takes three times the memory
LARGEST_PROFILE = 64 * 1024
MOST_PROGRESSIVE = 30_000_000  # pixels
BAND = 256  # rows
REACH = 3  # rows of the small picture from which Lanczos' filter reads
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
_CLEAR = ("RGBA", "LA", "PA", "RGBa", "La")

Image.MAX_IMAGE_PIXELS = weight.MOST_PIXELS // 2  # Pillow refuses what has more than twice as many, and else warns
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


class NotAPicture(Exception):
    """None of the formats, or broken."""


class TooManyPixels(Exception):
    """Larger than anybody needs; refused before it is unpacked. Carries how many there may be."""


@dataclass(frozen=True)
class Encoded:
    """A picture made anew."""

    data: bytes
    kind: str
    width: int
    height: int
    look: int | None = None


room = Room()


def clean(file: BinaryIO) -> Encoded:
    """The same picture upright, at most 4096 wide or high, without anything else that was in the file.

    Raises NotAPicture, TooManyPixels or Busy. Who waits for room holds nothing yet.
    """
    source = Source(file)
    with _honest():
        with room.taken(source.read_at_once):
            needed = _needed(source)
        with room.taken(needed):
            fresh, profile = _unpacked(source)
            made = _encoded(fresh, profile, "webp" if fresh.mode == "RGBA" else "jpeg", 88, quick=True)
            return replace(made, look=look_of(fresh))


def made_here(data: bytes) -> Encoded:
    """A file that `clean` made once, unchanged; raises NotAPicture for one that holds anything else, or Busy."""
    source = Source(io.BytesIO(data))
    with _honest(), _opened(source) as image:
        if isinstance(image, Heic):
            raise NotAPicture
        plain = not {"exif", "xmp", "comment", "photoshop"} & {str(name).lower() for name in image.info}
        whole = data.endswith(b"\xff\xd9") if image.format == "JPEG" else image.format == "WEBP"
        if not plain or not whole or max(image.size) > LONGEST:
            raise NotAPicture
        kind = str(image.format).lower()
        with room.taken(weight.of(image, source)):
            image.load()
            return Encoded(data, kind, image.width, image.height, look_of(image))


def look_of(image: Image.Image) -> int:
    """How a picture looks, in 64 bits (dHash): whether each of 8 × 8 places is darker than the one beside it.

    A copy in another size or quality differs in few of them. The number carries a sign, as the databases want it.
    """
    small = image.reduce(max(1, min(image.size) // 64))
    bright = _on_white(small).convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(0, 72, 9):
        for at in range(row, row + 8):
            bits = bits << 1 | (bright[at] < bright[at + 1])
    return bits - (1 << 64) if bits >> 63 else bits


def narrower(data: bytes, widths: list[int], kind: str) -> dict[int, bytes]:
    """A stored picture in several widths; it is never made wider than it is. Raises NotAPicture or Busy."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as stored:
        most = min(max(widths), stored.width)
        stored.draft(None, (most, max(1, stored.height * most // stored.width)))
        with room.taken(stored.width * stored.height * 4):
            profile = stored.info.get("icc_profile")
            image = _on_white(stored) if kind == "jpeg" else stored
            made = {}
            for width in sorted(widths, reverse=True):  # each from the one before: that is quick
                if image.width > width:
                    height = max(1, round(image.height * width / image.width))
                    image = image.resize((width, height), Image.Resampling.HAMMING, reducing_gap=2.0)
                made[width] = _encoded(image, profile, kind, 80).data
            return made


@contextmanager
def _honest() -> Iterator[None]:
    """A block in which a picture of a stranger is unpacked; whatever hostile bytes raise becomes one of ours."""
    try:
        yield
    except Image.DecompressionBombError as error:
        raise TooManyPixels(weight.MOST_PIXELS) from error
    except (NotAPicture, TooManyPixels, Busy, MemoryError):
        raise
    except Exception as error:  # hostile bytes make the decoders raise nearly anything
        raise NotAPicture from error


def _opened(source: Source) -> Image.Image | Heic:
    """A picture of one of the formats, not unpacked yet."""
    source.file.seek(0)
    if source.is_boxes and not source.is_avif:
        return Heic(source)
    return Image.open(source.file, formats=FORMATS)


def _needed(source: Source) -> int:
    """The bytes that it takes to unpack a picture; a giant is refused before."""
    with _opened(source) as image:
        _refuse_giants(image, source)
        return _aim(image, source)


def _unpacked(source: Source) -> tuple[Image.Image, bytes | None]:
    """A picture upright and no larger than is stored, and the colour profile that it keeps.

    What the decoder holds is gone when this returns: before the small one is packed.
    """
    with _opened(source) as image:
        _aim(image, source)
        turn = _turn(image)
        image.load()
        _refuse_giants(image, source)  # what unpacked larger than it said
        fresh, profile = _fresh(image)
    for step in turn:
        fresh = fresh.transpose(step)
    return fresh, profile


def _aim(image: Image.Image | Heic, source: Source) -> int:
    """Let a JPEG be unpacked no larger than it is needed, a large progressive one smaller; the bytes it will take."""
    if image.format != "JPEG" or isinstance(image, Heic):
        return weight.of(image, source)
    width, height = _within(image.size)
    held = PROGRESSIVE * image.width * image.height if image.info.get("progressive") else 0
    if held > PROGRESSIVE * MOST_PROGRESSIVE:
        width, height = width // 2, height // 2
    image.draft(None, (width, height))
    return weight.of(image, source) + held


def _within(size: tuple[int, int], longest: int = LONGEST) -> tuple[int, int]:
    """The size of a picture that is made so small that it may be stored."""
    part = min(1.0, longest / max(size))
    return max(1, round(size[0] * part)), max(1, round(size[1] * part))


def _fresh(image: Image.Image | Heic) -> tuple[Image.Image, bytes | None]:
    """The pixels alone, in RGB or RGBA and no larger than is stored, and the colour profile where it may stay.

    It is made in bands: so it takes the memory of the unpacked picture and of the small one, and no more.
    """
    profile = _profile(image)
    mode = "RGBA" if _see_through(image) else "RGB"
    foreign = profile is not None and (image.mode in ("CMYK", "LAB", "L") or len(profile) > LARGEST_PROFILE)
    size = _within(image.size, LONGEST_CLEAR if mode == "RGBA" else LONGEST)
    if isinstance(image, Image.Image) and (image.mode, image.size) == (mode, size) and not foreign:
        made = image.copy()
        made.info.clear()
        return made, profile
    made = Image.new(mode, size)
    step = image.height / made.height  # rows of the large one for a row of the small one
    for top in range(0, made.height, BAND):
        low = min(made.height, top + BAND)
        reach = REACH * step if step > 1 else 0
        first, last = max(0, math.floor(top * step - reach)), min(image.height, math.ceil(low * step + reach))
        band = _plain(image.crop((0, first, image.width, last)), mode, profile if foreign else None)
        if band.width != made.width:
            box = (0, top * step - first, image.width, low * step - first)
            band = band.resize((made.width, low - top), Image.Resampling.LANCZOS, box)
        made.paste(band, (0, top))
    return made, None if foreign or image.mode.startswith("I") else profile


def _see_through(image: Image.Image | Heic) -> bool:
    """Whether anything of a picture is transparent, not only could be."""
    if image.mode.startswith("I") or not (image.mode in _CLEAR or "transparency" in image.info):
        return False
    bands = (image.crop((0, top, image.width, min(image.height, top + BAND))) for top in range(0, image.height, BAND))
    return any(band.convert("RGBA").getchannel("A").getextrema()[0] != 255 for band in bands)


def _refuse_giants(image: Image.Image | Heic, source: Source) -> None:
    most = weight.allowed(image, source)
    if image.width * image.height > most or max(image.size) > weight.LONGEST:
        raise TooManyPixels(most)


def _turn(image: Image.Image | Heic) -> tuple[Image.Transpose, ...]:
    if isinstance(image, Heic):
        return ()
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1), ())
    except Exception:  # broken EXIF does not make a picture unusable
        return ()


def _plain(image: Image.Image, mode: str, profile: bytes | None) -> Image.Image:
    """A piece in RGB or RGBA; out of the colours of a profile that does not stay."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    elif profile is not None:
        image = _in_srgb(image, profile)
    return image if image.mode == mode else image.convert(mode)


def _profile(image: Image.Image | Heic) -> bytes | None:
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


def _encoded(image: Image.Image, profile: bytes | None, kind: str, quality: int, quick: bool = False) -> Encoded:
    """A file; `quick` where nobody is sent it, and some bytes more on the disk cost less than the work."""
    options: dict[str, Any] = {"quality": quality, "icc_profile": profile, "exif": b"", "xmp": b""}
    if kind == "jpeg" and not quick:
        options |= {"optimize": True, "progressive": True}
    if kind == "webp":
        options |= {"method": 1}  # those above make a tenth less of it in three times the time
    if kind == "avif":
        options |= {"quality": 55, "speed": 9, "max_threads": 1}
    out = io.BytesIO()
    image.save(out, kind.upper(), **options)
    return Encoded(out.getvalue(), kind, image.width, image.height)
