"""Figures in clay, stone and bronze: animals with loads and riders, standing and seated figures, heads, masks."""

from loans.management.demo.drawings.beasts import BEASTS, BUDDHA, FIGURE, HEAD
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, border
from loans.management.demo.drawings.posing import shade, stand
from loans.management.demo.drawings.shapes import Points, blob, bounds, box, circle, place, polygon, ragged, smooth


def _base(sheet: Sheet, level: float, *, half: float = 300, tall: float = 40) -> None:
    slab = box(500 - half, level, 500 + half, level + tall)
    sheet.clear(slab)
    sheet.tone(slab, 0.4)
    sheet.outline(slab, width=2.8)
    shade(sheet, slab, strength=0.6)


def animal(sheet: Sheet, *, beast: str, height_mm: float, laden: bool) -> None:
    """A tomb figure of an animal, some with a load or a rider."""
    rng = sheet.rng
    size = 640.0 if laden else 720.0
    at = (500.0, 500.0 if laden else 450.0)
    flip = rng.random() < 0.5
    path = stand(sheet, BEASTS[beast], at=at, size=size, flip=flip, width=3.4, tone=0.35)
    left, top, right, bottom = bounds(path)
    way = -1 if flip else 1
    if laden:
        back = at[1] - size * (0.14 if beast == "horse" else 0.17)
        if rng.random() < 0.55 or beast == "horse":
            rider = stand(
                sheet, FIGURE, at=(500 - way * 30, back - size * 0.14), size=size * 0.58, flip=flip, width=2.8, tone=0.2
            )
            shade(sheet, rider, strength=0.5)
            leg = place(
                smooth(
                    [(-0.1, 0), (0.0, 0.14), (0.05, 0.3), (0.14, 0.32), (0.12, 0.36), (-0.04, 0.36), (-0.12, 0.18)],
                    closed=True,
                ),
                at=(500 - way * 30, back),
                scale=size * 0.7,
                flip=flip,
            )
            sheet.clear(leg)
            sheet.tone(leg, 0.2)
            sheet.line(leg, width=2.2, closed=True)
        else:
            for k in (-1, 1):
                bale = blob((500 + k * 70 - way * 20, back + 40), 84, rng, corners=8, rough=0.1)
                sheet.clear(bale)
                sheet.tone(bale, 0.6)
                sheet.line(bale, width=2.6, closed=True)
                for turn in (60, 120):
                    sheet.line(
                        place(
                            smooth([(-1, 0), (0, 0.16), (1, 0)]),
                            at=(500 + k * 70 - way * 20, back + 40),
                            scale=80,
                            turn=turn,
                        ),
                        width=1.4,
                    )
                shade(sheet, bale, strength=0.6)
    else:
        cloth = place(
            smooth([(-0.26, -0.2), (0.2, -0.2), (0.26, 0.16), (0, 0.24), (-0.3, 0.16)], closed=True),
            at=(500 - way * 20, at[1] + 10),
            scale=size * 0.5,
            flip=flip,
        )
        if beast in ("camel", "horse", "elephant"):
            with sheet.inside(path):
                sheet.clear(cloth)
                sheet.tone(cloth, 0.7)
                west, _top, east, south = bounds(cloth)
                border(
                    sheet,
                    rng.choice(RICH),
                    lambda u, v: (west + u * 46, south - 12 - 40 * v),
                    units=(east - west) / 46,
                    width=1.6,
                )
                sheet.line(cloth, width=2, closed=True)
    shade(sheet, path, strength=0.7)
    _base(sheet, bottom - 6, half=(right - left) * 0.46, tall=26)
    sheet.scale_bar((bottom - top) / max(height_mm, 1))


def seated(sheet: Sheet, *, height_mm: float, halo: bool) -> None:
    """A seated Buddha or teacher on a lotus or a plain base."""
    rng = sheet.rng
    size = 560.0
    at = (500.0, 430.0)
    if halo:
        mandorla = smooth(
            [(500, 60), (690, 200), (740, 430), (690, 660), (310, 660), (260, 430), (310, 200)], closed=True
        )
        sheet.tone(mandorla, 0.25)
        sheet.line(mandorla, width=2.6, closed=True)
        sheet.line(place([(x - 500, y - 400) for x, y in mandorla], at=(500, 400), scale=0.92), width=1.2, closed=True)
        for k in polygon((500, 400), 250, 22):
            sheet.line(
                place(smooth([(0, -1), (0.5, 0), (0, 1), (-0.5, 0)], closed=True, steps=4), at=k, scale=9),
                width=1,
                closed=True,
            )
        sheet.outline(circle((500, 250), 130), width=1.8)
    path = stand(sheet, BUDDHA, at=at, size=size, width=3.4, tone=0.3)
    for curl in range(-4, 5):
        for row in range(3):
            level = 198.0 + row * 11
            if (curl * 13) ** 2 + ((level - 236) * 1.2) ** 2 < 58**2:
                sheet.ring((500 + curl * 13, level), 4.6, width=1)
    for _fold in range(5):
        share = rng.uniform(0.1, 0.9)
        sheet.line(
            smooth(
                [
                    (500 - 110 + 60 * share, 380 + 50 * share),
                    (500 - 10 + 40 * share, 470 + 60 * share),
                    (500 + 110, 520 + 60 * share),
                ]
            ),
            width=1.2,
        )
    shade(sheet, path, strength=0.75)
    level = at[1] + size * 0.36
    if rng.random() < 0.65:
        lotus = [
            (250.0, level + 6),
            (220.0, level + 50),
            (260.0, level + 104),
            (740.0, level + 104),
            (780.0, level + 50),
            (750.0, level + 6),
        ]
        sheet.clear(lotus)
        sheet.tone(lotus, 0.4)
        with sheet.inside(lotus):
            border(sheet, "lotus", lambda u, v: (206 + u * 64, level + 10 + 74 * v), units=592 / 64, width=2)
        sheet.line(lotus, width=2.8, closed=True)
        _base(sheet, level + 104, half=230, tall=26)
    else:
        _base(sheet, level, half=300, tall=96)
    sheet.scale_bar(760 / max(height_mm, 1))


def standing(sheet: Sheet, *, height_mm: float) -> None:
    """A standing figure, front and side."""
    rng = sheet.rng
    path = stand(sheet, FIGURE, at=(400, 440), size=760, flip=rng.random() < 0.5, width=3.2, tone=0.3)
    if rng.random() < 0.5:
        sheet.line(smooth([(330, 120), (400, 40), (470, 120)]), width=3)
        sheet.line([(326, 122), (474, 122)], width=3)
    for x in (360, 400, 440):
        sheet.line(smooth([(x, 520), (x + rng.uniform(-16, 16), 620), (x + rng.uniform(-20, 20), 740)]), width=1.3)
    shade(sheet, path, strength=0.75)
    side = place(
        smooth(
            [
                (0, -1),
                (0.1, -0.97),
                (0.13, -0.85),
                (0.1, -0.74),
                (0.06, -0.68),
                (0.16, -0.56),
                (0.17, -0.2),
                (0.14, 0.1),
                (0.2, 0.5),
                (0.17, 0.84),
                (0.24, 0.92),
                (-0.12, 0.92),
                (-0.16, 0.5),
                (-0.13, 0),
                (-0.17, -0.4),
                (-0.11, -0.62),
                (-0.1, -0.86),
            ],
            closed=True,
        ),
        at=(770, 456),
        scale=372,
    )
    sheet.tone(side, 0.3)
    sheet.line(side, width=3, closed=True)
    sheet.line(
        place(smooth([(-0.02, -0.5), (0.05, -0.3), (0.02, -0.04), (0.1, 0.02)]), at=(770, 456), scale=372), width=1.6
    )
    shade(sheet, side, strength=0.75)
    sheet.scale_bar(720 / max(height_mm, 1))


def head(sheet: Sheet, *, height_mm: float) -> None:
    """A head in profile broken at the neck, hair in rows."""
    rng = sheet.rng
    path = stand(sheet, HEAD, at=(500, 430), size=760, flip=rng.random() < 0.5, width=3.4, tone=0.28)
    top = bounds(path)[1]
    with sheet.inside(path):
        for row in range(6):
            for k in range(16):
                at = (220 + k * 38 + (row % 2) * 19, top + 22 + row * 27)
                if at[1] < top + 130 + 20 * rng.random():
                    sheet.line(circle(at, 13, steps=16)[: rng.randint(9, 15)], width=1.4)
    shade(sheet, path, strength=0.7)
    left, _top, right, bottom = bounds(path)
    crumble = ragged(box(left + 60, bottom - 40, right - 40, bottom + 14), rng, step=18, rough=8)
    with sheet.inside(crumble):
        sheet.clear(crumble)
        sheet.hatch(crumble, gap=8, width=1)
    sheet.line(crumble, width=2.2, closed=True)
    sheet.scale_bar(760 / max(height_mm, 1))


def mask(sheet: Sheet, *, height_mm: float) -> None:
    """A face from the front: an antefix, a mask or a guardian's head."""
    rng = sheet.rng
    face: Points = smooth(
        [
            (500, 90),
            (680, 130),
            (760, 300),
            (740, 520),
            (650, 720),
            (500, 800),
            (350, 720),
            (260, 520),
            (240, 300),
            (320, 130),
        ],
        closed=True,
    )
    sheet.tone(face, 0.35)
    sheet.line(face, width=3.2, closed=True)
    wild = rng.random() < 0.5
    for way in (-1, 1):
        x = 500 + way * 118
        sheet.line(
            place(
                smooth([(-1, 0.1), (-0.3, -0.4), (0.5, -0.4), (1, 0.1), (0.4, 0.42), (-0.4, 0.42)], closed=True),
                at=(x, 350),
                scale=74,
                flip=way < 0,
            ),
            width=2.4,
            closed=True,
        )
        sheet.ring((x, 352), 22, width=2.2)
        sheet.dot((x, 352), 9)
        sheet.line(
            place(smooth([(-1.1, 0), (-0.2, -0.7), (1.2, -0.2)]), at=(x, 300), scale=84, flip=way < 0),
            width=5 if wild else 2.6,
        )
        sheet.line(
            smooth([(500 + way * 30, 400), (500 + way * 42, 490), (500 + way * 84, 540), (500 + way * 30, 560)]),
            width=2.2,
        )
        sheet.line(smooth([(500 + way * 200, 470), (500 + way * 210, 560), (500 + way * 150, 660)]), width=1.6)
        if wild:
            sheet.line(smooth([(500 + way * 90, 620), (500 + way * 80, 690), (500 + way * 60, 600)]), width=2)
    mouth = smooth(
        [(380, 620), (500, 600), (620, 620), (560, 690 if wild else 650), (440, 690 if wild else 650)], closed=True
    )
    if wild:
        sheet.fill(mouth)
        for k in range(7):
            tooth = [(398 + k * 30, 618), (420 + k * 30, 618), (409 + k * 30, 646)]
            sheet.clear(tooth)
            sheet.line(tooth, width=1.4, closed=True)
        for k in range(13):
            x = 240 + k * 43
            sheet.line(smooth([(x, 200 - abs(k - 6) * -12), (x - 16, 130), (x + 10, 70 + abs(k - 6) * 14)]), width=2.6)
    else:
        sheet.line(mouth, width=2.2, closed=True)
        sheet.line(smooth([(380, 624), (500, 634), (620, 624)]), width=2)
        border(
            sheet,
            rng.choice(("pearls", "rosettes", "lotus")),
            lambda u, v: (320 + u * 46, 176 - 46 * v),
            units=360 / 46,
            width=1.8,
        )
    shade(sheet, face, strength=0.6)
    sheet.scale_bar(710 / max(height_mm, 1))
