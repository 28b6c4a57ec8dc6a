"""Plane geometry for the drawings: smooth curves, circles, ragged outlines. Points are (x, y), y grows downwards."""

import math
import random
from collections.abc import Iterable, Sequence
from itertools import pairwise

type Point = tuple[float, float]
type Points = list[Point]


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 10) -> Points:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    if count < 3:
        return list(points)
    curve: Points = []
    for index in range(count if closed else count - 1):
        if closed:
            before, first, last, after = (points[(index + k) % count] for k in (-1, 0, 1, 2))
        else:
            first, last = points[index], points[index + 1]
            before = points[index - 1] if index else first
            after = points[index + 2] if index + 2 < count else last
        for step in range(steps):
            t = step / steps
            curve.append(
                (
                    _cubic(before[0], first[0], last[0], after[0], t),
                    _cubic(before[1], first[1], last[1], after[1], t),
                )
            )
    if not closed:
        curve.append(points[-1])
    return curve


def _cubic(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)


def arc(centre: Point, radius: float, start: float, end: float, *, squash: float = 1.0, steps: int = 0) -> Points:
    """Part of a circle or, with `squash`, of an ellipse; degrees clockwise from the right."""
    steps = steps or max(8, int(abs(end - start) / 5))
    return [
        (
            centre[0] + radius * math.cos(math.radians(start + (end - start) * k / steps)),
            centre[1] + radius * squash * math.sin(math.radians(start + (end - start) * k / steps)),
        )
        for k in range(steps + 1)
    ]


def circle(centre: Point, radius: float, *, squash: float = 1.0, steps: int = 72) -> Points:
    return arc(centre, radius, 0, 360, squash=squash, steps=steps)[:-1]


def box(left: float, top: float, right: float, bottom: float) -> Points:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def polygon(centre: Point, radius: float, corners: int, *, turn: float = 0.0) -> Points:
    return [
        (
            centre[0] + radius * math.cos(math.radians(turn) + 2 * math.pi * k / corners),
            centre[1] + radius * math.sin(math.radians(turn) + 2 * math.pi * k / corners),
        )
        for k in range(corners)
    ]


def star(centre: Point, outer: float, inner: float, points: int, *, turn: float = -90.0) -> Points:
    return [
        (
            centre[0] + (inner if k % 2 else outer) * math.cos(math.radians(turn) + math.pi * k / points),
            centre[1] + (inner if k % 2 else outer) * math.sin(math.radians(turn) + math.pi * k / points),
        )
        for k in range(points * 2)
    ]


def lobed(centre: Point, radius: float, lobes: int, *, depth: float = 0.06, steps: int = 144) -> Points:
    """A circle with rounded lobes: the rim of a silver dish."""
    return [
        (
            centre[0] + radius * (1 - depth + depth * abs(math.cos(lobes * angle / 2))) * math.cos(angle),
            centre[1] + radius * (1 - depth + depth * abs(math.cos(lobes * angle / 2))) * math.sin(angle),
        )
        for angle in (2 * math.pi * k / steps for k in range(steps))
    ]


def place(points: Iterable[Point], *, at: Point, scale: float = 1.0, turn: float = 0.0, flip: bool = False) -> Points:
    """Moves a shape drawn around the origin: mirrored, turned (degrees), scaled, then shifted."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    placed: Points = []
    for x, y in points:
        across = -x if flip else x
        placed.append((at[0] + scale * (across * cos - y * sin), at[1] + scale * (across * sin + y * cos)))
    return placed


def ragged(points: Sequence[Point], rng: random.Random, *, step: float = 18.0, rough: float = 5.0) -> Points:
    """A broken or torn edge along the closed outline."""
    torn: Points = []
    drift = 0.0
    for index, first in enumerate(points):
        last = points[(index + 1) % len(points)]
        length = math.dist(first, last)
        pieces = max(1, int(length / step))
        across = ((last[1] - first[1]) / (length or 1), -(last[0] - first[0]) / (length or 1))
        for k in range(pieces):
            drift = drift * 0.6 + rng.uniform(-rough, rough)
            t = (k + rng.uniform(-0.25, 0.25)) / pieces
            torn.append(
                (
                    first[0] + (last[0] - first[0]) * t + across[0] * drift,
                    first[1] + (last[1] - first[1]) * t + across[1] * drift,
                )
            )
    return torn


def blob(centre: Point, radius: float, rng: random.Random, *, corners: int = 9, rough: float = 0.25) -> Points:
    """An irregular closed outline: a sherd, a patch of loss."""
    corner = [
        (
            centre[0] + radius * (1 + rng.uniform(-rough, rough)) * math.cos(2 * math.pi * k / corners),
            centre[1] + radius * (1 + rng.uniform(-rough, rough)) * math.sin(2 * math.pi * k / corners),
        )
        for k in range(corners)
    ]
    return smooth(corner, closed=True, steps=6)


def bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    points = list(points)
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def along(points: Sequence[Point], gap: float) -> Iterable[tuple[Point, float]]:
    """Places at equal distances along a line, each with the direction there in degrees."""
    left = gap / 2
    for first, last in pairwise(points):
        length = math.dist(first, last)
        direction = math.degrees(math.atan2(last[1] - first[1], last[0] - first[0]))
        while left <= length and length > 0:
            t = left / length
            yield (first[0] + (last[0] - first[0]) * t, first[1] + (last[1] - first[1]) * t), direction
            left += gap
        left -= length
