"""Trees and what grows between them."""

import itertools
import math

from hutong.demo.scenes.canvas import WOOD, Canvas, Colour, Hour, Point, curve, dark, light, mix, sheer
from hutong.demo.scenes.things import fruit


def leafy(c: Canvas, x: float, y: float, size: float, hour: Hour, leaf: Colour | None = None) -> None:
    """Plant a round tree of overlapping clouds of leaves."""
    s, leaf = size, leaf or mix(hour.leaf, hour.near, c.rng.uniform(0, 0.3))
    trunk = dark(hour.shade(WOOD), 0.25)
    c.poly([(x - 14 * s, y), (x - 8 * s, y - 190 * s), (x + 8 * s, y - 190 * s), (x + 14 * s, y)], trunk)
    c.line([(x, y - 120 * s), (x + 52 * s, y - 210 * s)], 9 * s, trunk)
    c.line([(x, y - 90 * s), (x - 46 * s, y - 190 * s)], 8 * s, trunk)
    clumps = [(c.rng.uniform(-110, 110), c.rng.uniform(-340, -190), c.rng.uniform(58, 92)) for _ in range(9)]
    for tone, shift, shrink in ((dark(leaf, 0.18), 12, 1.0), (leaf, 0, 0.94), (light(leaf, 0.14), -16, 0.62)):
        for dx, dy, r in clumps:
            c.oval(x + (dx + shift * 0.6) * s, y + (dy + shift) * s, r * shrink * s, r * shrink * 0.88 * s, tone)
    for _ in range(round(46 * min(1.4, s))):
        dx, dy, r = c.rng.choice(clumps)
        px, py = dx + c.rng.uniform(-r, r) * 0.7, dy + c.rng.uniform(-r, r) * 0.6
        tone = sheer(light(leaf, 0.32), 0.6) if c.rng.random() < 0.6 else sheer(dark(leaf, 0.4), 0.35)
        c.oval(x + px * s, y + py * s, 9 * s, 5 * s, tone)


def poplar(c: Canvas, x: float, y: float, size: float, leaf: Colour) -> None:
    """Plant a slender tree for the distance."""
    c.rect(x - 3 * size, y - 60 * size, 6 * size, 60 * size, dark(leaf, 0.4))
    c.oval(x, y - 130 * size, 30 * size, 92 * size, leaf)
    c.oval(x - 8 * size, y - 140 * size, 14 * size, 66 * size, light(leaf, 0.1))


def pine(c: Canvas, x: float, y: float, size: float, hour: Hour, snow: bool = False) -> None:
    """Plant a pine with flat tiers, as painters like it."""
    s, leaf = size, mix((58, 96, 78), hour.near, 0.45)
    trunk = dark(hour.shade(WOOD), 0.35)
    lean = c.rng.uniform(-40, 40) * s
    c.line(curve((x, y), (x + lean * 1.4, y - 140 * s), (x + lean, y - 330 * s)), 15 * s, trunk)
    for tier in range(5):
        level, width = y - (120 + tier * 56) * s, (130 - tier * 19) * s
        px = x + lean * (0.5 + tier * 0.1) + (46 if tier % 2 else -46) * s * (1 - tier / 6)
        c.line([(x + lean * 0.8, level + 24 * s), (px, level)], 6 * s, trunk)
        top: list[Point] = [(px - width, level + 10 * s)]
        for bump in range(4):
            left = px - width + bump * width / 2
            top += curve(
                (left, level - 4 * s), (left + width / 4, level - 54 * s), (left + width / 2, level - 4 * s), 6
            )
        c.poly([*top, (px + width, level + 10 * s)], leaf if tier % 2 else light(leaf, 0.08))
        if snow:
            c.poly([*((a, b - 6 * s) for a, b in top[1:]), (px, level - 16 * s)], (246, 248, 250))


def willow(c: Canvas, x: float, y: float, size: float, hour: Hour, side: int = 1) -> None:
    """Let a willow's strands hang into the picture from a tree beyond its edge."""
    s, leaf = size, mix(hour.leaf, hour.near, 0.12)
    bark = dark(hour.shade(WOOD), 0.4)
    for reach, dip, width in ((1.0, 40, 22), (0.7, 120, 15)):
        c.line(
            curve(
                (x - side * 60 * s, y), (x + side * 120 * s, y - 90 * s), (x + side * 430 * s * reach, y + dip * s), 14
            ),
            width * s,
            bark,
        )
    for strand_number in range(34):
        share = strand_number / 33
        start = (x + side * (share * 460 - 30) * s, y + (70 * (share - 0.45) ** 2 + c.rng.uniform(-30, 30)) * s)
        drop = (470 - 330 * share) * c.rng.uniform(0.6, 1.1) * s
        sway = c.rng.uniform(10, 44) * s * side
        strand = curve(start, (start[0] + sway, start[1] + drop * 0.45), (start[0] + sway * 0.8, start[1] + drop), 16)
        tone = light(leaf, c.rng.uniform(0.05, 0.3)) if c.rng.random() < 0.6 else dark(leaf, 0.14)
        c.line(strand, 2.5, tone)
        for step, (px, py) in enumerate(strand[1:]):
            turn = 1 if step % 2 else -1
            c.poly([(px, py - 5), (px + turn * 13 * s, py + 13 * s), (px + turn * 3, py + 7)], tone)


def bamboo(c: Canvas, x: float, y: float, height: float, hour: Hour) -> None:
    """Grow one stem of bamboo with leaves."""
    stem = mix((122, 158, 96), hour.near, 0.25)
    lean = c.rng.uniform(-50, 50)
    joints = [(x + lean * t * t / 36, y - height * t / 6) for t in range(7)]
    for a, b in itertools.pairwise(joints):
        c.line([a, (b[0], b[1] + 5)], 11, stem)
    for px, py in joints[2:]:
        for _ in range(4):
            angle, reach = c.rng.uniform(0.1, 0.9), c.rng.choice((-1, 1)) * c.rng.uniform(46, 84)
            tip = (px + reach, py + abs(reach) * angle * 0.6)
            bend = (px + reach * 0.5, py - 9)
            c.poly(
                [*curve((px, py), bend, tip, 6), *curve(tip, (bend[0], bend[1] + 22), (px, py), 6)],
                light(stem, c.rng.uniform(0, 0.2)),
            )


def branches(c: Canvas, x: float, y: float, size: float, bark: Colour, depth: int = 5) -> list[Point]:
    """Grow a bare tree and tell where its twigs end."""
    ends: list[Point] = []

    def grow(px: float, py: float, angle: float, length: float, width: float, left: int) -> None:
        """Grow one branch and those that fork from it."""
        qx, qy = px + math.cos(angle) * length, py - math.sin(angle) * length
        bend = (px + math.cos(angle + 0.25) * length * 0.5, py - math.sin(angle + 0.25) * length * 0.5)
        c.line(curve((px, py), bend, (qx, qy), 4), width, bark)
        c.oval(qx, qy, width * 0.42, width * 0.42, bark)
        if left <= 2:
            ends.append((qx, qy))
        if left:
            for turn in (c.rng.uniform(0.2, 0.6), -c.rng.uniform(0.2, 0.6)):
                grow(qx, qy, angle + turn, length * c.rng.uniform(0.68, 0.84), max(2.5, width * 0.66), left - 1)

    grow(x, y, math.pi / 2 + c.rng.uniform(-0.12, 0.12), 150 * size, 32 * size, depth)
    return ends


def persimmon(c: Canvas, x: float, y: float, size: float, hour: Hour, fruits: int = 30, leaves: int = 40) -> None:
    """Plant a persimmon tree in autumn: dark branches, a few leaves, many fruits."""
    ends = branches(c, x, y, size, dark(hour.shade((84, 62, 52)), 0.25))
    for _ in range(leaves):
        px, py = c.rng.choice(ends)
        px, py = px + c.rng.uniform(-26, 26) * size, py + c.rng.uniform(-26, 26) * size
        tone = hour.shade(c.rng.choice(((206, 120, 52), (180, 88, 46), (222, 160, 70), (160, 130, 64))))
        c.oval(px, py, c.rng.uniform(12, 22) * size, c.rng.uniform(8, 13) * size, sheer(tone, 0.85))
    for _ in range(fruits):
        px, py = c.rng.choice(ends)
        fruit(
            c, px + c.rng.uniform(-14, 14) * size, py + c.rng.uniform(6, 26) * size, c.rng.uniform(13, 18) * size, hour
        )


def grass(c: Canvas, y: float, colour: Colour, count: int = 60) -> None:
    """Scatter tufts of grass from y to the lower edge."""
    for _ in range(count):
        px, py = c.rng.uniform(0, c.w), c.rng.uniform(y, c.h)
        near = 0.4 + (py - y) / (c.h - y)
        for lean in (-9, 0, 9):
            c.line([(px, py), (px + lean * near, py - 24 * near)], 3 * near, colour)
