"""A canvas of 1200 units height with soft edges, and the colours of a time of day."""

import io
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from PIL import Image, ImageDraw

Colour = tuple[int, ...]
Point = tuple[float, float]

HEIGHT = 1200.0
FINER = 2  # drawn twice as large and then reduced, for soft edges

VERMILION = (190, 62, 40)
PERSIMMON = (226, 112, 44)
LAMPLIGHT = (255, 214, 140)
WHITE = (255, 255, 255)
INK = (44, 42, 48)
WOOD = (128, 84, 56)


def hexed(text: str) -> Colour:
    """Read a colour written as rrggbb."""
    return tuple(bytes.fromhex(text))


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Blend two colours; share 0 gives the first."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one[:3], other[:3], strict=True))


def light(colour: Colour, share: float) -> Colour:
    """Make a colour lighter."""
    return mix(colour, WHITE, share)


def dark(colour: Colour, share: float) -> Colour:
    """Make a colour darker, towards a warm ink."""
    return mix(colour, (30, 26, 36), share)


def sheer(colour: Colour, strength: float) -> Colour:
    """Make a colour translucent."""
    return (*colour[:3], round(255 * strength))


@dataclass(frozen=True)
class Hour:
    """The colours of a time of day, from the sky down to the ground."""

    name: str
    high: Colour
    low: Colour
    far: Colour
    near: Colour
    ground: Colour
    wall: Colour
    roof: Colour
    leaf: Colour
    sun: Colour
    lit: bool = False

    def shade(self, colour: Colour) -> Colour:
        """Give a thing's own colour as it looks at this hour."""
        return mix(colour, self.near, 0.5 if self.name == "night" else 0.3) if self.lit else mix(colour, self.low, 0.12)

    def layer(self, share: float) -> Colour:
        """Give the colour of a layer between far (0) and near (1)."""
        return mix(self.far, self.near, share)


def _hour(name: str, colours: str, lit: bool = False) -> Hour:
    """Read an hour from nine colours."""
    high, low, far, near, ground, wall, roof, leaf, sun = (hexed(one) for one in colours.split())
    return Hour(name, high, low, far, near, ground, wall, roof, leaf, sun, lit)


HOURS = {
    hour.name: hour
    for hour in (
        _hour("dawn", "eeb99b fbead3 e3b9a0 7d5a58 a98770 f6e7d6 4f4852 8b8a5c fff4e0"),
        _hour("morning", "a8d2c8 f4f1dc b4d3c2 3f6f5f 9fa67e f8f2e5 44524f 6d9a63 fffbe6"),
        _hour("noon", "7fbbd6 e6f1ea b3cfd6 42705f c4b28e fbf5ea 4a5258 6b9a58 fffdf0"),
        _hour("golden", "eb9a54 fce5b4 e6ab78 7d4938 b98556 fcecd2 523e3c a98a3e fff1c9"),
        _hour("rose", "c98fa6 fbe1d3 d9aeb4 6a4a63 a88a8c f8e8e2 4c4052 8d8a70 fff0e6"),
        _hour("mist", "cfd6d2 f2eee4 cad1cd 5d6d6c a3a396 f4f0e7 50595b 839079 ffffff"),
        _hour("dusk", "39457a eda08a 8d7ea4 2f3459 4c4660 b9a3ab 2a2c48 4b5867 ffe2c4", lit=True),
        _hour("night", "131f3d 48628c 4a6088 16223e 2a3551 8a90a8 141c31 2c4652 f5f0d8", lit=True),
    )
}


class Canvas:
    """A picture in units: 1200 high, as wide as its shape asks; x to the right, y downwards."""

    def __init__(self, size: tuple[int, int], seed: str) -> None:
        self.size = size
        self.scale = size[1] * FINER / HEIGHT
        self.w = HEIGHT * size[0] / size[1]
        self.h = HEIGHT
        self.rng = random.Random(seed)  # noqa: S311
        self.image = Image.new("RGB", (size[0] * FINER, size[1] * FINER))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def hour(self, *names: str) -> Hour:
        """Choose one of these hours and vary it a little."""
        hour = HOURS[self.rng.choice(names)]
        tint = (self.rng.randint(120, 255), self.rng.randint(120, 230), self.rng.randint(120, 255))
        return replace(hour, high=mix(hour.high, tint, 0.08), far=mix(hour.far, tint, 0.06))

    def at(self, points: Iterable[Point]) -> list[Point]:
        """Turn units into pixels."""
        return [(x * self.scale, y * self.scale) for x, y in points]

    def box(self, x: float, y: float, w: float, h: float) -> tuple[int, int, int, int]:
        """Turn a rectangle in units into whole pixels inside the picture."""
        left, top = max(0, round(x * self.scale)), max(0, round(y * self.scale))
        right = min(self.image.width, round((x + w) * self.scale))
        return left, top, max(left, right), max(top, min(self.image.height, round((y + h) * self.scale)))

    def poly(self, points: Iterable[Point], fill: Colour) -> None:
        """Fill a polygon."""
        self.pen.polygon(self.at(points), fill=fill)

    def rect(self, x: float, y: float, w: float, h: float, fill: Colour, radius: float = 0) -> None:
        """Fill a rectangle, with round corners if asked."""
        (left, top), (right, bottom) = self.at([(x, y), (x + w, y + h)])
        if radius:
            self.pen.rounded_rectangle((left, top, right, bottom), radius * self.scale, fill=fill)
        else:
            self.pen.rectangle((left, top, right, bottom), fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """Fill an ellipse around a centre."""
        (left, top), (right, bottom) = self.at([(x - rx, y - ry), (x + rx, y + ry)])
        self.pen.ellipse((left, top, right, bottom), fill=fill)

    def ring(self, x: float, y: float, radius: float, width: float, fill: Colour) -> None:
        """Draw a circle's line."""
        (left, top), (right, bottom) = self.at([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.ellipse((left, top, right, bottom), outline=fill, width=max(1, round(width * self.scale)))

    def line(self, points: Iterable[Point], width: float, fill: Colour) -> None:
        """Draw a line with round joints."""
        self.pen.line(self.at(points), fill=fill, width=max(1, round(width * self.scale)), joint="curve")

    def sky(self, top: Colour, bottom: Colour, y: float = 0, h: float = HEIGHT) -> None:
        """Fill the picture's whole width with a gradient."""
        self.gradient(0, y, self.w, h, top, bottom)

    def gradient(self, x: float, y: float, w: float, h: float, top: Colour, bottom: Colour) -> None:
        """Fill a rectangle with a gradient from top to bottom."""
        left, upper, right, lower = self.box(x, y, w, h)
        if right > left and lower > upper:
            strip = Image.new("RGB", (1, 33))
            strip.putdata([mix(top, bottom, step / 32) for step in range(33)])
            strip = strip.resize((1, lower - upper), Image.Resampling.BILINEAR)
            self.image.paste(strip.resize((right - left, lower - upper), Image.Resampling.NEAREST), (left, upper))

    def veil(self, x: float, y: float, w: float, h: float, colour: Colour, top: float, bottom: float) -> None:
        """Lay a colour over a rectangle, its strength running from top to bottom."""
        left, upper, right, lower = self.box(x, y, w, h)
        if right > left and lower > upper:
            strip = Image.new("L", (1, 33))
            strip.putdata([round(255 * (top + (bottom - top) * step / 32)) for step in range(33)])
            strip = strip.resize((1, lower - upper), Image.Resampling.BILINEAR)
            mask = strip.resize((right - left, lower - upper), Image.Resampling.NEAREST)
            self.image.paste(colour[:3], (left, upper, right, lower), mask)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Lay a soft round light over the picture."""
        left, upper = round((x - radius) * self.scale), round((y - radius) * self.scale)
        side = max(2, round(2 * radius * self.scale))
        small = _halo(strength)
        self.image.paste(colour[:3], (left, upper), small.resize((side, side), Image.Resampling.BILINEAR))

    def mirror(self, y: float, depth: float, water: Colour, share: float) -> None:
        """Reflect what stands above a line of water, darkening into the water's colour."""
        line, low = round(y * self.scale), min(self.image.height, round((y + depth) * self.scale))
        above = self.image.crop((0, max(0, 2 * line - low), self.image.width, line))
        above = above.reduce((4, 2)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        above = above.resize((self.image.width, low - line), Image.Resampling.BILINEAR)
        self.image.paste(above, (0, line))
        self.veil(0, y, self.w, depth, water, share * 0.55, min(1.0, share * 1.25))

    def jpeg(self) -> bytes:
        """Give the finished picture as a JPEG, every other time the other way round."""
        picture, out = self.image.reduce(FINER), io.BytesIO()
        if self.rng.random() < 0.5:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        picture.save(out, "JPEG", quality=85)
        return out.getvalue()


@cache
def _halo(strength: float) -> Image.Image:
    """Make the mask of a glow, strongest in its middle."""
    falling = [round(strength * 255 * max(0.0, 1 - step / 181) ** 2) for step in range(256)]
    return Image.radial_gradient("L").point(falling)


def curve(start: Point, bend: Point, end: Point, steps: int = 12) -> list[Point]:
    """Give the points of a curve from start to end, drawn towards bend."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]))
    return points


def waves(rng: random.Random, width: float, step: float, octaves: Sequence[tuple[float, float]]) -> list[Point]:
    """Give a soft random line over a width: octaves are (wave length, height) pairs."""
    parts = [(length, height, rng.random() * 100, rng.uniform(0.6, 1.4)) for length, height in octaves]
    points = []
    for number in range(math.ceil(width / step) + 1):
        x = number * step
        y = sum(
            height * (math.sin(x / length + phase) + 0.5 * math.sin(skew * 2.3 * x / length + phase * 3))
            for length, height, phase, skew in parts
        )
        points.append((x, y))
    return points
