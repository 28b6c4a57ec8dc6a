"""Textiles: silks with pearl roundels, striped and flowered cloth, carpets."""

import math

from loans.management.demo.drawings.beasts import BEASTS
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, Frame, border, flat, frame_border
from loans.management.demo.drawings.posing import stand
from loans.management.demo.drawings.shapes import (
    Point,
    Points,
    along,
    box,
    circle,
    place,
    polygon,
    ragged,
    smooth,
    star,
)


def _cloth(sheet: Sheet, height_mm: float, width_mm: float, *, torn: bool) -> tuple[Points, Frame]:
    """The outline of a piece of cloth and its frame, as large as fits."""
    ratio = min(max(height_mm / max(width_mm, 1), 0.45), 1.8)
    wide = min(800.0, 780.0 / ratio)
    frame = (500 - wide / 2, 460 - wide * ratio / 2, 500 + wide / 2, 460 + wide * ratio / 2)
    left, top, right, bottom = frame
    corners = box(left, top, right, bottom)
    if torn:
        rng = sheet.rng
        bite = rng.choice(((0, 0), (0, 1), (1, 0)))
        corners = [
            (left + rng.uniform(0, 40), top + rng.uniform(0, 50)),
            (500 + rng.uniform(-60, 60), top + rng.uniform(-5, 25)),
            (right - rng.uniform(0, 40), top + rng.uniform(0, 60 + 90 * bite[0])),
            (right - rng.uniform(0, 20), 460),
            (right - rng.uniform(0, 90), bottom - rng.uniform(0, 40 + 120 * bite[1])),
            (480, bottom - rng.uniform(0, 30)),
            (left + rng.uniform(0, 60), bottom - rng.uniform(0, 30)),
            (left + rng.uniform(0, 25), 440),
        ]
    return ragged(corners, sheet.rng, step=11 if torn else 26, rough=4.5 if torn else 1.6), frame


def _weave(sheet: Sheet, outline: Points, frame: Frame) -> None:
    """Threads: short level strokes, closer where the cloth lies in shadow."""
    left, top, right, bottom = frame
    rng = sheet.rng
    with sheet.inside(outline):
        y = top
        while y < bottom:
            x = left + rng.uniform(0, 40)
            while x < right:
                long = rng.uniform(4, 20)
                sheet.line([(x, y), (x + long, y)], width=0.6, shade=170)
                x += long + rng.uniform(8, 70)
            y += 7
    for at, direction in along([*outline, outline[0]], 7):
        if abs(math.sin(math.radians(direction))) < 0.5 and rng.random() < 0.7:
            way = 1 if at[1] > 460 else -1
            sheet.line([at, (at[0] + rng.uniform(-3, 3), at[1] + way * rng.uniform(4, 15))], width=0.9)


def cloth(sheet: Sheet, *, style: str, height_mm: float, width_mm: float) -> None:
    outline, frame = _cloth(sheet, height_mm, width_mm, torn=style != "carpet")
    sheet.tone(outline, 0.32)
    with sheet.inside(outline):
        _STYLES[style](sheet, frame)
    _weave(sheet, outline, frame)
    sheet.line(outline, width=2, closed=True)
    sheet.scale_bar((frame[2] - frame[0]) / max(width_mm, 1))


def _roundels(sheet: Sheet, frame: Frame) -> None:
    rng = sheet.rng
    size = rng.choice((150.0, 190.0, 240.0))
    names = rng.sample(("duck", "ram", "horse", "peacock", "lion", "griffin", "stag", "elephant", "dragon"), 2)
    paired = rng.random() < 0.5
    left, top, right, bottom = frame
    shift = rng.uniform(0.3, 0.7) * size
    row = 0
    y = top + shift
    while y - size < bottom:
        x, column = left + shift, 0
        while x - size < right:
            _roundel(sheet, (x, y), size * 0.92, names[(row + column) % 2], paired=paired, flip=bool(column % 2))
            _between(sheet, (x + size, y + size), size * 0.5)
            x, column = x + size * 2, column + 1
        _between(sheet, (left + shift - size, y + size), size * 0.5)
        y, row = y + size * 2, row + 1


def _roundel(sheet: Sheet, at: Point, radius: float, name: str, *, paired: bool, flip: bool) -> None:
    disc = circle(at, radius)
    sheet.clear(disc)
    sheet.tone(disc, 0.5)
    sheet.clear(circle(at, radius * 0.78))
    sheet.tone(circle(at, radius * 0.78), 0.12)
    sheet.line(disc, width=2.2, closed=True)
    sheet.ring(at, radius * 0.78, width=1.8)
    for pearl in polygon(at, radius * 0.89, 24):
        drop = circle(pearl, radius * 0.075, steps=20)
        sheet.clear(drop)
        sheet.line(drop, width=1.3, closed=True)
    if paired:
        for way in (-1, 1):
            stand(
                sheet,
                BEASTS[name],
                at=(at[0] + way * radius * 0.34, at[1] + radius * 0.02),
                size=radius * 0.62,
                flip=way > 0,
                width=1.8,
                tone=0.4,
            )
        sheet.line([(at[0], at[1] + radius * 0.55), (at[0], at[1] - radius * 0.5)], width=2)
        for level in (-0.5, -0.3, -0.1):
            for way in (-1, 1):
                sheet.line(
                    place(
                        smooth([(0, 0), (0.1 * way, -0.08), (0.16 * way, 0.02)]),
                        at=(at[0], at[1] + level * radius),
                        scale=radius,
                    ),
                    width=1.4,
                )
    else:
        stand(sheet, BEASTS[name], at=at, size=radius * 1.12, flip=flip, width=2.2, tone=0.45)
    sheet.line(
        [(at[0] - radius * 0.55, at[1] + radius * 0.55), (at[0] + radius * 0.55, at[1] + radius * 0.55)], width=3
    )


def _between(sheet: Sheet, at: Point, size: float) -> None:
    for turn in range(0, 360, 90):
        leaf = smooth([(0, 0), (0.3, -0.22), (0.62, -0.12), (0.95, 0), (0.62, 0.12), (0.3, 0.22)], closed=True, steps=5)
        sheet.line(place(leaf, at=at, scale=size * 0.8, turn=turn), width=1.6, closed=True)
        sheet.line(
            place(smooth([(0.1, 0), (0.34, -0.34), (0.6, -0.4)]), at=at, scale=size * 0.8, turn=turn + 45), width=1.3
        )
        sheet.line(
            place(smooth([(0.1, 0), (0.34, 0.34), (0.6, 0.4)]), at=at, scale=size * 0.8, turn=turn + 45), width=1.3
        )
    sheet.line(circle(at, size * 0.16), width=1.6, closed=True)
    sheet.dot(at, size * 0.06)


def _bands(sheet: Sheet, frame: Frame) -> None:
    left, top, right, bottom = frame
    rng = sheet.rng
    y = top - rng.uniform(0, 30)
    while y < bottom:
        tall = rng.choice((22.0, 34.0, 54.0, 84.0))
        if rng.random() < 0.35:
            sheet.tone(box(left, y, right, y + tall), rng.choice((0.15, 0.55, 0.75)))
        if tall > 30:
            units = (right - left) / tall
            border(
                sheet,
                rng.choice(RICH),
                flat(left, y + tall * 0.9, step=tall, tall=tall * 0.8),
                units=units,
                width=1.6,
            )
        for level in (y, y + 4):
            sheet.line([(left, level), (right, level)], width=1.4)
        y += tall + rng.choice((0.0, 6.0, 14.0))


def _flowers(sheet: Sheet, frame: Frame) -> None:
    left, top, right, bottom = frame
    rng = sheet.rng
    step, petals = rng.choice((88.0, 116.0, 150.0)), rng.choice((5, 6, 8))
    diamond = rng.random() < 0.5
    row, y = 0, top
    while y < bottom + step:
        x = left + (row % 2) * step / 2
        while x < right + step:
            if diamond:
                sheet.line(
                    [(x - step / 2, y), (x, y - step * 0.5), (x + step / 2, y), (x, y + step * 0.5)],
                    width=1.4,
                    closed=True,
                )
            for at in polygon((x, y), step * 0.17, petals, turn=rng.choice((0, 20))):
                petal = circle(at, step * 0.09, steps=20)
                sheet.tone(petal, 0.7)
                sheet.line(petal, width=1.3, closed=True)
            sheet.dot((x, y), step * 0.05)
            for turn in (45, 135, 225, 315) if not diamond else ():
                sheet.line(
                    place(
                        smooth([(0.25, 0), (0.35, -0.06), (0.45, 0), (0.35, 0.06)], closed=True, steps=4),
                        at=(x, y),
                        scale=step,
                        turn=turn,
                    ),
                    width=1.2,
                    closed=True,
                )
            x += step
        y, row = y + step * 0.5, row + 1


def _carpet(sheet: Sheet, frame: Frame) -> None:
    left, top, right, bottom = frame
    rng = sheet.rng
    edge = 0.0
    for tall in (18.0, 62.0, 18.0):
        sheet.outline(box(left + edge, top + edge, right - edge, bottom - edge), width=1.8)
        sheet.tone(box(left + edge, top + edge, right - edge, top + edge + tall), 0.55)
        sheet.tone(box(left + edge, bottom - edge - tall, right - edge, bottom - edge), 0.55)
        name = rng.choice(RICH) if tall > 30 else "zigzag"
        frame_border(sheet, name, frame, edge=edge + tall * 0.1, tall=tall * 0.8, width=1.4)
        edge += tall
    left, top, right, bottom = left + edge, top + edge, right - edge, bottom - edge
    sheet.outline(box(left, top, right, bottom), width=1.8)
    count = max(1, round((bottom - top) / max(80.0, (right - left) * 0.6)))
    for index in range(count):
        at = ((left + right) / 2, top + (bottom - top) * (index + 0.5) / count)
        size = min((right - left), (bottom - top) / count) * 0.42
        for share, tone in ((1.0, 0.55), (0.72, 0.15), (0.4, 0.7)):
            pointed = index % 2 == 0
            shape = (
                star(at, size * share, size * share * 0.72, 8) if pointed else polygon(at, size * share, 8, turn=22.5)
            )
            sheet.clear(shape)
            sheet.tone(shape, tone)
            sheet.line(shape, width=1.8, closed=True)
        for tip in polygon(at, size * 0.55, 8):
            sheet.dot(tip, 5)


_STYLES = {"roundel": _roundels, "bands": _bands, "flowers": _flowers, "carpet": _carpet}


CLOTH = tuple(_STYLES)
