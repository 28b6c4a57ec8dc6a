"""Brooches, beads, rings, earrings and combs, each laid out as on a plate of finds."""

import math

from loans.management.demo.drawings.beasts import BEASTS
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, border, writing
from loans.management.demo.drawings.posing import shade, stand
from loans.management.demo.drawings.roundels import ring_border
from loans.management.demo.drawings.shapes import (
    Points,
    arc,
    box,
    circle,
    lobed,
    place,
    polygon,
    smooth,
)


def brooch(sheet: Sheet, *, width_mm: float) -> None:
    """A brooch, front, side and back, or a large penannular one."""
    rng = sheet.rng
    at = (430.0, 440.0)
    if rng.random() < 0.5:
        sheet.line(arc(at, 250, 110, 430), width=46)
        sheet.line(arc(at, 250, 110, 430), width=41, shade=0)
        for k in range(34):
            a = 110 + 320 * k / 33
            sheet.line([*arc(at, 232, a, a + 0.1, steps=1)[:1], *arc(at, 268, a + 3, a + 3.1, steps=1)[:1]], width=1.4)
        for a in (110, 70):
            end = circle(arc(at, 250, a, a + 1)[0], 62)
            sheet.clear(end)
            sheet.tone(end, 0.6)
            sheet.line(end, width=3, closed=True)
            shade(sheet, end, strength=0.6)
            for p in polygon(arc(at, 250, a, a + 1)[0], 32, 7):
                sheet.ring(p, 9, width=1.6)
        sheet.line([(250, 180), (640, 820)], width=12)
        sheet.line([(250, 180), (640, 820)], width=7, shade=0)
    else:
        disc = lobed(at, 300, 8, depth=0.06) if rng.random() < 0.5 else circle(at, 300)
        sheet.tone(disc, 0.4)
        sheet.line(disc, width=3.2, closed=True)
        ring_border(sheet, at, 216, 272, rng.choice(RICH), width=1.8)
        sheet.ring(at, 206, width=1.8)
        for p in polygon(at, 150, 8):
            stone = circle(p, 36)
            sheet.clear(stone)
            sheet.tone(stone, 0.85)
            sheet.line(stone, width=2.2, closed=True)
            shade(sheet, stone, strength=0.8)
        boss = circle(at, 74)
        sheet.clear(boss)
        sheet.tone(boss, 0.85)
        sheet.line(boss, width=2.6, closed=True)
        shade(sheet, boss, strength=0.9)
        sheet.stipple(disc, lambda x, y: 0.04 + 0.3 * max(0.0, (x + y - 870) / 420), pitch=4.6, radius=1)
    side = [(830.0, 160.0), *smooth([(838, 160), (862, 300), (870, 440), (862, 580), (838, 720)]), (830.0, 720.0)]
    sheet.fill(side)
    sheet.line([(830, 250), (800, 260), (800, 640), (826, 650)], width=4)
    sheet.scale_bar(600 / max(width_mm, 1))


def beads(sheet: Sheet, *, width_mm: float) -> None:
    """A string of different beads, and four of them larger with their bores."""
    rng = sheet.rng
    path = arc((500, 130), 360, 172, 8, squash=1.3, steps=90)
    sheet.line(path, width=1.2)
    k = 0.0
    while k < len(path) - 3:
        (x, y), (x2, y2) = path[int(k)], path[int(k) + 2]
        size = rng.choice((16, 20, 24, 30, 36))
        turn = math.degrees(math.atan2(y2 - y, x2 - x))
        shape = _BEADS[rng.choice(list(_BEADS))]
        outline = place(shape, at=(x, y), scale=size, turn=turn)
        sheet.clear(outline)
        sheet.tone(outline, rng.choice((0.1, 0.35, 0.6, 0.85)))
        sheet.line(outline, width=2, closed=True)
        if size > 22:
            for share in (-0.4, 0, 0.4):
                sheet.line(place([(share, -0.7), (share, 0.7)], at=(x, y), scale=size, turn=turn), width=1)
        shade(sheet, outline, strength=0.6)
        k += size * 2.0 / 13.6
    for index in range(4):
        at = (180 + index * 215, 780)
        big = place(_BEADS[("melon", "bicone", "round", "barrel")[index]], at=at, scale=72)
        sheet.tone(big, 0.3 + 0.15 * index)
        sheet.line(big, width=2.8, closed=True)
        sheet.dashes((at[0] - 90, at[1] - 9), (at[0] + 90, at[1] - 9), width=1)
        sheet.dashes((at[0] - 90, at[1] + 9), (at[0] + 90, at[1] + 9), width=1)
        if index % 2 == 0:
            for p in polygon(at, 38, 5):
                sheet.ring(p, 12, width=1.6)
                sheet.dot(p, 4)
        shade(sheet, big, strength=0.65)
    sheet.scale_bar(144 / max(width_mm / 20, 1))


_BEADS: dict[str, Points] = {
    "round": circle((0, 0), 0.95, steps=30),
    "barrel": smooth([(-1, -0.55), (0, -0.85), (1, -0.55), (1, 0.55), (0, 0.85), (-1, 0.55)], closed=True, steps=5),
    "bicone": [(-1, -0.25), (0, -0.95), (1, -0.25), (1, 0.25), (0, 0.95), (-1, 0.25)],
    "melon": lobed((0, 0), 0.95, 8, depth=0.14, steps=60),
    "cube": [
        (-0.8, -0.5),
        (-0.5, -0.8),
        (0.5, -0.8),
        (0.8, -0.5),
        (0.8, 0.5),
        (0.5, 0.8),
        (-0.5, 0.8),
        (-0.8, 0.5),
    ],
    "disc": smooth([(-0.4, -0.9), (0.4, -0.9), (0.5, 0), (0.4, 0.9), (-0.4, 0.9), (-0.5, 0)], closed=True, steps=5),
}


def ring(sheet: Sheet, *, width_mm: float) -> None:
    """A finger ring from the front and the side, and the device of its bezel."""
    at = (240.0, 520.0)
    for radius in (190.0, 160.0):
        sheet.ring(at, radius, width=3)
    hoop = [*circle(at, 190), circle(at, 190)[0], *reversed([*circle(at, 160), circle(at, 160)[0]])]
    sheet.tone(hoop, 0.4)
    bezel = [(150.0, 352.0), (170.0, 270.0), (310.0, 270.0), (330.0, 352.0)]
    sheet.clear(bezel)
    sheet.tone(bezel, 0.6)
    sheet.line(bezel, width=3, closed=True)
    shade(sheet, bezel, strength=0.7)
    stone = smooth([(178, 270), (200, 226), (280, 226), (302, 270)])
    sheet.tone(stone, 0.9)
    sheet.line(stone, width=2.6)
    face = (710.0, 440.0)
    oval = circle(face, 230, squash=0.8)
    sheet.tone(oval, 0.5)
    sheet.line(oval, width=3, closed=True)
    sheet.line(circle(face, 200, squash=0.78), width=1.4, closed=True)
    beast = BEASTS[sheet.rng.choice(list(BEASTS))]
    shade(sheet, stand(sheet, beast, at=(face[0], face[1] - 10), size=220, width=2.4), strength=0.6)
    writing(
        sheet, sheet.rng.choice(("kufic", "greek", "sogdian")), start=(620, 540), length=190, height=30, rng=sheet.rng
    )
    shade(sheet, oval, strength=0.4)
    sheet.scale_bar(380 / max(width_mm, 1))


def earrings(sheet: Sheet, *, height_mm: float) -> None:
    """A pair of earrings with pendants."""
    rng = sheet.rng
    drops = rng.randint(2, 4)
    for x in (320.0, 680.0):
        sheet.line(arc((x, 190), 90, -60, 285), width=9)
        y = 290.0
        for k in range(drops):
            size = 56 - k * 7
            bead = place(_BEADS[("round", "bicone", "melon", "barrel")[k]], at=(x, y + size), scale=size)
            sheet.tone(bead, 0.3 + 0.2 * (k % 3))
            sheet.line(bead, width=2.6, closed=True)
            for p in polygon((x, y + size), size * 0.62, 8):
                sheet.dot(p, 3.6)
            shade(sheet, bead, strength=0.65)
            y += size * 2
            collar = box(x - 20, y, x + 20, y + 14)
            sheet.outline(collar, width=2)
            y += 14
        for way in (-1, 0, 1):
            sheet.line([(x + way * 16, y), (x + way * 30, y + 70)], width=1.6)
            sheet.dot((x + way * 30, y + 80), 11)
    sheet.scale_bar(720 / max(height_mm, 1))


def comb(sheet: Sheet, *, width_mm: float) -> None:
    """A two-sided or single-sided comb with a carved plate."""
    rng = sheet.rng
    top = 180.0
    back = [
        (150.0, top + 60),
        *smooth([(150, top + 60), (320, top - 10), (500, top - 40), (680, top - 10), (850, top + 60)]),
        (850.0, top + 260),
        (150.0, top + 260),
    ]
    sheet.tone(back, 0.5)
    sheet.line(back, width=3, closed=True)
    with sheet.inside(back):
        if rng.random() < 0.5:
            for way in (-1, 1):
                shade(
                    sheet,
                    stand(
                        sheet,
                        BEASTS[rng.choice(("peacock", "duck", "lion", "stag"))],
                        at=(500 + way * 170, top + 125),
                        size=200,
                        flip=way > 0,
                        width=2.2,
                        tone=0.2,
                    ),
                    strength=0.5,
                )
        else:
            border(sheet, rng.choice(RICH), lambda u, v: (160 + u * 130, top + 215 - 130 * v), units=680 / 130, width=2)
        border(sheet, "zigzag", lambda u, v: (150 + u * 26, top + 254 - 22 * v), units=700 / 26, width=1.4)
    teeth = 44
    broken = {rng.randrange(teeth) for _k in range(7)}
    for k in range(teeth):
        x = 156 + 688 * k / (teeth - 1)
        end = top + (300 + rng.uniform(0, 160) if k in broken else 560 - abs(k - teeth / 2) * 1.2)
        sheet.line([(x - 4, top + 260), (x - 3, end), (x + 3, end), (x + 4, top + 260)], width=1.8)
    shade(sheet, back, strength=0.5)
    sheet.scale_bar(700 / max(width_mm, 1))
