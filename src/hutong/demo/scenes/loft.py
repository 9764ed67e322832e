"""A factory of brick made into flats, on a street of the city."""

from hutong.demo.scenes import things, trees
from hutong.demo.scenes.canvas import (
    INK,
    LAMPLIGHT,
    VERMILION,
    WHITE,
    Canvas,
    Hour,
    dark,
    light,
    mix,
    sheer,
)


def loft(c: Canvas) -> None:
    """A brick factory with great windows, made into flats, the city behind it."""
    hour = c.hour("dawn", "noon", "golden", "golden", "rose", "mist", "dusk", "night")
    ground = 1010.0
    things.sky(c, hour, ground)
    for share in (0.12, 0.34):
        x = -40.0
        while x < c.w:
            w, h = c.rng.uniform(70, 150), c.rng.uniform(200, 560) * (1.1 - share)
            tower(c, x, ground, w, h + 200, hour, share)
            x += w + c.rng.uniform(6, 60)
        c.veil(0, ground - 420, c.w, 420, hour.low, 0, 0.5)
    brick = hour.shade(c.rng.choice(((168, 84, 62), (142, 92, 74), (150, 140, 130), (110, 78, 74))))
    floors = c.rng.choice((2, 3, 3, 4))
    w, h = c.w * c.rng.uniform(0.5, 0.66), 170.0 * floors + c.rng.uniform(40, 110)
    x = c.w * c.rng.uniform(0.1, 0.26)
    chimney = x + w * c.rng.uniform(0.75, 0.92)
    c.poly(
        [(chimney, ground - h), (chimney + 12, 150), (chimney + 62, 150), (chimney + 74, ground - h)], dark(brick, 0.12)
    )
    for level in (170, 216):
        c.rect(chimney + 6, level, 62, 14, light(brick, 0.3))
    teeth = c.rng.choice((3, 4, 5))
    for number in range(teeth):
        left, span = x + number * w / teeth, w / teeth
        c.poly([(left, ground - h + 4), (left, ground - h - 118), (left + span, ground - h + 4)], dark(brick, 0.08))
        pane = LAMPLIGHT if hour.lit else light(hour.high, 0.25)
        c.poly(
            [(left + 16, ground - h - 10), (left + 16, ground - h - 88), (left + span * 0.66, ground - h - 10)], pane
        )
        for share in (0.2, 0.4):
            c.line(
                [(left + span * share, ground - h), (left + span * share, ground - h - 84 + span * share * 0.4)],
                5,
                dark(brick, 0.3),
            )
    c.rect(x, ground - h, w, h, brick)
    for row in range(int(h / 15)):
        for _ in range(9):
            px = x + c.rng.random() * (w - 44)
            c.rect(px, ground - h + row * 15, 30, 10, sheer(c.rng.choice((INK, WHITE)), 0.06))
    columns = max(4, round(w / c.rng.uniform(170, 240)))
    for floor in range(floors):
        for column in range(columns):
            if floor == floors - 1 and column == columns // 2:
                continue
            span = w / columns
            great_window(
                c, x + column * span + 22, ground - h + 36 + floor * h / floors, span - 44, h / floors - 62, hour
            )
    c.rect(x + w * 0.9, ground - h, w * 0.1, h, sheer(INK, 0.1))
    c.rect(x - 14, ground - h - 8, w + 28, 20, light(brick, 0.22))
    span = w / columns
    entrance(c, x + span * (columns // 2), ground, span, h / floors, hour)
    street(c, ground, hour)
    for px in (x - 70, x + w + 80, x + w + 250):
        things.shadow(c, px + 20, ground + 24, 100, 14)
        trees.leafy(c, px, ground + 24, c.rng.uniform(0.95, 1.25), hour)
    things.bicycle(c, x + w * c.rng.uniform(0.06, 0.25), ground + 66, 0.95, c.rng.choice((VERMILION, (58, 110, 120))))
    for number in range(3):
        things.pot(c, x + span * (columns // 2) + span + 10 + number * 74, ground + 40, 0.85, hour)
    things.birds(c, c.w * 0.4, 200, hour, 5)


def tower(c: Canvas, x: float, y: float, w: float, h: float, hour: Hour, share: float) -> None:
    """Build one far tower with a few windows."""
    tone = hour.layer(share)
    c.rect(x, y - h, w, h, tone)
    for _ in range(c.rng.randint(4, 14)):
        px, py = x + c.rng.randint(0, int(w / 18) - 1) * 18 + 7, y - h + c.rng.randint(1, 14) * 26
        c.rect(px, py, 8, 13, sheer(LAMPLIGHT, 0.8) if hour.lit else sheer(WHITE, 0.28))


def great_window(c: Canvas, x: float, y: float, w: float, h: float, hour: Hour) -> None:
    """Set an industrial window of many panes, with life behind some of them."""
    frame = dark(hour.near, 0.4)
    lit = hour.lit and c.rng.random() < 0.7
    top = (255, 222, 160) if lit else light(hour.high, 0.1)
    c.rect(x - 6, y - 16, w + 12, h + 22, dark(hour.shade((150, 120, 100)), 0.1))
    c.gradient(x, y, w, h, top, (250, 186, 110) if lit else mix(hour.low, hour.near, 0.25))
    kind = c.rng.choice((0, 0, 1, 1, 2, 2, 2, 3, 4, 4))
    if kind == 0:
        c.rect(x, y, w * 0.3, h, sheer((240, 226, 206), 0.75))
        c.rect(x + w * 0.8, y, w * 0.2, h, sheer((240, 226, 206), 0.75))
    elif kind == 1:
        things.pot(c, x + w * 0.3, y + h, 0.62, hour)
    elif kind == 2:
        c.line([(x + w * 0.6, y), (x + w * 0.6, y + h * 0.35)], 3, INK)
        c.poly(
            [
                (x + w * 0.6 - 26, y + h * 0.45),
                (x + w * 0.6 - 9, y + h * 0.34),
                (x + w * 0.6 + 9, y + h * 0.34),
                (x + w * 0.6 + 26, y + h * 0.45),
            ],
            INK,
        )
    elif kind == 3:
        things.cat(c, x + w * 0.7, y + h, 0.55, INK)
    if not lit:
        c.poly([(x + w * 0.1, y + h), (x + w * 0.5, y), (x + w * 0.68, y), (x + w * 0.28, y + h)], sheer(WHITE, 0.2))
    for number in range(5):
        c.rect(x + w * number / 4 - 3, y, 6, h, frame)
        c.rect(x, y + h * number / 4 - 3, w, 6, frame)
    c.rect(x - 10, y + h, w + 20, 12, light(hour.shade((170, 150, 130)), 0.2))


def entrance(c: Canvas, x: float, y: float, w: float, h: float, hour: Hour) -> None:
    """Set the door of the loft under its canopy."""
    glass = (255, 214, 150) if hour.lit else mix(hour.near, hour.low, 0.4)
    c.rect(x + w * 0.12, y - h * 0.78, w * 0.76, h * 0.78, dark(hour.near, 0.45))
    c.rect(x + w * 0.17, y - h * 0.73, w * 0.3, h * 0.73, glass)
    c.rect(x + w * 0.53, y - h * 0.73, w * 0.3, h * 0.73, glass)
    c.poly(
        [(x - 6, y - h * 0.82), (x + w + 6, y - h * 0.82), (x + w + 22, y - h * 0.74), (x - 22, y - h * 0.74)],
        VERMILION,
    )
    if hour.lit:
        c.glow(x + w / 2, y - h * 0.3, w * 1.2, LAMPLIGHT, 0.4)


def street(c: Canvas, y: float, hour: Hour) -> None:
    """Lay pavement and street along the lower edge."""
    stone = mix(hour.ground, hour.shade((150, 148, 144)), 0.5)
    c.rect(0, y, c.w, 80, light(stone, 0.1))
    for number in range(24):
        c.line([(number * c.w / 23, y), (number * c.w / 23 - 30, y + 80)], 2, sheer(INK, 0.1))
    c.rect(0, y + 76, c.w, 12, light(stone, 0.3))
    c.sky(dark(stone, 0.3), dark(stone, 0.42), y + 88, c.h - y - 88)
    for number in range(6):
        c.rect(number * c.w / 5 - 60, y + 140, 130, 9, sheer(WHITE, 0.5))
