"""Putting a silhouette on the sheet, and shading it."""

import math

from loans.management.demo.drawings.beasts import Beast
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.shapes import Point, Points, bounds, place, smooth


def stand(
    sheet: Sheet,
    beast: Beast,
    *,
    at: Point,
    size: float,
    flip: bool = False,
    width: float = 2.4,
    filled: bool = False,
    tone: float = 0.0,
    curved: bool = True,
    turn: float = 0.0,
) -> Points:
    """Draws the silhouette `size` pixels wide around `at` (it hides what is behind) and returns its outline."""
    # The hand-drawn outlines face left.
    scale = size / 2
    path = place(
        smooth(beast.outline, closed=True, steps=5) if curved else beast.outline,
        at=at,
        scale=scale,
        flip=not flip,
        turn=turn,
    )
    sheet.clear(path)
    if tone:
        sheet.tone(path, tone)
    if filled:
        sheet.fill(path)
    sheet.line(path, width=width, closed=True)
    for line in beast.lines:
        sheet.line(
            place(smooth(line, steps=5), at=at, scale=scale, flip=not flip, turn=turn),
            width=max(1.0, width * 0.55),
            shade=0 if filled else 255,
        )
    for x, y, radius in beast.spots:
        (spot,) = place([(x, y)], at=at, scale=scale, flip=not flip, turn=turn)
        sheet.dot(spot, max(1.2, radius * scale * 0.8), shade=0 if filled else 255)
    return path


def shade(sheet: Sheet, path: Points, *, strength: float = 0.55, pitch: float = 4.2) -> None:
    """Stipple as if lit from the upper left."""
    left, top, right, bottom = bounds(path)

    def dark(x: float, y: float) -> float:
        across, down = (x - left) / max(1.0, right - left), (y - top) / max(1.0, bottom - top)
        fold = 0.14 * math.sin(across * 9 + down * 5)
        return max(0.02, strength * (0.5 * across + 0.62 * down - 0.34 + fold))

    sheet.stipple(path, dark, pitch=pitch, radius=1.0)
