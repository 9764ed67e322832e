"""A house in the snow."""

from hutong.demo.scenes import houses, things, trees
from hutong.demo.scenes.canvas import (
    INK,
    PERSIMMON,
    VERMILION,
    WHITE,
    WOOD,
    Canvas,
    Colour,
    Hour,
    curve,
    dark,
    light,
    mix,
    sheer,
)


def snow(c: Canvas) -> None:
    """A village gate in the snow, with red lanterns."""
    hour = c.hour("mist", "mist", "rose", "dusk", "night", "dawn")
    horizon = c.rng.uniform(680, 740)
    things.sky(c, hour, horizon, sun=c.rng.random() < 0.5)
    white = mix(WHITE, hour.high, 0.3 if hour.lit else 0.08)
    for share, height in ((0.0, 300), (0.2, 190), (0.38, 100)):
        things.ridge(c, horizon, height, mix(hour.layer(share), white, 0.42), c.rng.uniform(160, 260), horizon + 60)
    for _ in range(24):
        trees.poplar(c, c.rng.uniform(0, c.w), horizon + 20, c.rng.uniform(0.3, 0.7), mix(hour.layer(0.5), white, 0.4))
    c.sky(white, mix(white, hour.high, 0.28), horizon, c.h - horizon)
    x, y, w = c.w * c.rng.uniform(0.14, 0.3), horizon + 180, c.w * c.rng.uniform(0.5, 0.58)
    things.shadow(c, x + w / 2, y + 24, w * 0.64, 30, 0.12)
    houses.hall(c, x, y, w, 250, hour)
    snow_cap(c, x, y - 244, w, 155, white)
    c.poly(
        [
            *curve((x - 90, y + 30), (x + w / 2, y + 2), (x + w + 90, y + 30)),
            *curve((x + w + 90, y + 60), (x, y + 90), (x - 90, y + 60)),
        ],
        white,
    )
    path = mix(white, hour.near, 0.16)
    c.poly([(x + w / 2 - 46, y + 18), (x + w / 2 + 46, y + 18), (x + w / 2 + 190, c.h), (x + w / 2 - 140, c.h)], path)
    for side, px in ((-1, x + w * 0.36), (1, x + w * 0.64)):
        things.lantern(c, px, y - 240, 0.85, hour)
        tree_x = c.w * (0.07 if side < 0 else 0.93)
        ends = trees.branches(c, tree_x, 1080, 1.15, dark(hour.shade(WOOD), 0.4))
        for ex, ey in ends[::2]:
            c.oval(ex, ey - 4, 15, 8, white)
            if c.rng.random() < 0.35:
                things.fruit(c, ex, ey + 14, 13, hour)
        c.oval(tree_x, 1090, 90, 24, light(white, 0.5))
    snowman(c, x + w * c.rng.choice((0.16, 0.84)), y + 190, hour, white)
    for _ in range(150):
        r = c.rng.uniform(2, 7)
        c.oval(c.rng.uniform(0, c.w), c.rng.uniform(0, c.h), r, r, sheer(WHITE, c.rng.uniform(0.5, 0.95)))


def snow_cap(c: Canvas, x: float, y: float, w: float, h: float, white: Colour) -> None:
    """Lay snow on a roof that tiled_roof has made."""
    inset = min(90.0, w * 0.1)
    lower = [(x + w + 22 - number * (w + 44) / 14, y - 34 + c.rng.uniform(-14, 18)) for number in range(15)]
    c.poly(
        [
            *curve((x + inset - 14, y - h - 16), (x + inset * 0.35, y - h * 0.34), (x - 22, y - 30), 8),
            *reversed(lower),
            *curve((x + w + 22, y - 30), (x + w - inset * 0.35, y - h * 0.34), (x + w - inset + 14, y - h - 16), 8),
        ],
        white,
    )
    c.rect(x + inset - 18, y - h - 26, w - 2 * inset + 36, 26, light(white, 0.4), 12)


def snowman(c: Canvas, x: float, y: float, hour: Hour, white: Colour) -> None:
    """Build a snowman with a red scarf."""
    things.shadow(c, x, y, 84, 14, 0.12)
    for level, r in ((46, 62), (132, 44)):
        c.oval(x, y - level, r, r, light(white, 0.5))
        c.oval(x + r * 0.3, y - level + r * 0.2, r * 0.66, r * 0.7, sheer(hour.high, 0.14))
    c.rect(x - 42, y - 106, 84, 18, hour.shade(VERMILION), 8)
    c.rect(x + 14, y - 100, 18, 56, hour.shade(VERMILION), 6)
    for dx in (-14, 12):
        c.oval(x + dx, y - 142, 4, 5, INK)
    c.poly([(x - 2, y - 134), (x + 32, y - 127), (x - 2, y - 124)], hour.shade(PERSIMMON))
