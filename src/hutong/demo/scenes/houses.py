"""Houses of grey brick, white walls and dark tiles."""

from hutong.demo.scenes.canvas import (
    INK,
    LAMPLIGHT,
    VERMILION,
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

BRICK = (126, 128, 128)


def tiled_roof(c: Canvas, x: float, y: float, w: float, h: float, tone: Colour, over: float = 40) -> None:
    """Lay a curved roof of tiles whose eaves stand on y, reaching over the wall on both sides."""
    left, right, inset = x - over, x + w + over, min(90.0, w * 0.1)
    slope_left = curve((x + inset, y - h), (x + inset * 0.35, y - h * 0.32), (left, y - 14), 10)
    slope_right = curve((x + w - inset, y - h), (x + w - inset * 0.35, y - h * 0.32), (right, y - 14), 10)
    eave = curve((right, y - 14), (x + w / 2, y + 22), (left, y - 14), 16)
    c.poly([*slope_left, *reversed(eave), *reversed(slope_right)], tone)
    count = max(6, int(w / 24))
    for number in range(1, count):
        t = number / count
        top = (x + inset + (w - 2 * inset) * t, y - h)
        low = (left + (w + 2 * over) * t, y + 4 * (1 - abs(2 * t - 1)) - 8)
        middle = (low[0] * 0.6 + top[0] * 0.4, y - h * 0.34)
        c.line(curve(top, middle, low, 5), 3, sheer(INK, 0.26))
    c.line([(a, b + 3) for a, b in eave], 9, dark(tone, 0.3))
    for number in range(count + 1):
        t = number / count
        c.oval(left + (w + 2 * over) * t, y + 9 * (1 - (2 * t - 1) ** 2) - 9, 6, 6, light(tone, 0.16))
    c.rect(x + inset - 16, y - h - 12, w - 2 * inset + 32, 20, dark(tone, 0.2), 7)
    for px, side in ((x + inset - 14, -1), (x + w - inset + 14, 1)):
        c.poly(
            [
                *curve((px, y - h + 8), (px + side * 20, y - h - 4), (px + side * 26, y - h - 34), 6),
                (px - side * 8, y - h - 12),
            ],
            dark(tone, 0.2),
        )


def lattice(c: Canvas, x: float, y: float, w: float, h: float, frame: Colour, pane: Colour) -> None:
    """Set a window of wooden lattice."""
    c.rect(x, y, w, h, frame)
    c.rect(x + 7, y + 7, w - 14, h - 14, pane)
    columns, rows = max(2, round(w / 34)), max(2, round(h / 40))
    for number in range(1, columns):
        c.rect(x + w * number / columns - 2, y, 4, h, frame)
    for number in range(1, rows):
        c.rect(x, y + h * number / rows - 2, w, 4, frame)
    c.rect(x + w * 0.3, y + h * 0.32, w * 0.4, h * 0.36, pane)
    c.rect(x + w * 0.3, y + h * 0.32, w * 0.4, 4, frame)
    c.rect(x + w * 0.3, y + h * 0.68, w * 0.4, 4, frame)


def door(c: Canvas, x: float, y: float, w: float, h: float, colour: Colour, plaques: bool = True) -> None:
    """Hang a door of two painted wings, standing on y, with rings and a threshold."""
    c.rect(x - 10, y - h - 12, w + 20, h + 12, dark(colour, 0.45))
    c.rect(x, y - h, w, h, colour)
    c.rect(x + w * 0.72, y - h, w * 0.28, h, sheer(INK, 0.08))
    c.rect(x + w / 2 - 2, y - h, 4, h, dark(colour, 0.5))
    for side in (-1, 1):
        px = x + w / 2 + side * w * 0.12
        c.oval(px, y - h * 0.5, w * 0.05, w * 0.05, (222, 180, 92))
        c.ring(px, y - h * 0.46, w * 0.05, 3, (222, 180, 92))
        if plaques:
            c.rect(x + w / 2 + side * w * 0.3 - w * 0.09, y - h * 0.78, w * 0.18, w * 0.18, (228, 178, 84))
    c.rect(x - 14, y - 12, w + 28, 14, dark(WOOD, 0.35))


def hall(c: Canvas, x: float, y: float, w: float, h: float, hour: Hour, paint: Colour = VERMILION) -> None:
    """Build a house seen from its courtyard: brick, red columns, lattice windows, a door, a tiled roof."""
    brick, post = hour.shade(BRICK), hour.shade(paint)
    pane = LAMPLIGHT if hour.lit else light(mix(hour.wall, hour.high, 0.25), 0.1)
    c.rect(x, y - h, w, h, hour.wall if not hour.lit else mix(hour.wall, LAMPLIGHT, 0.12))
    c.rect(x, y - h * 0.3, w, h * 0.3, brick)
    for row in range(1, 4):
        c.line([(x, y - h * 0.3 * row / 4), (x + w, y - h * 0.3 * row / 4)], 2, sheer(INK, 0.12))
    bays = max(3, round(w / 190) | 1)
    bay = w / bays
    for number in range(bays):
        left = x + number * bay
        if number == bays // 2:
            c.rect(left + 12, y - h * 0.86, bay - 24, h * 0.86, brick)
            door(c, left + bay * 0.2, y, bay * 0.6, h * 0.78, post, plaques=False)
            lattice(c, left + bay * 0.24, y - h * 0.74, bay * 0.24, h * 0.4, dark(post, 0.25), pane)
            lattice(c, left + bay * 0.52, y - h * 0.74, bay * 0.24, h * 0.4, dark(post, 0.25), pane)
        else:
            lattice(c, left + bay * 0.13, y - h * 0.82, bay * 0.74, h * 0.5, dark(post, 0.1), pane)
    if hour.lit:
        c.glow(x + w / 2, y - h * 0.4, w * 0.55, (255, 180, 100), 0.3)
    for number in range(bays + 1):
        c.rect(x + number * bay - 9, y - h, 18, h, post)
        c.rect(x + number * bay - 14, y - 16, 28, 16, light(brick, 0.2))
    c.rect(x, y - h, w, h * 0.1, hour.shade((54, 104, 108)))
    for number in range(bays * 3):
        c.rect(x + (number + 0.3) * bay / 3, y - h + h * 0.025, bay / 7, h * 0.05, hour.shade((206, 158, 80)))
    c.veil(x, y - h * 0.9, w, h * 0.22, INK, 0.34, 0)
    tiled_roof(c, x, y - h + 6, w, h * 0.62, hour.roof)
    c.rect(x - 30, y - 4, w + 60, 22, light(brick, 0.24))
    c.rect(x - 46, y + 14, w + 92, 14, light(brick, 0.12))


def water_house(c: Canvas, x: float, y: float, w: float, h: float, hour: Hour, balcony: bool = True) -> None:
    """Build a white house of a canal town, standing on y."""
    wall = light(hour.wall, c.rng.uniform(0, 0.2)) if not hour.lit else hour.wall
    c.rect(x, y - h, w, h, wall)
    c.rect(x + w * 0.8, y - h, w * 0.2, h, sheer(INK, 0.06))
    c.veil(x, y - h * 0.35, w, h * 0.35, mix(BRICK, hour.near, 0.4), 0, 0.4)
    frame = dark(hour.shade(WOOD), 0.3)
    floors, columns = max(1, round(h / 190)), max(1, round(w / 130))
    for floor in range(floors):
        top = y - h + h / floors * floor + 42
        for column in range(columns):
            left = x + (column + 0.5) * w / columns - 34
            lit = hour.lit and c.rng.random() < 0.65
            pane = LAMPLIGHT if lit else mix(hour.near, hour.wall, 0.35)
            if lit:
                c.glow(left + 34, top + 40, 120, LAMPLIGHT, 0.3)
            if floor == floors - 1 and column == columns // 2:
                door(c, left, y, 68, min(120, h / floors - 46), hour.shade(c.rng.choice((WOOD, (120, 62, 46)))), False)
            else:
                lattice(c, left, top, 68, min(84, h / floors - 70), frame, pane)
    if balcony and floors > 1:
        level = y - h + h / floors
        c.rect(x - 8, level - 8, w + 16, 12, frame)
        c.rect(x - 8, level - 48, w + 16, 6, frame)
        for number in range(int(w / 22) + 1):
            c.rect(x - 6 + number * 22, level - 46, 4, 40, frame)
    roof = hour.roof
    c.poly(
        [
            (x - 26, y - h + 8),
            *curve((x + 10, y - h - 76), (x - 4, y - h - 30), (x - 30, y - h - 2))[::-1],
            (x + w - 10, y - h - 76),
            *curve((x + w - 10, y - h - 76), (x + w + 4, y - h - 30), (x + w + 30, y - h - 2)),
            (x + w + 26, y - h + 8),
        ],
        roof,
    )
    for number in range(1, int(w / 20)):
        px = x + number * 20
        c.line([(px, y - h - 72), (px + (px - x - w / 2) * 0.08, y - h + 4)], 3, sheer(INK, 0.28))
    c.rect(x + 2, y - h - 86, w - 4, 14, dark(roof, 0.25), 6)


def stepped_wall(c: Canvas, x: float, y: float, w: float, h: float, hour: Hour) -> None:
    """Build a white gable that climbs in steps with a black cap, as in Huizhou."""
    wall = light(hour.wall, 0.1) if not hour.lit else hour.wall
    for share, lift in ((1.0, 0.0), (0.64, 60.0), (0.3, 120.0)):
        width, top = w * share, y - h - lift
        left = x + (w - width) / 2
        c.rect(left, top, width, y - top, wall)
        c.poly(
            [(left - 20, top + 4), (left - 12, top - 16), (left + width + 12, top - 16), (left + width + 20, top + 4)],
            hour.roof,
        )
    c.rect(x + w * 0.74, y - h, w * 0.26, h, sheer(INK, 0.05))
    c.veil(x, y - h * 0.4, w, h * 0.4, mix(BRICK, hour.near, 0.3), 0, 0.35)
    pane = LAMPLIGHT if hour.lit else mix(hour.near, hour.wall, 0.3)
    for px, py in ((0.28, 0.72), (0.66, 0.72)):
        lattice(c, x + w * px - 24, y - h * py, 48, 54, dark(hour.shade(WOOD), 0.3), pane)
    door(c, x + w / 2 - 36, y, 72, min(130, h * 0.5), hour.shade((112, 60, 46)), plaques=False)
