"""Film posters without words."""

import math
from collections.abc import Callable

from hutong.demo.scenes import things, trees
from hutong.demo.scenes.canvas import HOURS, INK, WHITE, Canvas, Colour, curve, dark, hexed, light, mix, sheer, waves

# Ground, deep, middle, bright, accent.
INKS = [
    tuple(hexed(one) for one in row.split())
    for row in (
        "f3e6cf 1f2f3a 2f6f73 e9b872 c8452c",
        "17223f 0c1226 3d5a92 f0c27b e2573b",
        "f1d9c4 4a1a16 a63a26 f0a35e 1f3a44",
        "1f3a33 0e201c 4f8a6f f2dfae e08a3c",
        "efe9df 23252b 7b8794 d9c7a0 bf3b2b",
        "2b1733 160a1d 7a3b69 f2a6a0 f6cf7a",
        "e3eef0 16384a 4f93a8 f7e7c1 e4633f",
        "e9b04c 3a1d17 b5482c fbe7bd 23414a",
    )
]
Inks = tuple[Colour, ...]


def poster(c: Canvas, number: int) -> None:
    """Draw the kind of poster art this number asks for, calmer towards the foot where a title may stand."""
    inks = c.rng.choice(INKS)
    KINDS[number % len(KINDS)](c, inks)
    c.veil(0, c.h * 0.7, c.w, c.h * 0.3, inks[1], 0, 0.72)


def moon(c: Canvas, inks: Inks) -> None:
    """A great moon, ranges before it, and someone small on the nearest one."""
    ground, deep, middle, bright, accent = inks
    c.sky(mix(ground, deep, 0.15), mix(ground, bright, 0.5))
    x, y, r = c.w * c.rng.uniform(0.35, 0.65), 420.0, c.rng.uniform(210, 290)
    c.glow(x, y, r * 2.4, bright, 0.4)
    c.oval(x, y, r, r, c.rng.choice((accent, bright)))
    for number in range(5):
        share = number / 4
        line = waves(c.rng, c.w, 10, ((170 - share * 40, 70), (60, 24), (19, 6)))
        base = 560 + share * 420
        c.poly(
            [(0, c.h), *((a, base + b) for a, b in line), (c.w + 10, c.h)], mix(mix(ground, middle, 0.45), deep, share)
        )
        c.veil(0, base + 40, c.w, 160, bright, 0, 0.16 * (1 - share))
    figure(c, c.w * c.rng.uniform(0.25, 0.75), 960, 1.0, mix(deep, INK, 0.5), accent)


def figure(c: Canvas, x: float, y: float, s: float, coat: Colour, scarf: Colour) -> None:
    """Stand a person in a long coat with a blowing scarf."""
    c.poly([(x - 24 * s, y), (x - 14 * s, y - 92 * s), (x + 14 * s, y - 92 * s), (x + 26 * s, y)], coat)
    c.oval(x, y - 108 * s, 14 * s, 16 * s, coat)
    c.poly(
        [
            (x - 12 * s, y - 94 * s),
            (x + 12 * s, y - 94 * s),
            *curve((x + 14 * s, y - 84 * s), (x + 44 * s, y - 92 * s), (x + 84 * s, y - 70 * s)),
            *curve((x + 80 * s, y - 58 * s), (x + 40 * s, y - 74 * s), (x - 12 * s, y - 82 * s)),
        ],
        scarf,
    )


def rings(c: Canvas, inks: Inks) -> None:
    """Overlapping discs and rings, as of rain in a pond."""
    ground, deep, middle, bright, accent = inks
    c.sky(deep, dark(deep, 0.3))
    for _ in range(7):
        x, y, r = c.rng.uniform(0, c.w), c.rng.uniform(80, 800), c.rng.uniform(70, 260)
        tone = c.rng.choice((middle, bright, ground))
        c.oval(x, y, r, r, sheer(tone, c.rng.uniform(0.12, 0.3)))
        for step in range(c.rng.randint(2, 5)):
            c.ring(x, y, r * (1 - step * 0.19), c.rng.choice((3, 6, 12)), sheer(tone, 0.75))
    x, y, r = c.w * c.rng.uniform(0.3, 0.7), c.rng.uniform(300, 560), c.rng.uniform(110, 170)
    c.oval(x, y, r, r, accent)
    c.ring(x, y, r * 1.25, 5, accent)
    c.ring(x, y, r * 1.42, 2, accent)


def doorway(c: Canvas, inks: Inks) -> None:
    """A lit doorway, its light on the floor, someone standing in it."""
    _, deep, middle, bright, accent = inks
    c.sky(deep, mix(deep, middle, 0.35))
    x, w, h, foot = c.w * c.rng.uniform(0.4, 0.6), c.rng.uniform(190, 250), c.rng.uniform(420, 520), 760.0
    c.sky(mix(deep, middle, 0.5), dark(deep, 0.2), foot, c.h - foot)
    for number in range(9):
        px = number * c.w / 8
        c.line([(px, 0), (px, foot)], 2, sheer(WHITE, 0.05))
    c.glow(x, foot - h / 2, h * 1.3, bright, 0.4)
    lean = c.rng.uniform(-220, 220)
    c.poly(
        [(x - w / 2, foot), (x + w / 2, foot), (x + w * 1.1 + lean, c.h), (x - w * 1.1 + lean, c.h)],
        sheer(bright, 0.75),
    )
    c.gradient(x - w / 2, foot - h, w, h, light(bright, 0.35), bright)
    c.poly([(x - w / 2, foot - h), (x - w * 0.86, foot - h - 16), (x - w * 0.86, foot + 46), (x - w / 2, foot)], accent)
    c.poly(
        [(x + w / 2, foot - h), (x + w * 0.86, foot - h - 16), (x + w * 0.86, foot + 46), (x + w / 2, foot)],
        dark(accent, 0.12),
    )
    c.poly(
        [(x - 22, foot + 6), (x + 22, foot + 6), (x + 110 + lean * 0.8, c.h), (x - 60 + lean * 0.8, c.h)],
        sheer(deep, 0.8),
    )
    figure(c, x, foot + 8, 1.9, mix(deep, INK, 0.6), mix(deep, INK, 0.6))


def city(c: Canvas, inks: Inks) -> None:
    """Rays over a skyline at night."""
    ground, deep, middle, bright, accent = inks
    c.sky(accent, bright)
    x, y = c.w * c.rng.uniform(0.3, 0.7), c.rng.uniform(520, 640)
    for number in range(0, 36, 2):
        a, b = math.radians(number * 10), math.radians(number * 10 + 10)
        c.poly(
            [
                (x, y),
                (x + 1600 * math.cos(a), y + 1600 * math.sin(a)),
                (x + 1600 * math.cos(b), y + 1600 * math.sin(b)),
            ],
            sheer(ground, 0.28),
        )
    c.oval(x, y, 190, 190, light(bright, 0.4))
    for layer in range(3):
        px = -30.0
        tone = mix(mix(middle, accent, 0.4), deep, layer / 2)
        while px < c.w:
            w, h = c.rng.uniform(46, 120), c.rng.uniform(160, 420) + layer * 20
            top = 1010 + layer * 70 - h
            c.rect(px, top, w, c.h - top, tone)
            if c.rng.random() < 0.3:
                c.poly([(px, top), (px + w / 2, top - 60), (px + w, top)], tone)
            for _ in range(8 if layer else 0):
                c.rect(
                    px + 8 + c.rng.randint(0, max(0, int(w / 18) - 2)) * 18,
                    top + 16 + c.rng.randint(0, 12) * 24,
                    9,
                    13,
                    sheer(bright, 0.85),
                )
            px += w + c.rng.choice((0, 4, 14))


def sea(c: Canvas, inks: Inks) -> None:
    """Rows of round waves, a sun, and one small boat."""
    ground, deep, middle, bright, accent = inks
    c.sky(ground, mix(ground, bright, 0.5))
    c.oval(c.w * c.rng.uniform(0.3, 0.7), c.rng.uniform(260, 380), 170, 170, accent)
    for _ in range(3):
        px, py = c.rng.uniform(-60, c.w * 0.7), c.rng.uniform(120, 480)
        c.rect(px, py, c.rng.uniform(160, 320), 16, sheer(light(ground, 0.6), 0.7), 8)
    boat_row = c.rng.randint(2, 4)
    for row in range(13):
        y, r = 590 + row * 52, 104.0
        if row == boat_row:
            x = c.w * c.rng.uniform(0.3, 0.7)
            c.poly(curve((x - 100, y - 92), (x, y + 36), (x + 100, y - 92)), mix(deep, INK, 0.4))
            c.poly([(x, y - 270), (x + 84, y - 110), (x, y - 100)], light(bright, 0.4))
            c.poly([(x - 8, y - 240), (x - 8, y - 102), (x - 66, y - 108)], accent)
        for column in range(-1, int(c.w / r) + 2):
            x = column * r + row % 2 * r / 2
            tone = mix(middle, deep, row / 12)
            for share, shade in (
                (1.0, light(tone, 0.5)),
                (0.9, tone),
                (0.66, light(tone, 0.32)),
                (0.56, tone),
                (0.3, light(tone, 0.22)),
            ):
                c.oval(x, y, r / 2 * share, r / 2 * share, shade)


def branch(c: Canvas, inks: Inks) -> None:
    """A blossoming branch before the moon, two birds."""
    ground, deep, middle, bright, accent = inks
    c.sky(mix(ground, middle, 0.25), ground)
    c.oval(c.w * 0.58, 420, 250, 250, sheer(light(bright, 0.3), 0.9))
    bark = mix(deep, INK, 0.5)
    left = c.rng.random() < 0.5
    ends = trees.branches(c, c.w * (0.16 if left else 0.84), 1180, 1.55, bark, 6)
    for _ in range(190):
        px, py = c.rng.choice(ends)
        px, py, r = px + c.rng.gauss(0, 24), py + c.rng.gauss(0, 24), c.rng.uniform(7, 17)
        c.oval(px, py, r, r, sheer(c.rng.choice((accent, light(accent, 0.35), light(accent, 0.65))), 0.88))
    for _ in range(26):
        c.oval(c.rng.uniform(0, c.w), c.rng.uniform(400, c.h), 8, 6, sheer(light(accent, 0.3), 0.8))
    things.birds(c, c.w * (0.55 if left else 0.25), 260, HOURS["night"], 4)


def stairs(c: Canvas, inks: Inks) -> None:
    """Folded planes and stairs in light and shade."""
    ground, deep, middle, bright, accent = inks
    c.sky(mix(ground, bright, 0.3), ground)
    c.oval(c.w * c.rng.uniform(0.25, 0.75), c.rng.uniform(180, 300), 110, 110, accent)
    steps, flip = 9, c.rng.random() < 0.5
    for number in range(steps):
        x, y, w = number * c.w / steps, 1060 - number * 82, c.w / steps
        px = c.w - x - w if flip else x
        c.rect(px, y, w + 2, c.h - y, mix(deep, middle, number / steps))
        c.rect(px, y, w + 2, 20, light(bright, 0.2))
        c.poly([(px, y + 20), (px + w, y + 20), (px + (0 if flip else w), y + 92)], sheer(deep, 0.35))
    spot = c.rng.randint(2, 6)
    x = (spot + 0.5) * c.w / steps
    figure(c, c.w - x if flip else x, 1062 - spot * 82, 0.95, mix(deep, INK, 0.6), accent)


KINDS: tuple[Callable[[Canvas, Inks], None], ...] = (moon, rings, doorway, city, sea, branch, stairs)
