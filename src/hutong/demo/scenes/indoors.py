"""What rooms have in common: walls, a window with its view, a floor, warm colours by lamplight."""

from dataclasses import replace

from hutong.demo.scenes import houses, nature
from hutong.demo.scenes.canvas import (
    INK,
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

WALLS = ((240, 230, 214), (222, 228, 214), (232, 214, 198), (214, 222, 226), (236, 222, 190), (196, 212, 202))
CLOTHS = ((176, 74, 52), (74, 110, 120), (206, 160, 96), (110, 130, 96), (92, 88, 120), (224, 204, 178))


def wall_colour(c: Canvas, hour: Hour) -> Colour:
    """Paint the walls, warmer under lamplight."""
    wall = c.rng.choice(WALLS)
    return mix(mix(wall, (120, 96, 100), 0.42), (240, 190, 120), 0.12) if hour.lit else mix(wall, hour.low, 0.15)


def inside(hour: Hour) -> Hour:
    """Give the hour as it is inside: by lamplight things keep warm colours."""
    if not hour.lit:
        return hour
    return replace(hour, name="inside", near=(120, 72, 52), leaf=(96, 116, 78), ground=(120, 84, 62))


def view_from(c: Canvas, x: float, y: float, w: float, h: float, hour: Hour) -> None:
    """Set a window and what is seen through it."""
    c.rect(x - 22, y - 22, w + 44, h + 44, light(hour.shade(WOOD), 0.12))
    c.gradient(x, y, w, h, hour.high, hour.low)
    sx, sy = x + w * c.rng.uniform(0.25, 0.75), y + h * c.rng.uniform(0.2, 0.45)
    c.oval(sx, sy, 34, 34, hour.sun)
    for share in (0.1, 0.4):
        line = curve(
            (x, y + h * (0.62 + share * 0.4)),
            (x + w * c.rng.uniform(0.2, 0.8), y + h * (0.3 + share * 0.5)),
            (x + w, y + h * (0.66 + share * 0.4)),
            14,
        )
        c.poly([(x, y + h), *line, (x + w, y + h)], hour.layer(share))
    kind = c.rng.randint(0, 2)
    if kind == 0:
        c.rect(x + w * 0.3, y + h - 100, w * 0.4, 100, hour.wall)
        houses.tiled_roof(c, x + w * 0.3, y + h - 96, w * 0.4, 60, hour.roof, 24)
    elif kind == 1:
        nature.pagoda(c, x + w * 0.7, y + h * 0.86, 0.6, hour.layer(0.6))
    for number in range(9):
        c.oval(x + w * number / 8, y + h + 6, w * 0.08, 40 + number % 3 * 12, mix(hour.leaf, hour.near, 0.2))
    c.rect(x - 22, y + h, w + 44, 70, light(hour.shade(WOOD), 0.12))
    frame = dark(hour.shade(WOOD), 0.12)
    c.rect(x + w / 2 - 6, y, 12, h, frame)
    c.rect(x, y + h * 0.34 - 5, w, 10, frame)
    c.rect(x - 40, y + h + 12, w + 80, 20, light(hour.shade(WOOD), 0.28), 6)


def floor(c: Canvas, y: float, hour: Hour) -> None:
    """Lay a floor of boards."""
    wood = hour.shade(c.rng.choice(((186, 138, 96), (158, 112, 78), (204, 166, 124))))
    c.sky(dark(wood, 0.12), light(wood, 0.06), y, c.h - y)
    for number in range(-14, 15):
        c.line([(c.w / 2 + number * 90, y), (c.w / 2 + number * 200, c.h)], 2.5, sheer(INK, 0.12))
    c.rect(0, y - 16, c.w, 18, light(wood, 0.4))
