"""A bedroom by day and by lamplight."""

from hutong.demo.scenes import things
from hutong.demo.scenes.canvas import (
    INK,
    VERMILION,
    WOOD,
    Canvas,
    Hour,
    curve,
    dark,
    light,
    mix,
    sheer,
)
from hutong.demo.scenes.indoors import CLOTHS, floor, inside, view_from, wall_colour


def room(c: Canvas) -> None:
    """A bedroom: a window, a made bed, a lamp, a picture, a plant, a cat."""
    hour = c.hour("dawn", "morning", "noon", "golden", "rose", "mist", "dusk", "night")
    wall, base = wall_colour(c, hour), 850.0
    c.sky(light(wall, 0.06), dark(wall, 0.06), 0, base)
    floor(c, base, inside(hour))
    left = c.rng.random() < 0.5
    wx = c.w * (0.08 if left else 0.54)
    ww, wy = c.w * c.rng.uniform(0.32, 0.38), c.rng.uniform(130, 170)
    wh = c.rng.uniform(400, 460)
    view_from(c, wx, wy, ww, wh, hour)
    curtains(c, wx, wy, ww, base, inside(hour))
    if not hour.lit:
        shift = 120 if left else -120
        c.poly(
            [
                (wx + shift + 40, base + 30),
                (wx + ww + shift - 20, base + 30),
                (wx + ww + shift * 2.6, c.h),
                (wx + shift * 2.6, c.h),
            ],
            sheer(hour.sun, 0.22),
        )
    hour = inside(hour)
    bed_x = c.w * (0.42 if left else 0.05)
    pictures(c, c.w * (0.62 if left else 0.14), 170, hour)
    rug(c, bed_x + c.w * 0.27, 1120, hour)
    bedside(c, bed_x - 190 if left else bed_x + c.w * 0.545, 1000, hour)
    bed(c, bed_x, 1030, hour)
    tall_plant(c, c.w * (0.06 if left else 0.94), 1080, hour)


def curtains(c: Canvas, x: float, y: float, w: float, base: float, hour: Hour) -> None:
    """Hang curtains beside a window."""
    cloth = mix(hour.shade(c.rng.choice(CLOTHS)), (246, 240, 230), 0.55 if not hour.lit else 0.1)
    c.rect(x - 120, y - 66, w + 240, 10, dark(WOOD, 0.2), 5)
    for px, side in ((x - 20, -1), (x + w + 20, 1)):
        c.poly(
            [
                (px - side * 60, y - 58),
                (px + side * 92, y - 58),
                (px + side * 92, base - 40),
                (px + side * 10, base - 40),
                *curve((px + side * 10, base - 40), (px + side * 30, y + 260), (px - side * 60, y - 58), 10),
            ],
            cloth,
        )
        for fold in (18, 46, 74):
            c.line([(px + side * fold * 0.8, y - 56), (px + side * fold, base - 42)], 7, sheer(INK, 0.06))


def pictures(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Hang two or three framed prints."""
    for number in range(c.rng.randint(2, 3)):
        px, w, h = x + number * 168, 136.0, c.rng.choice((176.0, 136.0))
        c.rect(px + 8, y + 8, w, h, sheer(INK, 0.14))
        c.rect(px, y, w, h, dark(WOOD, 0.25))
        c.rect(px + 8, y + 8, w - 16, h - 16, light(hour.shade((244, 238, 226)), 0.1))
        one, other = c.rng.sample(CLOTHS, 2)
        if number % 2 == 0:
            c.oval(px + w / 2, y + h * 0.42, 30, 30, hour.shade(one))
            c.poly(
                [
                    (px + 20, y + h - 20),
                    *curve((px + 20, y + h * 0.7), (px + w / 2, y + h * 0.4), (px + w - 20, y + h * 0.76)),
                    (px + w - 20, y + h - 20),
                ],
                hour.shade(other),
            )
        else:
            for stem in range(5):
                c.line(
                    curve((px + w / 2, y + h - 22), (px + w / 2, y + h / 2), (px + 28 + stem * 20, y + 36)),
                    5,
                    hour.shade(other),
                )


def rug(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Lay an oval rug."""
    one, other = (hour.shade(cloth) for cloth in c.rng.sample(CLOTHS, 2))
    for share, tone in ((1.0, one), (0.88, light(one, 0.35)), (0.8, one), (0.5, other), (0.42, light(one, 0.2))):
        c.oval(x, y, 480 * share, 86 * share, tone)


def bed(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Make a bed seen from its side, with pillows, a quilt and a throw."""
    w, wood = c.w * 0.53, hour.shade(c.rng.choice((WOOD, (170, 122, 84), (96, 72, 64))))
    quilt, throw = (hour.shade(cloth) for cloth in c.rng.sample(CLOTHS, 2))
    linen = hour.shade((250, 246, 238))
    things.shadow(c, x + w / 2, y + 34, w * 0.54, 26, 0.2)
    c.rect(x - 34, y - 520, 46, 546, dark(wood, 0.1), 16)
    c.rect(x - 18, y - 494, 26, 300, light(wood, 0.12), 10)
    for leg in (x + 10, x + w - 34):
        c.rect(leg, y - 50, 30, 82, dark(wood, 0.2))
    c.rect(x, y - 130, w, 92, wood, 10)
    c.rect(x + 4, y - 262, w - 6, 150, linen, 40)
    c.rect(x + w - 24, y - 310, 38, 336, dark(wood, 0.05), 14)
    for dx, dy, tone in ((20, -362, light(linen, 0.3)), (96, -330, light(quilt, 0.35))):
        c.rect(x + dx, y + dy, 196, 128, tone, 52)
        c.rect(x + dx + 110, y + dy, 86, 128, sheer(INK, 0.05), 44)
    top = curve((x + 280, y - 286), (x + w * 0.6, y - 330), (x + w - 16, y - 276))
    c.poly([*top, *curve((x + w - 12, y - 60), (x + w * 0.6, y - 32), (x + 262, y - 68))], quilt)
    c.poly([(x + 280, y - 286), (x + 362, y - 297), (x + 344, y - 58), (x + 262, y - 68)], light(quilt, 0.45))
    for number in range(1, 6):
        px = x + 362 + number * (w - 390) / 6
        c.line(curve((px, y - 296), (px + 20, y - 180), (px - 10, y - 58)), 5, sheer(INK, 0.07))
    c.poly([(x + w * 0.7, y - 302), (x + w * 0.88, y - 291), (x + w * 0.88, y - 36), (x + w * 0.7, y - 34)], throw)
    for stripe in (0.73, 0.79, 0.85):
        c.line([(x + w * stripe, y - 298), (x + w * stripe, y - 36)], 8, light(throw, 0.4))
    if c.rng.random() < 0.7:
        things.cat(c, x + w * 0.58, y - 300, 0.95, c.rng.choice((INK, (198, 124, 62), (120, 116, 116))))


def bedside(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Put a small table with lamp, books and a cup beside the bed."""
    wood = hour.shade((176, 128, 88))
    things.shadow(c, x + 70, y + 24, 110, 14, 0.18)
    y -= 20
    c.rect(x + 4, y - 80, 132, 120, sheer(INK, 0.06))
    c.rect(x, y - 170, 140, 18, light(wood, 0.12), 6)
    c.rect(x + 8, y - 154, 124, 74, wood)
    c.oval(x + 70, y - 118, 7, 7, (222, 182, 92))
    for leg in (12, 114):
        c.rect(x + leg, y - 80, 14, 104, dark(wood, 0.2))
    for number, tone in enumerate((VERMILION, (74, 110, 120), (224, 204, 178))):
        c.rect(x + 84, y - 184 - number * 14, 52 - number * 5, 14, hour.shade(tone), 2)
    c.rect(x + 32, y - 250, 12, 80, dark(wood, 0.3))
    c.oval(x + 38, y - 172, 30, 8, dark(wood, 0.3))
    if hour.lit:
        c.glow(x + 38, y - 290, 470, (255, 196, 110), 0.62)
    shade = (255, 232, 180) if hour.lit else light(hour.shade((236, 214, 176)), 0.2)
    c.poly([(x - 8, y - 336), (x + 84, y - 336), (x + 108, y - 242), (x - 32, y - 242)], shade)
    c.poly([(x + 52, y - 336), (x + 84, y - 336), (x + 108, y - 242), (x + 62, y - 242)], sheer(INK, 0.05))


def tall_plant(c: Canvas, x: float, y: float, hour: Hour) -> None:
    """Put a tall plant in a basket into a corner."""
    leaf = mix(hour.leaf, (60, 120, 80), 0.35)
    for number in range(9):
        lean = (number - 4) * 46
        tip = (x + lean * 1.1, y - 380 + abs(number - 4) * 44)
        c.line(curve((x, y - 100), (x + lean * 0.3, y - 280), tip), 6, dark(leaf, 0.25))
        c.oval(tip[0], tip[1], 40, 30, leaf if number % 2 else light(leaf, 0.12))
    c.poly([(x - 66, y - 110), (x + 66, y - 110), (x + 52, y + 10), (x - 52, y + 10)], hour.shade((196, 150, 100)))
    for row in range(4):
        c.rect(x - 63 + row * 4, y - 90 + row * 26, 126 - row * 8, 5, sheer(INK, 0.14))
