"""Small things that stand in several scenes: sky, birds, lanterns, a cat, a bicycle, a tea table."""

import math

from hutong.demo.scenes.canvas import (
    INK,
    LAMPLIGHT,
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
    waves,
)


def sky(c: Canvas, hour: Hour, horizon: float, sun: bool = True) -> None:
    """Paint the sky with sun or moon, clouds, and stars at night."""
    c.sky(hour.high, hour.low, 0, horizon + 4)
    if hour.name == "night":
        for _ in range(70):
            x, y, r = c.rng.uniform(0, c.w), c.rng.uniform(0, horizon * 0.8), c.rng.uniform(0.8, 2.4)
            c.oval(x, y, r, r, sheer(WHITE, c.rng.uniform(0.3, 0.9)))
    if sun:
        x, y = c.rng.uniform(0.12, 0.88) * c.w, c.rng.uniform(0.16, 0.5) * horizon
        low = hour.name in ("dawn", "golden", "dusk", "rose")
        y, r = (y + horizon * 0.2 if low else y), c.rng.uniform(46, 80)
        c.glow(x, y, r * 6, hour.sun, 0.55)
        c.oval(x, y, r, r, sheer(hour.sun, 0.92))
        if hour.name == "night":
            c.oval(x + r * 0.3, y - r * 0.2, r * 0.14, r * 0.14, sheer(hour.near, 0.12))
            c.oval(x - r * 0.3, y + r * 0.25, r * 0.2, r * 0.2, sheer(hour.near, 0.1))
    for _ in range(c.rng.randint(1, 4)):
        cloud(c, c.rng.uniform(-0.1, 0.95) * c.w, c.rng.uniform(0.08, 0.55) * horizon, c.rng.uniform(0.6, 1.5), hour)


def cloud(c: Canvas, x: float, y: float, size: float, hour: Hour) -> None:
    """Draw a flat cloud of a few round bars."""
    tone = sheer(light(hour.low, 0.5 if not hour.lit else 0.1), 0.5 if not hour.lit else 0.22)
    for number in range(c.rng.randint(2, 4)):
        width, shift = c.rng.uniform(120, 330) * size, c.rng.uniform(-80, 80) * size
        c.rect(x + shift, y + number * 20 * size, width, 21 * size, tone, 10 * size)


def ridge(c: Canvas, base: float, height: float, fill: Colour, length: float = 160, foot: float = 1200) -> None:
    """Draw a range of soft hills standing on nothing; what follows covers its foot."""
    line = waves(c.rng, c.w, 10, ((length, height * 0.5), (length / 2.7, height * 0.2), (length / 7, height * 0.05)))
    c.poly([(-5, foot), *((x, base - height * 0.5 + y) for x, y in line), (c.w + 20, foot)], fill)


def birds(c: Canvas, x: float, y: float, hour: Hour, count: int = 5) -> None:
    """Draw a small flock."""
    tone = sheer(dark(hour.near, 0.3), 0.75)
    for number in range(count):
        bx, by = x + number * c.rng.uniform(24, 46), y + c.rng.uniform(-34, 34)
        span, lift = c.rng.uniform(10, 18), c.rng.uniform(5, 11)
        c.line(curve((bx - span, by - lift), (bx - span * 0.4, by - lift), (bx, by), 5), 3, tone)
        c.line(curve((bx, by), (bx + span * 0.4, by - lift), (bx + span, by - lift), 5), 3, tone)


def shadow(c: Canvas, x: float, y: float, rx: float, ry: float, strength: float = 0.16) -> None:
    """Lay a flat shadow on the ground."""
    c.oval(x, y, rx, ry, sheer(INK, strength))


def lantern(c: Canvas, x: float, y: float, size: float, hour: Hour, red: bool = True) -> None:
    """Hang a lantern by its cord from y; it glows when it is dark."""
    colour = VERMILION if red else (232, 190, 120)
    top, r = y + 40 * size, 40 * size
    c.line([(x, y), (x, top)], 3 * size, INK)
    if hour.lit:
        c.glow(x, top + r * 0.9, r * 5, (255, 170, 90), 0.55)
    body = mix(colour, LAMPLIGHT, 0.25) if hour.lit else colour
    c.oval(x, top + r * 0.9, r * 1.12, r * 0.92, body)
    c.oval(x, top + r * 0.9, r * 0.66, r * 0.92, light(body, 0.1))
    c.oval(x, top + r * 0.9, r * 0.22, r * 0.92, light(body, 0.22))
    for end in (top - r * 0.06, top + r * 1.7):
        c.rect(x - r * 0.42, end, r * 0.84, r * 0.2, (214, 170, 84), r * 0.06)
    for shift in (-0.2, 0.0, 0.2):
        c.line([(x + shift * r, top + r * 1.9), (x + shift * r * 1.3, top + r * 2.6)], 3 * size, (214, 150, 70))


def cat(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """Set a cat down at (x, y), seen from behind or in profile."""
    s = size
    c.line(curve((x + 26 * s, y - 8 * s), (x + 66 * s, y + 2 * s), (x + 58 * s, y - 38 * s)), 10 * s, colour)
    c.oval(x, y - 32 * s, 32 * s, 34 * s, colour)
    c.oval(x - 4 * s, y - 76 * s, 24 * s, 21 * s, colour)
    for side in (-1, 1):
        tip = x - 4 * s + side * 17 * s
        c.poly([(tip - 10 * s, y - 84 * s), (tip + side * 3 * s, y - 108 * s), (tip + 10 * s, y - 84 * s)], colour)
    c.rect(x - 22 * s, y - 14 * s, 18 * s, 15 * s, colour, 7 * s)
    c.oval(x - 8 * s, y - 26 * s, 12 * s, 18 * s, light(colour, 0.35))


def bicycle(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """Lean a bicycle with its wheels on y."""
    s, r = size, 46 * size
    back, front, hub = (x, y - r), (x + 150 * s, y - r), (x + 62 * s, y - r + 6 * s)
    seat, head = (x + 44 * s, y - r - 76 * s), (x + 124 * s, y - r - 78 * s)
    for cx, cy in (back, front):
        c.ring(cx, cy, r, 5 * s, INK)
        for spoke in range(4):
            dx, dy = r * math.cos(spoke * 0.785), r * math.sin(spoke * 0.785)
            c.line([(cx - dx, cy - dy), (cx + dx, cy + dy)], 1, sheer(INK, 0.5))
    for a, b in ((back, hub), (back, seat), (hub, seat), (hub, head), (seat, head), (head, front)):
        c.line([a, b], 6 * s, colour)
    c.line([head, (head[0] - 4 * s, head[1] - 22 * s), (head[0] - 26 * s, head[1] - 28 * s)], 5 * s, INK)
    c.line([seat, (seat[0] - 2 * s, seat[1] - 14 * s)], 5 * s, INK)
    c.rect(seat[0] - 22 * s, seat[1] - 24 * s, 42 * s, 11 * s, INK, 5 * s)
    c.rect(head[0] + 4 * s, head[1] - 14 * s, 44 * s, 34 * s, (176, 132, 84), 5 * s)


def pot(c: Canvas, x: float, y: float, size: float, hour: Hour) -> None:
    """Put a pot with a plant of some kind on y."""
    s, kind = size, c.rng.randint(0, 3)
    leaf = c.rng.choice((hour.leaf, dark(hour.leaf, 0.2), mix(hour.leaf, (110, 160, 110), 0.4)))
    if kind == 0:
        for number in range(9):
            lean = (number - 4) * 17 * s
            c.line(
                curve((x, y - 50 * s), (x + lean * 0.3, y - 120 * s), (x + lean, y - (140 - abs(lean)) * s)),
                7 * s,
                leaf,
            )
    elif kind == 1:
        for dx, dy, r in ((-22, -84, 30), (22, -88, 32), (0, -118, 34), (-4, -80, 26)):
            c.oval(x + dx * s, y + dy * s, r * s, r * s, light(leaf, 0.08 if dx else 0))
        for _ in range(9):
            fx, fy = x + c.rng.uniform(-44, 44) * s, y - c.rng.uniform(70, 140) * s
            c.oval(fx, fy, 7 * s, 7 * s, c.rng.choice((VERMILION, (238, 170, 150), (248, 226, 170))))
    elif kind == 2:
        for number in range(7):
            angle = math.radians(-160 + number * 23)
            tip = (x + 95 * s * math.cos(angle), y - 60 * s + 95 * s * math.sin(angle))
            side = (math.sin(angle) * 12 * s, -math.cos(angle) * 12 * s)
            middle = (x + 52 * s * math.cos(angle), y - 56 * s + 52 * s * math.sin(angle))
            c.poly(
                [
                    (x, y - 50 * s),
                    (middle[0] + side[0], middle[1] + side[1]),
                    tip,
                    (middle[0] - side[0], middle[1] - side[1]),
                ],
                leaf,
            )
    else:
        c.line([(x, y - 40 * s), (x + 4 * s, y - 110 * s)], 6 * s, dark(WOOD, 0.2))
        c.oval(x + 4 * s, y - 132 * s, 42 * s, 36 * s, leaf)
        c.oval(x - 12 * s, y - 140 * s, 22 * s, 18 * s, light(leaf, 0.14))
    clay: Colour = c.rng.choice(((186, 106, 74), (92, 112, 128), (214, 200, 178), (120, 88, 76)))
    clay = hour.shade(clay)
    c.poly([(x - 36 * s, y - 58 * s), (x + 36 * s, y - 58 * s), (x + 26 * s, y), (x - 26 * s, y)], clay)
    c.rect(x - 40 * s, y - 66 * s, 80 * s, 16 * s, dark(clay, 0.14), 4 * s)


def steam(c: Canvas, x: float, y: float, size: float) -> None:
    """Let steam rise from a cup or pot."""
    for shift in (-14, 6, 24):
        px, py = x + shift * size, y
        for number in range(9):
            r = (4 + number) * size
            px, py = px + math.sin(number * 1.1 + shift) * 6 * size, py - 11 * size
            c.oval(px, py, r, r * 1.3, sheer(WHITE, 0.26 * (1 - number / 10)))


def tea_table(c: Canvas, x: float, y: float, size: float, hour: Hour) -> None:
    """Set a low table with tea and two stools."""
    s, wood = size, hour.shade(WOOD)
    shadow(c, x, y, 190 * s, 24 * s)
    for side in (-1, 1):
        sx = x + side * 150 * s
        c.rect(sx - 34 * s, y - 66 * s, 68 * s, 14 * s, light(wood, 0.1), 6 * s)
        for leg in (-26, 18):
            c.rect(sx + leg * s, y - 56 * s, 9 * s, 56 * s, dark(wood, 0.15))
    for leg in (-84, 74):
        c.rect(x + leg * s, y - 104 * s, 12 * s, 108 * s, dark(wood, 0.2))
    c.rect(x - 106 * s, y - 120 * s, 212 * s, 20 * s, wood, 8 * s)
    c.oval(x - 26 * s, y - 140 * s, 30 * s, 23 * s, hour.shade((86, 122, 132)))
    c.poly(
        [(x - 60 * s, y - 152 * s), (x - 42 * s, y - 138 * s), (x - 48 * s, y - 132 * s)], hour.shade((86, 122, 132))
    )
    c.oval(x - 26 * s, y - 166 * s, 7 * s, 6 * s, hour.shade((60, 92, 104)))
    for cup in (24, 58):
        c.rect(x + cup * s, y - 138 * s, 22 * s, 18 * s, light(hour.wall, 0.4), 6 * s)
    steam(c, x + 34 * s, y - 142 * s, 0.7 * s)


def clothes_line(c: Canvas, x: float, y: float, width: float, hour: Hour) -> None:
    """Hang washing on a line."""
    for post in (x, x + width):
        c.rect(post - 5, y - 14, 10, 250, dark(hour.shade(WOOD), 0.2), 4)
    cord = curve((x, y), (x + width / 2, y + 36), (x + width, y - 6))
    c.line(cord, 2.5, sheer(INK, 0.7))
    px, end = x + width * 0.1, x + width * 0.88
    while px < end:
        w, h = c.rng.uniform(44, 92), c.rng.uniform(70, 130)
        t = (px + w / 2 - x) / width
        top = y + 2 * t * (1 - t) * 36 - 6 * t * t
        cloth = hour.shade(
            c.rng.choice(((246, 240, 226), (204, 96, 70), (110, 146, 160), (232, 190, 120), (150, 170, 140)))
        )
        c.poly(
            [(px, top), (px + w, top + 3), (px + w + 5, top + h), (px + w * 0.5, top + h + 6), (px - 4, top + h)], cloth
        )
        c.poly(
            [(px + w * 0.6, top + 2), (px + w, top + 3), (px + w + 5, top + h), (px + w * 0.7, top + h + 3)],
            sheer(INK, 0.07),
        )
        px += w + c.rng.uniform(14, 46)


def fruit(c: Canvas, x: float, y: float, r: float, hour: Hour) -> None:
    """Draw one persimmon."""
    c.oval(x, y, r, r * 0.9, hour.shade(c.rng.choice((PERSIMMON, (234, 134, 52), (214, 92, 40)))))
    c.oval(x - r * 0.3, y - r * 0.3, r * 0.3, r * 0.24, sheer(WHITE, 0.35))
    c.rect(x - r * 0.4, y - r * 0.98, r * 0.8, r * 0.24, hour.shade((96, 110, 62)), r * 0.1)


def boat(c: Canvas, x: float, y: float, size: float, hour: Hour) -> None:
    """Float a boat with a mat roof and its boatman."""
    s, hull = size, dark(hour.near, 0.35)
    c.oval(x, y + 8 * s, 190 * s, 12 * s, sheer(INK, 0.2))
    c.poly(
        [
            *curve((x - 200 * s, y - 42 * s), (x - 130 * s, y + 6 * s), (x - 90 * s, y + 8 * s)),
            *curve((x + 90 * s, y + 8 * s), (x + 140 * s, y + 4 * s), (x + 200 * s, y - 38 * s)),
        ],
        hull,
    )
    roof = hour.shade((150, 120, 84))
    c.poly(
        [
            (x - 70 * s, y - 20 * s),
            *curve((x - 66 * s, y - 50 * s), (x, y - 124 * s), (x + 66 * s, y - 50 * s)),
            (x + 70 * s, y - 20 * s),
        ],
        roof,
    )
    for shift in (-36, 0, 36):
        c.line(
            [(x + shift * s, y - 82 * s + abs(shift) * 0.24 * s), (x + shift * s, y - 20 * s)], 3 * s, dark(roof, 0.2)
        )
    px = x + 122 * s
    c.poly(
        [(px - 14 * s, y - 20 * s), (px - 9 * s, y - 86 * s), (px + 9 * s, y - 86 * s), (px + 16 * s, y - 20 * s)],
        hour.shade((66, 84, 104)),
    )
    c.oval(px, y - 96 * s, 10 * s, 11 * s, hour.shade((214, 172, 140)))
    c.poly([(px - 28 * s, y - 98 * s), (px, y - 122 * s), (px + 28 * s, y - 98 * s)], hour.shade((206, 176, 116)))
    c.line([(px - 10 * s, y - 140 * s), (px + 54 * s, y + 14 * s)], 4 * s, dark(WOOD, 0.2))
