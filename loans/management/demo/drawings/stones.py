"""Reliefs, inscribed stones and capitals; and how a piece of a wall is fitted to the sheet."""

import math

from loans.management.demo.drawings.beasts import BEASTS, BUDDHA, FIGURE
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, border, writing
from loans.management.demo.drawings.posing import shade, stand
from loans.management.demo.drawings.shapes import (
    Point,
    Points,
    bounds,
    box,
    circle,
    place,
    ragged,
    smooth,
)


def fitted(
    height_mm: float, width_mm: float, *, wide: float = 830, tall: float = 780
) -> tuple[float, float, float, float]:
    ratio = min(max(height_mm / max(width_mm, 1), 0.36), 2.0)
    across = min(wide, tall / ratio)
    return 500 - across / 2, 460 - across * ratio / 2, 500 + across / 2, 460 + across * ratio / 2


def depth(sheet: Sheet, outline: Points, *, strength: float = 0.3) -> None:
    left, top, right, bottom = bounds(outline)
    sheet.stipple(
        outline,
        lambda x, y: 0.04 + strength * max(0.0, ((x - left) / (right - left) + (y - top) / (bottom - top) - 0.9)),
        pitch=4.8,
        radius=1.0,
    )


def relief(sheet: Sheet, *, height_mm: float, width_mm: float) -> None:
    """A stone relief under an arch, with its side view."""
    rng = sheet.rng
    left, top, right, bottom = fitted(height_mm, width_mm, wide=680)
    left, right = left - 50, right - 50
    wide = right - left
    outline = ragged(
        [
            (left, bottom),
            (left, top + wide * 0.26),
            *smooth(
                [
                    (left, top + wide * 0.26),
                    (left + wide * 0.2, top + 20),
                    ((left + right) / 2, top),
                    (right - wide * 0.2, top + 20),
                    (right, top + wide * 0.26),
                ]
            ),
            (right, bottom),
        ],
        rng,
        step=40,
        rough=3,
    )
    sheet.tone(outline, 0.35)
    inner = [
        ((x - (left + right) / 2) * 0.84 + (left + right) / 2, (y - bottom) * 0.9 + bottom - 26) for x, y in outline
    ]
    sheet.line(inner, width=2, closed=True)
    at = ((left + right) / 2, (top + bottom) / 2 + 10)
    tall = bottom - top
    with sheet.inside(inner):
        kind = rng.choice(("buddha", "figures", "beast"))
        if kind == "buddha":
            sheet.outline(circle((at[0], at[1] - tall * 0.14), min(wide, tall) * 0.2), width=2.2)
            shade(
                sheet,
                stand(sheet, BUDDHA, at=at, size=min(wide * 0.72, tall * 0.62), width=2.8, tone=0.2),
                strength=0.8,
            )
        elif kind == "figures":
            for k in range(-1, 2):
                shade(
                    sheet,
                    stand(
                        sheet,
                        FIGURE,
                        at=(at[0] + k * wide * 0.25, at[1] + abs(k) * 18),
                        size=min(wide * 1.0, tall * 0.72),
                        flip=k > 0,
                        width=2.2,
                        tone=0.2,
                    ),
                    strength=0.8,
                )
        else:
            shade(
                sheet,
                stand(
                    sheet,
                    BEASTS[rng.choice(("lion", "griffin", "elephant", "stag", "horse"))],
                    at=at,
                    size=min(wide * 0.78, tall * 0.7),
                    flip=rng.random() < 0.5,
                    width=2.8,
                    tone=0.2,
                ),
                strength=0.8,
            )
        border(sheet, rng.choice(RICH), lambda u, v: (left + u * 40, bottom - 34 - 36 * v), units=wide / 40, width=1.8)
    depth(sheet, outline, strength=0.3)
    sheet.line(outline, width=3.2, closed=True)
    side = ragged(box(right + 60, top + 10, right + 60 + max(34.0, wide * 0.12), bottom), rng, step=40, rough=4)
    sheet.tone(side, 0.35)
    depth(sheet, side, strength=0.6)
    sheet.line(side, width=2.4, closed=True)
    sheet.scale_bar(wide / max(width_mm, 1))


def stela(sheet: Sheet, *, script: str, height_mm: float, width_mm: float) -> None:
    """An inscribed stone with a round top."""
    rng = sheet.rng
    left, top, right, bottom = fitted(height_mm, width_mm, wide=600)
    wide = right - left
    outline = ragged(
        [
            (left, bottom),
            (left, top + wide * 0.4),
            *[
                (
                    (left + right) / 2 - wide / 2 * math.cos(math.radians(a)),
                    top + wide * 0.4 - wide * 0.4 * math.sin(math.radians(a)),
                )
                for a in range(10, 171, 16)
            ],
            (right, top + wide * 0.4),
            (right, bottom),
        ],
        rng,
        step=34,
        rough=3.5,
    )
    sheet.tone(outline, 0.4)
    with sheet.inside(outline):
        crest = ((left + right) / 2, top + wide * 0.22)
        kind = rng.choice(("cross", "lotus", "beast"))
        if kind == "cross":
            for turn in range(0, 360, 90):
                sheet.line(
                    place([(0, 0), (0.34, -0.12), (0.34, 0.12)], at=crest, scale=wide * 0.36, turn=turn),
                    width=2.2,
                    closed=True,
                )
        elif kind == "beast":
            shade(
                sheet,
                stand(sheet, BEASTS["dragon"], at=crest, size=wide * 0.36, width=2, flip=rng.random() < 0.5),
                strength=0.7,
            )
        else:
            border(
                sheet,
                "lotus",
                lambda u, v: (crest[0] - wide * 0.2 + u * wide * 0.14, crest[1] + wide * 0.1 - v * wide * 0.2),
                units=2.9,
                width=2,
            )
        y, size = top + wide * 0.46, rng.uniform(30, 44)
        while y + size < bottom - 30:
            writing(sheet, script, start=(left + 36, y), length=wide - 72, height=size, rng=rng, width=size * 0.1)
            y += size * 1.55
    depth(sheet, outline, strength=0.3)
    sheet.line(outline, width=3.2, closed=True)
    sheet.scale_bar(wide / max(width_mm, 1))


def capital(sheet: Sheet, *, width_mm: float) -> None:
    """A column's capital with two rows of leaves."""
    at: Point = (500.0, 470.0)
    shape = [
        (260.0, 780.0),
        *smooth([(270, 740), (262, 560), (220, 380), (130, 270)]),
        (110.0, 250.0),
        (110.0, 180.0),
        (890.0, 180.0),
        (890.0, 250.0),
        *smooth([(870, 270), (780, 380), (738, 560), (730, 740)]),
        (740.0, 780.0),
    ]
    sheet.tone(shape, 0.4)
    with sheet.inside(shape):
        for row, (level, tall, count) in enumerate(((780, 210, 4), (600, 220, 5))):
            for k in range(-count, count + 1):
                x = at[0] + (k + (row % 2) / 2) * 118 * (1 + row * 0.16)
                leaf = smooth(
                    [
                        (-46, 0),
                        (-54, -0.5 * tall),
                        (-26, -0.92 * tall),
                        (0, -tall),
                        (26, -0.92 * tall),
                        (54, -0.5 * tall),
                        (46, 0),
                    ]
                )
                path = [(x + px, level + py) for px, py in leaf]
                sheet.clear(path)
                sheet.tone(path, 0.3)
                sheet.line(path, width=2.4)
                sheet.line([(x, level), (x, level - tall * 0.85)], width=1.4)
                for share in (0.3, 0.5, 0.7):
                    for way in (-1, 1):
                        sheet.line(
                            smooth(
                                [
                                    (x, level - tall * share),
                                    (x + way * 20, level - tall * (share + 0.12)),
                                    (x + way * 40, level - tall * (share + 0.08)),
                                ]
                            ),
                            width=1.2,
                        )
                shade(sheet, path, strength=0.55)
        border(sheet, "tongues", lambda u, v: (110 + u * 44, 246 - 50 * v), units=780 / 44, width=1.6)
    sheet.line([(110, 250), (890, 250)], width=2)
    sheet.line(shape, width=3.2, closed=True)
    sheet.scale_bar(780 / max(width_mm, 1))
