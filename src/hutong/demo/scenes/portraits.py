"""Portraits of people who do not exist."""

from hutong.demo.scenes.canvas import INK, WHITE, Canvas, Colour, curve, dark, hexed, light, sheer

SKINS = [hexed(one) for one in "f3cfb3 e8b992 d9a47c c68a62 9c6a4a".split()]  # noqa: SIM905
HAIRS = [hexed(one) for one in "26242a 3a2c2a 5a4032 8a8a8e 1c2230".split()]  # noqa: SIM905
COATS = [hexed(one) for one in "be3e28 2f6f73 e0a04a 46507a 6d8a5a d9cbb4 7a3b4e".split()]  # noqa: SIM905


def avatar(c: Canvas) -> None:
    """A friendly face in front of a plain colour."""
    back = c.rng.choice([hexed(one) for one in "f3dcc0 cfe2d6 d6dbea f0c9b8 e9dfc9 bcd3d8 e2cfe0".split()])  # noqa: SIM905
    c.sky(light(back, 0.25), dark(back, 0.06))
    c.oval(600, 560, 470, 470, sheer(WHITE, 0.28))
    skin, hair, coat = c.rng.choice(SKINS), c.rng.choice(HAIRS), c.rng.choice(COATS)
    style = c.rng.randint(0, 4)
    if style in (1, 2):
        c.rect(330, 350, 540, 640 if style == 1 else 440, hair, 230)
    if style == 3:
        c.oval(600, 190, 120, 110, hair)
    c.rect(200, 920, 800, 420, coat, 210)
    c.poly([(460, 925), (740, 925), (600, 1120)], light(coat, 0.6))
    c.rect(510, 740, 180, 240, dark(skin, 0.12), 80)
    for x in (372, 828):
        c.oval(x, 610, 46, 62, dark(skin, 0.06))
    c.rect(378, 330, 444, 540, skin, 220)
    fringe(c, hair, style)
    face(c, skin, hair, bearded=style in (0, 4) and c.rng.random() < 0.4)


def fringe(c: Canvas, hair: Colour, style: int) -> None:
    """Comb the hair over the forehead."""
    if style == 4:
        c.poly([*curve((350, 470), (350, 210), (600, 210)), *curve((600, 210), (850, 210), (850, 470))], hair)
        c.rect(330, 440, 540, 62, light(hair, 0.2), 30)
        c.oval(600, 205, 40, 40, light(hair, 0.2))
        return
    top = [*curve((366, 560), (330, 240), (600, 250)), *curve((600, 250), (870, 240), (834, 560))]
    part = c.rng.uniform(470, 730)
    c.poly([*top, *curve((834, 560), (800, 440), (part, 400)), *curve((part, 400), (420, 430), (366, 560))], hair)
    c.line(curve((part, 400), (part + 40, 320), (part + 10, 262)), 7, light(hair, 0.14))


def face(c: Canvas, skin: Colour, hair: Colour, bearded: bool) -> None:
    """Draw eyes, brows, nose, cheeks and a smile; now and then glasses or a beard."""
    smiling = c.rng.random() < 0.25
    if bearded:
        c.poly(
            [
                *curve((384, 680), (400, 900), (600, 900)),
                *curve((600, 900), (800, 900), (816, 680)),
                *curve((780, 700), (600, 760), (420, 700)),
            ],
            hair,
        )
    for x in (500, 700):
        c.oval(x - 24 if x < 600 else x + 24, 706, 44, 28, sheer((226, 110, 90), 0.28))
        c.line(curve((x - 44, 546), (x, 522), (x + 44, 546)), 13, dark(hair, 0.2))
        if smiling:
            c.line(curve((x - 30, 626), (x, 594), (x + 30, 626)), 11, INK)
        else:
            c.oval(x, 616, 17, 21, INK)
            c.oval(x + 6, 608, 6, 7, WHITE)
    c.line(curve((600, 640), (622, 690), (592, 694)), 10, dark(skin, 0.22))
    c.line(curve((536, 764), (600, 764 + c.rng.uniform(26, 76)), (664, 764)), 14, (150, 60, 52))
    if c.rng.random() < 0.3:
        for x in (500, 700):
            c.ring(x, 614, 76, 12, (60, 54, 58))
        c.line([(574, 606), (626, 606)], 12, (60, 54, 58))
