"""Stucco panels and mosaic floors."""

import math

from loans.management.demo.drawings.beasts import BEASTS
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.posing import shade, stand
from loans.management.demo.drawings.shapes import (
    box,
    circle,
    polygon,
    ragged,
    star,
)
from loans.management.demo.drawings.stones import fitted


def stucco(sheet: Sheet, *, height_mm: float, width_mm: float) -> None:
    """A panel of an endless pattern, carved deep."""
    rng = sheet.rng
    left, top, right, bottom = fitted(height_mm, width_mm)
    outline = ragged(box(left, top, right, bottom), rng, step=40, rough=4)
    sheet.tone(outline, 0.3)
    step = rng.choice((120.0, 150.0, 190.0))
    kind = rng.choice(("rosette", "strap", "beast", "vine"))
    with sheet.inside(outline):
        row, y = 0, top
        while y < bottom + step:
            x = left + (row % 2) * step / 2 * (kind == "rosette")
            while x < right + step:
                at = (x, y)
                if kind == "strap":
                    sheet.line(star(at, step * 0.52, step * 0.36, 8, turn=0), width=4, closed=True)
                    sheet.line(star(at, step * 0.3, step * 0.16, 8, turn=22.5), width=2, closed=True)
                    sheet.dot(at, step * 0.06)
                elif kind == "beast":
                    sheet.outline(circle(at, step * 0.46), width=3)
                    shade(
                        sheet,
                        stand(
                            sheet,
                            BEASTS[rng.choice(("ram", "griffin", "lion", "peacock"))],
                            at=at,
                            size=step * 0.66,
                            width=2,
                        ),
                        strength=0.7,
                    )
                else:
                    sheet.outline(circle(at, step * 0.44), width=3)
                    for petal in polygon(at, step * 0.25, 6 if kind == "vine" else 8):
                        sheet.line(circle(petal, step * 0.11), width=2, closed=True)
                    sheet.dot(at, step * 0.08)
                x += step
            y, row = y + step * (0.86 if kind == "rosette" else 1), row + 1
        rim = box(left + 16, top + 16, right - 16, bottom - 16)
        sheet.outline(rim, width=3)
    phase = rng.uniform(0, 6)
    sheet.stipple(
        outline,
        lambda x, y: 0.12 + 0.26 * max(0.0, math.sin(x * 6.28 / step + phase) * math.sin(y * 6.28 / step + phase)),
        pitch=4.8,
        radius=1.05,
    )
    sheet.line(outline, width=3, closed=True)
    sheet.scale_bar((right - left) / max(width_mm, 1))


def mosaic(sheet: Sheet, *, height_mm: float, width_mm: float) -> None:
    """A floor fragment in small cubes."""
    rng = sheet.rng
    left, top, right, bottom = fitted(height_mm, width_mm)
    outline = ragged(
        [
            (left, top + 30),
            ((left + right) / 2, top),
            (right, top + 60),
            (right - 30, bottom),
            ((left + right) / 2, bottom - 30),
            (left + 20, bottom),
        ],
        rng,
        step=24,
        rough=9,
    )
    sheet.tone(outline, 0.12)
    at = ((left + right) / 2, (top + bottom) / 2)
    size = min(right - left, bottom - top)
    step = 17.0
    ring = size * 0.42
    with sheet.inside(outline):
        y = top
        while y < bottom:
            x = left + rng.uniform(-4, 0)
            while x < right:
                away = math.dist((x, y), at)
                cube = [
                    (x + 1 + rng.uniform(-1, 1), y + 1 + rng.uniform(-1, 1)),
                    (x + step - 2, y + 1),
                    (x + step - 2, y + step - 2),
                    (x + 1, y + step - 2),
                ]
                if abs(away - ring) < 20 or ((int(x / 60) + int(y / 60)) % 5 == 0 and away > ring):
                    sheet.tone(cube, 0.75)
                sheet.line(cube, width=0.9, closed=True, shade=190)
                x += step
            y += step
        disc = circle(at, ring * 0.9)
        beast = rng.choice(("peacock", "duck", "lion", "stag"))
        path = stand(sheet, BEASTS[beast], at=at, size=ring * 1.35, width=3.4, tone=0.5, flip=rng.random() < 0.5)
        sheet.outline(disc, width=2.4)
        shade(sheet, path, strength=0.3)
    sheet.line(outline, width=2.6, closed=True)
    sheet.scale_bar((right - left) / max(width_mm, 1))
