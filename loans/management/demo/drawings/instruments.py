"""Lamps, balances, ingots and astrolabes, each laid out as on a plate of finds."""

import math

from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, writing
from loans.management.demo.drawings.posing import shade
from loans.management.demo.drawings.roundels import middle, ring_border
from loans.management.demo.drawings.shapes import (
    arc,
    box,
    circle,
    place,
    polygon,
    smooth,
    star,
)


def lamp(sheet: Sheet, *, width_mm: float) -> None:
    """A lamp from above and in profile."""
    rng = sheet.rng
    at = (440.0, 290.0)
    body = [
        *arc(at, 190, 25, 335, steps=50),
        *smooth(
            [
                (at[0] + 172, at[1] - 80),
                (at[0] + 300, at[1] - 58),
                (at[0] + 400, at[1] - 40),
                (at[0] + 430, at[1]),
                (at[0] + 400, at[1] + 40),
                (at[0] + 300, at[1] + 58),
                (at[0] + 172, at[1] + 80),
            ]
        ),
    ]
    sheet.tone(body, 0.4)
    sheet.line(body, width=3, closed=True)
    ring_border(sheet, at, 118, 165, rng.choice(RICH), width=1.6)
    for radius in (104, 40):
        sheet.ring(at, radius, width=2.2)
    sheet.fill(circle(at, 34))
    sheet.fill(circle((at[0] + 380, at[1]), 26))
    shade(sheet, body, strength=0.5)
    side = [
        (250.0, 690.0),
        *smooth([(250, 690), (300, 640), (440, 624), (600, 640), (760, 640), (870, 612)]),
        (880.0, 628.0),
        *smooth([(830, 700), (700, 760), (560, 810), (440, 820), (320, 790), (260, 740)]),
    ]
    sheet.tone(side, 0.4)
    sheet.line(side, width=3, closed=True)
    sheet.line(arc((235, 700), 62, 60, 300), width=14)
    sheet.line(arc((235, 700), 62, 60, 300), width=8, shade=0)
    sheet.line(smooth([(270, 700), (440, 680), (640, 690), (840, 640)]), width=1.4)
    foot = box(360, 818, 540, 842)
    sheet.outline(foot, width=2.4)
    shade(sheet, side, strength=0.65)
    sheet.scale_bar(640 / max(width_mm, 1))


def weights(sheet: Sheet, *, width_mm: float) -> None:
    """A balance with pans and its weights."""
    rng = sheet.rng
    sheet.line([(200, 190), (800, 190)], width=9)
    sheet.line([(500, 190), (500, 100)], width=5)
    sheet.line(circle((500, 84), 18), width=4, closed=True)
    sheet.line([(500, 190), (500, 262)], width=4)
    for x in (210.0, 790.0):
        for way in (-1, 0, 1):
            sheet.line([(x, 190), (x + way * 110, 440)], width=1.4)
        pan = smooth([(x - 122, 440), (x - 80, 486), (x, 500), (x + 80, 486), (x + 122, 440)])
        sheet.tone(pan, 0.5)
        sheet.line(pan, width=3)
        sheet.line([(x - 122, 440), (x + 122, 440)], width=3)
        shade(sheet, [*pan], strength=0.7)
    for k in range(6):
        size = 62 - k * 7
        at = (150 + k * 140, 700)
        shape = rng.choice(
            (
                polygon(at, size, 8, turn=22.5),
                circle(at, size),
                box(at[0] - size * 0.8, at[1] - size * 0.8, at[0] + size * 0.8, at[1] + size * 0.8),
            )
        )
        sheet.tone(shape, 0.5)
        sheet.line(shape, width=2.8, closed=True)
        if size > 40:
            middle(sheet, at, size * 0.6)
        else:
            for p in polygon(at, size * 0.4, rng.randint(1, 5)):
                sheet.ring(p, 6, width=1.6)
        shade(sheet, shape, strength=0.5)
        low = box(at[0] - size, 806, at[0] + size, 806 + size * 0.5)
        sheet.fill(low)
    sheet.scale_bar(600 / max(width_mm, 1))


def ingot(sheet: Sheet, *, width_mm: float) -> None:
    """Bars and ingots stamped with signs, and their cross-sections."""
    rng = sheet.rng
    for row in range(3):
        y = 140.0 + row * 250
        long = rng.uniform(520, 640)
        bar = smooth(
            [
                (120, y + 20),
                (120 + long * 0.5, y + rng.uniform(-4, 14)),
                (120 + long, y + 20),
                (128 + long, y + 70),
                (120 + long, y + 124),
                (120 + long * 0.5, y + rng.uniform(128, 140)),
                (120, y + 124),
                (112, y + 70),
            ],
            closed=True,
        )
        sheet.tone(bar, 0.45)
        sheet.line(bar, width=3, closed=True)
        writing(
            sheet,
            rng.choice(("chinese", "kufic", "runes")),
            start=(170, y + 46),
            length=long - 120,
            height=48,
            rng=rng,
            width=3,
        )
        shade(sheet, bar, strength=0.6)
        section = smooth([(820, y + 40), (880, y + 30), (910, y + 76), (880, y + 116), (820, y + 108)], closed=True)
        sheet.hatch(section, gap=7, width=1.3)
        sheet.line(section, width=2.6, closed=True)
    sheet.scale_bar(600 / max(width_mm, 1))


def star_disc(sheet: Sheet, *, width_mm: float) -> None:
    """An astrolabe: rim scale, pierced star map and rule."""
    rng = sheet.rng
    at, radius = (500.0, 500.0), 370.0
    throne = smooth([(420, 150), (440, 80), (500, 54), (560, 80), (580, 150)])
    sheet.line(throne, width=3)
    sheet.ring((500, 48), 24, width=4)
    disc = circle(at, radius)
    sheet.tone(disc, 0.3)
    sheet.line(disc, width=3.4, closed=True)
    sheet.ring(at, radius * 0.88, width=2)
    for k in range(72):
        a = math.radians(k * 5)
        inner = 0.9 if k % 6 else 0.88
        sheet.line(
            [
                (at[0] + radius * inner * math.cos(a), at[1] + radius * inner * math.sin(a)),
                (at[0] + radius * 0.97 * math.cos(a), at[1] + radius * 0.97 * math.sin(a)),
            ],
            width=1.3,
        )
    with sheet.inside(circle(at, radius * 0.88)):
        for share in (0.62, 0.86):
            sheet.ring(at, radius * share, width=1.4)
        for k in range(6):
            sheet.line(circle((at[0], at[1] + k * 26), radius * (0.72 - k * 0.1)), width=1, closed=True)
        sheet.line(circle((at[0], at[1] - 96), radius * 0.52), width=15, closed=True)
        sheet.line(circle((at[0], at[1] - 96), radius * 0.52), width=11, closed=True, shade=0)
        for _pointer in range(15):
            a, far = rng.uniform(0, 360), rng.uniform(0.4, 0.84) * radius
            tip = arc(at, far, a, a + 1)[0]
            root = arc(at, far * 0.8, a + 14, a + 15)[0]
            sheet.line(smooth([root, ((root[0] + tip[0]) / 2 + 8, (root[1] + tip[1]) / 2 - 8), tip]), width=4)
            sheet.dot(tip, 4)
    rule = place(
        [(-0.94, -0.05), (0.94, -0.05), (0.94, 0.0), (0.05, 0.02), (0.05, 0.05), (-0.94, 0.05), (-0.94, 0.0)],
        at=at,
        scale=radius,
        turn=rng.uniform(-60, 60),
    )
    sheet.clear(rule)
    sheet.tone(rule, 0.6)
    sheet.line(rule, width=2.2, closed=True)
    sheet.dot(at, 13)
    writing(sheet, "arabic", start=(400, 780), length=200, height=26, rng=rng)
    sheet.line(star(at, 30, 14, 6), width=1.6, closed=True)
    sheet.scale_bar(radius * 2 / max(width_mm, 1))
