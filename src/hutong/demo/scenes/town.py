"""Scenes of the old town: a courtyard, and a canal with its bridge."""

from collections.abc import Sequence

from hutong.demo.scenes import houses, things, trees
from hutong.demo.scenes.canvas import (
    INK,
    LAMPLIGHT,
    PERSIMMON,
    VERMILION,
    Canvas,
    Hour,
    Point,
    curve,
    dark,
    light,
    mix,
    sheer,
)


def court(c: Canvas) -> None:
    """A courtyard house: the main hall, its wings, a tree, tea in the yard."""
    hour = c.hour("dawn", "morning", "noon", "golden", "rose", "mist", "dusk", "night")
    ground = c.rng.uniform(800, 850)
    things.sky(c, hour, 640)
    things.ridge(c, 560, 170, hour.layer(0.1), 220, 900)
    for number in range(7):
        x = number * c.w / 6 - 120 + c.rng.uniform(-40, 40)
        houses.tiled_roof(c, x, 640, c.rng.uniform(170, 280), c.rng.uniform(60, 90), hour.layer(0.45), 24)
    if c.rng.random() < 0.6:
        trees.leafy(c, c.w * c.rng.uniform(0.2, 0.8), 720, 1.3, hour)
    else:
        grove = c.rng.choice((0.2, 0.66))
        for number in range(11):
            trees.bamboo(c, c.w * (grove + number * 0.014), 720, c.rng.uniform(330, 500), hour)
    c.rect(0, 636, c.w, ground - 620, mix(hour.shade(houses.BRICK), hour.low, 0.15))
    c.rect(0, 626, c.w, 20, hour.roof)
    yard(c, ground, hour)
    w = c.w * c.rng.uniform(0.5, 0.58)
    x = (c.w - w) / 2 + c.rng.uniform(-50, 50)
    things.shadow(c, x + w / 2, ground + 34, w * 0.62, 26)
    paint = c.rng.choice((VERMILION, (150, 64, 46), (62, 106, 96)))
    houses.hall(c, x, ground, w, 240, hour, paint)
    wing(c, ground, hour, left=True)
    wing(c, ground, hour, left=False)
    things.lantern(c, x + w * 0.32, ground - 236, 0.66, hour)
    things.lantern(c, x + w * 0.68, ground - 236, 0.66, hour)
    side = c.rng.choice((0.16, 0.84))
    things.shadow(c, c.w * side + 60, 1082, 260, 40)
    if c.rng.random() < 0.5:
        trees.persimmon(c, c.w * side, 1080, 1.3, hour)
    else:
        trees.leafy(c, c.w * side, 1080, 1.7, hour)
    if c.rng.random() < 0.4:
        things.clothes_line(c, c.w * (0.97 - side) - (60 if side > 0.5 else 240), 860, 340, hour)
    else:
        things.tea_table(c, c.w * (0.95 - side * 0.9) + c.rng.uniform(-40, 40), 1090, 1.15, hour)
    for number in range(c.rng.randint(3, 5)):
        things.pot(
            c, x + 30 + number * 84 + (w * 0.52 if number > 1 else 0), ground + 44, c.rng.uniform(0.6, 0.9), hour
        )
    things.cat(c, c.w * c.rng.uniform(0.42, 0.58), 1110, 0.9, c.rng.choice((INK, (196, 122, 62), (232, 224, 212))))
    things.birds(c, c.w * c.rng.uniform(0.25, 0.6), c.rng.uniform(150, 300), hour)


def yard(c: Canvas, top: float, hour: Hour) -> None:
    """Pave the yard with bricks that grow towards us."""
    stone = mix(hour.ground, hour.shade((170, 160, 148)), 0.4)
    c.sky(light(stone, 0.12), dark(stone, 0.12), top, c.h - top)
    y, step = top + 14, 16.0
    while y < c.h:
        c.line([(0, y), (c.w, y)], 2.5, sheer(INK, 0.1))
        y, step = y + step, step * 1.35
    for number in range(-10, 11):
        middle = c.w / 2
        c.line([(middle + number * 70, top), (middle + number * 210, c.h)], 2.5, sheer(INK, 0.09))


def wing(c: Canvas, ground: float, hour: Hour, left: bool) -> None:
    """Build a side wing, seen along its wall towards the hall."""

    def mirrored(points: Sequence[Point]) -> list[Point]:
        """Put points that are meant for the left to the right side."""
        return list(points) if left else [(c.w - a, b) for a, b in points]

    edge, foot = 250.0, ground + 190
    wall = hour.wall if not hour.lit else mix(hour.wall, LAMPLIGHT, 0.1)
    c.poly(mirrored([(0, 520), (edge, 640), (edge, ground + 16), (0, foot)]), wall if left else dark(wall, 0.08))
    c.poly(mirrored([(0, foot - 130), (edge, ground - 60), (edge, ground + 16), (0, foot)]), hour.shade(houses.BRICK))
    pane = LAMPLIGHT if hour.lit else light(mix(hour.wall, hour.high, 0.3), 0.05)
    for near, far in ((30, 110), (150, 214)):
        tall = [(at, 600 + at * 0.26) for at in (near, far)]
        low = [(at, foot - 160 - at * 0.5) for at in (far, near)]
        c.poly(
            mirrored(
                [(a - 7, b - 7) for a, b in tall[:1]]
                + [(tall[1][0] + 7, tall[1][1] - 7)]
                + [(low[0][0] + 7, low[0][1] + 7), (low[1][0] - 7, low[1][1] + 7)]
            ),
            hour.shade(VERMILION),
        )
        c.poly(mirrored([*tall, *low]), pane)
        for share in (0.33, 0.66):
            a = near + (far - near) * share
            c.line(mirrored([(a, 600 + a * 0.26), (a, foot - 160 - a * 0.5)]), 4, hour.shade(VERMILION))
        c.line(mirrored([(near, 705), (far, 690)]), 4, hour.shade(VERMILION))
    c.poly(mirrored([(0, 520), (edge, 640), (edge, 676), (0, 580)]), sheer(INK, 0.24))
    c.poly(
        mirrored([(0, 330), (90, 420), *curve((90, 420), (200, 560), (edge + 44, 640), 8), (edge + 40, 656), (0, 552)]),
        hour.roof,
    )
    for number in range(9):
        at = number / 8
        c.line(mirrored([(90 * at, 334 + 90 * at), (20 + (edge + 20) * at, 548 + 96 * at)]), 3, sheer(INK, 0.28))
    c.line(mirrored([(0, 552), (edge + 40, 656)]), 10, dark(hour.roof, 0.3))


def bridge(c: Canvas) -> None:
    """A canal between white houses, an arched bridge and its round reflection."""
    hour = c.hour("dawn", "morning", "noon", "golden", "rose", "mist", "dusk", "night")
    water = c.rng.uniform(790, 830)
    things.sky(c, hour, water)
    things.ridge(c, 600, 130, hour.layer(0.08), 240, 900)
    x = -60.0
    while x < c.w:
        w = c.rng.uniform(120, 220)
        h = c.rng.uniform(170, 250)
        tone = Hour(**{**hour.__dict__, "wall": mix(hour.wall, hour.far, 0.45), "roof": mix(hour.roof, hour.far, 0.4)})
        houses.water_house(c, x, water - 40, w, h, tone, balcony=False)
        x += w + c.rng.uniform(0, 30)
    c.rect(0, water - 44, c.w, 50, mix(hour.shade(houses.BRICK), hour.far, 0.3))
    middle = c.w * c.rng.uniform(0.44, 0.56)
    arch(c, middle, water, c.w * 0.3, hour)
    for left in (True, False):
        x = -70.0
        while x < middle - c.w * 0.27 if left else x < c.w - middle - c.w * 0.27:
            w, h = c.rng.uniform(210, 290), c.rng.uniform(280, 420)
            at = x if left else c.w - x - w
            if c.rng.random() < 0.3:
                houses.stepped_wall(c, at, water - 14, w, h * 0.75, hour)
            else:
                houses.water_house(c, at, water - 14, w, h, hour)
            things.lantern(c, at + (w if left else 0), water - h * 0.55, 0.6, hour)
            x += w - 6
        quay = light(hour.shade(houses.BRICK), 0.15)
        c.rect(-20 if left else c.w - x, water - 18, x + 20, 30, quay)
    c.mirror(water + 10, c.h - water, mix(mix((70, 112, 106), hour.near, 0.5), hour.high, 0.2), 0.5)
    for _ in range(46):
        y = water + 18 + c.rng.random() * (c.h - water)
        c.rect(c.rng.uniform(-50, c.w), y, c.rng.uniform(40, 160), 3, sheer(hour.sun, c.rng.uniform(0.1, 0.34)), 1.5)
    things.boat(c, middle + c.rng.uniform(-220, 220), water + c.rng.uniform(190, 280), c.rng.uniform(0.95, 1.2), hour)
    side = c.rng.choice((-1, 1))
    trees.willow(c, -10 if side > 0 else c.w + 10, c.rng.uniform(10, 60), 1.1, hour, side)


def arch(c: Canvas, x: float, water: float, reach: float, hour: Hour) -> None:
    """Build an arched stone bridge over the water."""
    stone = light(hour.shade((168, 164, 156)), 0.1)
    top = water - 250
    deck = [
        *curve((x - reach, water - 10), (x - reach * 0.45, top + 60), (x - 70, top), 10),
        *curve((x + 70, top), (x + reach * 0.45, top + 60), (x + reach, water - 10), 10),
    ]
    opening = curve((x - 150, water + 12), (x - 150, top + 60), (x, top + 56), 12)
    opening += [(2 * x - a, b) for a, b in reversed(opening)]
    c.poly([*deck, (x + reach, water + 12), *reversed(opening), (x - reach, water + 12)], stone)
    c.line(opening, 14, dark(stone, 0.22))
    for row in range(1, 8):
        y = top + 24 + row * 30
        for _ in range(9):
            px = x + c.rng.choice((-1, 1)) * c.rng.uniform(180, 190 + (y - top) * 1.2)
            if abs(px - x) < reach * (y - top) / 300 + 20:
                c.rect(px - 18, y, 36, 3, sheer(INK, 0.16))
    rail = [(a, b - 34) for a, b in deck]
    c.line(deck, 10, light(stone, 0.25))
    c.line(rail, 8, light(stone, 0.2))
    for a, b in deck[::2]:
        c.rect(a - 6, b - 48, 12, 48, light(stone, 0.12), 3)
    px, py = x + c.rng.uniform(-90, 60), top - 6
    c.poly([(px - 15, py), (px - 9, py - 58), (px + 9, py - 58), (px + 17, py)], hour.shade(VERMILION))
    c.oval(px, py - 68, 10, 11, hour.shade((222, 180, 150)))
    c.poly([*curve((px - 46, py - 76), (px, py - 128), (px + 46, py - 76)), (px, py - 80)], hour.shade(PERSIMMON))
