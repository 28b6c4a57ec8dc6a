"""Where marks are drawn on a photograph: outlines in millimetres, and numbered badges that keep clear of each other."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BADGE = 4.6
CLEARANCE = BADGE + 0.3
POINT = 3.2


@dataclass(frozen=True, slots=True)
class Region:
    """Part of a photograph in fractions of its sides, from the top left; without a size it is a point."""

    x: float
    y: float
    w: float = 0.0
    h: float = 0.0

    @property
    def is_point(self) -> bool:
        return self.w <= 0 and self.h <= 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """One mark as drawn, all in millimetres: the outline, and the centre of its badge."""

    x: float
    y: float
    w: float
    h: float
    point: bool
    badge: tuple[float, float]


def fit(width: int, height: int, *, within: tuple[float, float]) -> tuple[float, float]:
    """The size in millimetres of a picture of these pixels, as large as `within` allows."""
    scale = min(within[0] / max(width, 1), within[1] / max(height, 1))
    return round(width * scale, 2), round(height * scale, 2)


def place(regions: Iterable[Region], *, size: tuple[float, float]) -> list[Drawn]:
    """Every region outlined on a picture of this size (mm), in the same order, nothing outside the picture."""
    taken: list[tuple[float, float]] = []
    drawn = []
    for region in regions:
        box = _box(region, size)
        badge = _badge(box, size, taken, point=region.is_point)
        taken.append(badge)
        x, y, w, h = (round(side, 2) for side in box)
        drawn.append(Drawn(x, y, w, h, point=region.is_point, badge=badge))
    return drawn


def _box(region: Region, size: tuple[float, float]) -> tuple[float, float, float, float]:
    """The outline clamped to the picture; never thinner than can be seen."""
    least = (POINT, POINT) if region.is_point else (1.0, 1.0)
    starts, lengths = [], []
    for start, length, full, small in zip((region.x, region.y), (region.w, region.h), size, least, strict=True):
        low = min(max(start, 0.0), 1.0) * full
        high = min(max(start + length, 0.0), 1.0) * full
        if high - low < small:
            low = min(max((low + high - small) / 2, 0.0), max(full - small, 0.0))
            high = low + small
        starts.append(low)
        lengths.append(high - low)
    return starts[0], starts[1], lengths[0], lengths[1]


def _badge(
    box: tuple[float, float, float, float],
    size: tuple[float, float],
    taken: list[tuple[float, float]],
    *,
    point: bool,
) -> tuple[float, float]:
    """The first place free of other badges, else the one with most room."""
    best, room = (0.0, 0.0), -1.0
    for x, y in _around(box, point=point):
        spot = tuple(
            round(min(max(value, BADGE / 2), max(full - BADGE / 2, BADGE / 2)), 2)
            for value, full in zip((x, y), size, strict=True)
        )
        nearest = min((math.dist(spot, other) for other in taken), default=math.inf)
        if nearest >= CLEARANCE:
            return spot[0], spot[1]
        if nearest > room:
            best, room = (spot[0], spot[1]), nearest
    return best


def _around(box: tuple[float, float, float, float], *, point: bool) -> Iterator[tuple[float, float]]:
    """Candidate centres: the corners, the middles of the sides, then rings further and further out."""
    x, y, w, h = box
    middle = (x + w / 2, y + h / 2)
    if not point:
        yield from ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
        yield from (
            (middle[0], y),
            (x + w, middle[1]),
            (middle[0], y + h),
            (x, middle[1]),
        )
    for ring in range(1, 5):
        for step in range(8):
            angle = math.pi * (step / 4 - 0.25)
            yield (
                middle[0] + math.cos(angle) * (w / 2 + ring * BADGE * 0.75),
                middle[1] + math.sin(angle) * (h / 2 + ring * BADGE * 0.75),
            )
