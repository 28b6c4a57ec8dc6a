"""Ornament as small data: one repeat of each border in a unit square, and strokes that look like writing.

A border is drawn through a function that carries (along, up) to the sheet, so the same motif runs round a vessel,
along a hem or round a coin.
"""

import math
import random
from collections.abc import Callable, Sequence

from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.shapes import Point, Points, arc, circle, smooth

type Carry = Callable[[float, float], Point]
type Stroke = tuple[str, Points]


def _spiral(turns: float, *, at: Point, radius: float, start: float) -> Points:
    return [
        (
            at[0] + radius * (1 - k / 40) * math.cos(math.radians(start + 360 * turns * k / 40)),
            at[1] + radius * (1 - k / 40) * math.sin(math.radians(start + 360 * turns * k / 40)),
        )
        for k in range(36)
    ]


# l: pen line, b: bold line, f: filled
BORDERS: dict[str, tuple[float, list[Stroke]]] = {
    "zigzag": (1.0, [("l", [(0, 0.95), (0.5, 0.05), (1, 0.95)]), ("f", [(0.3, 0.95), (0.5, 0.55), (0.7, 0.95)])]),
    "wave": (1.4, [("b", smooth([(0, 0.5), (0.25, 0.15), (0.5, 0.5), (0.75, 0.85), (1, 0.5)]))]),
    "pearls": (1.0, [("l", circle((0.5, 0.5), 0.36, steps=18)), ("f", circle((0.5, 0.5), 0.1, steps=8))]),
    "tongues": (
        0.7,
        [
            ("l", [(0.06, 0), (0.06, 0.6), (0.2, 0.9), (0.5, 1), (0.8, 0.9), (0.94, 0.6), (0.94, 0)]),
            ("l", [(0.5, 0.1), (0.5, 0.75)]),
        ],
    ),
    "arcade": (
        0.9,
        [
            ("b", [(0.08, 0), (0.08, 0.5), *arc((0.5, 0.5), 0.42, 180, 0)[1:], (0.92, 0)]),
            ("f", circle((0.5, 0.42), 0.12, steps=10)),
        ],
    ),
    "meander": (
        1.2,
        [("b", [(0, 0.9), (0, 0.1), (0.75, 0.1), (0.75, 0.62), (0.4, 0.62), (0.4, 0.38)]), ("b", [(0, 0.9), (1, 0.9)])],
    ),
    "spirals": (
        1.2,
        [
            ("l", _spiral(1.8, at=(0.5, 0.5), radius=0.42, start=180)),
            ("l", [(0.0, 0.85), (0.12, 0.5)]),
            ("l", [(0.9, 0.6), (1, 0.85)]),
        ],
    ),
    "vine": (
        1.8,
        [
            ("b", smooth([(0, 0.5), (0.25, 0.2), (0.5, 0.5), (0.75, 0.8), (1, 0.5)])),
            ("f", smooth([(0.22, 0.25), (0.12, 0.62), (0.28, 0.9), (0.42, 0.62)], closed=True, steps=5)),
            ("f", smooth([(0.72, 0.75), (0.62, 0.38), (0.78, 0.1), (0.92, 0.38)], closed=True, steps=5)),
            ("l", smooth([(0.5, 0.5), (0.56, 0.3), (0.48, 0.22)])),
        ],
    ),
    "palmettes": (
        1.0,
        [
            ("b", smooth([(0.5, 0), (0.5, 0.9)])),
            ("l", smooth([(0.5, 0.1), (0.2, 0.3), (0.18, 0.62), (0.34, 0.66)])),
            ("l", smooth([(0.5, 0.1), (0.8, 0.3), (0.82, 0.62), (0.66, 0.66)])),
            ("l", smooth([(0.5, 0.05), (0.06, 0.1), (0.0, 0.4)])),
            ("l", smooth([(0.5, 0.05), (0.94, 0.1), (1.0, 0.4)])),
            ("f", smooth([(0.5, 0.5), (0.4, 0.75), (0.5, 1), (0.6, 0.75)], closed=True, steps=5)),
        ],
    ),
    "rosettes": (
        1.0,
        [
            *[
                (
                    "l",
                    [
                        (
                            0.5 + 0.42 * math.cos(a) * r + 0.11 * math.cos(b),
                            0.5 + 0.42 * math.sin(a) * r + 0.11 * math.sin(b),
                        )
                        for b in (math.pi * k / 6 for k in range(13))
                    ],
                )
                for r in (0.72,)
                for a in (math.pi * k / 3 for k in range(6))
            ],
            ("f", circle((0.5, 0.5), 0.12, steps=10)),
        ],
    ),
    "lattice": (
        1.0,
        [("l", [(0, 0), (1, 1)]), ("l", [(0, 1), (1, 0)]), ("f", [(0.5, 0.38), (0.62, 0.5), (0.5, 0.62), (0.38, 0.5)])],
    ),
    "lotus": (
        0.9,
        [
            ("l", smooth([(0, 0), (0.08, 0.55), (0.5, 1), (0.92, 0.55), (1, 0)])),
            ("l", smooth([(0.22, 0), (0.26, 0.45), (0.5, 0.76), (0.74, 0.45), (0.78, 0)])),
            ("l", [(0.5, 0.1), (0.5, 0.5)]),
        ],
    ),
    "chevrons": (0.5, [("b", [(0, 0), (0.6, 0.5), (0, 1)])]),
    "ticks": (0.35, [("l", [(0.5, 0.1), (0.5, 0.9)])]),
    "bricks": (1.3, [("l", [(0, 0.5), (1, 0.5)]), ("l", [(0.25, 0), (0.25, 0.5)]), ("l", [(0.75, 0.5), (0.75, 1)])]),
    "knot": (
        1.1,
        [
            ("b", smooth([(0, 0.85), (0.3, 0.7), (0.7, 0.3), (1, 0.15)])),
            ("l", smooth([(0, 0.15), (0.2, 0.2), (0.38, 0.4)])),
            ("l", smooth([(0.62, 0.6), (0.8, 0.8), (1, 0.85)])),
            ("f", circle((0.5, 0.9), 0.07, steps=8)),
            ("f", circle((0.5, 0.1), 0.07, steps=8)),
        ],
    ),
}
QUIET = ("ticks", "zigzag", "wave", "pearls", "chevrons", "tongues")
RICH = tuple(name for name in BORDERS if name not in ("ticks", "chevrons", "bricks"))


def border(sheet: Sheet, name: str, carry: Carry, *, units: float, width: float = 1.4) -> None:
    """Draws the border `name` over `units` band heights along; motifs are stretched to come out whole."""
    wide, strokes = BORDERS[name]
    count = max(1, round(units / wide))
    step = units / count
    for index in range(count):
        for kind, points in strokes:
            carried = [carry((index + x) * step, y) for x, y in points]
            if kind == "f":
                sheet.fill(carried)
            else:
                sheet.line(carried, width=width * (1.7 if kind == "b" else 1.0))


def flat(left: float, foot: float, *, step: float, tall: float) -> Carry:
    """Carries a border level to the right from (left, foot), one unit every `step` pixels, `tall` pixels high."""

    def carry(x: float, y: float) -> Point:
        return left + x * step, foot - tall * y

    return carry


type Frame = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def frame_border(sheet: Sheet, name: str, frame: Frame, *, tall: float, edge: float = 0.0, width: float = 1.3) -> None:
    """Runs the border along the four sides of a frame, inside it; level sides take the corners."""
    left, top, right, bottom = frame[0] + edge, frame[1] + edge, frame[2] - edge, frame[3] - edge

    def upper(x: float, y: float) -> Point:
        return left + x * tall, top + tall * (1 - y)

    def lower(x: float, y: float) -> Point:
        return left + x * tall, bottom - tall * (1 - y)

    def first(x: float, y: float) -> Point:
        return left + tall * y, top + tall + x * tall

    def last(x: float, y: float) -> Point:
        return right - tall * y, top + tall + x * tall

    for carry, length in (
        (upper, right - left),
        (lower, right - left),
        (first, bottom - top - 2 * tall),
        (last, bottom - top - 2 * tall),
    ):
        border(sheet, name, carry, units=max(1.0, length / tall), width=width)


# Strokes of one letter in a unit square, y downwards; combined at random they look written and say nothing.
_LETTERS: dict[str, list[list[Points]]] = {
    "hebrew": [
        [[(0.1, 0.1), (0.9, 0.1), (0.85, 1)]],
        [[(0.1, 0.1), (0.8, 0.1), (0.8, 0.95), (0.05, 0.95)]],
        [[(0.15, 0.1), (0.85, 0.1), (0.85, 1)], [(0.2, 0.4), (0.15, 1)]],
        [[(0.5, 0.1), (0.55, 0.55)]],
        [[(0.2, 0.1), (0.7, 0.15), (0.6, 1)]],
        [[(0.1, 0.1), (0.15, 0.95), (0.9, 0.95)], [(0.5, 0.1), (0.5, 0.9)], [(0.9, 0.1), (0.88, 0.9)]],
        [[(0.1, 0.1), (0.9, 1)], [(0.9, 0.1), (0.65, 0.55)], [(0.15, 1), (0.3, 0.45)]],
        [[(0.15, 0.12), (0.85, 0.12), (0.9, 0.9), (0.15, 0.95), (0.12, 0.15)]],
    ],
    "greek": [
        [[(0.1, 1), (0.5, 0), (0.9, 1)], [(0.3, 0.6), (0.7, 0.6)]],
        [[(0.15, 0), (0.15, 1)], [(0.15, 0), (0.85, 0.05)]],
        [[(0.1, 0), (0.9, 0)], [(0.5, 0), (0.5, 1)]],
        [[(0.15, 0), (0.15, 1)], [(0.85, 0), (0.85, 1)], [(0.15, 0.5), (0.85, 0.5)]],
        [[*circle((0.5, 0.5), 0.42, steps=14), (0.92, 0.5)]],
        [[(0.9, 0.05), (0.15, 0.05), (0.55, 0.5), (0.15, 0.95), (0.9, 0.95)]],
        [[(0.15, 1), (0.15, 0), (0.85, 1), (0.85, 0)]],
        [[(0.5, 0), (0.5, 1)]],
    ],
    "runes": [
        [[(0.3, 0), (0.3, 1)], [(0.3, 0.1), (0.8, 0.35)], [(0.3, 0.45), (0.8, 0.7)]],
        [[(0.5, 0), (0.5, 1)], [(0.5, 0.3), (0.9, 0)]],
        [[(0.5, 0), (0.5, 1)], [(0.15, 0.35), (0.85, 0.6)]],
        [[(0.25, 0), (0.25, 1)], [(0.25, 0.05), (0.8, 0.5), (0.3, 0.55), (0.85, 1)]],
        [[(0.5, 0), (0.5, 1)], [(0.5, 0.05), (0.1, 0.35)], [(0.5, 0.05), (0.9, 0.35)]],
        [[(0.25, 1), (0.25, 0), (0.8, 0.3), (0.8, 1)]],
    ],
    "ethiopic": [
        [[(0.2, 0), (0.2, 1)], [(0.2, 0.1), (0.8, 0.1), (0.8, 1)]],
        [circle((0.5, 0.35), 0.3, steps=12), [(0.5, 0.65), (0.5, 1)]],
        [[(0.5, 0), (0.5, 1)], [(0.1, 0.25), (0.9, 0.25)]],
        [[(0.15, 0.1), (0.15, 1), (0.85, 1), (0.85, 0.1)], [(0.5, 0.4), (0.5, 1)]],
        [[(0.1, 0.9), (0.5, 0.1), (0.9, 0.9), (0.1, 0.9)]],
    ],
    "brahmi": [
        [[(0.5, 0), (0.5, 1)], [(0.2, 1), (0.8, 1)]],
        [[(0.1, 0.1), (0.9, 0.1)], [(0.5, 0.1), (0.5, 0.55), (0.15, 1)], [(0.5, 0.55), (0.85, 1)]],
        [circle((0.5, 0.4), 0.32, steps=12), [(0.82, 0.4), (0.82, 1)]],
        [[(0.1, 0.1), (0.9, 0.1)], [(0.25, 0.1), (0.25, 0.8), (0.75, 0.8), (0.75, 0.1)]],
        [[(0.1, 0.1), (0.9, 0.1)], [(0.5, 0.1), (0.3, 0.5), (0.7, 0.7), (0.5, 1)]],
    ],
}
CURSIVE = ("arabic", "sogdian")
SCRIPTS = (*_LETTERS, *CURSIVE, "chinese", "kufic")


def writing(
    sheet: Sheet,
    script: str,
    *,
    start: Point,
    length: float,
    height: float,
    rng: random.Random,
    width: float = 1.9,
    carry: Carry | None = None,
) -> None:
    """One line of seeming script from `start`, running right, words with gaps between."""

    def to(x: float, y: float) -> Point:
        return carry(x, y) if carry else (start[0] + x, start[1] + y)

    at = 0.0
    while at < length - height * 0.4:
        for _letter in range(rng.randint(2, 6)):
            if at >= length - height * 0.4:
                return
            at += _letter_at(sheet, script, at, height, rng, width, to)
        at += height * (0.15 if script == "chinese" else 0.45)


def _letter_at(
    sheet: Sheet, script: str, at: float, height: float, rng: random.Random, width: float, to: Carry
) -> float:
    if script in CURSIVE:
        wide = height * rng.uniform(0.5, 1.1)
        rise = rng.choice((0.15, 0.5, 0.5, 0.85, -0.15)) * height
        base = height * 0.72
        path = smooth([(0, base), (wide * 0.35, base - rise), (wide * 0.55, base - rise * 0.3), (wide, base)], steps=5)
        sheet.line([to(at + x, y) for x, y in path], width=width)
        if script == "arabic" and rng.random() < 0.35:
            sheet.dot(to(at + wide / 2, base + rng.choice((0.35, -0.6)) * height), width * 0.75)
        return wide
    if script == "chinese":
        strokes: list[Sequence[Point]] = []
        rows = rng.sample((0.08, 0.35, 0.6, 0.92), rng.randint(2, 3))
        strokes += [[(rng.uniform(0, 0.15), row), (rng.uniform(0.85, 1), row - 0.03)] for row in rows]
        strokes.append([(0.5, rng.uniform(0, 0.1)), (0.5, 1)])
        if rng.random() < 0.6:
            strokes += [[(0.45, 0.5), (0.02, 0.98)], [(0.55, 0.5), (0.98, 0.98)]]
        if rng.random() < 0.4:
            strokes.append([(0.12, 0.2), (0.12, 0.7), (0.88, 0.7), (0.88, 0.2), (0.12, 0.2)])
        for stroke in strokes:
            sheet.line([to(at + x * height * 0.86, y * height) for x, y in stroke], width=width)
        return height * 1.12
    if script == "kufic":
        wide = height * rng.choice((0.35, 0.55, 0.8))
        path = [(0.0, height), (wide, height)]
        sheet.line([to(at + x, y) for x, y in path], width=width * 1.6)
        rise = rng.choice((0.0, 0.05, 0.4, 0.4, 0.65)) * height
        sheet.line([to(at + wide, height), to(at + wide, rise), to(at + wide - height * 0.12, rise)], width=width * 1.6)
        return wide + height * 0.12
    wide = height * 0.72
    for letter in rng.choice(_LETTERS[script]):
        sheet.line([to(at + x * wide, y * height) for x, y in letter], width=width)
    return wide * 1.3
