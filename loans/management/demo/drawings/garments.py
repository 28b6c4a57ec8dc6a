"""Caftans and temple banners."""

import math

from loans.management.demo.drawings.beasts import FIGURE
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, border
from loans.management.demo.drawings.posing import stand
from loans.management.demo.drawings.shapes import (
    box,
    circle,
    ragged,
    smooth,
    star,
)


def garment(sheet: Sheet, *, height_mm: float, width_mm: float) -> None:
    """A caftan laid flat, with facings of patterned silk."""
    rng = sheet.rng
    shape = [
        (430.0, 90.0),
        (470.0, 108.0),
        (530.0, 108.0),
        (570.0, 90.0),
        (660.0, 120.0),
        (930.0, 250.0 + rng.uniform(-20, 20)),
        (905.0, 345.0),
        (690.0, 290.0),
        (682.0, 420.0),
        (700.0, 600.0),
        (760.0, 880.0),
        (500.0, 895.0),
        (240.0, 880.0),
        (300.0, 600.0),
        (318.0, 420.0),
        (310.0, 290.0),
        (95.0, 345.0),
        (70.0, 250.0),
        (340.0, 120.0),
    ]
    outline = ragged(shape, rng, step=20, rough=1.6)
    sheet.tone(outline, 0.28)
    wide = rng.choice((34.0, 46.0))
    name = rng.choice(RICH)
    with sheet.inside(outline):
        step = rng.choice((74.0, 96.0))
        for row in range(13):
            for column in range(14):
                at = (60 + column * step + (row % 2) * step / 2, 110 + row * step * 0.8)
                sheet.ring(at, step * 0.2, width=1.1)
                sheet.line(star(at, step * 0.14, step * 0.06, 4), width=1, closed=True)
        for strip in (box(500 - wide, 100, 500, 900), box(230, 880 - wide, 770, 900)):
            sheet.clear(strip)
            sheet.tone(strip, 0.6)
            sheet.outline(strip, width=1.6)
        border(sheet, name, lambda u, v: (500 - wide * (0.9 - 0.8 * v), 120 + u * wide), units=780 / wide, width=1.4)
        border(sheet, name, lambda u, v: (240 + u * wide, 893 - wide * (0.1 + 0.8 * v)), units=520 / wide, width=1.4)
        for cuff in ((95, 345, 70, 250), (905, 345, 930, 250)):
            sheet.line(
                [
                    (cuff[0] + (40 if cuff[0] < 500 else -40), cuff[1] - 12),
                    (cuff[2] + (40 if cuff[2] < 500 else -40), cuff[3] - 18),
                ],
                width=2,
            )
        sheet.stipple(outline, lambda x, y: 0.1 + 0.22 * max(0.0, math.sin(x / 38) * (y / 900)), pitch=5, radius=1.0)
    sheet.line(outline, width=2.4, closed=True)
    sheet.line(smooth([(430, 90), (460, 135), (500, 150), (540, 135), (570, 90)]), width=2)
    sheet.line([(500, 150), (500, 893)], width=2)
    sheet.scale_bar(860 / max(width_mm, 1))


def banner(sheet: Sheet, *, height_mm: float, width_mm: float) -> None:
    """A temple banner: triangular head, painted figure, streamers."""
    rng = sheet.rng
    left, right = 385.0, 615.0
    head = [(left, 250.0), (500.0, 60.0), (right, 250.0)]
    body = box(left, 250, right, 690)
    for panel, tone in ((head, 0.5), (body, 0.2)):
        sheet.tone(panel, tone)
        sheet.outline(panel, width=2.4)
    sheet.line([(420, 240), (500, 108), (580, 240)], width=1.4, closed=True)
    sheet.line(star((500, 195), 36, 20, 8), width=1.6, closed=True)
    halo = circle((500, 330), 62)
    sheet.outline(halo, width=2)
    sheet.outline(circle((500, 330), 52), width=1.1)
    path = stand(sheet, FIGURE, at=(500, 475), size=390, flip=rng.random() < 0.5, width=2.2, tone=0.3)
    sheet.stipple(path, lambda x, y: 0.18 + 0.2 * max(0.0, math.sin(x / 9)), pitch=4.6, radius=1)
    border(sheet, "lotus", lambda u, v: (left + 12 + u * 34, 684 - 30 * v), units=206 / 34, width=1.4)
    border(sheet, rng.choice(RICH), lambda u, v: (left + 4 + u * 26, 278 - 24 * v), units=222 / 26, width=1.3)
    for index in range(4):
        x = left + 8 + index * 57
        strip = ragged(box(x, 690, x + 42, 860 - rng.uniform(0, 50)), rng, step=26, rough=2)
        sheet.tone(strip, 0.4 if index % 2 else 0.15)
        sheet.line(strip, width=1.6, closed=True)
    for x, way in ((left, -1), (right, 1)):
        tail = [(x, 250.0), (x + way * 46, 300.0), (x + way * 52, 640.0), (x + way * 14, 660.0), (x + way * 10, 320.0)]
        sheet.tone(tail, 0.4)
        sheet.line(smooth(tail, closed=True), width=1.6, closed=True)
    sheet.scale_bar(800 / max(height_mm, 1))
