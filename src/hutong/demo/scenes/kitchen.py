"""A kitchen with shelves, a stove and a table."""

from hutong.demo.scenes import things
from hutong.demo.scenes.canvas import (
    INK,
    LAMPLIGHT,
    PERSIMMON,
    VERMILION,
    WHITE,
    WOOD,
    Canvas,
    Hour,
    curve,
    dark,
    light,
    sheer,
)
from hutong.demo.scenes.indoors import CLOTHS, inside, view_from, wall_colour


def kitchen(c: Canvas) -> None:
    """A kitchen: tiles, shelves with bowls and jars, a steaming pot, fruit on the table."""
    hour = c.hour("dawn", "morning", "noon", "golden", "rose", "mist", "dusk", "night")
    wall = wall_colour(c, hour)
    c.sky(light(wall, 0.08), wall, 0, c.h)
    counter = 760.0
    left = c.rng.random() < 0.5
    wx = c.w * (0.08 if left else 0.58)
    tiles(c, 520, counter, inside(hour))
    view_from(c, wx, 130, c.w * 0.34, 300, hour)
    hour = inside(hour)
    sx = c.w * (0.54 if left else 0.06)
    for level in (250, 440):
        shelf(c, sx, level, c.w * 0.4, hour)
    for number in range(c.rng.randint(2, 4)):
        hanging(c, wx + 60 + number * 120, 500, hour)
    cupboards(c, counter, hour)
    stove(c, c.w * (0.68 if left else 0.3), counter, hour)
    for number in range(3):
        things.pot(c, wx + 60 + number * 170, 442, c.rng.uniform(0.5, 0.66), hour)
    board(c, c.w * (0.32 if left else 0.72), counter, hour)
    table(c, hour)
    for px in (c.w * 0.36, c.w * 0.64):
        pendant(c, px, 250 + c.rng.uniform(-20, 20), hour)


def tiles(c: Canvas, top: float, low: float, hour: Hour) -> None:
    """Tile the wall above the counter."""
    tone = light(hour.shade(c.rng.choice(((150, 180, 172), (226, 220, 204), (124, 150, 166), (214, 178, 140)))), 0.2)
    c.rect(0, top, c.w, low - top, light(tone, 0.35))
    side = 48
    for row in range(int((low - top) / side)):
        for column in range(int(c.w / side) + 2):
            x = column * side - row % 2 * side / 2
            shade = c.rng.choice((tone, tone, light(tone, 0.08), dark(tone, 0.05)))
            c.rect(x + 2, top + row * side + 2, side - 4, side - 4, shade, 3)


def shelf(c: Canvas, x: float, y: float, w: float, hour: Hour) -> None:
    """Fill a shelf with bowls, jars, cups and a plant."""
    px = x + 24
    while px < x + w - 70:
        kind = c.rng.randint(0, 4)
        tone = hour.shade(c.rng.choice((*CLOTHS, (244, 238, 226), (86, 122, 150))))
        if kind == 0:
            for number in range(c.rng.randint(2, 4)):
                c.poly(
                    [
                        (px, y - 30 - number * 15),
                        (px + 84, y - 30 - number * 15),
                        (px + 62, y - number * 15),
                        (px + 22, y - number * 15),
                    ],
                    light(tone, 0.12 * (number % 2)),
                )
            px += 100
        elif kind == 1:
            c.rect(px, y - 92, 56, 92, sheer(light(tone, 0.6), 0.85), 10)
            c.rect(px + 4, y - 60, 48, 56, tone, 8)
            c.rect(px - 2, y - 104, 60, 16, dark(WOOD, 0.1), 5)
            px += 76
        elif kind == 2:
            c.rect(px, y - 44, 46, 44, tone, 8)
            c.ring(px + 50, y - 24, 13, 6, tone)
            px += 82
        elif kind == 3:
            things.pot(c, px + 40, y, 0.62, hour)
            px += 96
        else:
            c.oval(px + 42, y - 34, 42, 36, tone)
            c.rect(px + 26, y - 82, 32, 22, tone, 8)
            c.rect(px + 20, y - 88, 44, 10, dark(tone, 0.15), 5)
            px += 102
    c.rect(x, y, w, 18, light(hour.shade(WOOD), 0.14), 4)
    c.rect(x, y + 18, w, 12, sheer(INK, 0.1))
    for bracket in (x + 40, x + w - 56):
        c.poly([(bracket, y + 18), (bracket + 16, y + 18), (bracket + 16, y + 60)], dark(hour.shade(WOOD), 0.15))


def hanging(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Hang a pan, chillies or garlic from the rail."""
    c.line([(x - 60, y), (x + 60, y)], 8, dark(hour.near, 0.35))
    kind = c.rng.randint(0, 2)
    c.line([(x, y), (x, y + 30)], 5, dark(hour.near, 0.35))
    if kind == 0:
        c.rect(x - 5, y + 26, 10, 76, dark(WOOD, 0.2), 4)
        c.oval(x, y + 138, 48, 48, (72, 70, 76))
        c.oval(x, y + 138, 38, 38, (96, 94, 100))
    elif kind == 1:
        for number in range(18):
            dx, dy = c.rng.uniform(-26, 26), 30 + number * 8
            c.poly([(x + dx - 8, y + dy), (x + dx + 8, y + dy), (x + dx * 1.7, y + dy + 34)], hour.shade((196, 52, 40)))
    else:
        for number in range(12):
            dx, dy = (number % 3 - 1) * 22, 40 + number // 3 * 32
            c.oval(x + dx, y + dy, 17, 18, hour.shade((244, 236, 222)))
            c.line([(x + dx, y + dy - 17), (x, y + dy - 30)], 4, hour.shade((214, 200, 170)))


def cupboards(c: Canvas, y: float, hour: Hour) -> None:
    """Stand cupboards under the counter."""
    paint = hour.shade(c.rng.choice(((74, 110, 108), (110, 130, 96), (92, 88, 110), (176, 128, 88), (224, 214, 196))))
    c.rect(0, y, c.w, c.h - y, paint)
    count = 6
    for number in range(count):
        px = number * c.w / count
        c.rect(px + 14, y + 56, c.w / count - 28, 300, light(paint, 0.09), 8)
        c.rect(px + 14, y + 346, c.w / count - 28, 8, sheer(INK, 0.1))
        c.rect(px + c.w / count / 2 - 26, y + 84, 52, 10, (222, 182, 92), 5)
    c.rect(0, y, c.w, 26, light(hour.shade((196, 160, 120)), 0.2))
    c.rect(0, y + 26, c.w, 16, sheer(INK, 0.16))


def stove(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Set pots on the stove; one of them steams."""
    c.rect(x - 190, y - 14, 380, 18, (64, 62, 68), 5)
    clay = hour.shade(c.rng.choice((VERMILION, (86, 122, 132), (150, 96, 66))))
    c.rect(x - 168, y - 122, 168, 110, clay, 26)
    c.rect(x - 180, y - 130, 192, 22, dark(clay, 0.15), 10)
    c.oval(x - 84, y - 140, 18, 14, dark(clay, 0.3))
    for side in (-186, -4):
        c.rect(x + side, y - 92, 26, 18, dark(clay, 0.2), 8)
    c.rect(x - 150, y - 104, 26, 76, sheer(WHITE, 0.16), 12)
    things.steam(c, x - 92, y - 146, 2.0)
    steel = (168, 170, 176) if not hour.lit else (130, 128, 134)
    c.poly([(x + 44, y - 92), (x + 150, y - 92), (x + 164, y - 14), (x + 30, y - 14)], steel)
    c.poly([(x + 150, y - 82), (x + 206, y - 104), (x + 200, y - 116), (x + 148, y - 94)], steel)
    c.line(curve((x + 52, y - 92), (x + 97, y - 190), (x + 142, y - 92)), 10, INK)
    c.oval(x + 97, y - 96, 40, 9, dark(steel, 0.2))


def board(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Put a cutting board with vegetables on the counter, and knives in a block."""
    c.rect(x - 130, y - 18, 260, 18, hour.shade((206, 160, 108)), 6)
    c.oval(x - 70, y - 40, 30, 24, hour.shade((206, 62, 44)))
    c.oval(x - 18, y - 38, 27, 22, hour.shade((214, 76, 50)))
    c.poly([(x + 16, y - 20), (x + 120, y - 40), (x + 126, y - 24)], hour.shade((232, 130, 52)))
    for lean in (-14, 2, 18):
        c.line([(x + 122, y - 32), (x + 158, y - 40 + lean)], 7, hour.shade((104, 150, 80)))


def table(c: Canvas, hour: Hour) -> None:
    """Set the near edge of a table with fruit, a teapot and bowls."""
    y, wood = 1040.0, hour.shade((170, 118, 78))
    x = c.w * c.rng.uniform(0.38, 0.6)
    c.rect(0, y, c.w, c.h - y, wood)
    c.rect(0, y, c.w, 16, light(wood, 0.25))
    for number in range(1, 4):
        c.line([(0, y + 16 + number * 38), (c.w, y + 16 + number * 38)], 2, sheer(INK, 0.12))
    c.poly([(x - 330, y + 22), (x + 330, y + 22), (x + 420, c.h), (x - 420, c.h)], hour.shade((240, 228, 206)))
    for stripe in (-0.7, 0.7):
        c.poly(
            [
                (x + stripe * 330 - 14, y + 22),
                (x + stripe * 330 + 14, y + 22),
                (x + stripe * 420 + 18, c.h),
                (x + stripe * 420 - 18, c.h),
            ],
            hour.shade(VERMILION),
        )
    for number in range(8):
        px, py = x - 84 + number % 5 * 42 + number // 5 * 22, y - 20 - number // 5 * 40
        things.fruit(c, px, py, 29, hour)
    bowl = hour.shade((86, 122, 150))
    c.poly(
        [
            (x - 150, y - 22),
            (x + 150, y - 22),
            *curve((x + 150, y - 22), (x + 110, y + 74), (x + 50, y + 80)),
            *curve((x - 50, y + 80), (x - 110, y + 74), (x - 150, y - 22)),
        ],
        bowl,
    )
    c.line([(x - 140, y), (x + 140, y)], 7, light(bowl, 0.5))
    px = x + c.rng.choice((-420, 330))
    c.oval(px, y + 20, 66, 54, hour.shade((240, 234, 222)))
    c.poly([(px + 50, y + 8), (px + 112, y - 30), (px + 106, y - 6), (px + 56, y + 42)], hour.shade((240, 234, 222)))
    c.ring(px - 70, y + 16, 32, 11, hour.shade((240, 234, 222)))
    c.oval(px, y - 36, 14, 12, hour.shade(VERMILION))
    for number in range(2):
        cup = px - 60 + number * 120
        c.rect(cup - 26, y + 84, 52, 44, hour.shade((244, 238, 228)), 16)
        c.oval(cup, y + 88, 24, 8, hour.shade(PERSIMMON))
        things.steam(c, cup, y + 78, 0.8)


def pendant(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Hang a lamp over the table."""
    c.line([(x, 0), (x, y - 60)], 4, INK)
    if hour.lit:
        c.glow(x, y + 20, 420, (255, 196, 110), 0.55)
    c.poly(
        [
            (x - 22, y - 64),
            (x + 22, y - 64),
            *curve((x + 22, y - 64), (x + 74, y - 50), (x + 88, y)),
            (x - 88, y),
            *curve((x - 88, y), (x - 74, y - 50), (x - 22, y - 64)),
        ],
        (58, 70, 74),
    )
    c.oval(x, y + 2, 84, 12, LAMPLIGHT if hour.lit else light(hour.low, 0.3))
    c.oval(x, y + 10, 20, 18, (255, 240, 200))
