"""Tiles and carved wood."""

from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import border, flat
from loans.management.demo.drawings.roundels import middle
from loans.management.demo.drawings.shapes import (
    Points,
    bounds,
    box,
    circle,
    place,
    polygon,
    ragged,
    smooth,
    star,
)
from loans.management.demo.drawings.stones import depth, fitted


def tile(sheet: Sheet, *, width_mm: float) -> None:
    """A wall tile: star, cross, hexagon or square, with its thin section below."""
    rng = sheet.rng
    at, radius = (500.0, 425.0), 350.0
    shape: Points = rng.choice(
        (
            star(at, radius, radius * 0.765, 8),
            polygon(at, radius, 6, turn=30),
            polygon(at, radius * 1.1, 4, turn=45),
            polygon(at, radius, 8, turn=22.5),
        )
    )
    inner = place([(x - at[0], y - at[1]) for x, y in shape], at=at, scale=0.86)
    sheet.tone(shape, 0.55)
    sheet.clear(inner)
    sheet.tone(inner, 0.2)
    for outline, width in (
        (shape, 3.2),
        (inner, 1.8),
        (place([(x - at[0], y - at[1]) for x, y in shape], at=at, scale=0.82), 1.1),
    ):
        sheet.line(outline, width=width, closed=True)
    corners = len(shape)
    for index in range(corners):
        first, last = shape[index], shape[(index + 1) % corners]
        between = ((first[0] + last[0]) / 2 * 0.93 + at[0] * 0.07, (first[1] + last[1]) / 2 * 0.93 + at[1] * 0.07)
        for share in (0.2, 0.5, 0.8):
            x = (first[0] + (last[0] - first[0]) * share) * 0.93 + at[0] * 0.07
            y = (first[1] + (last[1] - first[1]) * share) * 0.93 + at[1] * 0.07
            sheet.dot((x, y), 4.5)
        sheet.ring(between, 9, width=1.2)
    with sheet.inside(inner):
        for tip in polygon(at, radius * 0.58, 8, turn=22.5):
            sheet.line(smooth([at, ((at[0] + tip[0]) / 2 + 22, (at[1] + tip[1]) / 2 - 22), tip]), width=1.3)
            for petal in polygon(tip, 17, 5):
                sheet.ring(petal, 10, width=1.3)
        disc = circle(at, radius * 0.42)
        sheet.clear(disc)
        sheet.tone(disc, 0.35)
        sheet.outline(disc, width=2)
        middle(sheet, at, radius * 0.38)
    depth(sheet, shape, strength=0.2)
    left, _top, right, _bottom = bounds(shape)
    sheet.hatch(box(left, 838, right, 868), gap=7, width=1.2)
    sheet.outline(box(left, 838, right, 868), width=2.2)
    sheet.scale_bar((right - left) / max(width_mm, 1))


def beam(sheet: Sheet, *, height_mm: float, width_mm: float) -> None:
    """Carved wood: a long panel with a running ornament, grain, and its end."""
    rng = sheet.rng
    left, top, right, bottom = fitted(height_mm, width_mm, wide=860)
    outline = ragged(box(left, top, right, bottom), rng, step=36, rough=3.5)
    tall = bottom - top
    sheet.tone(outline, 0.4)
    with sheet.inside(outline):
        for _grain in range(int(tall / 11)):
            y = rng.uniform(top, bottom)
            sheet.line(
                smooth(
                    [
                        (left, y),
                        (left + (right - left) * 0.3, y + rng.uniform(-7, 7)),
                        (left + (right - left) * 0.7, y + rng.uniform(-7, 7)),
                        (right, y),
                    ]
                ),
                width=0.7,
                shade=150,
            )
        rows = max(1, round(tall / 190))
        for row in range(rows):
            y1, y2 = top + 26 + (tall - 52) * row / rows, top + 26 + (tall - 52) * (row + 1) / rows - 12
            sheet.clear(box(left + 22, y1, right - 22, y2))
            sheet.tone(box(left + 22, y1, right - 22, y2), 0.25)
            sheet.outline(box(left + 22, y1, right - 22, y2), width=2)
            size = y2 - y1
            name = ("vine", "palmettes", "arcade", "rosettes", "spirals")[(row + rng.randint(0, 4)) % 5]
            border(
                sheet,
                name,
                flat(left + 22, y2 - size * 0.08, step=size, tall=size * 0.84),
                units=(right - left - 44) / size,
                width=2.4,
            )
    depth(sheet, outline, strength=0.3)
    sheet.line(outline, width=3, closed=True)
    sheet.scale_bar((right - left) / max(width_mm, 1))
