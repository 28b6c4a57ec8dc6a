"""Fragments of wall painting: figures over a border, losses hatched as bare plaster."""

from loans.management.demo.drawings.beasts import BEASTS, BUDDHA, FIGURE, HEAD
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, border
from loans.management.demo.drawings.posing import shade, stand
from loans.management.demo.drawings.shapes import (
    Points,
    blob,
    bounds,
    box,
    circle,
    polygon,
    ragged,
    smooth,
)
from loans.management.demo.drawings.stones import depth, fitted


def mural(sheet: Sheet, *, height_mm: float, width_mm: float, subject: str) -> None:
    """A fragment of wall painting: figures over a border, losses hatched as bare plaster."""
    rng = sheet.rng
    left, top, right, bottom = fitted(height_mm, width_mm)
    outline = ragged(
        [
            (left + rng.uniform(0, 50), top + rng.uniform(0, 60)),
            ((left + right) / 2, top + rng.uniform(0, 30)),
            (right - rng.uniform(0, 90), top + rng.uniform(0, 50)),
            (right, (top + bottom) / 2),
            (right - rng.uniform(0, 60), bottom),
            ((left + right) / 2, bottom - rng.uniform(0, 30)),
            (left, bottom - rng.uniform(0, 90)),
        ],
        rng,
        step=22,
        rough=8,
    )
    sheet.tone(outline, 0.22)
    tall, wide = bottom - top, right - left
    with sheet.inside(outline):
        _MURALS[subject](sheet, (left, top, right, bottom))
        strip = min(60.0, tall * 0.12)
        low = bottom - strip - 16
        sheet.clear(box(left, low - 8, right, bottom))
        sheet.tone(box(left, low - 8, right, bottom), 0.45)
        name = rng.choice(RICH)
        border(
            sheet, name, lambda u, v: (left + u * strip, low + strip * (0.95 - 0.9 * v)), units=wide / strip, width=1.5
        )
        for level in (low - 8, low - 3, low + strip + 2):
            sheet.line([(left, level), (right, level)], width=1.5)
        for _loss in range(rng.randint(3, 7)):
            gap = blob(
                (rng.uniform(left, right), rng.uniform(top, bottom)),
                rng.uniform(16, min(wide, tall) * 0.13),
                rng,
                rough=0.4,
            )
            sheet.clear(gap)
            sheet.hatch(gap, gap=8, angle=45, width=0.9)
            sheet.line(gap, width=1.3, closed=True)
        for _crack in range(3):
            path: Points = [(rng.uniform(left, right), top if rng.random() < 0.5 else bottom)]
            way = 1 if path[0][1] == top else -1
            for _step in range(rng.randint(5, 12)):
                path.append((path[-1][0] + rng.uniform(-28, 28), path[-1][1] + way * rng.uniform(10, 34)))
            sheet.line(path, width=1.2)
    depth(sheet, outline, strength=0.12)
    sheet.line(outline, width=2.6, closed=True)
    sheet.scale_bar(wide / max(width_mm, 1))


def _procession(sheet: Sheet, frame: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = frame
    rng = sheet.rng
    tall = bottom - top
    size = min(tall * 0.72, 460)
    x, flip = left + size * 0.2, rng.random() < 0.5
    while x < right + size * 0.2:
        if rng.random() < 0.35:
            name = rng.choice(("elephant", "camel", "horse", "horse"))
            big = size * 1.0
            stand(
                sheet,
                BEASTS[name],
                at=(x + big * 0.35, bottom - tall * 0.16 - big * 0.44),
                size=big * 0.92,
                flip=flip,
                width=2,
                tone=rng.choice((0.1, 0.4, 0.6)),
            )
            if rng.random() < 0.6:
                stand(
                    sheet,
                    FIGURE,
                    at=(x + big * 0.35, bottom - tall * 0.16 - big * 0.82),
                    size=size * 0.46,
                    flip=flip,
                    width=1.8,
                    tone=0.3,
                )
            x += big * 1.02
        else:
            path = stand(
                sheet,
                FIGURE,
                at=(x, bottom - tall * 0.16 - size * 0.46),
                size=size,
                flip=flip,
                width=2,
                tone=rng.choice((0.15, 0.4, 0.6)),
            )
            _robe(sheet, path)
            if rng.random() < 0.5:
                sheet.line([(x + size * 0.22, bottom - tall * 0.16), (x + size * 0.22, top + tall * 0.1)], width=2)
                flag = [
                    (x + size * 0.22, top + tall * 0.1),
                    (x + size * 0.36, top + tall * 0.14),
                    (x + size * 0.22, top + tall * 0.2),
                ]
                sheet.tone(flag, 0.6)
                sheet.outline(flag, width=1.6)
            x += size * rng.uniform(0.42, 0.56)


def _robe(sheet: Sheet, path: Points) -> None:
    left, top, right, bottom = bounds(path)
    step = (right - left) / 7
    with sheet.inside([(x, y) for x, y in path if y > top + (bottom - top) * 0.24] or path):
        y, row = top + (bottom - top) * 0.28, 0
        while y < bottom:
            for k in range(9):
                sheet.ring((left + (k + (row % 2) / 2) * step, y), step * 0.24, width=1)
            y, row = y + step * 0.9, row + 1


def _paradise(sheet: Sheet, frame: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = frame
    middle_x, tall = (left + right) / 2, bottom - top
    size = min(tall * 0.62, (right - left) * 0.5)
    at = (middle_x, top + tall * 0.44)
    for radius, tone in ((0.66, 0.35), (0.6, 0.1)):
        sheet.tone(circle((at[0], at[1] - size * 0.02), size * radius), tone)
        sheet.outline(circle((at[0], at[1] - size * 0.02), size * radius), width=1.5)
    sheet.outline(circle((at[0], at[1] - size * 0.34), size * 0.24), width=1.5)
    shade(sheet, stand(sheet, BUDDHA, at=at, size=size, width=2.4, tone=0.4), strength=0.35)
    for way in (-1, 1):
        for k in range(2):
            x = middle_x + way * size * (0.72 + k * 0.42)
            sheet.outline(circle((x, top + tall * 0.27 + k * 22), size * 0.13), width=1.3)
            stand(
                sheet, FIGURE, at=(x, top + tall * 0.5 + k * 22), size=size * 0.72, flip=way > 0, width=1.8, tone=0.25
            )
    for _flower in range(9):
        x, y = sheet.rng.uniform(left, right), sheet.rng.uniform(top, top + tall * 0.2)
        for petal in polygon((x, y), 9, 5):
            sheet.ring(petal, 5, width=1)


def _portrait(sheet: Sheet, frame: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = frame
    size = min((right - left) * 0.72, (bottom - top) * 0.72)
    at = ((left + right) / 2, top + (bottom - top) * 0.46)
    halo = circle((at[0], at[1] - size * 0.08), size * 0.62)
    sheet.tone(halo, 0.5)
    sheet.outline(halo, width=2)
    sheet.outline(circle((at[0], at[1] - size * 0.08), size * 0.56), width=1.2)
    path = stand(sheet, HEAD, at=at, size=size, flip=sheet.rng.random() < 0.5, width=2.6, tone=0.1)
    shade(sheet, path, strength=0.4)


def _banquet(sheet: Sheet, frame: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = frame
    tall = bottom - top
    size = tall * 0.5
    x = left + size * 0.5
    while x < right:
        shade(
            sheet,
            stand(
                sheet,
                BUDDHA,
                at=(x, bottom - tall * 0.2 - size * 0.4),
                size=size,
                width=2,
                tone=sheet.rng.choice((0.2, 0.5)),
            ),
            strength=0.25,
        )
        cup = [
            (x + size * 0.3, bottom - tall * 0.2 - size * 0.66),
            (x + size * 0.42, bottom - tall * 0.2 - size * 0.66),
            (x + size * 0.36, bottom - tall * 0.2 - size * 0.54),
        ]
        sheet.tone(cup, 0.8)
        sheet.outline(cup, width=1.6)
        x += size * 0.98
    for column in range(4):
        cx = left + (right - left) * (column + 0.5) / 4
        sheet.line(
            smooth([(cx - 90, top + tall * 0.24), (cx, top + tall * 0.08), (cx + 90, top + tall * 0.24)]), width=1.6
        )


_MURALS = {"procession": _procession, "paradise": _paradise, "portrait": _portrait, "banquet": _banquet}
MURALS = tuple(_MURALS)
