"""Swords and belts, each laid out as on a plate of finds."""

import math

from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, border, flat
from loans.management.demo.drawings.posing import shade
from loans.management.demo.drawings.shapes import (
    Points,
    blob,
    bounds,
    box,
    circle,
    lobed,
    place,
    smooth,
)


def sword(sheet: Sheet, *, length_mm: float, curved: bool) -> None:
    """A sword or dagger upright, with sections of its blade, and the scabbard beside it."""
    rng = sheet.rng
    bend = 60 if curved else 0
    spine = smooth([(400, 250), (402 + bend * 0.3, 450), (396 + bend * 0.7, 650), (400 + bend * 1.6, 880)])
    half = rng.uniform(20, 30)
    blade = [
        (x - half * (1 - (k / len(spine)) ** 9) * (1 - 0.25 * k / len(spine)), y) for k, (x, y) in enumerate(spine)
    ] + [
        (x + half * (1 - (k / len(spine)) ** 9) * (1 - 0.25 * k / len(spine)), y)
        for k, (x, y) in reversed(list(enumerate(spine)))
    ]
    sheet.tone(blade, 0.2)
    sheet.line(blade, width=2.8, closed=True)
    sheet.line([(x - 4, y) for x, y in spine[:-6]], width=1)
    sheet.line([(x + 4, y) for x, y in spine[:-6]], width=1)
    shade(sheet, blade, strength=0.5)
    for _pit in range(26):
        k = rng.randrange(len(spine) - 3)
        sheet.line(
            blob((spine[k][0] + rng.uniform(-half, half) * 0.7, spine[k][1]), rng.uniform(2, 7), rng),
            width=0.9,
            closed=True,
        )
    guard = [(340.0, 232.0), (460.0, 232.0), (468.0, 246.0), (460.0, 260.0), (340.0, 260.0), (332.0, 246.0)]
    grip = [(384.0, 110.0), (416.0, 110.0), (420.0, 170.0), (414.0, 232.0), (386.0, 232.0), (380.0, 170.0)]
    pommel = (
        circle((400, 86), 34)
        if rng.random() < 0.5
        else smooth([(360, 108), (368, 66), (400, 52), (432, 66), (440, 108)], closed=True)
    )
    for shape, tone in ((grip, 0.3), (guard, 0.7), (pommel, 0.7)):
        sheet.clear(shape)
        sheet.tone(shape, tone)
        sheet.line(shape, width=2.6, closed=True)
        shade(sheet, shape, strength=0.6)
    for y in range(126, 230, 9):
        sheet.line([(382, y), (418, y + 5)], width=1.1)
    for level in (380, 560, 740):
        lens = smooth(
            [(560, level), (560 + half, level - 6), (560 + 2 * half, level), (560 + half, level + 6)], closed=True
        )
        sheet.fill(lens)
        sheet.dashes((400 + half + bend * 0.6, level), (552, level), width=0.9)
    x = 720.0
    case = [
        (x - 40, 238.0),
        (x + 40, 238.0),
        *[(x + 40 - k * 3 + bend * (k / 10) ** 2, 260 + k * 60) for k in range(11)],
        (x + bend, 892.0),
        *[(x - 40 + k * 3 + bend * (k / 10) ** 2, 260 + k * 60) for k in range(10, -1, -1)],
    ]
    sheet.tone(case, 0.35)
    sheet.line(case, width=2.8, closed=True)
    for level, tall in ((252, 56), (430, 44), (760, 60)):
        shift = bend * ((level - 260) / 600) ** 2
        mount = box(x - 46 + shift, level, x + 46 + shift, level + tall)
        sheet.clear(mount)
        sheet.tone(mount, 0.75)
        sheet.outline(mount, width=2.2)
        border(
            sheet,
            rng.choice(RICH),
            flat(x - 42 + shift, level + tall - 8, step=30, tall=tall - 16),
            units=84 / 30,
            width=1.5,
        )
    shade(sheet, case, strength=0.5)
    sheet.scale_bar(830 / max(length_mm, 1))


def belt(sheet: Sheet, *, width_mm: float) -> None:
    """A buckle, plaques and a strap end from one belt."""
    rng = sheet.rng
    names = [rng.choice(RICH) for _k in range(3)]
    ring = smooth([(110, 200), (190, 160), (240, 220), (240, 320), (190, 380), (110, 340)], closed=True)
    sheet.tone(ring, 0.5)
    sheet.line(ring, width=3, closed=True)
    hole = place([(x - 178, y - 270) for x, y in ring], at=(182, 270), scale=0.56)
    sheet.clear(hole)
    sheet.line(hole, width=2.4, closed=True)
    sheet.line([(240, 270), (104, 262)], width=9)
    plate = [(240.0, 180.0), (440.0, 180.0), (480.0, 270.0), (440.0, 360.0), (240.0, 360.0)]
    _plaque(sheet, plate, names[0])
    heart = smooth([(0, 1), (-0.9, 0.1), (-0.7, -0.8), (0, -0.6), (0.7, -0.8), (0.9, 0.1)], closed=True)
    square = box(-0.8, -0.75, 0.8, 0.75)
    form = rng.choice((heart, square, lobed((0, 0), 0.9, 6, depth=0.12), circle((0, 0), 0.85)))
    for k in range(3):
        _plaque(sheet, place(form, at=(620 + k * 135, 270), scale=62), names[1])
    for k in range(6):
        _plaque(sheet, place(form, at=(150 + k * 140, 520), scale=60), names[1])
    end = [
        (130.0, 700.0),
        (600.0, 700.0),
        *[(600 + 78 * math.sin(math.radians(a)), 778 - 78 * math.cos(math.radians(a))) for a in range(0, 181, 12)],
        (130.0, 856.0),
    ]
    _plaque(sheet, end, names[2])
    for k in range(4):
        at = (760 + k * 52, 780)
        sheet.line(circle(at, 17), width=2, closed=True)
        sheet.dot(at, 5)
    sheet.scale_bar(840 / max(width_mm * 6, 1))


def _plaque(sheet: Sheet, outline: Points, name: str) -> None:
    sheet.tone(outline, 0.5)
    left, top, right, bottom = bounds(outline)
    inner = place(
        [(x - (left + right) / 2, y - (top + bottom) / 2) for x, y in outline],
        at=((left + right) / 2, (top + bottom) / 2),
        scale=0.84,
    )
    with sheet.inside(inner):
        tall = (bottom - top) * 0.62
        border(
            sheet,
            name,
            lambda u, v: (left + u * tall, (top + bottom) / 2 + tall / 2 - tall * v),
            units=(right - left) / tall,
            width=1.7,
        )
    sheet.line(inner, width=1.4, closed=True)
    shade(sheet, outline, strength=0.45)
    sheet.line(outline, width=2.8, closed=True)
