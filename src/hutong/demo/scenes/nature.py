"""Scenes outside the town: a lake, an orchard, mountains."""

import itertools
import math

from hutong.demo.scenes import houses, things, trees
from hutong.demo.scenes.canvas import (
    INK,
    PERSIMMON,
    VERMILION,
    WHITE,
    Canvas,
    Colour,
    Hour,
    curve,
    dark,
    light,
    mix,
    sheer,
)


def pagoda(c: Canvas, x: float, y: float, size: float, tone: Colour) -> None:
    """Set a pagoda on a far hill."""
    s = size
    for floor in range(6):
        level, width = y - floor * 44 * s, (52 - floor * 6) * s
        c.rect(x - width * 0.6, level - 40 * s, width * 1.2, 42 * s, tone)
        c.poly(
            [
                (x - width * 1.25, level - 26 * s),
                (x - width * 0.5, level - 46 * s),
                (x + width * 0.5, level - 46 * s),
                (x + width * 1.25, level - 26 * s),
            ],
            dark(tone, 0.15),
        )
    c.line([(x, y - 270 * s), (x, y - 330 * s)], 5 * s, tone)


def lake(c: Canvas) -> None:
    """A lake with hills, a house on its shore, and what they look like in the water."""
    hour = c.hour("dawn", "morning", "noon", "golden", "rose", "mist", "dusk", "night")
    shore = c.rng.uniform(620, 730)
    things.sky(c, hour, shore)
    for number, share in enumerate((0.05, 0.35, 0.62)):
        base = shore - 20 + number * 4
        things.ridge(c, base, (260, 170, 80)[number], hour.layer(share), (230, 190, 150)[number], shore + 10)
        c.veil(0, shore - 150 + number * 30, c.w, 160 - number * 30, hour.low, 0, 0.45 - number * 0.12)
        if number == 1:
            px = c.rng.uniform(0.15, 0.85) * c.w
            pagoda(c, px, shore - 96, 0.75, hour.layer(0.55))
            c.poly(
                [(px - 420, shore), *curve((px - 420, shore), (px, shore - 215), (px + 420, shore))], hour.layer(0.48)
            )
    x = c.rng.uniform(0.1, 0.5) * c.w
    for _ in range(9):
        trees.poplar(
            c, c.rng.uniform(0, c.w), shore + 2, c.rng.uniform(0.35, 0.7), hour.layer(c.rng.uniform(0.7, 0.95))
        )
    houses.water_house(c, x, shore, 260, 150, hour, balcony=False)
    houses.water_house(c, x + 230, shore, 190, 215, hour, balcony=False)
    trees.leafy(c, x - 60, shore, 0.62, hour)
    trees.leafy(c, x + 490, shore, 0.52, hour)
    c.rect(0, shore - 6, c.w, 12, dark(hour.layer(0.8), 0.1))
    c.mirror(shore + 6, c.h - shore, mix(hour.high, hour.near, 0.35), 0.42)
    for _ in range(60):
        y = shore + 16 + (c.h - shore) * c.rng.random() ** 1.6
        width = c.rng.uniform(30, 150) * (0.4 + (y - shore) / 420)
        c.rect(c.rng.uniform(-50, c.w), y, width, 3, sheer(hour.sun, c.rng.uniform(0.12, 0.4)), 1.5)
    things.boat(c, c.rng.uniform(0.35, 0.75) * c.w, shore + c.rng.uniform(170, 300), c.rng.uniform(0.7, 1.0), hour)
    lotus(c, hour) if c.rng.random() < 0.5 else None
    side = c.rng.choice((-1, 1))
    trees.willow(c, -10 if side > 0 else c.w + 10, c.rng.uniform(20, 90), 1.25, hour, side)
    things.birds(c, c.w * c.rng.uniform(0.3, 0.6), shore * c.rng.uniform(0.2, 0.45), hour)


def lotus(c: Canvas, hour: Hour) -> None:
    """Float lotus leaves and a few flowers in a corner of the water."""
    left = c.rng.random() < 0.5
    for _ in range(26):
        px, py = c.rng.random() ** 1.6 * 620, c.h - 20 - c.rng.random() ** 1.4 * 240
        px = px if left else c.w - px
        r = 34 + (py - 900) * 0.12
        c.oval(px, py, r, r * 0.34, mix((104, 146, 100), hour.near, c.rng.uniform(0.1, 0.4)))
        c.poly([(px, py), (px + r, py - 4), (px + r, py + 6)], sheer(hour.near, 0.35))
        if c.rng.random() < 0.3:
            for lean in (-14, 0, 14):
                c.oval(px + lean, py - 26 - (8 if not lean else 0), 9, 20, hour.shade((236, 150 + abs(lean) * 2, 164)))


def orchard(c: Canvas) -> None:
    """A persimmon orchard with a wooden house, in autumn."""
    hour = c.hour("dawn", "morning", "noon", "golden", "rose", "mist", "dusk")
    horizon = c.rng.uniform(640, 720)
    things.sky(c, hour, horizon)
    for share, height in ((0.05, 300), (0.3, 190), (0.52, 100)):
        things.ridge(c, horizon, height, hour.layer(share), c.rng.uniform(150, 260), horizon + 40)
        c.veil(0, horizon - 120, c.w, 130, hour.low, 0, 0.35)
    field = mix(hour.ground, hour.leaf, 0.35)
    c.sky(light(field, 0.16), dark(field, 0.2), horizon, c.h - horizon)
    for row in range(4):
        y = horizon + 14 + row * 26
        for number in range(16 - row * 2):
            px = (number + c.rng.random()) * c.w / (15 - row * 2) - 40
            r = 24 + row * 8
            c.rect(px - 3, y - r, 6, r, dark(hour.near, 0.2))
            c.oval(px, y - r * 1.5, r, r * 0.86, mix(hour.leaf, PERSIMMON, 0.2 + 0.25 * c.rng.random()))
            for _ in range(4):
                c.oval(px + c.rng.uniform(-r, r) * 0.7, y - r * c.rng.uniform(1, 2), 3.5, 3.5, hour.shade(PERSIMMON))
    path = mix(hour.ground, hour.low, 0.2 if hour.lit else 0.45)
    bend = c.w * c.rng.uniform(0.35, 0.6)
    c.poly(
        [
            *curve((bend + 60, horizon + 110), (bend - 160, horizon + 190), (bend - 60, c.h), 10),
            *curve((bend + 330, c.h), (bend + 60, horizon + 190), (bend + 96, horizon + 110), 10),
        ],
        path,
    )
    cabin(c, bend + 40, horizon + 128, hour)
    spots = [
        (c.rng.uniform(0.06, 0.2) * c.w, c.rng.uniform(1010, 1100), 1.25),
        (c.w * 0.86, c.rng.uniform(980, 1060), 1.1),
    ]
    for px, py, size in spots:
        things.shadow(c, px + 40, py, 170 * size, 24 * size)
        trees.persimmon(c, px, py, size, hour, fruits=44)
    trees.grass(c, horizon + 170, sheer(light(field, 0.25), 0.7), 70)
    for _ in range(16):
        px = c.rng.choice(spots)[0] + c.rng.uniform(-220, 220)
        things.fruit(c, px, c.rng.uniform(1070, 1170), c.rng.uniform(13, 17), hour)
    basket(c, c.w * c.rng.uniform(0.6, 0.7), 1130, hour)
    things.birds(c, c.w * 0.4, horizon * 0.35, hour, 4)


def cabin(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Build a two-storeyed wooden house with strings of drying fruit."""
    wood = hour.shade((150, 104, 70))
    for level, width in ((0, 330), (1, 270)):
        left, top = x + (330 - width) / 2, y - 130 - level * 150
        c.rect(left, top, width, 132, wood)
        for number in range(1, int(width / 22)):
            c.rect(left + number * 22, top, 2, 132, sheer(INK, 0.14))
        pane = (255, 214, 140) if hour.lit else mix(hour.low, wood, 0.2)
        for share in (0.12, 0.62):
            houses.lattice(c, left + width * share, top + 34, width * 0.26, 62, dark(wood, 0.4), pane)
        c.veil(left, top, width, 44, INK, 0.4, 0)
        houses.tiled_roof(c, left, top + 8, width, 62 if level else 30, hour.roof, 34)
    houses.door(c, x + 142, y, 48, 92, dark(wood, 0.35), plaques=False)
    for number in range(9):
        for fall in range(5):
            c.oval(x + 26 + number * 35, y - 122 + fall * 15, 6, 6, hour.shade(PERSIMMON))


def basket(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Put down a basket full of fruit."""
    things.shadow(c, x, y, 100, 16)
    for number in range(9):
        things.fruit(c, x - 60 + number % 5 * 30, y - 78 - number // 5 * 18, 19, hour)
    wicker = hour.shade((176, 128, 76))
    c.poly([(x - 88, y - 76), (x + 88, y - 76), (x + 66, y), (x - 66, y)], wicker)
    for row in range(1, 4):
        c.rect(x - 84 + row * 5, y - 76 + row * 18, 168 - row * 10, 4, dark(wicker, 0.25))
    c.rect(x - 92, y - 84, 184, 14, dark(wicker, 0.18), 6)


def mountain(c: Canvas) -> None:
    """Mountains behind mountains in the mist, with a temple among pines."""
    hour = c.hour("dawn", "morning", "golden", "rose", "mist", "mist", "dusk", "night")
    things.sky(c, hour, 900)
    layers = c.rng.randint(5, 6)
    for number in range(layers):
        share = number / (layers - 1)
        base = 470 + 640 * share**1.2
        peaks(c, base, 330 - 150 * share, hour.layer(share * 0.85), number == 0)
        if number < layers - 1:
            c.veil(0, base - 40, c.w, 230, mix(hour.low, hour.sun, 0.3), 0, 0.62 - 0.3 * share)
        if number == layers - 3:
            temple(c, c.rng.uniform(0.3, 0.7) * c.w, base + 10, hour)
    for _ in range(16):
        px = c.rng.uniform(0, c.w)
        trees.pine(c, px, 1130 + c.rng.uniform(-30, 40), c.rng.uniform(0.35, 0.6), hour)
    c.poly([(0, c.h), *curve((0, 1040), (c.w * 0.3, 1120), (c.w * 0.6, 1220))], dark(hour.near, 0.25))
    side = c.rng.choice((0.1, 0.88))
    trees.pine(c, c.w * side, 1190, 1.75, hour)
    things.birds(c, c.w * c.rng.uniform(0.25, 0.6), c.rng.uniform(180, 340), hour, 6)


def peaks(c: Canvas, base: float, height: float, fill: Colour, sharp: bool) -> None:
    """Draw a range of steep peaks, each with a side in the light."""
    summits = [(-200.0, base)]
    while summits[-1][0] < c.w + 200:
        summits.append(
            (summits[-1][0] + c.rng.uniform(150, 420), base - height * c.rng.uniform(0.1, 1.15 if sharp else 0.9))
        )
    points = [summits[0]]
    for (ax, ay), (bx, by) in itertools.pairwise(summits):
        low = (ax + (bx - ax) * c.rng.uniform(0.4, 0.6), max(ay, by) + height * c.rng.uniform(0.05, 0.3))
        for start, end in ((points[-1], low), (low, (bx, by))):
            for step in range(1, 7):
                t = step / 6
                rough = height * 0.045 * c.rng.uniform(-1, 1) * (1 if step < 6 else 0)
                bend = math.sin(t * math.pi / 2) if start is low else 1 - math.cos(t * math.pi / 2)
                soft = 0.45 * t + 0.55 * (1 - bend if start is low else bend)
                rise = t * 0.5 + 0.5 * (t * t if start is low else soft)
                points.append((start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * rise + rough))
    c.poly([(-200, base + 900), *points, (c.w + 700, base + 900)], fill)
    for (_, before), (x, y), (_, after) in zip(summits, summits[1:], summits[2:], strict=False):
        if y > min(before, after) - height * 0.12:
            continue
        reach = c.rng.uniform(60, 110)
        c.poly(
            [
                (x, y),
                (x + reach * 0.4, y + 60),
                (x + reach, y + height * 0.7),
                (x + reach * 0.3, y + height * 0.55),
                (x - reach * 0.1, y + 70),
            ],
            sheer(WHITE, 0.07),
        )


def temple(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Set a small temple on a ledge."""
    c.poly(
        [(x - 240, y + 260), *curve((x - 190, y + 20), (x, y - 30), (x + 210, y + 16)), (x + 330, y + 260)],
        hour.layer(0.66),
    )
    wall = mix(hour.shade(VERMILION), hour.layer(0.5), 0.35)
    for width, level in ((190, 0), (120, 82)):
        c.rect(x - width / 2, y - 66 - level, width, 70, wall)
        for number in range(3):
            pane = (255, 214, 140) if hour.lit else dark(wall, 0.4)
            c.rect(x - width / 2 + width * (0.12 + 0.3 * number), y - 46 - level, width * 0.16, 48, pane)
        houses.tiled_roof(c, x - width / 2, y - 60 - level, width, 40, mix(hour.roof, hour.layer(0.5), 0.3), 26)
    for dx in (-170, 150, 200):
        trees.pine(c, x + dx, y + 24, 0.42, hour)
