"""Pictures for the demo, drawn from a seed: scenes for homes and photos, film posters, portraits."""

from collections.abc import Callable

from hutong.demo.scenes import kitchen, lane, loft, nature, portraits, posters, room, terrace, town, winter
from hutong.demo.scenes.canvas import Canvas

KINDS: dict[str, Callable[[Canvas], None]] = {
    "court": town.court,
    "loft": loft.loft,
    "lake": nature.lake,
    "tree": nature.orchard,
    "lane": lane.lane,
    "room": room.room,
    "kitchen": kitchen.kitchen,
    "terrace": terrace.terrace,
    "mountain": nature.mountain,
    "bridge": town.bridge,
    "snow": winter.snow,
}


def scene(seed: int, kind: str, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """Draw a scene of one of KINDS as a JPEG; the same seed gives the same bytes."""
    return _drawn(KINDS[kind], size, f"{kind} {seed}")


def poster(seed: int, size: tuple[int, int] = (800, 1200)) -> bytes:
    """Draw film poster art without words as a JPEG."""
    return _drawn(lambda canvas: posters.poster(canvas, seed), size, f"poster {seed}")


def avatar(seed: int, size: int = 256) -> bytes:
    """Draw a square portrait as a JPEG."""
    return _drawn(portraits.avatar, (size, size), f"avatar {seed}")


def _drawn(paint: Callable[[Canvas], None], size: tuple[int, int], seed: str) -> bytes:
    """Paint one canvas and give its JPEG."""
    canvas = Canvas(size, seed)
    paint(canvas)
    return canvas.jpeg()
