"""A roof terrace over the old town, by the light of many small lamps."""

from hutong.demo.scenes import houses, things
from hutong.demo.scenes.canvas import (
    INK,
    LAMPLIGHT,
    VERMILION,
    WHITE,
    Canvas,
    Colour,
    Hour,
    curve,
    dark,
    light,
    sheer,
)


def terrace(c: Canvas) -> None:
    """A roof terrace at dusk with strings of lights over the old town."""
    hour = c.hour("dusk", "dusk", "night", "golden")
    floor = 900.0
    things.sky(c, hour, 760)
    things.ridge(c, 600, 130, hour.layer(0.12), 240, 800)
    gate(c, c.w * c.rng.uniform(0.25, 0.75), 640, hour.layer(0.38))
    for row in range(4):
        x = -80 + c.rng.uniform(-60, 60)
        while x < c.w:
            w = c.rng.uniform(150, 270)
            level = 650 + row * 62
            tone = hour.layer(0.42 + row * 0.13)
            c.rect(x, level - 10, w, 130, light(tone, 0.07))
            c.poly(
                [
                    (x - 18, level),
                    (x + 14, level - 44 - row * 6),
                    (x + w - 14, level - 44 - row * 6),
                    (x + w + 18, level),
                ],
                tone,
            )
            c.rect(x + 6, level - 50 - row * 6, w - 12, 10, dark(tone, 0.2), 4)
            c.rect(x - 18, level - 2, w + 36, 7, dark(tone, 0.28))
            for number in range(1, int(w / 20)):
                c.line([(x + number * 20, level - 40 - row * 6), (x + number * 20, level)], 2, sheer(INK, 0.16))
            if c.rng.random() < 0.5:
                pane = LAMPLIGHT if hour.lit else light(tone, 0.35)
                c.rect(x + w * c.rng.uniform(0.2, 0.7), level - 30, 30, 17, pane, 2)
            x += w + c.rng.uniform(-10, 60)
    things.birds(c, c.w * 0.35, 300, hour, 6)
    parapet(c, floor, hour)
    for cord in range(3):
        start, end = (-20.0, 150.0 + cord * 60), (c.w + 20, 110.0 + cord * 90)
        points = curve(start, (c.w * c.rng.uniform(0.4, 0.6), 400 + cord * 60), end, 22)
        c.line(points, 3, sheer(INK, 0.8))
        for px, py in points[1:-1]:
            c.glow(px, py + 12, 52, (255, 190, 100), 0.5)
            c.oval(px, py + 12, 9, 11, (255, 234, 178))
    supper(c, c.w * c.rng.uniform(0.4, 0.6), 1130, hour)
    for px in (0.04, 0.13, 0.87, 0.95):
        things.pot(c, c.w * px, 1120 + c.rng.uniform(-30, 40), c.rng.uniform(1.3, 1.8), hour)
    things.cat(c, c.w * c.rng.choice((0.24, 0.76)), floor - 112, 0.85, dark(hour.near, 0.4))


def gate(c: Canvas, x: float, y: float, tone: Colour) -> None:
    """Set an old gate tower on the horizon."""
    c.poly([(x - 150, y + 40), (x - 126, y - 90), (x + 126, y - 90), (x + 150, y + 40)], tone)
    c.poly([(x - 26, y + 40), *curve((x - 26, y), (x, y - 46), (x + 26, y)), (x + 26, y + 40)], dark(tone, 0.25))
    for width, level in ((120, 84), (96, 160)):
        c.rect(x - width, y - level - 56, width * 2, 62, tone)
        houses.tiled_roof(c, x - width, y - level - 50, width * 2, 44, dark(tone, 0.12), 26)


def parapet(c: Canvas, y: float, hour: Hour) -> None:
    """Lay the terrace's floor of boards and its low wall."""
    brick = hour.shade((140, 124, 116))
    c.rect(0, y - 110, c.w, 122, brick)
    for row in range(1, 5):
        c.line([(0, y - 110 + row * 24), (c.w, y - 110 + row * 24)], 2, sheer(INK, 0.14))
        for number in range(21):
            px = (number + row % 2 / 2) * c.w / 20
            c.line([(px, y - 110 + row * 24), (px, y - 86 + row * 24)], 2, sheer(INK, 0.12))
    c.rect(0, y - 122, c.w, 20, light(brick, 0.22))
    boards = hour.shade((150, 106, 74))
    c.sky(dark(boards, 0.22), boards, y, c.h - y)
    for number in range(-12, 13):
        c.line([(c.w / 2 + number * 80, y), (c.w / 2 + number * 190, c.h)], 3, sheer(INK, 0.22))


def supper(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Set a round table with candle, wine and two chairs."""
    chair = hour.shade((196, 160, 112))
    things.shadow(c, x, y + 6, 330, 34, 0.25)
    for side in (-1, 1):
        sx = x + side * 240
        c.rect(sx + (side * 44 if side > 0 else side * 44 - 12), y - 250, 12, 256, dark(chair, 0.2), 5)
        c.rect(sx - 56, y - 112, 112, 18, chair, 8)
        c.rect(sx - side * 46 - 5, y - 100, 11, 104, dark(chair, 0.2))
        for slat in range(3):
            c.rect(sx + side * 50 - 8, y - 240 + slat * 36, 16, 22, chair, 6)
        c.rect(sx - 46, y - 132, 92, 24, hour.shade(VERMILION), 10)
    c.rect(x - 8, y - 150, 16, 150, dark(chair, 0.35))
    c.oval(x, y, 80, 14, dark(chair, 0.35))
    c.oval(x, y - 160, 176, 30, dark(chair, 0.15))
    c.oval(x, y - 168, 176, 30, light(chair, 0.25))
    c.glow(x, y - 220, 260, (255, 190, 100), 0.5)
    c.rect(x - 9, y - 214, 18, 42, (250, 240, 220), 3)
    c.oval(x, y - 228, 7, 14, (255, 226, 140))
    for dx in (-84, 84):
        c.line([(x + dx, y - 168), (x + dx, y - 204)], 4, sheer(WHITE, 0.7))
        c.poly(
            [(x + dx - 17, y - 244), (x + dx + 17, y - 244), (x + dx + 8, y - 202), (x + dx - 8, y - 202)],
            sheer(WHITE, 0.42),
        )
        c.poly(
            [(x + dx - 14, y - 228), (x + dx + 14, y - 228), (x + dx + 8, y - 203), (x + dx - 8, y - 203)],
            (160, 40, 52),
        )
