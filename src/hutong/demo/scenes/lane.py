"""A lane between courtyard houses, drawn towards its far end."""

import itertools
from dataclasses import dataclass

from hutong.demo.scenes import houses, things, trees
from hutong.demo.scenes.canvas import (
    INK,
    LAMPLIGHT,
    VERMILION,
    WHITE,
    WOOD,
    Canvas,
    Hour,
    Point,
    curve,
    dark,
    light,
    mix,
    sheer,
)

DOORS = (VERMILION, (142, 44, 38), (54, 92, 84), (70, 62, 72), (150, 78, 46))


@dataclass(frozen=True)
class View:
    """Where the lane vanishes and how wide it is; points are told by side (-1, 1), depth and height."""

    x: float
    y: float
    half: float
    eye: float = 540.0

    def spot(self, side: float, depth: float, height: float) -> Point:
        """Put a point of a wall on the picture."""
        s = 1 / (1 + depth)
        return self.x + side * self.half * s, self.y + (self.eye - height) * s

    def pane(self, side: float, near: float, far: float, low: float, high: float) -> list[Point]:
        """Put an upright rectangle of a wall on the picture."""
        return [
            self.spot(side, near, low),
            self.spot(side, near, high),
            self.spot(side, far, high),
            self.spot(side, far, low),
        ]


def lane(c: Canvas) -> None:
    """A hutong lane with painted doors, lanterns, a bicycle and someone's cat."""
    hour = c.hour("dawn", "morning", "noon", "golden", "golden", "rose", "mist", "dusk", "night")
    view = View(c.w * c.rng.uniform(0.4, 0.6), c.rng.uniform(580, 640), c.w * 0.44)
    things.sky(c, hour, view.y + 30)
    far_end(c, view, hour)
    paving(c, view, hour)
    bright = c.rng.choice((-1, 1))
    for side in (-1, 1):
        edges = [7.0]
        while edges[-1] > -0.45:
            edges.append(edges[-1] - (1 + edges[-1]) * c.rng.uniform(0.24, 0.36))
        for far, near in itertools.pairwise(edges):
            home(c, view, side, near, far, hour, bright == side)
    overhead(c, view, hour)
    street_life(c, view, hour)


def far_end(c: Canvas, view: View, hour: Hour) -> None:
    """Close the lane with a tower, roofs and trees in the haze."""
    tone = hour.layer(0.25)
    if c.rng.random() < 0.7:
        x, y = view.x + c.rng.uniform(-50, 50), view.y
        c.poly([(x - 110, y + 60), (x - 96, y - 60), (x + 96, y - 60), (x + 110, y + 60)], tone)
        for width, level in ((84, 56), (64, 122)):
            c.rect(x - width, y - level - 50, width * 2, 56, light(tone, 0.08))
            houses.tiled_roof(c, x - width, y - level - 46, width * 2, 40, dark(tone, 0.14), 24)
    for dx in (-150, -90, 84, 150):
        trees.leafy(c, view.x + dx, view.y + 70, c.rng.uniform(0.4, 0.62), hour, mix(hour.leaf, hour.far, 0.45))


def paving(c: Canvas, view: View, hour: Hour) -> None:
    """Pave the lane with slabs and a lighter middle."""
    stone = mix(hour.ground, hour.shade((156, 152, 148)), 0.55)
    c.sky(light(mix(stone, hour.low, 0.35), 0.1), dark(stone, 0.14), view.y + 26, c.h - view.y - 26)
    for number in range(16):
        depth = 8 * (number / 16) ** 2 - 0.35
        c.line([view.spot(-1.2, depth, 0), view.spot(1.2, depth, 0)], 3 / (1 + depth) ** 0.5, sheer(INK, 0.12))
    for number in range(-5, 6):
        c.line([view.spot(number / 5, -0.4, 0), view.spot(number / 5, 8, 0)], 2.5, sheer(INK, 0.09))
    c.poly(
        [view.spot(-0.2, -0.4, 0), view.spot(-0.2, 9, 0), view.spot(0.2, 9, 0), view.spot(0.2, -0.4, 0)],
        sheer(WHITE, 0.08),
    )


def home(c: Canvas, view: View, side: int, near: float, far: float, hour: Hour, bright: bool) -> None:
    """Build one house of the lane: wall, gate or window, eaves."""
    brick = mix(hour.shade(houses.BRICK), (150, 126, 108), c.rng.uniform(0, 0.4))
    brick = light(mix(brick, hour.sun, 0.3 if not hour.lit else 0.05), 0.06) if bright else dark(brick, 0.14)
    brick = mix(brick, hour.far, min(0.55, near * 0.09 if near > 0 else 0))
    high = c.rng.uniform(670, 740)
    c.poly(view.pane(side, near, far, 0, high), brick)
    c.poly(view.pane(side, near, far, 0, 90), dark(brick, 0.2))
    for row in range(1, 15):
        c.line([view.spot(side, near, row * high / 15), view.spot(side, far, row * high / 15)], 2, sheer(INK, 0.09))
    middle, span = (near + far) / 2, far - near
    if c.rng.random() < 0.62:
        gateway(c, view, side, (middle - span * 0.24, middle + span * 0.2), high, hour)
    else:
        pane = LAMPLIGHT if hour.lit and c.rng.random() < 0.7 else mix(hour.near, hour.high, 0.4)
        c.poly(view.pane(side, middle - span * 0.24, middle + span * 0.2, 290, 510), dark(WOOD, 0.3))
        c.poly(view.pane(side, middle - span * 0.21, middle + span * 0.17, 310, 490), pane)
        for share in (-0.09, 0.05):
            c.line(
                [view.spot(side, middle + span * share, 310), view.spot(side, middle + span * share, 490)],
                4,
                dark(WOOD, 0.3),
            )
        c.line(
            [view.spot(side, middle - span * 0.21, 400), view.spot(side, middle + span * 0.17, 400)], 4, dark(WOOD, 0.3)
        )
    c.poly(view.pane(side, near, far, high - 90, high), sheer(INK, 0.2))
    roof = mix(hour.roof, hour.far, min(0.5, max(0, near) * 0.08))
    inner = side * 0.88
    c.poly(
        [
            view.spot(inner, near, high - 8),
            view.spot(side * 1.25, near, high + 150),
            view.spot(side * 1.25, far, high + 150),
            view.spot(inner, far, high - 8),
        ],
        roof,
    )
    for number in range(15):
        depth = near + span * number / 14
        c.line(
            [view.spot(inner, depth, high - 6), view.spot(side * 1.25, depth, high + 150)],
            5 / (1 + max(0, depth)),
            sheer(INK, 0.3),
        )
    c.line(
        [view.spot(inner, near, high - 12), view.spot(inner, far, high - 12)],
        12 / (1 + max(0.0, middle)),
        dark(roof, 0.35),
    )


def gateway(c: Canvas, view: View, side: int, depths: tuple[float, float], high: float, hour: Hour) -> None:
    """Set a gate with painted wings, stone drums and red paper beside it."""
    near, far = depths
    paint, top = hour.shade(c.rng.choice(DOORS)), min(480.0, high - 160)
    at = [near + (far - near) * share for share in (0.0, 0.08, 0.49, 0.51, 0.92, 1.0)]
    c.poly(view.pane(side, near, far, 0, top + 60), dark(paint, 0.5))
    c.poly(view.pane(side, at[1], at[2], 24, top), paint)
    c.poly(view.pane(side, at[3], at[4], 24, top), dark(paint, 0.1))
    for depth in (at[2] - (far - near) * 0.07, at[3] + (far - near) * 0.07):
        x, y = view.spot(side, depth, 240)
        r = 13 / (1 + max(-0.3, depth))
        c.oval(x, y, r * 0.7, r, (226, 182, 92))
    for depth in (at[1] + (far - near) * 0.2, at[4] - (far - near) * 0.2):
        c.poly(view.pane(side, depth - (far - near) * 0.06, depth + (far - near) * 0.06, 300, 390), (226, 176, 84))
    for share in (-0.09, 1.03):
        depth = near + (far - near) * share
        c.poly(view.pane(side, depth, depth + (far - near) * 0.05, 130, 430), hour.shade((196, 48, 40)))
        x, y = view.spot(side * 0.95, depth, 44)
        r = 46 / (1 + max(-0.3, depth))
        c.oval(x, y, r * 0.8, r, hour.shade((172, 166, 156)))
        c.oval(x, y, r * 0.4, r * 0.5, hour.shade((136, 130, 124)))
    c.poly(
        [
            view.spot(side, near, 0),
            view.spot(side, far, 0),
            view.spot(side * 0.9, far, 0),
            view.spot(side * 0.9, near, 0),
        ],
        light(hour.shade((168, 162, 154)), 0.15),
    )
    for depth in (near, far):
        x, y = view.spot(side * 0.9, depth, top + 150)
        things.lantern(c, x, y, 1.15 / (1 + max(-0.2, depth)), hour)


def overhead(c: Canvas, view: View, hour: Hour) -> None:
    """Stretch wires with sparrows, or a branch with leaves, across the lane."""
    if c.rng.random() < 0.55:
        for drop in (0, 46):
            cord = curve((0, 190 + drop), (c.w * 0.5, 330 + drop), (c.w, 130 + drop), 16)
            c.line(cord, 3, sheer(INK, 0.7))
            for px, py in c.rng.sample(cord[3:-3], 3):
                c.oval(px, py - 12, 11, 12, dark(hour.near, 0.35))
                c.oval(px + 5, py - 25, 7, 7, dark(hour.near, 0.35))
                c.line([(px - 6, py - 8), (px - 20, py + 6)], 5, dark(hour.near, 0.35))
    else:
        left = c.rng.random() < 0.5
        for _ in range(70):
            px, py = c.rng.random() ** 1.5 * c.w * 0.46, c.rng.random() ** 1.8 * 330
            tone = light(mix(hour.leaf, hour.near, c.rng.uniform(0, 0.35)), c.rng.uniform(0, 0.15))
            c.oval(px if left else c.w - px, py - 10, c.rng.uniform(30, 62), c.rng.uniform(22, 40), tone)
    things.birds(c, view.x - 60, c.rng.uniform(150, 320), hour, 4)


def street_life(c: Canvas, view: View, hour: Hour) -> None:
    """Leave a bicycle, pots, a stool and a cat in the lane."""
    side = c.rng.choice((-1, 1))
    x, y = view.spot(side * 0.7, 0.1, 0)
    things.shadow(c, x + 20, y, 190, 16)
    things.bicycle(c, x - 110, y, 1.6, hour.shade(c.rng.choice((VERMILION, (52, 108, 116), (58, 58, 66)))))
    for number in range(4):
        px, py = view.spot(-side * (0.8 - number * 0.012), 0.2 + number * 0.34, 0)
        things.shadow(c, px, py, 60 / (1 + number * 0.2), 9)
        things.pot(c, px, py, 1.5 / (1 + number * 0.26), hour)
    spot = view.x + c.rng.uniform(-200, 200)
    things.shadow(c, spot + 10, 1092, 64, 10)
    things.cat(c, spot, 1092, 1.05, c.rng.choice((INK, (198, 124, 62), (236, 228, 216))))
